"""A worker that dies in the middle of a job: another finishes it, and nothing is there twice."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from tests.apps.jobs.worker_process import NAME, PIECES
from tests.factories.jobs import make_job

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


@contextlib.contextmanager
def worker():
    """A real worker process on the test's database; killed at the end if it still runs."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kepu.config.settings",
        "KEPU_DATA": str(settings.DATA),
        "KEPU_JOB_LEASE_SECONDS": "1",
    }
    command = [sys.executable, "-m", "tests.apps.jobs.worker_process", str(connection.settings_dict["NAME"])]
    process = subprocess.Popen(command, env=environment)  # our own interpreter and module
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def pieces():
    return sorted(ids["n"] for ids in Job.objects.filter(name="tests.piece").values_list("ids", flat=True))


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "the worker did nothing for a minute"
        time.sleep(0.02)


def test_job_survives_the_death_of_its_workers():
    job = make_job(name=NAME)

    for written in (3, 12):
        with worker() as process:
            wait_until(lambda enough=written: len(pieces()) >= enough)
            process.send_signal(signal.SIGKILL)
            process.wait()
        job.refresh_from_db()
        assert job.state == JobState.RUNNING
        assert job.cursor == {"next": len(pieces())}, "a piece and its cursor are written together or not at all"
    with worker():
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    job.refresh_from_db()
    assert pieces() == list(range(PIECES))
    assert (job.done, job.of, job.attempts) == (PIECES, PIECES, 3)


def test_terminated_worker_hands_its_job_back():
    job = make_job(name=NAME)

    with worker() as process:
        wait_until(lambda: len(pieces()) >= 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert job.cursor == {"next": len(pieces())}
    assert len(pieces()) < PIECES
