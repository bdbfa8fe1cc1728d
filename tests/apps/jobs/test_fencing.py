"""A worker that was thought dead cannot write what another has taken over."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from django.db import connection

from kepu.apps.base import clock
from kepu.apps.jobs import lease, services
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.handle import JobHandle, LeaseLost
from kepu.apps.jobs.models import Job
from kepu.apps.jobs.worker import run_due
from tests.factories.jobs import make_job, make_running_job, registered


def handle_of(job):
    return JobHandle(job, threading.Event())


def taken_over(job):
    """The job as a second worker has it by now; the first still holds its old row."""
    Job.objects.filter(pk=job.pk).update(lease_token=uuid.uuid4())


@pytest.mark.django_db
def test_zombie_cannot_commit():
    job = make_running_job()
    zombie = handle_of(job)
    taken_over(job)

    with pytest.raises(LeaseLost), zombie.commit():
        make_job(name="tests.piece")

    assert not Job.objects.filter(name="tests.piece").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda job: job.progress(1, 2, "一半"),
        lambda job: job.checkpoint({"row": 1}),
        lambda job: job.finish(address="/nowhere/"),
    ],
    ids=["progress", "checkpoint", "finish"],
)
def test_zombie_cannot_write_its_job(write):
    job = make_running_job()
    zombie = handle_of(job)
    taken_over(job)

    with pytest.raises(LeaseLost):
        write(zombie)

    job.refresh_from_db()
    assert (job.state, job.cursor, job.done, job.result) == (JobState.RUNNING, {}, 0, "")


@pytest.mark.django_db
def test_zombie_cannot_fail_or_requeue_the_job():
    job = make_running_job()
    taken_over(job)

    lease.fail(job, "jobs.gave_up", {})
    lease.hand_back(job)
    lease.retry_later(job, ValueError())

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


@pytest.mark.django_db
def test_cancelled_job_writes_nothing_more():
    written = []

    def work(job):
        with job.commit():
            job.checkpoint({"next": 1})
        services.cancel(job.id)
        with job.commit():
            written.append("after")

    with registered(work):
        job = make_job()
        run_due()

    job.refresh_from_db()
    assert (job.state, job.cursor, written) == (JobState.CANCELLED, {"next": 1}, [])


@pytest.mark.django_db
def test_failed_piece_takes_its_checkpoint_back():
    handle = handle_of(make_running_job(cursor={"row": 1}))

    def fail():
        with handle.commit():
            handle.checkpoint({"row": 2})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with handle.commit():
        pass

    assert handle.cursor == {"row": 1}
    assert Job.objects.get().cursor == {"row": 1}


@pytest.mark.django_db(transaction=True)
def test_due_job_is_claimed_by_one_of_many():
    with registered(lambda _: None):
        jobs = [make_job() for _ in range(3)]
        barrier, claimed = threading.Barrier(6), []

        def work():
            try:
                barrier.wait()
                claimed.append(lease.claim())
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    taken = sorted(job.pk for job in claimed if job is not None)
    assert taken == sorted(set(taken))
    assert set(taken) <= {job.pk for job in jobs}
    assert taken, "somebody gets one"


@pytest.mark.django_db(transaction=True)
def test_lease_is_renewed_while_the_task_is_silent(settings):
    settings.KEPU = settings.KEPU.model_copy(update={"job_lease_seconds": 1})
    seen = []

    def work(job):
        time.sleep(1.5)
        seen.append(Job.objects.get(pk=job.id).lease_until > clock.now())

    with registered(work):
        job = make_job()
        run_due()

    job.refresh_from_db()
    assert (seen, job.state) == ([True], JobState.DONE)
