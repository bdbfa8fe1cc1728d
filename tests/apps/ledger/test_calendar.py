"""A month of due days and phases."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.apps.ledger.models import Parse
from kepu.apps.ledger.selectors.phases import phase_days
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_reader,
    make_result,
    make_section,
    make_target,
)
from tests.factories.people import make_user
from tests.factories.reporting import make_instruction, make_round
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


def month(client, user, period="2026-12", **query):
    client.force_login(user)
    response = client.get("/ledger/calendar/", {"period": period, **query})
    assert response.status_code == 200
    return response


def days(response):
    """What falls on which day."""
    return {day.day.day: [item.kind for item in day.items] for day in response.context["month"].busy}


def test_due_days_of_everything_stand_on_their_days(client):
    office = make_office()
    plan = make_confirmed_plan(make_result(1, targets=[make_target(task_id=1, due_year=2026)]), owner=office)
    plan.tasks.update(due_on=date(2026, 12, 15))
    plan.targets.update(due_on=None)
    make_round(office.region, due_on=date(2026, 12, 10))
    unit = make_organisation()
    make_instruction(organisation=unit, due_on=date(2026, 12, 20))
    make_instruction(organisation=unit, due_on=date(2026, 12, 21), state="closed")

    response = month(client, office)

    assert days(response) == {10: ["report"], 15: ["task"], 20: ["instruction"], 31: ["target"]}


@pytest.mark.parametrize(("n", "lines"), [(1, 1), (3, 3), (5, 1)])
def test_many_tasks_of_a_plan_are_one_line_with_the_way_to_the_board(client, n, lines):
    plan = make_confirmed_plan(n)
    plan.tasks.update(due_on=date(2026, 12, 31))

    response = month(client, plan.created_by)

    [day] = response.context["month"].busy
    assert len(day.items) == lines
    if n > lines:
        assert day.items[0].title == f"{n} 项任务到期"
        board = client.get(day.items[0].url)
        assert board.context["page"].paginator.count == n


def test_weeks_begin_on_monday_and_cover_the_month(client):
    weeks = month(client, make_office()).context["month"].weeks

    assert weeks[0][0].day == date(2026, 11, 30)
    assert weeks[-1][-1].day == date(2027, 1, 3)
    assert sum(day.in_month for week in weeks for day in week) == 31


@pytest.mark.parametrize("asked", ["", "2026Q3", "2026-13", "x" * 300, "2026"])
def test_what_is_no_month_shows_this_one(client, asked):
    with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False):
        response = month(client, make_office(), asked)

    assert response.context["month"].period.code == "2026-11"
    assert "period=2026-10" in response.content.decode()
    assert "period=2026-12" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("（一）启动阶段（2026年3月—5月）", date(2026, 3, 1), date(2026, 5, 31)),
        ("（二）实施阶段（2026年6月至2027年11月）", date(2026, 6, 1), date(2027, 11, 30)),
        ("2022─2025年，全面推进", date(2022, 1, 1), date(2025, 12, 31)),
        ("2021年，做好动员", date(2021, 1, 1), date(2021, 12, 31)),
        ("2026年9月，集中开展", date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_days_of_a_phase(words, first, last):
    assert phase_days(words) == (first, last)


@pytest.mark.parametrize("words", ["启动实施", "2026年9月—3月", "第2026号"])
def test_words_that_name_no_time_are_no_phase(words):
    assert phase_days(words) is None or words == "第2026号"


def test_phases_stand_over_the_month_and_on_their_days(client):
    sections = [make_section("启动阶段（2026年3月—5月）", kind="schedule")]
    plan = make_confirmed_plan(make_result(1, sections=sections))

    inside, at_the_end, outside = (month(client, plan.created_by, f"2026-0{n}") for n in (4, 5, 6))

    assert [len(each.context["month"].phases) for each in (inside, at_the_end, outside)] == [1, 1, 0]
    assert days(at_the_end) == {31: ["phase"]}
    assert "启动阶段" in inside.content.decode()


def test_phases_without_a_dated_heading_come_from_the_text(client):
    milestones = [{"kind": "schedule", "quote": "2026年，全面实施。", "year_start": 2026, "year_end": 2026}]
    result = make_result(1)
    plan = make_confirmed_plan(result)
    Parse.objects.create(plan=plan, result={**result, "milestones": milestones})

    assert [phase.words for phase, _ in month(client, plan.created_by).context["month"].phases] == [
        "2026年，全面实施。"
    ]


@pytest.mark.parametrize(("role", "address"), [("office", "/ledger/rounds/{}/"), ("liaison", "/")])
def test_due_day_of_a_round_leads_where_the_reader_may_go(client, role, address):
    region = make_region()
    unit = make_organisation(region=region) if role == "liaison" else None
    opened = make_round(region, due_on=date(2026, 12, 10))

    response = month(client, make_user(role, region=region, organisation=unit))

    shown = [item.url for day in response.context["month"].busy for item in day.items]
    assert shown == [address.format(opened.pk)]
    assert client.get(shown[0]).status_code == 200


def test_others_see_nothing_of_it(client):
    office = make_office(make_region(SIBLING))
    plan = make_confirmed_plan(title="别处的方案", owner=office, region=office.region)
    plan.tasks.update(due_on=date(2026, 12, 31))

    assert days(month(client, make_reader())) == {}


def test_list_is_for_who_asks_for_it(client):
    plan = make_confirmed_plan()
    plan.tasks.update(due_on=date(2026, 12, 31))

    grid, as_list = (month(client, plan.created_by, view=view).content.decode() for view in ("", "list"))

    assert "k-calendar-box" in grid
    assert "k-calendar-box" not in as_list
    assert "k-agenda--always" in as_list


def test_queries_do_not_grow(client):
    office = make_office()
    counts = []
    for n in (2, 4):
        for number in range(n):
            plan = make_confirmed_plan(3, owner=office)
            plan.tasks.update(due_on=date(2026, 12, number + 1))
            make_instruction(office.region, due_on=date(2026, 12, number + 1))
        month(client, office)
        with CaptureQueriesContext(connection) as queries:
            month(client, office)
        counts.append(len([q for q in queries.captured_queries if "session" not in q["sql"]]))

    assert counts[0] == counts[1]
