"""Who finds which home, and what stands on it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, InstructionKind, ReportState, RoundState, TaskState
from kepu.apps.ledger.models import ChaseLog, EntryText, Instruction, InstructionReply, SupportRequest
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from kepu.apps.workspace.selectors import HomeKind, homes_of
from kepu.apps.workspace.selectors.inspector import sample_tasks
from kepu.apps.workspace.selectors.lines import Item, Section
from kepu.apps.workspace.selectors.sheet import _n_lines, fitted
from tests.factories.ledger import make_confirmed_plan, make_reader
from tests.factories.measures import make_reading
from tests.factories.people import make_membership, make_user
from tests.factories.reporting import give_task, make_entry, make_instruction, make_round, make_unit_report
from tests.factories.targets import make_shown_target
from tests.factories.territory import CITY, DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 12)  # two days after the round of the factory is due


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-12T09:00:00+08:00"):
        yield


@pytest.fixture
def office():
    return make_user("office", region=make_region())


@pytest.fixture
def leader():
    return make_user("leader", region=make_region())


@pytest.fixture
def unit():
    return make_organisation(name="区教委")


def make_late_task(days=3, *, unit=None, text="", region=None):
    """A task that was due so many days ago."""
    task = make_confirmed_plan(region=region or make_region()).tasks.get()
    task.due_on = TODAY - timedelta(days=days)
    task.text = text or task.text
    task.save()
    if unit is not None:
        task.units.all().delete()
        give_task(task, unit)
    return task


def make_liaison_post(unit, **values):
    values = {"name": "王联络", "mobile": "13800000001", "since": date(2020, 1, 1), **values}
    return Post.objects.create(organisation=unit, kind=PostKind.LIAISON, **values)


def home(client, user, **query):
    client.force_login(user)
    return client.get("/", query)


def page(client, user, **query):
    return home(client, user, **query).content.decode()


# which home


@pytest.mark.parametrize(
    ("role", "with_unit", "kind"),
    [
        ("office", False, HomeKind.OFFICE),
        ("leader", False, HomeKind.LEADER),
        ("liaison", True, HomeKind.UNIT),
        ("section_head", True, HomeKind.UNIT),
        ("town", True, HomeKind.UNIT),
        ("liaison", False, HomeKind.NO_UNIT),
        ("inspector", False, HomeKind.INSPECTOR),
        ("level_above", False, HomeKind.ABOVE),
        ("statistician", False, HomeKind.GENERAL),
        ("system_admin", False, HomeKind.GENERAL),
    ],
)
def test_each_role_finds_its_home(client, role, with_unit, kind):
    user = make_user(role, region=make_region(), organisation=make_organisation() if with_unit else None)

    [found] = homes_of(user)

    assert found.kind == kind
    assert home(client, user).status_code == 200


def test_several_roles_get_tabs_with_the_office_first(client, unit):
    user = make_user("leader", region=make_region())
    make_membership(user, "office", region=make_region())
    make_membership(user, "liaison", organisation=unit)
    make_membership(user, "liaison", organisation=make_organisation(name="区财政局"))

    response = home(client, user)
    labels = [tab["label"] for tab in response.context["home_tabs"]]

    assert labels[:2] == ["办公室 · 青禾区", "领导 · 青禾区"]
    assert labels[2:] == ["本单位 · 区教委", "本单位 · 区财政局"]
    assert "本周调度" in response.content.decode()
    assert "区教委" in page(client, user, home=f"unit-{unit.pk}")
    # What is not one's own is not opened by its address.
    assert "本周调度" in page(client, user, home="unit-999999")


def test_an_officer_without_a_unit_is_told_whom_to_ask(client):
    text = page(client, make_user("liaison", region=make_region()))

    assert "还没有关联到单位" in text
    assert "安全管理员" in text


# the office


def test_the_office_finds_each_thing_once_under_what_it_waits_for(client, office, unit):
    make_late_task(text="逾期的任务", unit=unit)
    make_late_task(-5, text="临期的任务", unit=unit)
    make_late_task(-30, text="不急的任务", unit=unit)
    make_late_task(text="别处的任务", region=make_region(SIBLING))
    late = make_unit_report(organisation=unit)
    filed = make_unit_report(
        organisation=make_organisation(name="区科协"), state=ReportState.FILED, filed_at=clock.now()
    )
    make_instruction(organisation=unit, text="逾期的批示", due_on=TODAY - timedelta(days=1))
    make_instruction(organisation=unit, text="近期的督办", due_on=TODAY, kind=InstructionKind.OFFICE)
    make_instruction(organisation=unit, text="等回复的批示")
    replied = make_instruction(organisation=unit, text="已回复的批示")
    Instruction.objects.filter(pk=replied.pk).update(state="replied")

    week = home(client, office).context["week"]
    found = {section.key: [item.what for item in section.items] for section in week.sections}

    assert found == {
        "overdue": ["逾期的任务", "2026年三季度报送：未报", "逾期的批示"],
        "soon": ["近期的督办", "临期的任务"],
        "checking": ["2026年三季度报送"],
        "replies": ["等回复的批示"],
        "open": ["已回复的批示"],
    }
    assert week.overdue.items[1].button.url == f"{reverse('ledger:round_chase', args=[late.round_id])}?report={late.pk}"
    assert week.checking.items[0].button.url == reverse("ledger:check", args=[filed.key])


def test_what_one_filed_oneself_waits_for_somebody_else(client, office, unit):
    make_unit_report(organisation=unit, state=ReportState.FILED, filed_at=clock.now(), filed_by=office)

    (item,) = home(client, office).context["week"].checking.items

    assert item.button is None
    assert "由别人核对" in item.note


def test_what_was_filed_is_still_to_be_checked_when_its_round_is_closed(client, office, unit):
    closed = make_round(state=RoundState.CLOSED)
    filed = make_unit_report(organisation=unit, round=closed, state=ReportState.FILED, filed_at=clock.now())
    make_unit_report(organisation=make_organisation(name="区科协"), round=closed)

    week = home(client, office).context["week"]

    assert [item.url for item in week.checking.items] == [reverse("ledger:check", args=[filed.key])]
    assert (week.rounds, week.overdue.total) == ([], 0)


def test_the_sheet_does_not_count_reports_again_that_stand_under_their_round(client, office):
    for number in range(61):
        make_unit_report(organisation=make_organisation(name=f"单位{number}"))

    client.force_login(office)
    sheet = client.get(reverse("week")).context["sheet"]

    assert [group.total for group in sheet.rounds[0].groups] == [61]
    assert sheet.sections == []


def test_the_sheet_names_the_year_of_what_is_older(client, office):
    make_late_task(3, text="今年的")
    make_late_task(300, text="去年的")

    client.force_login(office)
    text = client.get(reverse("week")).content.decode()

    assert "2025-12-16" in text
    assert "2026-10-09" not in text


@pytest.mark.parametrize(("days", "key"), [(1, "overdue"), (0, "soon"), (-7, "soon"), (-8, None)])
def test_the_day_before_the_day_and_the_day_after(client, office, days, key):
    make_late_task(days)

    week = home(client, office).context["week"]

    assert {section.key for section in week.sections if section.total} == ({key} if key else set())


def test_who_has_not_reported_is_named_with_one_button_for_the_group(client, office, unit):
    make_unit_report(organisation=unit)
    make_unit_report(organisation=make_organisation(name="区科协"), state=ReportState.ACCEPTED)
    make_liaison_post(unit)

    text = page(client, office)

    assert "共 2 家，已报 1 家" in text
    assert "未报 1 家：" in text
    assert "复制群消息" in text
    assert "13800000001" not in text
    assert "138****0001" in text


def test_the_message_has_names_and_numbers_and_leaves_a_trace(client, office, unit):
    report = make_unit_report(organisation=unit)
    make_liaison_post(unit)
    client.force_login(office)

    response = client.post(reverse("week_chase", args=[report.round_id]), headers={"HX-Request": "true"})

    text = response.content.decode()
    assert "区教委（联络员：王联络 13800000001）" in text
    assert str(report.key) in text
    assert "no-store" in response["Cache-Control"]
    assert ChaseLog.objects.get().by == office
    assert set(AuditRow.objects.values_list("action", flat=True)) >= {"people.numbers_shown", "ledger.chase_report"}


def test_without_the_permission_there_are_no_numbers_and_elsewhere_no_message(client, office, unit):
    report = make_unit_report(organisation=unit)
    make_liaison_post(unit)
    runner = make_user(region=make_region(), permissions=["ledger.run_rounds"])
    client.force_login(runner)

    text = client.post(reverse("week_chase", args=[report.round_id])).content.decode()
    client.force_login(make_user("office", region=make_region(SIBLING)))
    elsewhere = client.post(reverse("week_chase", args=[report.round_id]))

    assert "王联络" in text
    assert "13800000001" not in text
    assert not AuditRow.objects.filter(action="people.numbers_shown").exists()
    assert elsewhere.status_code == 404


def test_the_sheet_shortens_with_counts():
    sections = [
        Section("a", "逾期", [Item(f"甲{n}") for n in range(30)], 60),
        Section("b", "待核对", [Item("乙")], 1),
        Section("c", "待回复", [Item(f"丙{n}") for n in range(20)], 20),
    ]

    cut = fitted(sections, 24)

    lines = sum(2 + len(each.items) + (1 if each.n_more else 0) for each in cut)
    assert lines <= 24
    assert [len(each.items) > 0 for each in cut] == [True, True, True]
    assert [each.n_more for each in cut] == [60 - len(cut[0].items), 0, 20 - len(cut[2].items)]


def test_names_that_do_not_fit_are_counted_however_many_rounds_there_are(client, office):
    units = [make_organisation(name=f"第{number}个名字特别特别长的领导小组办公室") for number in range(30)]
    for month in range(1, 7):
        found = make_round(period=f"2026-{month:02}", period_end=date(2026, month, 28))
        for unit in units:
            make_unit_report(organisation=unit, round=found)
    for number in range(40):
        make_instruction(organisation=units[0], text=f"第{number}件", due_on=TODAY - timedelta(days=1))
    client.force_login(office)

    sheet = client.get(reverse("week")).context["sheet"]

    names = [group for each in sheet.rounds for group in each.groups]
    lines = sum(1 + _n_lines(group.words) for group in names)
    lines += sum(2 + len(each.items) + (1 if each.n_more else 0) for each in sheet.sections)
    assert lines <= 48
    assert {(group.total, group.names.count("、") + 1 + group.n_more) for group in names} == {(30, 30)}
    assert sheet.sections[0].items


def test_a_sheet_with_room_names_everybody(client, office):
    found = make_round()
    for number in range(1, 31):
        state = ReportState.RETURNED if number > 10 else ReportState.WAITING
        make_unit_report(organisation=make_organisation(name=f"青禾区第{number}个服务管理局"), round=found, state=state)
    client.force_login(office)

    [line] = client.get(reverse("week")).context["sheet"].rounds

    assert [(group.total, group.n_more) for group in line.groups] == [(10, 0), (20, 0)]


def test_a_sheet_with_room_for_everything_drops_nothing():
    [section] = fitted([Section("a", "逾期", [Item("甲"), Item("乙")], 2)], 34)

    assert (len(section.items), section.n_more) == (2, 0)


def test_the_week_is_there_as_text_without_numbers_of_telephones(client, office, unit):
    make_late_task(text="逾期的任务", unit=unit)
    make_unit_report(organisation=unit)
    make_liaison_post(unit)
    client.force_login(office)

    text = client.get(reverse("week")).context["text"]

    assert text.startswith("青禾区科普工作本周调度单（2026-10-12）")
    assert "未报 1 家：区教委" in text
    assert "【逾期】1 项" in text
    assert "1. 逾期的任务（" in text
    assert "138" not in text


def test_an_empty_week_says_so(client, office):
    client.force_login(office)

    response = client.get(reverse("week"))

    assert "本周没有逾期、到期和待办事项" in response.content.decode()
    assert "没有逾期、到期和待办事项" in response.context["text"]


def test_the_week_is_the_offices(client, leader):
    client.force_login(leader)

    assert client.get(reverse("week")).status_code == 403


# a unit


def test_a_unit_finds_what_it_owes_and_nothing_of_others(client, unit):
    liaison = make_user("liaison", organisation=unit)
    other = make_organisation(name="区科协")
    report = make_unit_report(organisation=unit, state=ReportState.RETURNED, n_entries=1, n_answered=1)
    make_unit_report(organisation=other)
    entry = make_entry(report, state=EntryState.RETURNED, return_quote="大力开展活动", return_note="请写明场次。")
    make_late_task(text="本单位的任务", unit=unit)
    make_late_task(text="别人的任务", unit=other)
    make_instruction(organisation=unit, text="本单位的批示")
    make_instruction(organisation=other, text="别人的批示")
    SupportRequest.objects.create(
        round=report.round,
        task=entry.task,
        region_code=DISTRICT,
        organisation=unit,
        words="请提供活动照片",
        asked_by=liaison,
        asked_for=other,
    )

    text = page(client, liaison)

    for words in ("大力开展活动", "请写明场次。", "本单位的任务", "本单位的批示", "请提供活动照片", "去修改"):
        assert words in text
    assert report.get_absolute_url() in text
    assert "别人的" not in text


def test_what_is_done_is_not_owed(client, unit):
    liaison = make_user("liaison", organisation=unit)
    make_unit_report(organisation=unit, state=ReportState.ACCEPTED, filed_at=clock.now(), filed_by=liaison)
    row = make_instruction(organisation=unit, text="回复过的批示")
    row.units.update(replied_at=clock.now())

    desk = home(client, liaison).context["desk"]

    assert desk.owes_nothing
    assert [label for _report, label in desk.recent] == ["2026年三季度"]


def test_a_section_head_looks_and_does_not_file(client, unit):
    make_unit_report(organisation=unit)

    text = page(client, make_user("section_head", organisation=unit))

    assert "去填报" not in text
    assert "2026年三季度报送" in text


def test_a_town_finds_the_round_of_its_district(client):
    town = make_organisation(region=make_region("990102101000"), name="柳溪镇")
    make_unit_report(region=make_region(), organisation=town)

    text = page(client, make_user("town", organisation=town))

    assert "2026年三季度报送" in text
    assert "去填报" in text


def test_after_a_merger_the_successor_finds_the_page(client, unit):
    old = make_organisation(name="旧局", valid_until=date(2026, 9, 1))
    unit.succeeds.create(predecessor=old, on=date(2026, 9, 2), kind="merged")
    make_unit_report(organisation=old)

    text = page(client, make_user("liaison", organisation=unit))

    assert "并入本单位的旧局" in text


# a leader


def make_said(task, unit, answer=Answer.NONE, **values):
    report = make_unit_report(organisation=unit, round=make_round(**values.pop("round", {})))
    return make_entry(report, task, answer=answer, state=EntryState.FILED, **values)


def test_a_leader_sees_what_is_behind_with_the_units_own_words(client, leader, unit):
    late = make_late_task(text="逾期的任务", unit=unit)
    make_said(late, unit, Answer.PROGRESS, problems="经费没有到位", next_step="报区政府")
    idle = make_late_task(-90, text="没动的任务", unit=unit)
    make_said(idle, unit, reason="等上级文件")
    fine = make_late_task(-90, text="正常的任务", unit=unit)
    make_said(fine, unit, Answer.PROGRESS)

    text = page(client, leader)

    for words in ("逾期的任务", "经费没有到位", "报区政府", "没动的任务", "等上级文件", "本期无进展"):
        assert words in text
    assert "正常的任务" not in text
    assert f"instruct-task-{late.pk}" in text


def test_a_problem_that_was_settled_in_the_next_period_is_gone(client, leader, unit):
    task = make_late_task(-90, text="解决了的任务", unit=unit)
    earlier = {"period": "2026Q2", "period_end": date(2026, 6, 30)}
    make_said(task, unit, Answer.PROGRESS, problems="缺人", round=earlier)
    make_said(task, unit, Answer.PROGRESS)

    assert "解决了的任务" not in page(client, leader)


def test_units_stand_in_official_order_not_by_how_they_do(client, leader):
    first, second = make_organisation(name="甲局"), make_organisation(name="乙局")
    for days in (30, 20, 10):
        make_late_task(days, unit=second)
    make_late_task(1, unit=first)

    groups = home(client, leader, by="unit").context["desk"].groups

    assert [(group.title, len(group.lines)) for group in groups] == [("甲局", 1), ("乙局", 3)]


def test_a_leader_sees_units_that_are_late_and_the_last_week_of_instructions(client, leader, unit):
    make_unit_report(organisation=unit)
    fresh = make_instruction(organisation=unit, text="这周的批示")
    InstructionReply.objects.create(instruction=fresh, organisation=unit, text="马上办", by=leader)
    with time_machine.travel("2026-09-01T09:00:00+08:00"):
        make_instruction(organisation=unit, text="很早的批示")

    response = home(client, leader)
    text = response.content.decode()

    assert [report.organisation for report, _light, _label in response.context["desk"].owed] == [unit]
    assert "这周的批示" in text
    assert "马上办" in text
    assert "很早的批示" not in text


def test_targets_that_are_behind_come_first_with_their_lights(client, leader):
    values = {"due_on": date(2026, 12, 31), "schedule": "milestones", "schedule_points": [["2026-06-30", "8"]]}
    for indicator, reading in (("建成科普馆", "1"), ("举办活动", "30"), ("还没有数据", "")):
        target = make_shown_target(indicator=indicator, value=20, unit="个", baseline_value=0, **values)
        if reading:
            make_reading(reading, subject_id=target.pk, period="2026Q2")

    desk = home(client, leader).context["desk"]

    assert [target.indicator for target, _judged in desk.targets] == ["建成科普馆"]
    assert {target.indicator for target, _judged in desk.others} == {"举办活动", "还没有数据"}


def test_a_leader_changes_nothing_but_writes_instructions(client, leader, unit):
    make_late_task(unit=unit)
    make_unit_report(organisation=unit)

    text = page(client, leader)

    assert "复制群消息" not in text
    assert reverse("ledger:import") not in text


# an inspector


def test_an_inspector_is_told_until_when_and_reads_what_was_filed(client, unit):
    user = make_user()
    make_membership(user, "inspector", region=make_region(), until=date(2026, 10, 31))
    report = make_unit_report(organisation=unit, state=ReportState.RETURNED, first_filed_at=clock.now())
    entry = make_entry(report, progress="改过的文字")
    target = make_shown_target(indicator="活动场次")
    for event, words in ((EntryEvent.FILED, "最初的文字"), (EntryEvent.RETURNED, "最初的文字")):
        EntryText.objects.create(
            entry=entry,
            event=event,
            content={
                "answer": "progress",
                "progress": words,
                "figures": {str(target.pk): {"state": "value", "value": "12"}},
                "evidence": [{"name": "照片.jpg"}],
            },
            note="请补充",
            by=user,
        )

    text = page(client, user)
    filed = client.get(reverse("filed"), {"period": "2026Q3"}).content.decode()
    sheet = client.get(reverse("filed_report", args=[report.key])).content.decode()

    assert "2026-10-31" in text
    assert "区教委" in filed
    assert sheet.count("最初的文字") == 2
    assert "改过的文字" not in sheet
    for words in ("有进展", "活动场次", "12", "照片.jpg"):
        assert words in sheet


def test_the_same_seed_draws_the_same_tasks(client):
    make_confirmed_plan(40)
    user = make_user("inspector", region=make_region())

    draws = [sample_tasks(user, DISTRICT, n=5, seed=seed) for seed in (7, 7, 8)]
    keys = [[task.pk for task in draw.tasks] for draw in draws]
    text = page(client, user, n="5", seed="7")

    assert keys[0] == keys[1] != keys[2]
    assert (draws[0].total, len(set(keys[0]))) == (40, 5)
    assert "从 40 项任务中抽取 5 项，种子数 7" in text


@pytest.mark.parametrize(("n", "seed"), [("0", "1"), ("abc", "x"), ("99999", "9" * 30), ("-3", "²")])
def test_a_sample_of_nonsense_is_answered(client, n, seed):
    make_confirmed_plan(3)

    assert home(client, make_user("inspector", region=make_region()), n=n, seed=seed).status_code == 200


# the level above


def test_the_level_above_sees_the_same_figures_for_each_region(client, unit):
    make_late_task(unit=unit)
    make_late_task(-90, unit=unit)
    make_unit_report(organisation=unit)
    task = make_late_task(-90, region=make_region(SIBLING))
    task.state = TaskState.DONE
    task.save()
    make_late_task(region=make_region("980101"))

    rows = home(client, make_user("level_above", region=make_region(CITY))).context["desk"].rows

    assert [(row.region.name, row.plans, row.n_tasks, row.overdue, row.n_reports) for row in rows] == [
        ("云溪市", 0, 0, 0, 0),
        ("青禾区", 2, 2, 1, 1),
        ("白石区", 1, 1, 0, 0),
    ]
    assert rows[2].tasks[TaskState.DONE] == 1


# queries


def fill(unit_of, n):
    """More of everything."""
    for _ in range(n):
        unit = unit_of()
        task = make_late_task(unit=unit)
        make_late_task(-3, unit=unit)
        report = make_unit_report(organisation=unit)
        make_entry(report, task, answer=Answer.NONE, reason="等文件", state=EntryState.FILED)
        make_unit_report(organisation=make_organisation(), state=ReportState.FILED, filed_at=clock.now())
        make_instruction(organisation=unit, due_on=TODAY - timedelta(days=1))
        make_instruction(organisation=unit)


@pytest.mark.parametrize(
    ("role", "most"), [("office", 15), ("leader", 15), ("liaison", 12), ("inspector", 9), ("level_above", 10)]
)
def test_a_home_asks_the_same_number_of_questions(client, unit, role, most):
    own = unit if role == "liaison" else None
    user = make_user(role, region=make_region(CITY if role == "level_above" else DISTRICT), organisation=own)
    client.force_login(user)
    counts = []
    for _ in range(2):
        fill(lambda: own or make_organisation(), 3)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= most


def test_a_reader_without_more_keeps_the_general_home(client):
    make_confirmed_plan(title="已确认的方案")

    assert "已确认的方案" in page(client, make_reader())
