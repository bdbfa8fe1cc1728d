"""A person decides: everything enters the ledger in one transaction, once, or the plan is put aside."""

import threading
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.ledger import services
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import FacetKind, PlanState
from kepu.apps.ledger.models import Plan, Section, Target, Task, TaskUnit
from kepu.apps.ledger.selectors.versions import difference
from kepu.apps.ledger.services import rows
from kepu.apps.ledger.services.examples import example_of
from kepu.apps.ledger.services.result import final_result
from kepu.apps.ledger.services.states import Decided
from tests.factories.findings import make_found_plan
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_plan,
    make_reader,
    make_result,
    make_review_plan,
    make_section,
    make_target,
    make_task,
)
from tests.factories.territory import SIBLING, make_organisation, make_region


def form(plan, **values):
    return {
        "request_id": uuid.uuid4(),
        "title": plan.title,
        "region": plan.region_code,
        "doc_number": "青禾府办发〔2026〕5号",
        "issued_on": "2026-03-01",
        "period_start": 2026,
        "period_end": 2030,
        "status": "issued",
        "kind": "implementation",
        "version": plan.version,
        "do": "confirm",
        **values,
    }


def confirm(client, plan, **values):
    return client.post(reverse("ledger:confirm", args=[plan.pk]), form(plan, **values))


@pytest.mark.django_db
def test_statement_of_who_leads_enters_the_ledger_by_its_heading(client):
    words = {"text": "分工：由区科协牵头，区教委等单位参加。", "lead": ["区科协"], "support": ["区教委"]}
    stated = make_task(id=1, group="青少年科学素质提升行动", assignment_source="inline", span=[3, 9], **words)
    plan = make_review_plan(make_result([stated]))
    client.force_login(plan.created_by)

    assert confirm(client, plan).status_code == 302
    assert plan.tasks.get().text == "青少年科学素质提升行动"
    assert example_of(plan).confirmed["tasks"][0]["text"] == words["text"]

    again = make_found_plan(make_result([stated]), owner=plan.created_by)
    assert [pair.words for pair in difference(again, plan, final_result(again)).pairs] == [()]


@pytest.mark.django_db
def test_confirming_writes_everything_with_its_spans(client):
    result = make_result(
        [make_task(id=1, lead=["区科协"], support=["区教委", "区科协"])],
        sections=[make_section(), make_section("子章节", level=2, parent=0)],
        targets=[make_target(task_id=1, value=20.5, span=[3, 9]), make_target(is_baseline=True)],
    )
    plan = make_review_plan(result)
    client.force_login(plan.created_by)

    response = confirm(client, plan, title="改过的标题")

    plan.refresh_from_db()
    assert response.url == plan.get_absolute_url()
    assert (plan.state, plan.title, plan.closed_by) == (PlanState.CONFIRMED, "改过的标题", plan.created_by)
    assert (plan.n_tasks, plan.n_sections, plan.n_targets, plan.n_units) == (1, 2, 2, 2)
    assert (plan.lead_label, plan.support_label) == ("牵头部门", "责任部门")
    task = Task.objects.get()
    assert plan.text[slice(*task.span)] == task.text
    assert (task.lead_names, task.support_names, task.n_targets) == ("区科协", "区教委、区科协", 1)
    assert [(unit.role, unit.name, unit.is_first) for unit in TaskUnit.objects.order_by("role", "position")] == [
        ("lead", "区科协", True),
        ("support", "区教委", True),
        ("support", "区科协", False),
    ]
    target = Target.objects.get(is_baseline=False)
    assert (target.value, target.task, target.span) == (Decimal("20.5"), task, (3, 9))
    assert Section.objects.get(level=2).parent.title == "重点任务"


@pytest.mark.django_db
def test_known_organisations_are_matched_and_others_stay_as_printed():
    office = make_office()
    organisation = make_organisation(region=office.region, name="青禾区科学技术协会", aliases=["区科协"])
    plan = make_review_plan(make_result([make_task(lead=["区科协"], support=["某某局"])]), owner=office)

    services.confirm_plan(plan_id=plan.pk, user=office)

    units = {unit.name: unit for unit in TaskUnit.objects.all()}
    assert units["区科协"].organisation == organisation
    assert units["某某局"].organisation is None
    assert units["区科协"].unit_rank < units["某某局"].unit_rank, "names without an organisation come last"
    assert list(plan.facets.filter(kind=FacetKind.UNIT).values_list("label", "n_lead", "n_support")) == [
        ("区科协", 1, 0),
        ("某某局", 0, 1),
    ]


@pytest.mark.django_db
def test_targets_of_an_action_belong_to_its_only_task():
    result = make_result(
        [make_task(id=1, section=0), make_task(id=2, section=2)],
        sections=[make_section("行动一"), make_section("措施", level=2, parent=0), make_section("行动二")],
        targets=[make_target(section=1), make_target(section=2), make_target()],
    )

    plan = make_confirmed_plan(result)

    assert list(plan.targets.order_by("position").values_list("task__printed_id", flat=True)) == [1, 2, None]
    assert list(plan.tasks.values_list("n_targets", flat=True)) == [1, 1]


@pytest.mark.django_db
def test_the_same_confirm_sent_twice_counts_once(client):
    plan = make_review_plan()
    client.force_login(plan.created_by)
    request_id = uuid.uuid4()

    answers = [confirm(client, plan, request_id=request_id) for _ in range(2)]

    assert [answer.url for answer in answers] == [plan.get_absolute_url()] * 2
    assert Task.objects.count() == 1
    assert AuditRow.objects.filter(action="ledger.confirm_plan").count() == 1


@pytest.mark.django_db
def test_who_comes_second_is_told_who_was_first(client):
    plan = make_review_plan()
    first, second = make_office(name="周岚"), make_office()
    services.confirm_plan(plan_id=plan.pk, user=first)
    client.force_login(second)

    response = confirm(client, plan, title="另一个标题")

    assert response.status_code == 409
    assert "已由周岚确认" in response.content.decode()
    assert "另一个标题" in response.content.decode(), "what the second one wrote is not lost"
    assert Plan.objects.get().title == plan.title
    assert Task.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_confirming_at_once_give_one_result():
    plan = make_review_plan(make_result(5))
    people = [make_office(), make_office()]
    barrier, outcomes = threading.Barrier(2), []

    def decide(user):
        try:
            barrier.wait()
            services.confirm_plan(plan_id=plan.pk, user=user)
            outcomes.append("confirmed")
        except Decided as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == sorted(["confirmed", LedgerCode.ALREADY_CONFIRMED])
    assert Task.objects.count() == 5
    assert AuditRow.objects.filter(action="ledger.confirm_plan").count() == 1


@pytest.mark.django_db(transaction=True)
def test_confirm_and_discard_at_once_give_one_decision():
    plan = make_review_plan()
    users = [make_office(), make_office()]
    barrier, outcomes = threading.Barrier(2), []

    def decide(service, user):
        try:
            barrier.wait()
            service(plan_id=plan.pk, user=user)
            outcomes.append("done")
        except Decided:
            outcomes.append("refused")
        finally:
            connection.close()

    actions = zip((services.confirm_plan, services.discard_plan), users, strict=True)
    threads = [threading.Thread(target=decide, args=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "refused"]
    assert Task.objects.exists() == (Plan.objects.get().state == PlanState.CONFIRMED)


@pytest.mark.django_db
def test_a_failure_in_the_middle_leaves_nothing(monkeypatch):
    plan = make_review_plan(make_result(3))

    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(rows, "create_targets", broken)
    with pytest.raises(RuntimeError):
        services.confirm_plan(plan_id=plan.pk, user=plan.created_by)

    assert not Task.objects.exists()
    assert Plan.objects.get().state == PlanState.REVIEW


@pytest.mark.django_db
def test_discarding_keeps_the_source_and_says_who(client):
    plan = make_review_plan()
    client.force_login(plan.created_by)
    address = reverse("ledger:discard", args=[plan.pk])

    page = client.get(address)
    client.post(address, {"request_id": uuid.uuid4()})
    again = client.post(address, {"request_id": uuid.uuid4()})

    plan.refresh_from_db()
    assert page.status_code == 200
    assert plan.state == PlanState.DISCARDED
    assert plan.source_file.sha256
    assert again.status_code == 409
    assert str(LedgerCode.ALREADY_DISCARDED) == "ledger.already_discarded"
    assert "已由" in again.content.decode()
    assert AuditRow.objects.filter(action="ledger.discard_plan").count() == 1


@pytest.mark.django_db
def test_a_plan_that_is_still_read_cannot_be_confirmed():
    plan = make_plan()

    with pytest.raises(Decided) as refusal:
        services.confirm_plan(plan_id=plan.pk, user=plan.created_by)

    assert refusal.value.code == LedgerCode.WRONG_STATE
    assert "正在识别" in refusal.value.sentence


@pytest.mark.django_db
def test_readers_may_not_decide(client):
    plan = make_confirmed_plan()
    reader = make_reader()
    client.force_login(reader)

    assert client.get(reverse("ledger:discard", args=[plan.pk])).status_code == 403
    assert client.post(reverse("ledger:confirm", args=[plan.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        services.confirm_plan(plan_id=plan.pk, user=reader)


@pytest.mark.django_db
def test_a_plan_cannot_be_moved_to_a_region_out_of_reach(client):
    plan = make_review_plan()
    make_region(SIBLING)
    client.force_login(plan.created_by)

    response = confirm(client, plan, region=SIBLING)

    assert response.status_code == 422
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_a_period_that_ends_before_it_begins_is_refused_beside_the_field(client):
    plan = make_review_plan()
    client.force_login(plan.created_by)

    response = confirm(client, plan, period_start=2030, period_end=2026)

    assert response.status_code == 422
    assert "终止年不能早于起始年" in response.content.decode()


@pytest.mark.django_db
def test_fields_longer_than_their_columns_do_not_stop_a_confirmation():
    result = make_result(
        [make_task(category="类" * 400, group="组" * 400, number="9" * 40, lead=["局" * 300])],
        sections=[make_section("题" * 900, number="一" * 40)],
        targets=[make_target(indicator="指" * 400, unit="个" * 50, comparator="?", period="?")],
    )

    plan = make_confirmed_plan(result)

    assert plan.tasks.get().category == "类" * 300


@pytest.mark.django_db
def test_a_figure_that_no_column_holds_does_not_stop_a_confirmation():
    plan = make_confirmed_plan(make_result(targets=[make_target(value=1e300), make_target(value=3)]))

    assert [target.value for target in plan.targets.all()] == [3]
