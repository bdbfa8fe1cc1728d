"""A document that passed the door but cannot be read: the plan says why, and nothing is lost."""

import pytest
from django.urls import reverse

from kepu.apps.jobs.models import Job
from kepu.apps.jobs.services import enqueue
from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger import services, tasks
from kepu.apps.ledger.enums import PlanState
from kepu.core.errors import InputError
from kepu.core.plans import REFUSALS, PlanCode
from tests.factories.ledger import make_office, make_plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_refusals_of_the_reader_stand_on_the_page(client, monkeypatch, code):
    def refuse(plan):
        raise InputError(code, "In English.", name=plan.source_name, size=301, limit=300)

    plan = make_plan()
    plan.job_id = enqueue("ledger.parse_plan", owner_id=plan.created_by_id, key="plan", plan_id=plan.pk).pk
    plan.save()
    monkeypatch.setattr(tasks, "read_plan", refuse)
    run_worker(once=True)

    plan.refresh_from_db()
    client.force_login(plan.created_by)
    page = client.get(reverse("ledger:progress", args=[plan.pk])).content.decode()
    assert plan.state == PlanState.FAILED
    assert plan.failure["code"] == code
    assert "In English" not in page
    assert "重新导入" in page
    assert Job.objects.get(pk=plan.job_id).error_code == code


def test_a_job_that_broke_off_is_said_and_the_plan_can_be_put_aside(client):
    plan = make_plan()
    plan.job_id = enqueue("ledger.parse_plan", owner_id=plan.created_by_id, key="plan", plan_id=plan.pk).pk
    plan.save()
    Job.objects.update(state="failed")
    client.force_login(plan.created_by)

    page = client.get(reverse("ledger:progress", args=[plan.pk])).content.decode()
    services.discard_plan(plan_id=plan.pk, user=plan.created_by)

    assert "识别中断" in page
    assert "已放弃" not in page
    assert "放弃了这份方案" in client.get(reverse("ledger:progress", args=[plan.pk])).content.decode()


def test_a_late_result_does_not_wake_a_discarded_plan():
    plan = make_plan()
    services.discard_plan(plan_id=plan.pk, user=plan.created_by)

    services.store_parse(plan_id=plan.pk, result={})
    services.fail_plan(plan_id=plan.pk, error=InputError(PlanCode.EMPTY, "In English."))

    plan.refresh_from_db()
    assert plan.state == PlanState.DISCARDED
    assert plan.failure is None


def test_import_without_a_worker_for_the_command_line():
    user = make_office()

    plan = services.import_plan(
        user=user, region_code=user.region_id, name="方案.txt", data="一、目标\n建成基地3个。\n".encode()
    )

    assert plan.state == PlanState.REVIEW
    assert services.confirm_plan(plan_id=plan.pk, user=user).state == PlanState.CONFIRMED
