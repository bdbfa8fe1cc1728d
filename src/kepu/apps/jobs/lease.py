"""Taking a job, keeping it while it runs, and giving it up."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from kepu.apps.base import clock
from kepu.apps.jobs import registry
from kepu.apps.jobs.codes import JobsCode
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.handle import held, lease_end
from kepu.apps.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

log = structlog.get_logger(__name__)
FIRST_WAIT, LONGEST_WAIT = 10, 3600
FREE = {"lease_until": None, "lease_token": None}


def claim() -> Job | None:
    """Take one due job, or None. Two workers never take the same one: SQLite lets one writer in, PostgreSQL skips
    rows that are locked."""
    due = Job.objects.due(registry.names(), clock.now())
    if not due.exists():  # a plain read, so that an idle worker never asks SQLite for its write lock
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.attempts >= job.max_attempts:  # its last worker died in it
            fail(job, JobsCode.GAVE_UP, {"attempts": job.attempts})
            return None
        job.state, job.lease_token, job.lease_until = JobState.RUNNING, uuid.uuid4(), lease_end()
        job.attempts += 1
        job.started_at = job.started_at or clock.now()
        job.save(update_fields=["state", "lease_token", "lease_until", "attempts", "started_at"])
    return job


@contextlib.contextmanager
def kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own until the block ends."""
    ended = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, ended), name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew(job: Job, ended: threading.Event) -> None:
    assert job.lease_token is not None
    try:
        while not ended.wait(settings.KEPU.job_lease_seconds / 3):
            try:
                if not held(job.pk, job.lease_token).update(lease_until=lease_end()):
                    return
            except DatabaseError as error:  # a long write holds SQLite, or the database restarts: the next beat tries
                log.warning("jobs.lease_not_renewed", job_id=str(job.pk), error=type(error).__name__)
                connection.close()
    finally:
        connection.close()


def hand_back(job: Job) -> None:
    """Let another worker go on at once; a stopping worker is no failed attempt."""
    assert job.lease_token is not None
    held(job.pk, job.lease_token).update(
        state=JobState.QUEUED, run_after=clock.now(), attempts=F("attempts") - 1, **FREE
    )


def retry_later(job: Job, error: Exception) -> None:
    """Wait and try again, twice as long each time, or give up after the last attempt."""
    if job.attempts >= job.max_attempts:
        fail(job, JobsCode.GAVE_UP, {"attempts": job.attempts, "error": type(error).__name__})
        return
    assert job.lease_token is not None
    held(job.pk, job.lease_token).update(
        state=JobState.QUEUED, run_after=clock.now() + timedelta(seconds=wait_after(job.attempts)), **FREE
    )


def wait_after(attempts: int) -> int:
    """Seconds before the next attempt."""
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1)))


def fail(job: Job, code: str, details: Mapping[str, Any]) -> None:
    """End a job with the code of a sentence, if it is still this worker's."""
    Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
        state=JobState.FAILED, error_code=str(code), error_details=plain(details), ended_at=clock.now(), **FREE
    )


class _Plain(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a refusal as JSON can hold them."""
    return dict(json.loads(json.dumps(dict(details), cls=_Plain)))
