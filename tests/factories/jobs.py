"""Makers of jobs."""

from __future__ import annotations

import contextlib
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kepu.apps.base import clock
from kepu.apps.jobs import registry
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TASK = "tests.task"


def make_job(**overrides: Any) -> Job:
    """A queued job of the task "tests.task"."""
    return Job.objects.create(**{"name": TASK, "title": "演示任务", **overrides})


def make_running_job(*, seconds: int = 60, **overrides: Any) -> Job:
    """A job that some worker has; a negative number of seconds means a worker that is gone."""
    lease = {"lease_token": uuid.uuid4(), "lease_until": clock.now() + timedelta(seconds=seconds)}
    return make_job(**{"state": JobState.RUNNING, "attempts": 1, "started_at": clock.now(), **lease, **overrides})


def make_failed_job(**overrides: Any) -> Job:
    """A job that gave up."""
    ended = {"state": JobState.FAILED, "error_code": "jobs.gave_up", "error_details": {"attempts": 5}, "attempts": 5}
    return make_job(**{**ended, "ended_at": clock.now(), **overrides})


@contextlib.contextmanager
def registered(function: Callable[..., None], name: str = TASK, **options: Any) -> Iterator[None]:
    """Let workers know a task for the length of a block."""
    registry.task(name, **options)(function)
    try:
        yield
    finally:
        registry.forget(name)
