"""The page of a task: units, day, light, targets, what was filed, what was asked, what changed."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.apps.ledger.enums import EntryEvent, EntryState, TaskState
from kepu.apps.ledger.models import EntryText, VersionMatch
from kepu.apps.ledger.services.candidates import create_candidates
from kepu.apps.ledger.services.tasks import TaskChange, change_task
from tests.factories.files import make_stored_file
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_result
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_instruction, make_round, make_unit_report
from tests.factories.tasks import attach_evidence, file_answer, make_led_task
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
UNIT_READER = ("ledger.view_plan", "ledger.view_unit_report")


def page_of(client, task, user=None):
    client.force_login(user or task.plan.created_by)
    response = client.get(task.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_page_says_who_leads_and_who_gathers(client):
    leads = make_organisation(name="甲局"), make_organisation(name="乙局")
    support = make_organisation(name="丙局")
    task = make_led_task(*leads, supports=(support,), due="2026年底", due_on=date(2026, 12, 31))

    page = page_of(client, task)

    assert page.index("甲局") < page.index("乙局") < page.index("丙局")
    assert "总牵头" in page
    assert "2026年底" in page
    assert "2026-12-31" in page
    for unit in (*leads, support):
        assert f"/ledger/units/{unit.pk}/" in page


def test_one_lead_has_nobody_to_gather(client):
    assert "总牵头" not in page_of(client, make_led_task(make_organisation()))


@pytest.mark.parametrize(
    ("today", "word"),
    [("2026-12-23", None), ("2026-12-24", "还有 7 天"), ("2026-12-31", "今天到期"), ("2027-01-01", "逾期 1 天")],
)
def test_light_of_the_day_before_the_day_and_the_day_after(client, today, word):
    task = make_led_task(make_organisation(), due_on=date(2026, 12, 31))

    with time_machine.travel(f"{today} 09:00:00+08:00", tick=False):
        page = page_of(client, task)

    assert (word in page) if word else ("临期" not in page and "逾期" not in page)


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.SUSPENDED, TaskState.DROPPED, TaskState.STANDING])
def test_what_is_over_is_not_overdue(client, state):
    task = make_led_task(make_organisation(), due_on=date(2020, 1, 1), state=state, state_basis="会议纪要")

    assert "逾期" not in page_of(client, task)


def test_answers_stand_by_period_with_evidence(client):
    lead = make_organisation(name="甲局")
    task = make_led_task(lead)
    early = make_round(lead.region, period="2026Q2", period_end=date(2026, 6, 30))
    file_answer(task, lead, "二季度办了两场。", report=make_unit_report(organisation=lead, round=early))
    entry = file_answer(task, lead, "三季度办了三场。", state=EntryState.ACCEPTED, problems="缺讲师")
    attach_evidence(entry, make_stored_file(owner=task.plan.created_by, name="现场照片.txt"))

    page = page_of(client, task)

    assert page.index("三季度办了三场。") < page.index("二季度办了两场。")
    for words in ("2026年三季度", "2026年二季度", "缺讲师", "现场照片.txt", "已通过"):
        assert words in page


def test_a_text_that_is_being_changed_is_not_shown(client):
    lead = make_organisation()
    task = make_led_task(lead)
    entry = file_answer(task, lead, "报上来的话。")
    type(entry).objects.filter(pk=entry.pk).update(progress="正在改的话。", state=EntryState.RETURNED)
    EntryText.objects.create(
        entry=entry, event=EntryEvent.RETURNED, content={"progress": "退回的话。"}, by=task.plan.created_by
    )

    page = page_of(client, task)

    assert "报上来的话。" in page
    assert "正在改的话" not in page
    assert "退回的话" not in page


def test_answers_are_for_the_office_the_own_unit_and_units_of_the_task(client):
    lead, other_lead, support, stranger = (make_organisation() for _ in range(4))
    task = make_led_task(lead, other_lead, supports=(support,))
    file_answer(task, lead, "只给有关的人看。")

    def sees(user):
        return "只给有关的人看。" in page_of(client, task, user)

    of = {
        unit: make_user(organisation=unit, region=unit.region, permissions=UNIT_READER)
        for unit in (lead, other_lead, support, stranger)
    }
    assert sees(task.plan.created_by)
    assert [sees(of[unit]) for unit in (lead, other_lead, support)] == [True, True, True]
    assert not sees(of[stranger])
    assert not sees(make_reader())


def test_instructions_are_shown_to_who_may_see_them(client):
    lead = make_organisation()
    task = make_led_task(lead)
    make_instruction(organisation=lead, task=task, text="请区领导关注的事。")

    assert "请区领导关注的事。" in page_of(client, task)
    assert "请区领导关注的事。" not in page_of(client, task, make_reader())


def test_leaders_write_instructions_beside_the_task(client):
    task = make_led_task(make_organisation())
    permissions = ("ledger.view_plan", "ledger.instruct")
    leader = make_user(region=task.units.first().organisation.region, permissions=permissions)

    assert "发出批示" in page_of(client, task, leader)
    assert "发出批示" not in page_of(client, task, make_reader())


def test_history_says_who_changed_what_and_why(client, django_user_model):
    task = make_led_task(make_organisation(), due_on=date(2026, 6, 30))
    client.force_login(task.plan.created_by)
    page = client.get(f"/ledger/tasks/{task.pk}/change/")
    client.post(
        f"/ledger/tasks/{task.pk}/change/",
        {
            "request_id": page.context["form"]["request_id"].value(),
            "version": 1,
            "state": "suspended",
            "basis": "区政府常务会议第5次",
            "due_on": "2026-12-31",
            "reason": "场馆延期",
        },
    )

    page = page_of(client, task)

    for words in (
        "未启动 → 暂缓",
        "区政府常务会议第5次",
        "2026-06-30 → 2026-12-31",
        "场馆延期",
        task.plan.created_by.name,
    ):
        assert words in page


def test_only_the_office_is_offered_changes(client):
    task = make_led_task(make_organisation())

    assert f"/ledger/tasks/{task.pk}/change/" in page_of(client, task)
    assert f"/ledger/tasks/{task.pk}/change/" not in page_of(client, task, make_reader())
    client.force_login(make_reader())
    assert client.get(f"/ledger/tasks/{task.pk}/change/").status_code == 403
    client.force_login(make_office(make_region(SIBLING)))
    assert client.get(f"/ledger/tasks/{task.pk}/change/").status_code == 404


def test_a_task_of_a_replaced_plan_is_read_but_not_changed(client):
    task = make_led_task(make_organisation())
    user = task.plan.created_by
    changed = TaskChange(state=TaskState.UNDER_WAY)
    change_task(task_id=task.pk, user=user, change=changed, version=task.version)
    later = make_led_task(make_organisation(), plan=make_confirmed_plan(owner=user))
    type(task.plan).objects.filter(pk=task.plan_id).update(state="replaced")
    candidate, *_rest = create_candidates(later.plan, make_result())
    VersionMatch.objects.create(plan=later.plan, candidate=candidate, old_task=task, new_task=later)

    page = page_of(client, task)

    assert "已被新版本替代" in page
    assert later.get_absolute_url() in page
    assert f"{task.get_absolute_url()}change/" not in page
    assert client.get(f"{task.get_absolute_url()}change/").status_code == 404
    assert "未启动 → 推进中" in page_of(client, later), "what happened before goes on"


def test_a_key_larger_than_any_is_no_task(client):
    client.force_login(make_office())

    assert client.get(f"/ledger/tasks/{'9' * 23}/").status_code == 404


def test_a_task_of_a_plan_that_was_put_aside_is_gone(client):
    plan = make_confirmed_plan()
    task = plan.tasks.get()
    type(plan).objects.filter(pk=plan.pk).update(state="discarded")
    client.force_login(plan.created_by)

    assert client.get(task.get_absolute_url()).status_code == 404


def test_queries_do_not_grow_with_answers_and_changes(client):
    office = make_office()
    counts = []
    for n in (1, 3):
        units = [make_organisation() for _ in range(n)]
        task = make_led_task(*units, plan=make_confirmed_plan(owner=office))
        for unit in units:
            entry = file_answer(task, unit)
            attach_evidence(entry, make_stored_file(owner=office))
            give_task(task, make_organisation(), "support")
            make_instruction(organisation=unit, task=task)
            task.refresh_from_db()
            change = TaskChange(due_on=date(2026, 1, task.version), reason="调整")
            change_task(task_id=task.pk, user=office, change=change, version=task.version)
        client.force_login(office)
        client.get("/ledger/")
        with CaptureQueriesContext(connection) as queries:
            client.get(task.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1]
