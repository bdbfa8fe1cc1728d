"""The worker: what becomes of a job whatever its task does."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from kepu.apps.base import clock, context
from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import Refused
from kepu.apps.jobs import lease, registry, services
from kepu.apps.jobs.codes import JobsCode
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job, Schedule
from kepu.apps.jobs.worker import run_due, run_one, run_worker
from tests.factories.jobs import TASK, make_job, make_running_job, registered

pytestmark = pytest.mark.django_db


def ran(job):
    run_due()
    job.refresh_from_db()
    return job


def test_job_ends_with_the_address_of_its_result():
    def work(job, *, plan_id):
        job.progress(1, 2, "读取")
        job.finish(address=f"/plans/{plan_id}/", sentence="读到 12 项任务。")

    with registered(work):
        job = ran(make_job(ids={"plan_id": 7}))

    assert (job.state, job.result, job.sentence) == (JobState.DONE, "/plans/7/", "读到 12 项任务。")
    assert job.ended_at is not None
    assert job.lease_token is None


def test_job_that_says_nothing_is_done():
    with registered(lambda _: None):
        assert ran(make_job()).state == JobState.DONE


def test_task_acts_as_the_owner_of_its_job():
    seen = []

    def work(job):
        seen.append((context.job_id.get(), context.user_id.get()))

    with registered(work):
        job = make_job()
        run_due()

    assert seen == [(str(job.pk), None)]
    assert context.job_id.get() == ""


def test_refusal_ends_the_job_with_its_sentence():
    def work(job):
        raise Refused(BaseCode.UNKNOWN_FILTER, value=timedelta)

    with registered(work):
        job = ran(make_job())

    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, BaseCode.UNKNOWN_FILTER, 1)
    assert job.problem.startswith("没有“")


def test_error_is_tried_again_later_and_later():
    def work(job):
        raise ZeroDivisionError

    with registered(work):
        job = ran(make_job())
        waiting = job.run_after - clock.now()

        assert (job.state, job.attempts, job.lease_token) == (JobState.QUEUED, 1, None)
        assert timedelta(seconds=5) < waiting <= timedelta(seconds=10)
        assert not run_one(), "nothing is due before the wait is over"
    assert [lease.wait_after(attempts) for attempts in (1, 2, 3, 20)] == [10, 20, 40, 3600]


def test_last_attempt_fails_with_a_sentence():
    def work(job):
        raise ZeroDivisionError

    with registered(work):
        job = ran(make_job(attempts=4))

    assert (job.state, job.error_code) == (JobState.FAILED, JobsCode.GAVE_UP)
    assert job.problem.startswith("系统试了 5 次都没有做完。")


def test_job_that_kills_its_workers_is_given_up():
    with registered(lambda _: None):
        job = ran(make_running_job(seconds=-1, attempts=5))

    assert (job.state, job.error_code) == (JobState.FAILED, JobsCode.GAVE_UP)


def test_abandoned_job_is_taken_over_and_a_held_one_is_not():
    with registered(lambda _: None):
        abandoned, held = make_running_job(seconds=-1), make_running_job(seconds=60)
        run_due()

    assert set(Job.objects.filter(state=JobState.DONE)) == {abandoned}
    assert set(Job.objects.filter(state=JobState.RUNNING)) == {held}


def test_job_of_a_task_this_worker_does_not_know_is_left():
    job = make_job(name="tests.newer")

    assert ran(job).state == JobState.QUEUED


def test_jobs_run_in_the_order_in_which_they_are_due():
    seen, now = [], clock.now()

    with registered(lambda _, n: seen.append(n)):
        for n in (2, 0, 1):
            make_job(ids={"n": n}, run_after=now - timedelta(minutes=5 - n))
        make_job(ids={"n": 9}, run_after=now + timedelta(hours=1))
        run_due()

    assert seen == [0, 1, 2]


def test_error_rolls_its_piece_back_and_keeps_the_earlier_ones():
    def work(job):
        for n in range(job.cursor.get("next", 0), 3):
            with job.commit():
                make_job(name="tests.piece", ids={"n": n})
                job.checkpoint({"next": n + 1})
                if n == 2:
                    raise ZeroDivisionError

    with registered(work):
        job = ran(make_job())

    assert [piece.ids["n"] for piece in Job.objects.filter(name="tests.piece").order_by("created_at")] == [0, 1]
    assert (job.state, job.cursor) == (JobState.QUEUED, {"next": 2})


def test_stopping_worker_hands_the_job_back_at_its_checkpoint():
    stop, seen = threading.Event(), []

    def work(job):
        for n in range(job.cursor.get("next", 0), 4):
            with job.commit():
                seen.append(n)
                job.checkpoint({"next": n + 1})
            if n == 1:
                stop.set()

    with registered(work):
        job = make_job()
        run_worker(stop=stop)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.cursor) == (JobState.QUEUED, 0, {"next": 3})

        assert ran(job).state == JobState.DONE
    assert seen == [0, 1, 2, 3]


def test_stopping_worker_finishes_a_job_without_checkpoints():
    stop = threading.Event()

    with registered(lambda _: stop.set()):
        job = make_job()
        run_worker(stop=stop)

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_periodic_task_is_queued_once_per_period(monkeypatch):
    ran_at = []
    with registered(lambda _: ran_at.append(1)):
        monkeypatch.setattr(registry, "_PERIODS", {})
        registry.periodic(TASK, seconds=lambda: 60)
        for _ in range(3):
            run_worker(once=True)
        assert len(ran_at) == 1

        Schedule.objects.update(last_at=clock.now() - timedelta(hours=5))
        services.enqueue_periodic()
        services.enqueue_periodic()

    assert Job.objects.live().count() == 1, "five missed periods are one run"


def test_progress_that_is_told_often_is_written_seldom(django_assert_max_num_queries):
    def work(job):
        with django_assert_max_num_queries(2):
            for n in range(1000):
                job.progress(n, 1000, f"第 {n} 行")

    with registered(work):
        assert ran(make_job()).state == JobState.DONE


def test_finish_keeps_the_last_progress():
    def work(job):
        job.progress(1, 3, "开始")
        job.progress(3, 3, "最后一行")

    with registered(work):
        job = ran(make_job())

    assert (job.done, job.of, job.sentence) == (3, 3, "最后一行")
