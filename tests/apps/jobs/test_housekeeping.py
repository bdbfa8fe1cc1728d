"""What housekeeping deletes, and what it leaves."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from kepu.apps.base import clock
from kepu.apps.base.models import WriteReceipt
from kepu.apps.jobs import services
from kepu.apps.jobs.codes import JobsCode
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from kepu.apps.jobs.worker import run_due
from tests.factories.jobs import make_failed_job, make_job
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def days_ago(days):
    return clock.now() - timedelta(days=days)


def keep_house():
    services.enqueue("jobs.housekeeping")
    run_due()
    return set(Job.objects.exclude(name="jobs.housekeeping"))


def test_old_jobs_go_and_young_ones_stay():
    done = {"state": JobState.DONE}
    make_job(**done, ended_at=days_ago(31))
    make_job(**done, ended_at=days_ago(3), key="periodic:tests.task")
    make_failed_job(ended_at=days_ago(181))
    young = {make_job(**done, ended_at=days_ago(29)), make_failed_job(ended_at=days_ago(31))}

    assert keep_house() == young


def test_waiting_job_without_a_task_is_ended_with_a_sentence():
    lost, young = make_job(name="tests.gone", run_after=days_ago(2)), make_job(name="tests.gone")

    keep_house()

    lost.refresh_from_db()
    young.refresh_from_db()
    assert (lost.state, lost.error_code) == (JobState.FAILED, JobsCode.UNKNOWN_TASK)
    assert "tests.gone" in lost.problem
    assert young.state == JobState.QUEUED


def test_old_receipts_and_sessions_go():
    user = make_user()
    old, young = (WriteReceipt.objects.create(user=user, request_id=uuid.uuid4()) for _ in range(2))
    WriteReceipt.objects.filter(pk=old.pk).update(created_at=days_ago(31))
    Session.objects.create(session_key="old", session_data="", expire_date=days_ago(1))
    Session.objects.create(session_key="young", session_data="", expire_date=days_ago(-1))

    keep_house()

    assert list(WriteReceipt.objects.all()) == [young]
    assert [session.session_key for session in Session.objects.all()] == ["young"]
