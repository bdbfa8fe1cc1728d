"""A task after its plan was confirmed: state, day, consolidating unit; one at a time and several at once."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import TASK_ALLOWED_FROM, TaskState
from kepu.apps.ledger.services.tasks import TaskChange, change_task, change_tasks
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader
from tests.factories.tasks import make_led_task
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 31)


def one_task(**values):
    return make_led_task(make_organisation(), **values)


def changed(task, version=None, user=None, **asked):
    user = user or task.plan.created_by
    return change_task(task_id=task.pk, user=user, change=TaskChange(**asked), version=version or task.version)


def rows_of(task):
    rows = AuditRow.objects.filter(model="task", object_id=str(task.pk)).order_by("at", "id")
    return [(row.action, json.loads(row.changes)) for row in rows]


def test_state_is_changed_with_a_row_of_the_audit_log():
    task = one_task()

    changed(task, state=TaskState.UNDER_WAY)

    task.refresh_from_db()
    assert (task.state, task.version) == (TaskState.UNDER_WAY, 2)
    assert rows_of(task) == [("ledger.change_task_state", {"state": {"old": "not_started", "new": "under_way"}})]


@pytest.mark.parametrize("now", TaskState)
@pytest.mark.parametrize("asked", TaskState)
def test_only_states_of_the_table_follow(now, asked):
    task = one_task(state=now, state_basis="青纲要办〔2026〕1号")
    follows = now in TASK_ALLOWED_FROM[asked]

    if now == asked:
        with pytest.raises(Refused) as refusal:
            changed(task, state=asked, basis="青纲要办〔2026〕1号")
        assert refusal.value.code == LedgerCode.NOTHING_CHANGED
    elif follows:
        assert changed(task, state=asked, basis="会议纪要第3期").state == asked
    else:
        with pytest.raises(Refused) as refusal:
            changed(task, state=asked, basis="会议纪要第3期")
        assert refusal.value.code == LedgerCode.TASK_STATE_NOT_NEXT
        assert str(TaskState(now).label) in refusal.value.sentence


@pytest.mark.parametrize("state", [TaskState.SUSPENDED, TaskState.DROPPED])
def test_ending_work_needs_its_basis(state):
    task = one_task()

    with pytest.raises(Refused) as refusal:
        changed(task, state=state, basis="  ")

    assert refusal.value.code == LedgerCode.BASIS_MISSING
    assert changed(task, state=state, basis="区政府常务会议第5次").state_basis == "区政府常务会议第5次"


def test_day_moves_with_a_reason():
    task = one_task(due_on=date(2026, 6, 30))

    with pytest.raises(Refused) as refusal:
        changed(task, due_on=DAY)
    changed(task, due_on=DAY, reason="场馆延期交付")

    task.refresh_from_db()
    assert refusal.value.code == LedgerCode.REASON_MISSING
    assert task.due_on == DAY
    [(action, changes)] = rows_of(task)
    assert action == "ledger.change_task_due"
    assert changes["due_on"] == {"old": "2026-06-30", "new": "2026-12-31"}
    assert changes["reason"]["new"] == "场馆延期交付"


def test_day_can_be_taken_away():
    task = one_task(due_on=DAY)

    assert changed(task, due_on=None, reason="改为长期工作").due_on is None


def test_exactly_one_lead_consolidates():
    leads = [make_organisation() for _ in range(3)]
    task = make_led_task(*leads)
    second = task.units.get(organisation=leads[1])

    changed(task, consolidator_id=second.pk)

    assert list(task.units.filter(is_consolidator=True)) == [second]
    assert rows_of(task)[0][1]["consolidator"] == {"old": leads[0].name, "new": leads[1].name}


def test_only_a_lead_consolidates():
    lead, support = make_organisation(), make_organisation()
    task = make_led_task(lead, supports=(support,))

    with pytest.raises(Refused) as refusal:
        changed(task, consolidator_id=task.units.get(organisation=support).pk)

    assert refusal.value.code == LedgerCode.NOT_A_LEAD
    assert task.units.get(is_consolidator=True).organisation == lead


def test_who_comes_second_sees_what_the_first_wrote():
    task = one_task()
    changed(task, state=TaskState.UNDER_WAY)

    with pytest.raises(Stale) as stale:
        changed(task, version=1, state=TaskState.DONE)

    assert stale.value.current.state == TaskState.UNDER_WAY
    assert len(rows_of(task)) == 1


def test_others_may_not_change_a_task():
    task = one_task()

    for user in (make_reader(), make_office(make_region(SIBLING))):
        with pytest.raises(PermissionDenied):
            changed(task, user=user, state=TaskState.UNDER_WAY)

    task.refresh_from_db()
    assert task.state == TaskState.NOT_STARTED


@pytest.mark.parametrize("n", [1, 3])
def test_several_tasks_change_with_a_row_each(n):
    plan = make_confirmed_plan(4)
    tasks = list(plan.tasks.all()[:n])

    change_tasks(
        versions={task.pk: task.version for task in tasks},
        user=plan.created_by,
        change=TaskChange(state=TaskState.UNDER_WAY, due_on=DAY, reason="统一调整"),
    )

    assert plan.tasks.filter(state=TaskState.UNDER_WAY, due_on=DAY).count() == n
    assert AuditRow.objects.filter(action="ledger.change_task_state").count() == n
    assert AuditRow.objects.filter(action="ledger.change_task_due").count() == n


def test_several_tasks_change_all_or_none():
    plan = make_confirmed_plan(2)
    one, other = plan.tasks.all()
    changed(other, state=TaskState.UNDER_WAY)

    with pytest.raises(Refused) as refusal:
        change_tasks(versions={one.pk: 1, other.pk: 1}, user=plan.created_by, change=TaskChange(state=TaskState.DONE))

    assert refusal.value.code == LedgerCode.TASKS_CHANGED
    assert other.text[:5] in refusal.value.sentence
    assert not plan.tasks.filter(state=TaskState.DONE).exists()


def test_one_that_may_not_follow_stops_all():
    plan = make_confirmed_plan(2)
    one, other = plan.tasks.all()
    plan.tasks.filter(pk=other.pk).update(state=TaskState.SUSPENDED)

    with pytest.raises(Refused) as refusal:
        change_tasks(versions={one.pk: 1, other.pk: 1}, user=plan.created_by, change=TaskChange(state=TaskState.DONE))

    assert refusal.value.code == LedgerCode.TASK_STATE_NOT_NEXT
    one.refresh_from_db()
    assert one.state == TaskState.NOT_STARTED


@pytest.mark.parametrize("n", [0, 201])
def test_none_or_too_many_at_once_are_refused(n):
    with pytest.raises(Refused) as refusal:
        change_tasks(
            versions=dict.fromkeys(range(1, n + 1), 1), user=make_office(), change=TaskChange(state=TaskState.DONE)
        )

    assert refusal.value.code == LedgerCode.NO_TASKS_CHOSEN


def test_the_form_changes_a_task(client):
    task = one_task(due_on=date(2026, 6, 30))
    client.force_login(task.plan.created_by)
    page = client.get(f"/ledger/tasks/{task.pk}/change/")
    sent = {"request_id": page.context["form"]["request_id"].value(), "version": task.version}

    refused = client.post(f"/ledger/tasks/{task.pk}/change/", {**sent, "state": "suspended", "due_on": "2026-12-31"})
    done = client.post(
        f"/ledger/tasks/{task.pk}/change/",
        {**sent, "state": "suspended", "basis": "会议纪要", "due_on": "2026-12-31", "reason": "延期"},
    )

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"basis", "reason"}
    assert done.url == task.get_absolute_url()
    task.refresh_from_db()
    assert (task.state, task.state_basis, task.due_on) == (TaskState.SUSPENDED, "会议纪要", DAY)


def test_the_form_shows_both_when_somebody_was_quicker(client):
    leads = make_organisation(), make_organisation()
    task = make_led_task(*leads)
    client.force_login(task.plan.created_by)
    page = client.get(f"/ledger/tasks/{task.pk}/change/")
    changed(task, state=TaskState.DONE, basis="验收意见")
    chosen = task.units.get(organisation=leads[1]).pk

    response = client.post(
        f"/ledger/tasks/{task.pk}/change/",
        {
            "request_id": page.context["form"]["request_id"].value(),
            "version": 1,
            "state": "under_way",
            "consolidator": chosen,
            "due_on": "",
        },
    )

    assert response.status_code == 409
    html = response.content.decode()
    assert "验收意见" in html
    assert leads[1].name in html
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_chosen_tasks_are_changed_from_the_board(client):
    plan = make_confirmed_plan(3)
    client.force_login(plan.created_by)
    one, two, three = plan.tasks.all()
    board = client.get(f"{plan.get_absolute_url()}?select=1").content.decode()
    page = client.get("/ledger/tasks/change/", {"task": [one.pk, two.pk], "back": plan.get_absolute_url()})
    sent = {
        "request_id": page.context["form"]["request_id"].value(),
        "tasks": page.context["versions"],
        "back": plan.get_absolute_url(),
    }

    nothing = client.post("/ledger/tasks/change/", {**sent, "state": ""})
    done = client.post("/ledger/tasks/change/", {**sent, "state": "under_way"})

    assert board.count('name="task"') == 3
    assert nothing.status_code == 422
    assert done.url == plan.get_absolute_url()
    assert set(plan.tasks.filter(state="under_way")) == {one, two}
    assert three.text not in page.content.decode()


def test_a_way_back_leads_nowhere_else(client):
    plan = make_confirmed_plan(1)
    client.force_login(plan.created_by)

    page = client.get("/ledger/tasks/change/", {"task": plan.tasks.get().pk, "back": "https://elsewhere.example/"})

    assert page.context["back"] == "/ledger/tasks/"
