"""The worker: takes one due job after the other until it is told to stop."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
import traceback
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from kepu.apps.base import context
from kepu.apps.jobs import lease, registry, services
from kepu.apps.jobs.handle import HandedBack, JobHandle, LeaseLost
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.jobs.models import Job

log = structlog.get_logger(__name__)
POLL_SECONDS, PERIODIC_SECONDS, OUTAGE_SECONDS = 1.0, 5.0, 5.0


def run_worker(*, once: bool = False, stop: threading.Event | None = None) -> int:
    """Work until `stop` is set, or, with `once`, until nothing is due; give the number of jobs that were run.

    Without `stop`, SIGTERM and SIGINT stop it: it finishes its job, or hands it back at its next checkpoint.
    """
    if stop is not None:
        return _work(stop, once=once)
    with stopped_by_signals() as event:
        return _work(event, once=once)


def _work(stop: threading.Event, *, once: bool) -> int:
    ran, looked_at = 0, -PERIODIC_SECONDS
    while not stop.is_set():
        worked, pause = False, POLL_SECONDS
        try:
            if not connection.in_atomic_block:  # a test's transaction would go with its connection
                close_old_connections()
            if time.monotonic() - looked_at >= PERIODIC_SECONDS:
                services.enqueue_periodic()
                looked_at = time.monotonic()
            worked = run_one(stop)
        except (
            OperationalError,
            InterfaceError,
        ) as error:  # locked, restarting, out of reach: the jobs wait in their rows
            if once:
                raise
            log.warning("jobs.database_unavailable", error=type(error).__name__)
            connection.close()
            pause = OUTAGE_SECONDS
        ran += worked
        if not worked:
            if once:
                break
            stop.wait(pause)
    return ran


def run_due() -> int:
    """Run what is due now, without the periodic tasks; give the number of jobs that were run."""
    ran = 0
    while run_one():
        ran += 1
    return ran


def run_one(stop: threading.Event | None = None) -> bool:
    """Take one due job and run it; False when none is due."""
    job = lease.claim()
    if job is None:
        return False
    with context.bound(user=job.owner_id, job=str(job.pk)), lease.kept(job):
        _run(job, stop or threading.Event())
    return True


def _run(job: Job, stop: threading.Event) -> None:
    task = registry.find(job.name)
    assert task is not None, "only jobs with a known task are claimed"
    handle = JobHandle(job, stop)
    log.info("jobs.started", task=job.name, attempt=job.attempts)
    try:
        task.function(handle, **job.ids)
        if not handle.ended:
            handle.finish()
    except LeaseLost:
        log.warning("jobs.lease_lost", task=job.name)
    except HandedBack:
        lease.hand_back(job)
        log.info("jobs.handed_back", task=job.name)
    except KepuError as error:
        lease.fail(job, error.code, error.details)
        log.info("jobs.refused", task=job.name, code=str(error.code))
    except Exception as error:  # noqa: BLE001  # whatever a task raises must end in its row
        # The frames without the message: a message may quote what people wrote.
        trace = "".join(traceback.format_tb(error.__traceback__))
        log.error("jobs.error", task=job.name, error=type(error).__name__, trace=trace)  # noqa: TRY400
        lease.retry_later(job, error)
    else:
        log.info("jobs.done", task=job.name)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and SIGINT set; a second signal does what it does everywhere."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def ask(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
