"""What a task holds while it runs: its cursor, its progress, and the only door to writing.

A lease says until when the job is a worker's; its token says which worker. Whoever writes through `JobHandle.commit`
locks the job's row and proves the token in the same transaction, so that a worker that was thought dead, or was too
slow, cannot write a second time what another has already written.
"""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from kepu.apps.base import clock
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event
    from uuid import UUID

    from django.db.models import QuerySet

PROGRESS_SECONDS = 0.5
LONGEST_SENTENCE = 500


class LeaseLost(BaseException):  # not an Exception: no `except Exception` of a task may go on writing
    """The job is another worker's by now, or was cancelled."""


class HandedBack(BaseException):  # as above: the task must end here
    """The worker is stopping; the job goes on elsewhere from its cursor."""


def lease_end() -> Any:
    """Until when a lease given now holds."""
    return clock.now() + timedelta(seconds=settings.KEPU.job_lease_seconds)


def held(job_id: UUID, token: UUID) -> QuerySet[Job]:
    """The row of a job as long as it is this worker's."""
    return Job.objects.filter(pk=job_id, lease_token=token, state=JobState.RUNNING)


class JobHandle:
    """One run of one job."""

    def __init__(self, job: Job, stopping: Event) -> None:
        if job.lease_token is None:
            raise ValueError("Only a claimed job can be run.")
        self.id: UUID = job.pk
        self.owner_id: int | None = job.owner_id
        self.attempt: int = job.attempts
        self.cursor: dict[str, Any] = dict(job.cursor)
        self.ended = False
        self._token = job.lease_token
        self._stopping = stopping
        self._changes: dict[str, Any] = {}
        self._inside = False
        self._written_at = 0.0

    def progress(self, done: int, of: int = 0, sentence: str = "") -> None:
        """Tell how far the work is; what is told very often is written twice a second, or with the next commit."""
        self._changes |= {"done": done, "of": of, "sentence": sentence[:LONGEST_SENTENCE]}
        if not self._inside and time.monotonic() - self._written_at >= PROGRESS_SECONDS:
            self._write()

    def checkpoint(self, cursor: dict[str, Any]) -> None:
        """Remember where a later run goes on: inside `commit`, together with what is written there."""
        self.cursor = dict(cursor)
        self._changes["cursor"] = self.cursor
        if not self._inside:
            self._write()
            self._hand_back_when_stopping()

    @contextlib.contextmanager
    def commit(self) -> Iterator[None]:
        """Write one piece of the work: a transaction that proves the lease, renews it and keeps the checkpoint."""
        before = dict(self._changes), self.cursor, self.ended
        try:
            with transaction.atomic(durable=True):
                self._prove()
                self._inside = True
                yield
                held(self.id, self._token).update(**{"lease_until": lease_end()} | self._changes)
        except BaseException:
            self._changes, self.cursor, self.ended = before
            raise
        finally:
            self._inside = False
        resumable = "cursor" in self._changes
        self._changes = {}
        self._written_at = time.monotonic()
        if resumable and not self.ended:
            self._hand_back_when_stopping()

    def finish(self, *, address: str = "", sentence: str = "") -> None:
        """End the job as done, in the transaction of the last piece; `address` is where its result is seen."""
        if not self._inside:
            with self.commit():
                self.finish(address=address, sentence=sentence)
            return
        self._changes |= {"state": JobState.DONE, "result": address, "ended_at": clock.now(), "lease_until": None}
        self._changes |= {"lease_token": None, "error_code": "", "error_details": {}}
        if sentence:
            self._changes["sentence"] = sentence[:LONGEST_SENTENCE]
        self.ended = True

    def _prove(self) -> None:
        """Lock the job's row, if it is still ours."""
        if not list(held(self.id, self._token).select_for_update().values_list("pk")):
            raise LeaseLost

    def _write(self) -> None:
        if not held(self.id, self._token).update(**self._changes):
            raise LeaseLost
        self._changes = {}
        self._written_at = time.monotonic()

    def _hand_back_when_stopping(self) -> None:
        if self._stopping.is_set():
            raise HandedBack
