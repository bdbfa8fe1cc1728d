"""Changes of jobs: queue, retry, cancel, and what the clock queues."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.jobs import registry
from kepu.apps.jobs.codes import JobsCode
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import PERIODIC, Job, Schedule

if TYPE_CHECKING:
    from uuid import UUID

TRIES = 3


def enqueue(name: str, *, owner_id: int | None = None, key: str = "", title: str = "", **ids: Any) -> Job:
    """Queue a job in the caller's transaction: both or neither. While a job with this `key` lives, it is that job."""
    task = registry.find(name)
    if task is None:
        raise ValueError(f"No task is called {name!r}; tasks: {', '.join(registry.names())}.")
    job = Job(name=name, owner_id=owner_id, key=key, title=title[:200], ids=ids, max_attempts=task.max_attempts)
    job = _insert(job)
    transaction.on_commit(registry.wake)
    return job


def _insert(job: Job) -> Job:
    for _ in range(TRIES):
        same = Job.objects.live().filter(key=job.key).first() if job.key else None
        if same is not None:
            return same
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            continue  # the same key came in meanwhile; by now it is there to be found, or has ended
        return job
    raise Refused(JobsCode.SAME_KEY_LIVE)


@transaction.atomic
def retry(job_id: UUID) -> Job:
    """Queue a failed or cancelled job again; it goes on from its cursor."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise Refused(JobsCode.NOT_ENDED)
    job.state, job.attempts, job.run_after, job.ended_at = JobState.QUEUED, 0, clock.now(), None
    job.error_code, job.error_details = "", {}
    try:
        with transaction.atomic():
            job.save(update_fields=["state", "attempts", "run_after", "ended_at", "error_code", "error_details"])
    except IntegrityError:
        raise Refused(JobsCode.SAME_KEY_LIVE) from None
    transaction.on_commit(registry.wake)
    return job


def cancel(job_id: UUID) -> None:
    """End a job that has not ended; a worker that is in it can write nothing more, what it wrote stays."""
    ended = Job.objects.live().filter(pk=job_id)
    if not ended.update(state=JobState.CANCELLED, ended_at=clock.now(), lease_until=None, lease_token=None):
        raise Refused(JobsCode.NOT_LIVE)


def enqueue_periodic() -> None:
    """Queue each periodic task whose time has come; of several workers one does it."""
    now = clock.now()
    last = dict(Schedule.objects.values_list("name", "last_at"))
    for name, seconds in registry.periods().items():
        if name not in last:
            with transaction.atomic():
                if Schedule.objects.get_or_create(name=name, defaults={"last_at": now})[1]:
                    enqueue(name, key=f"{PERIODIC}{name}")
        elif last[name] + timedelta(seconds=seconds) <= now:
            with transaction.atomic():
                if Schedule.objects.filter(name=name, last_at=last[name]).update(last_at=now):
                    enqueue(name, key=f"{PERIODIC}{name}")
