"""The years of a plan are over: somebody says whether its tasks are archived or go on, and may say otherwise later."""

import uuid
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused
from kepu.apps.ledger.enums import AfterEnd, PlanState, TaskState
from kepu.apps.ledger.judging import judge
from kepu.apps.ledger.lights import LightCode
from kepu.apps.ledger.models import Plan, Task
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.dues import due_lights
from kepu.apps.ledger.selectors.duties import lead_duties
from kepu.apps.ledger.services.ending import decide_after_end
from kepu.apps.ledger.services.states import Decided
from kepu.apps.ledger.services.tasks import TaskChange, change_task
from kepu.apps.measures.selectors import readings_of
from kepu.apps.workspace.selectors.homes import Home, HomeKind
from kepu.apps.workspace.selectors.office import week_of
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_reader,
    make_result,
    make_review_plan,
    make_task,
)
from tests.factories.measures import make_reading
from tests.factories.reporting import make_round
from tests.factories.rounds import make_led_plan
from tests.factories.targets import make_shown_target
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
YEARS = {"period_start": 2021, "period_end": 2025}
LAST_DAY, FIRST_DAY_AFTER = "2025-12-31T23:59:00+08:00", "2026-01-01T00:01:00+08:00"
TODAY = date(2026, 11, 23)
QUESTION = "这份方案的期限（2021—2025年）已过。"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY}T09:00:00+08:00", tick=False):
        yield


def waiting():
    """A plan in review whose text prints years that are over."""
    result = make_result(3)
    return make_review_plan({**result, "document": {**result["document"], **YEARS}})


def over(n_tasks=3, **values):
    """A plan in the ledger whose years are over; nobody was asked."""
    return make_confirmed_plan(make_result(n_tasks), **YEARS, **values)


def confirm(client, plan, **values):
    client.force_login(plan.created_by)
    head = {"title": plan.title, "region": plan.region_code, "kind": "implementation", "version": plan.version}
    given = {"request_id": uuid.uuid4(), "do": "confirm", **head, **YEARS, **values}
    return client.post(reverse("ledger:confirm", args=[plan.pk]), given)


def choose(client, plan, choice="", **values):
    given = {"request_id": uuid.uuid4(), "version": plan.version, "after_end": choice, **values}
    return client.post(reverse("ledger:after_end", args=[plan.pk]), given)


def states_of(plan):
    return list(plan.tasks.order_by("position").values_list("state", "state_basis"))


def overdue_on_the_sheet(plan):
    return week_of(plan.created_by, Home(HomeKind.OFFICE, plan.region_code)).overdue.total


def asked(period="2026Q4", period_end=TODAY):
    return lead_duties(make_round(period=period, period_end=period_end, due_on=TODAY)).tasks


@pytest.mark.parametrize(("now", "is_asked"), [(LAST_DAY, False), (FIRST_DAY_AFTER, True)])
def test_the_question_is_asked_from_the_day_after_the_last_year(client, now, is_asked):
    plan = waiting()
    client.force_login(plan.created_by)

    with time_machine.travel(now, tick=False):
        page = client.get(reverse("ledger:confirm", args=[plan.pk])).content.decode()

    assert (QUESTION in page) is is_asked
    assert ('name="after_end"' in page) is is_asked


def test_nothing_is_chosen_beforehand(client):
    plan = waiting()
    client.force_login(plan.created_by)

    form = client.get(reverse("ledger:confirm", args=[plan.pk])).context["form"]

    assert [choice.data["selected"] for choice in form["after_end"]] == [False, False]


def test_without_an_answer_nothing_is_confirmed_and_nothing_typed_is_lost(client):
    plan = waiting()

    response = confirm(client, plan, title="改过的标题", bases="《规划纲要》（国发〔2021〕9号）", issuer="青禾区政府")

    page = response.content.decode()
    assert response.status_code == 422
    assert "请选择怎么办。" in page
    for kept in ("改过的标题", "《规划纲要》（国发〔2021〕9号）", "青禾区政府"):
        assert kept in page
    plan.refresh_from_db()
    assert (plan.state, Task.objects.count()) == (PlanState.REVIEW, 0)


def test_an_unknown_answer_is_none(client):
    plan = waiting()

    response = confirm(client, plan, after_end="dropped")

    assert response.status_code == 422
    assert Task.objects.count() == 0


def test_saving_needs_no_answer_and_keeps_one(client):
    plan = waiting()

    assert confirm(client, plan, do="save").status_code == 302
    plan.refresh_from_db()
    assert confirm(client, plan, do="save", after_end="archived").status_code == 302

    form = client.get(reverse("ledger:confirm", args=[plan.pk])).context["form"]
    assert [choice.data["selected"] for choice in form["after_end"]] == [True, False]
    assert Task.objects.count() == 0


def test_an_answer_does_not_outlive_corrected_years(client):
    plan = waiting()

    confirm(client, plan, after_end="archived", period_end=2030)

    plan.refresh_from_db()
    assert (plan.state, plan.after_end) == (PlanState.CONFIRMED, "")
    assert {state for state, _basis in states_of(plan)} == {TaskState.NOT_STARTED}


def test_archived_tasks_are_neither_overdue_nor_asked_about_but_can_be_read(client):
    plan = waiting()

    assert confirm(client, plan, after_end="archived").status_code == 302

    assert states_of(plan) == [(TaskState.ARCHIVED, "方案的期限（2021—2025年）已过")] * 3
    assert overdue_on_the_sheet(plan) == 0
    assert not any(due_lights([plan.region_code]).of(task) for task in plan.tasks.all())
    board = client.get(reverse("ledger:plan", args=[plan.pk])).content.decode()
    assert board.count("组织科普活动") == 3
    assert "已到期归档" in board
    assert "ledger.confirm_plan" in AuditRow.objects.values_list("action", flat=True)
    assert '"archived"' in AuditRow.objects.get(action="ledger.confirm_plan").changes


def test_tasks_that_go_on_are_overdue(client):
    plan = waiting()

    confirm(client, plan, after_end="going_on")

    assert {state for state, _basis in states_of(plan)} == {TaskState.NOT_STARTED}
    assert overdue_on_the_sheet(plan) == 3


def test_rounds_ask_about_tasks_that_go_on_and_about_no_archived_one():
    archived, going_on, undecided = (make_organisation() for _number in range(3))
    plans = [make_led_plan([unit], **YEARS) for unit in (archived, going_on, undecided)]
    for plan, choice in zip(plans, AfterEnd, strict=False):
        decide_after_end(plan_id=plan.pk, user=plan.created_by, choice=choice, version=1)

    assert set(asked()) == {going_on.pk}
    assert set(asked("2025Q4", date(2025, 12, 31))) == {going_on.pk, undecided.pk}


def test_a_plan_about_which_nobody_was_asked_stays_as_it_was():
    unit = make_organisation()
    plan = make_led_plan([unit], **YEARS)
    plan.tasks.update(due_on=date(2025, 12, 31))

    [task] = plan.tasks.all()
    assert (plan.after_end, task.state, task.state_before) == ("", TaskState.NOT_STARTED, "")
    assert due_lights([plan.region_code]).of(task).code == LightCode.OVERDUE
    assert asked() == {}


def test_both_answers_can_be_taken_back(client):
    plan = over(4)
    done, dropped, under_way, _new = plan.tasks.order_by("position")
    user = plan.created_by
    for task, *steps in (
        (done, TaskChange(TaskState.UNDER_WAY), TaskChange(TaskState.DONE)),
        (dropped, TaskChange(TaskState.UNDER_WAY), TaskChange(TaskState.DROPPED, basis="区政府会议纪要")),
        (under_way, TaskChange(TaskState.UNDER_WAY, basis="已经开工")),
    ):
        for step in steps:
            task.refresh_from_db()
            change_task(task_id=task.pk, user=user, change=step, version=task.version)
    before = states_of(plan)
    client.force_login(user)

    assert choose(client, plan, "archived").url == reverse("ledger:outline", args=[plan.pk])
    archived = ("archived", "方案的期限（2021—2025年）已过")
    assert states_of(plan) == [("done", ""), ("dropped", "区政府会议纪要"), archived, archived]
    assert "已到期归档" in client.get(reverse("ledger:task", args=[under_way.pk])).content.decode()
    plan.refresh_from_db()
    choose(client, plan, "going_on")

    assert states_of(plan) == before
    assert (
        list(AuditRow.objects.filter(action="ledger.decide_after_end").values_list("object_id", flat=True))
        == [str(plan.pk)] * 2
    )
    assert AuditRow.objects.filter(action="ledger.change_task_state", object_id=str(under_way.pk)).count() == 3


def test_one_archived_task_can_be_taken_up_by_itself():
    unit = make_organisation()
    plan = make_led_plan([unit, unit], **YEARS)
    decide_after_end(plan_id=plan.pk, user=plan.created_by, choice=AfterEnd.ARCHIVED, version=1)
    task = plan.tasks.first()

    change_task(task_id=task.pk, user=plan.created_by, change=TaskChange(TaskState.UNDER_WAY), version=task.version)

    assert asked() == {unit.pk: [task]}


def test_no_task_is_archived_by_itself(client):
    plan = over(1)
    [task] = plan.tasks.all()
    client.force_login(plan.created_by)

    with pytest.raises(Refused):
        change_task(task_id=task.pk, user=plan.created_by, change=TaskChange(TaskState.ARCHIVED), version=1)

    page = client.get(reverse("ledger:task_change", args=[task.pk])).content.decode()
    assert "已到期归档" not in page
    assert 'value="under_way"' in page


def test_the_page_of_the_plan_says_what_was_decided_and_leads_to_the_question(client):
    plan = over()
    client.force_login(plan.created_by)
    outline, question = (reverse(f"ledger:{name}", args=[plan.pk]) for name in ("outline", "after_end"))

    assert "没有说明任务怎么办" in client.get(outline).content.decode()
    assert QUESTION in client.get(question).content.decode()
    choose(client, plan, "archived")

    page = client.get(outline).content.decode()
    assert "按已到期归档" in page
    assert question in page


def test_readers_do_not_decide(client):
    plan = over()
    reader = make_reader()
    client.force_login(reader)

    assert client.get(reverse("ledger:after_end", args=[plan.pk])).status_code == 403
    assert choose(client, plan, "archived").status_code == 403
    assert (
        reverse("ledger:after_end", args=[plan.pk])
        not in client.get(reverse("ledger:outline", args=[plan.pk])).content.decode()
    )
    with pytest.raises(PermissionDenied):
        decide_after_end(plan_id=plan.pk, user=reader, choice=AfterEnd.ARCHIVED, version=1)
    assert Plan.objects.get().after_end == ""


def test_another_region_does_not_know_the_page(client):
    plan = over()
    client.force_login(make_office(make_region(SIBLING)))

    assert choose(client, plan, "archived").status_code == 404
    assert Plan.objects.get().after_end == ""


@pytest.mark.parametrize("choice", ["", "dropped"])
def test_an_answer_is_needed_here_too(client, choice):
    plan = over()
    client.force_login(plan.created_by)

    assert choose(client, plan, choice).status_code == 422
    assert Plan.objects.get().after_end == ""


def test_who_comes_second_is_told_and_may_still_decide(client):
    plan = over()
    client.force_login(plan.created_by)
    choose(client, plan, "archived")

    response = choose(client, plan, "going_on")

    assert response.status_code == 409
    assert "有人改过这份方案" in response.content.decode()
    assert Plan.objects.get().after_end == "archived"
    again = response.context["form"]["version"].value()
    assert choose(client, plan, "going_on", version=again).status_code == 302
    assert Plan.objects.get().after_end == "going_on"


def test_a_plan_whose_years_go_on_is_not_asked_about(client):
    plan = make_confirmed_plan(period_start=2026, period_end=2026)
    client.force_login(plan.created_by)

    assert choose(client, plan, "archived").status_code == 404
    with pytest.raises(Decided):
        decide_after_end(plan_id=plan.pk, user=plan.created_by, choice=AfterEnd.ARCHIVED, version=1)


def test_a_new_version_of_an_archived_plan_goes_on_from_the_state_before(client):
    result = make_result([make_task(id=1, text="建成科普基地。")], title="青禾区方案")
    earlier = make_confirmed_plan(result, title="青禾区方案", **YEARS)
    task = earlier.tasks.get()
    change_task(
        task_id=task.pk, user=earlier.created_by, change=TaskChange(TaskState.UNDER_WAY, basis="已经开工"), version=1
    )
    decide_after_end(plan_id=earlier.pk, user=earlier.created_by, choice=AfterEnd.ARCHIVED, version=1)
    newer = make_review_plan(result, title="青禾区方案", owner=earlier.created_by)

    response = confirm(client, newer, period_end=2030, earlier_version=earlier.pk, seen=str(earlier.pk))

    assert response.status_code == 302
    assert states_of(newer) == [("under_way", "已经开工")]


@pytest.mark.parametrize(("value", "code"), [(5, LightCode.NOT_JUDGED), (25, LightCode.REACHED)])
def test_targets_of_an_archived_plan_are_not_behind(value, code):
    target = make_shown_target(plan_values=YEARS, due_on=date(2025, 12, 31))
    user = target.plan.created_by
    make_reading(value, subject_id=target.pk, period="2025", user=user)
    policy = ledger_policies(target.region_code, TODAY).lights

    def light():
        target.plan.refresh_from_db()
        return judge(target, readings_of("ledger.target", [target.pk])[target.pk], policy, TODAY).light.code

    before = light()
    decide_after_end(plan_id=target.plan_id, user=user, choice=AfterEnd.ARCHIVED, version=1)

    assert before == (LightCode.OVERDUE if value == 5 else LightCode.REACHED)
    assert light() == code
    assert judge(target, [], policy, TODAY).light.note == "方案已按到期归档"
