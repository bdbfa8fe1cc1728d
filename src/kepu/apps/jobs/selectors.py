"""Questions about jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.jobs import registry
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from kepu.apps.jobs.permissions import JobsPermission

if TYPE_CHECKING:
    from django.http import QueryDict

COLUMNS = (
    Column("title", pgettext_lazy("job", "任务"), optional=False),
    Column("state", _("状态"), sort="state"),
    Column("created", _("发起时间"), sort="created_at"),
    Column("ended", _("结束时间"), sort="ended_at"),
)


def job_list(user: Any, query: QueryDict) -> ListPage[Job]:
    """One's own jobs, newest first; those who may see all of them choose whose."""
    filters = [
        Filter("state", _("状态"), _states, lambda value: Q(state=value)),
        Filter("name", _("种类"), registry.task_choices, lambda value: Q(name=value)),
    ]
    rows = Job.objects.filter(owner_id=user.pk)
    if user.has_permission(JobsPermission.VIEW_ALL):
        filters.append(Filter("whose", _("发起人"), _whose, lambda _: Q()))
        if query.get("whose") == "all":
            rows = Job.objects.visible_to(user)
    return ListPage(rows.select_related("owner"), query, COLUMNS, filters, order=("-created_at",))


def _states() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in JobState.choices]


def _whose() -> list[tuple[str, str]]:
    return [("all", gettext("所辖区域的所有人和系统"))]
