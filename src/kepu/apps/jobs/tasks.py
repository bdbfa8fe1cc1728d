"""What keeps the tables of the lower floors small."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.models import WriteReceipt
from kepu.apps.jobs import registry
from kepu.apps.jobs.codes import JobsCode
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import PERIODIC, Job

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from kepu.apps.jobs.handle import JobHandle

DAY = 24 * 3600
KEEP_DONE, KEEP_ENDED, KEEP_RECEIPTS, KEEP_PERIODIC, KEEP_UNKNOWN = 30, 180, 30, 2, 1
BATCH = 500


@registry.task("jobs.housekeeping", label=_("清理过期的任务和会话"))
def housekeeping(job: JobHandle) -> None:
    """Delete what nobody will ask for again, in small transactions."""
    ended = Job.objects.filter(state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED])
    done = ended.filter(state=JobState.DONE)
    _delete(job, done.filter(key__startswith=PERIODIC, ended_at__lt=_days_ago(KEEP_PERIODIC)))
    _delete(job, done.filter(ended_at__lt=_days_ago(KEEP_DONE)))
    _delete(job, ended.filter(ended_at__lt=_days_ago(KEEP_ENDED)))
    _delete(job, WriteReceipt.objects.filter(created_at__lt=_days_ago(KEEP_RECEIPTS)))
    _end_unknown(job)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _delete(job: JobHandle, rows: QuerySet[Any]) -> None:
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with job.commit():
            rows.model._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001  # Django's documented name for it


def _end_unknown(job: JobHandle) -> None:
    """Say of jobs whose task went away with an upgrade that nobody will do them."""
    waiting = Job.objects.filter(state=JobState.QUEUED, run_after__lt=_days_ago(KEEP_UNKNOWN))
    for lost in waiting.exclude(name__in=registry.names())[:BATCH]:
        with job.commit():
            Job.objects.filter(pk=lost.pk, state=JobState.QUEUED).update(
                state=JobState.FAILED,
                ended_at=clock.now(),
                error_code=JobsCode.UNKNOWN_TASK,
                error_details={"name": lost.name},
            )


registry.periodic("jobs.housekeeping", seconds=DAY)
