"""How targets stand: every frequency, every schedule, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from kepu.apps.ledger.judging import expected_of, figure_of, judge, reading_period
from kepu.apps.ledger.lights import LightCode
from kepu.apps.ledger.policies import LightsPolicy
from kepu.apps.measures.enums import Standing
from kepu.apps.measures.selectors import readings_of
from kepu.core.measures import parse_period
from tests.factories.measures import SUBJECT, make_reading
from tests.factories.people import make_user
from tests.factories.targets import make_shown_target

pytestmark = pytest.mark.django_db
POLICY = LightsPolicy(7, Decimal(10), Decimal(30), Decimal(5))
TODAY = date(2027, 1, 15)
SHARE = {"baseline_value": Decimal(10), "baseline_year": 2025}
COUNT = {"unit": "场", "indicator": "科普活动", "value": 20}


def expected(target, period, *readings):
    return expected_of(target, parse_period(period), readings)


def stands(target, *said, today=TODAY):
    user = make_user()
    for period, value in said:
        more = {} if value is not None else {"standing": Standing.MISSING}
        make_reading(value, subject_id=target.pk, period=period, user=user, **more)
    return judge(target, readings_of(SUBJECT, [target.pk])[target.pk], POLICY, today)


def test_without_a_schedule_a_share_is_not_judged_before_it_is_due():
    target = make_shown_target(**SHARE)

    assert expected(target, "2029Q4") is None
    assert expected(target, "2030Q4") == 20


def test_straight_line_goes_from_the_baseline_to_the_due_day():
    target = make_shown_target(schedule="linear", **SHARE)

    assert expected(target, "2025") == 10
    assert expected(target, "2026") == Decimal(10) + Decimal(10) * 365 / 1826
    assert expected(target, "2030") == 20


def test_share_without_a_baseline_has_no_straight_line_but_a_count_begins_at_zero():
    share = make_shown_target(schedule="linear")
    count = make_shown_target(schedule="linear", printed={"unit": "个", "indicator": "科普基地"})

    assert expected(share, "2026") is None
    assert expected(count, "2026") == Decimal(20) * 365 / 1826


def test_milestones_inside_the_way_count():
    points = [["2028-12-31", "15"], ["2026-12-31", "11"], ["2031-12-31", "99"]]
    target = make_shown_target(schedule="milestones", schedule_points=points, **SHARE)

    assert [expected(target, period) for period in ("2026Q3", "2026Q4", "2028Q3", "2028", "2030")] == [
        None,
        11,
        11,
        15,
        20,
    ]


def yearly(**columns):
    return make_shown_target(printed={**COUNT, "period": "per_year", "due_year": None}, **columns)


def test_yearly_count_is_judged_for_the_year_so_far():
    target = yearly(schedule="linear")

    assert expected(target, "2026YTD06") == Decimal(20) * 181 / 365
    assert expected(target, "2026") == 20
    assert expected(target, "2026Q3") is None


def test_yearly_count_follows_last_years_pattern():
    target = yearly(schedule="last_year")
    readings = [
        make_reading(value, subject_id=target.pk, period=period)
        for period, value in (("2025YTD03", "4"), ("2025YTD06", "8"), ("2025", "16"))
    ]

    assert [expected(target, period, *readings) for period in ("2026YTD02", "2026YTD03", "2026YTD08")] == [None, 5, 10]
    assert expected(target, "2026YTD03", *readings[:2]) is None


@pytest.mark.parametrize(
    ("period", "code", "value"),
    [
        ("per_quarter", "2026Q3", 20),
        ("per_quarter", "2026H1", 40),
        ("per_quarter", "2026", 80),
        ("per_quarter", "2026-05", None),
        ("per_month", "2026Q3", 60),
        ("per_month", "2026-05", 20),
        ("per_month", "2026-W07", None),
        ("per_week", "2026-W07", 20),
        ("per_week", "2026-02", 80),
    ],
)
def test_what_is_owed_each_period_adds_up(period, code, value):
    target = make_shown_target(printed={**COUNT, "period": period, "due_year": None})

    assert expected(target, code) == value


def test_share_that_is_owed_each_quarter_does_not_add_up():
    target = make_shown_target(printed={"period": "per_quarter", "due_year": None})

    assert figure_of(target, parse_period("2026")).value == 20


@pytest.mark.parametrize(
    ("period", "asked", "stated"),
    [
        ("per_year", "2026Q3", "2026YTD09"),
        ("per_year", "2026Q4", "2026"),
        ("per_year", "2026H1", "2026YTD06"),
        ("per_year", "2026", "2026"),
        ("by_date", "2026Q3", "2026Q3"),
        ("per_quarter", "2026Q3", "2026Q3"),
    ],
)
def test_report_on_a_period_states_the_figure_under_its_own(period, asked, stated):
    target = make_shown_target(printed={"period": period})

    assert reading_period(target, parse_period(asked)).code == stated


def test_latest_reading_is_judged():
    target = make_shown_target(schedule="linear", **SHARE)

    found = stands(target, ("2026Q1", "10"), ("2026Q4", "10.5"))

    assert (found.light.code, found.light.note) == (LightCode.BEHIND, "比进度少 14.9 个百分点")
    assert found.period == "2026年四季度"


def test_missing_latest_reading_is_not_judged_by_an_older_one():
    found = stands(make_shown_target(schedule="linear", **SHARE), ("2026Q3", "15"), ("2026Q4", None))

    assert (found.light.code, found.light.note) == (LightCode.NOT_JUDGED, "2026年四季度缺报")


def test_where_no_figure_is_to_be_had_the_last_one_stands():
    target = make_shown_target(schedule="linear", **SHARE)
    make_reading(None, subject_id=target.pk, period="2026Q4", standing=Standing.NOT_APPLICABLE)

    assert stands(target).light.note == "2026年四季度不适用"
    assert stands(target, ("2026Q3", "20")).light.code == LightCode.REACHED


@pytest.mark.parametrize(
    ("today", "note"), [(date(2030, 12, 31), "还没有数据"), (date(2031, 1, 1), "已到期，还没有数据")]
)
def test_without_a_reading_nothing_is_judged(today, note):
    found = stands(make_shown_target(**SHARE), today=today)

    assert (found.light.code, found.light.note) == (LightCode.NOT_JUDGED, note)


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2030, 12, 30), LightCode.NOT_JUDGED),
        (date(2030, 12, 31), LightCode.NOT_JUDGED),
        (date(2031, 1, 1), LightCode.OVERDUE),
    ],
)
def test_target_that_was_not_reached_is_overdue_the_day_after(today, code):
    assert stands(make_shown_target(**SHARE), ("2030Q3", "18"), today=today).light.code == code


def test_target_that_was_reached_is_reached_for_good():
    found = stands(make_shown_target(**SHARE), ("2030Q3", "21"), today=date(2031, 6, 1))

    assert found.light.code == LightCode.REACHED


def test_quarter_of_a_yearly_figure_is_said_to_be_incomparable():
    found = stands(yearly(schedule="linear"), ("2026Q3", "25"))

    assert found.light.code == LightCode.NOT_JUDGED
    assert found.light.note == "2026年三季度的数不能和这项指标比较"


def test_rank_sinks():
    target = make_shown_target(printed={"indicator": "科学素质全省排名", "comparator": "=", "value": 1, "unit": "位"})

    assert stands(target, ("2030Q4", "3"), today=date(2031, 1, 5)).light.code == LightCode.OVERDUE
