"""All plans, and one whose reading is not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.base.messages import sentence
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.plans import is_state, plan_list, plan_words
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.ledger.views.wizard import READ, steps
from kepu.apps.people.http import get_or_404, permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COLUMNS = (
    Column("title", pgettext_lazy("one", "方案"), "title", optional=False),
    Column("region", gettext_lazy("地区"), "region_code"),
    Column("period", gettext_lazy("规划期"), "period_end"),
    Column("tasks", pgettext_lazy("several", "任务"), "n_tasks"),
    Column("created", gettext_lazy("导入时间"), "created_at"),
)
STATE = Filter(
    "state", gettext_lazy("状态"), lambda: [(state.value, str(state.label)) for state in PlanState], is_state
)


@permission_required(LedgerPermission.VIEW_PLAN)
def plans(request: HttpRequest) -> HttpResponse:
    """Plans, newest first."""
    user: Any = request.user
    rows = ListPage(
        plan_list(user),
        request.GET,
        columns=COLUMNS,
        filters=[STATE],
        search=plan_words,
        order=("-created_at",),
    )
    may_import = user.has_permission(LedgerPermission.IMPORT_PLAN)
    return render(request, "ledger/plan_list.html", {"list": rows, "page": rows.page, "may_import": may_import})


@permission_required(LedgerPermission.VIEW_PLAN)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan that is being read, could not be read, or was put aside."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.light().select_related("closed_by", "source_file"), rules.PLAN, user, pk=pk)
    if plan.state in {PlanState.REVIEW, PlanState.CONFIRMED}:
        return HttpResponseClientRedirect(plan.get_absolute_url()) if wants_part(request) else redirect(plan)
    if plan.state == PlanState.COLUMNS:
        address = reverse("ledger:columns", args=[plan.pk])
        return HttpResponseClientRedirect(address) if wants_part(request) else redirect(address)
    job = Job.objects.filter(pk=plan.job_id).first() if plan.job_id else None
    failure = plan.failure or {}
    stopped = job is not None and job.state in {JobState.FAILED, JobState.CANCELLED}
    context = {
        "plan": plan,
        "job": job,
        "stopped": stopped,
        "failure": sentence(failure["code"], failure["details"]) if failure else "",
        "decided": _decided(plan),
        "may_decide": rules.CONFIRM.allows(user, plan),
        "steps": steps(plan, READ),
        "later_versions": _later(user, plan),
    }
    return render(request, "ledger/_progress.html" if wants_part(request) else "ledger/plan_progress.html", context)


def _later(user: Any, plan: Plan) -> list[Plan]:
    """What took the place of a plan."""
    if plan.state != PlanState.REPLACED:
        return []
    return list(plan.later_versions.light().filter(rules.visible_plans(user), state__in=rules.IN_LEDGER))


def _decided(plan: Plan) -> str:
    """Who put the plan aside, and when."""
    if plan.closed_by is None or plan.closed_at is None:
        return ""
    day = localtime(plan.closed_at).strftime("%Y-%m-%d %H:%M")
    return _("%(who)s在 %(day)s 放弃了这份方案，原文件仍然保留。") % {"who": plan.closed_by.name, "day": day}
