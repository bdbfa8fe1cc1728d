"""Queueing: a row of the caller's transaction, one live job per key."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection, transaction

from kepu.apps.base.errors import Refused
from kepu.apps.jobs import registry, services
from kepu.apps.jobs.codes import JobsCode
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from tests.factories.jobs import TASK, make_failed_job, make_job, make_running_job, registered


@pytest.fixture(autouse=True)
def _task():
    with registered(lambda *_, **__: None):
        yield


@pytest.mark.django_db(transaction=True)
def test_job_goes_away_with_the_transaction_that_queued_it():
    @transaction.atomic
    def fail():
        services.enqueue(TASK)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_enqueue_keeps_what_the_task_needs():
    plan = uuid.uuid4()

    job = services.enqueue(TASK, title="解析方案", plan_id=plan, count=3)

    job.refresh_from_db()
    assert (job.ids, job.state, job.title) == ({"plan_id": str(plan), "count": 3}, JobState.QUEUED, "解析方案")


@pytest.mark.django_db
def test_unknown_task_is_refused_at_once():
    with pytest.raises(ValueError, match=r"No task is called 'tests\.unknown'"):
        services.enqueue("tests.unknown")


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_job, make_running_job])
def test_same_live_key_is_the_same_job(make):
    first = make(key="plan-1")

    assert services.enqueue(TASK, key="plan-1") == first
    assert services.enqueue(TASK, key="plan-2") != first
    assert services.enqueue(TASK) != services.enqueue(TASK)


@pytest.mark.django_db
def test_key_is_free_again_when_its_job_has_ended():
    first = make_failed_job(key="plan-1")

    assert services.enqueue(TASK, key="plan-1") != first


@pytest.mark.django_db(transaction=True)
def test_same_key_at_the_same_moment_is_one_job():
    barrier, found = threading.Barrier(4), []

    def arrive():
        try:
            barrier.wait()
            with transaction.atomic():
                found.append(services.enqueue(TASK, key="plan-1").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [Job.objects.get().pk] * 4


@pytest.mark.django_db
def test_retry_goes_on_from_the_cursor():
    job = make_failed_job(cursor={"row": 500})

    services.retry(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.cursor, job.error_code) == (JobState.QUEUED, 0, {"row": 500}, "")


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_retry_refuses_what_has_not_failed(state):
    with pytest.raises(Refused) as refusal:
        services.retry(make_job(state=state).pk)

    assert refusal.value.code == JobsCode.NOT_ENDED


@pytest.mark.django_db
def test_retry_refuses_while_the_same_key_lives():
    failed = make_failed_job(key="plan-1")
    make_job(key="plan-1")

    with pytest.raises(Refused) as refusal:
        services.retry(failed.pk)

    assert refusal.value.code == JobsCode.SAME_KEY_LIVE


@pytest.mark.django_db
def test_cancel_refuses_what_has_ended():
    with pytest.raises(Refused) as refusal:
        services.cancel(make_failed_job().pk)

    assert refusal.value.code == JobsCode.NOT_LIVE


@pytest.mark.django_db(transaction=True)
def test_wakers_are_called_after_the_commit_and_may_fail(monkeypatch):
    seen = []
    monkeypatch.setattr(registry, "_WAKERS", [])
    registry.on_wake(lambda: 1 / 0)
    registry.on_wake(lambda: seen.append(Job.objects.count()))

    with transaction.atomic():
        services.enqueue(TASK)
        assert seen == []

    assert seen == [1]


def test_two_tasks_may_not_share_a_name():
    def other(job):
        pass

    with pytest.raises(ValueError, match="Two tasks are called"):
        registry.task(TASK)(other)
