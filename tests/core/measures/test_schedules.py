"""What schedules expect: worked by hand, and what must hold for all."""

import doctest
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.measures import MeasuresCode, Point, Schedule, ScheduleKind, expected_value, points_behind, schedules

START, END = Point(date(2025, 12, 31), Decimal(10)), Point(date(2030, 12, 31), Decimal(25))
VALUES = st.decimals(-(10**6), 10**6, places=2)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def schedule(kind, *points, start=START, end=END):
    return Schedule(kind, start, end, tuple(Point(on, Decimal(value)) for on, value in points))


def test_without_a_schedule_nothing_is_expected_before_the_due_day():
    none = schedule(ScheduleKind.NONE)

    assert expected_value(none, date(2030, 12, 30)) is None
    assert [expected_value(none, day) for day in (END.on, date(2031, 1, 1))] == [25, 25]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2024, 1, 1), "10"),
        (date(2025, 12, 31), "10"),
        (date(2030, 12, 31), "25"),
        (date(2031, 5, 1), "25"),
    ],
)
def test_linear_stays_between_its_ends(day, value):
    assert expected_value(schedule(ScheduleKind.LINEAR), day) == Decimal(value)


@given(VALUES, VALUES, DAYS, st.integers(1, 4000), DAYS)
def test_linear_agrees_with_fractions(low, high, first, length, day):
    last = first + timedelta(days=length)
    given_schedule = schedule(ScheduleKind.LINEAR, start=Point(first, low), end=Point(last, high))

    expected = expected_value(given_schedule, day)

    part = min(max(Fraction((day - first).days, length), Fraction(0)), Fraction(1))
    exact = Fraction(low) + (Fraction(high) - Fraction(low)) * part
    assert abs(Fraction(expected) - exact) < Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2026, 12, 30), None),
        (date(2026, 12, 31), 12),
        (date(2027, 12, 30), 12),
        (date(2027, 12, 31), 15),
        (date(2030, 12, 30), 15),
        (date(2030, 12, 31), 25),
    ],
)
def test_milestones_are_steps(day, value):
    stepped = schedule(ScheduleKind.MILESTONES, (date(2026, 12, 31), 12), (date(2027, 12, 31), 15))

    assert expected_value(stepped, day) == value


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2024, 3, 30), None),
        (date(2024, 3, 31), 24),
        (date(2024, 6, 29), 24),
        (date(2024, 6, 30), 60),
        (date(2024, 12, 31), 120),
    ],
)
def test_last_year_gives_its_share(day, value):
    """100 in all last year, 20 of them by March and 50 by June; 120 this year."""
    pattern = schedule(
        ScheduleKind.LAST_YEAR,
        (date(2023, 3, 31), 20),
        (date(2023, 6, 30), 50),
        (date(2023, 12, 31), 100),
        start=Point(date(2023, 12, 31), Decimal(0)),
        end=Point(date(2024, 12, 31), Decimal(120)),
    )

    assert expected_value(pattern, day) == value


def test_leap_day_is_compared_with_the_day_before():
    pattern = schedule(
        ScheduleKind.LAST_YEAR,
        (date(2023, 2, 28), 5),
        (date(2023, 12, 31), 10),
        start=Point(date(2023, 12, 31), Decimal(0)),
        end=Point(date(2024, 12, 31), Decimal(30)),
    )

    assert expected_value(pattern, date(2024, 2, 29)) == 15


def test_last_year_without_figures_expects_nothing():
    assert expected_value(schedule(ScheduleKind.LAST_YEAR), date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    "bad",
    [
        schedule(ScheduleKind.LINEAR, start=END, end=START),
        schedule(ScheduleKind.LINEAR, start=END, end=END),
        schedule(ScheduleKind.MILESTONES, (date(2027, 1, 1), 1), (date(2026, 1, 1), 2)),
        schedule(ScheduleKind.MILESTONES, (date(2027, 1, 1), 1), (date(2027, 1, 1), 2)),
        schedule(ScheduleKind.LAST_YEAR, (date(2025, 3, 31), 0)),
    ],
)
def test_schedule_that_expects_nothing_computable_is_refused(bad):
    with pytest.raises(InputError) as refusal:
        expected_value(bad, date(2027, 1, 1))

    assert refusal.value.code == MeasuresCode.BAD_SCHEDULE


def test_points_behind_are_shares_of_the_whole_way():
    up = points_behind(baseline=Decimal(10), target=Decimal(25), expected=Decimal(16), reading=Decimal(13))
    down = points_behind(baseline=Decimal(8), target=Decimal(5), expected=Decimal(6), reading=Decimal(7))

    assert (up, round(down, 6)) == (20, Decimal("33.333333"))


@given(VALUES, VALUES, VALUES)
def test_points_behind_has_a_sign(baseline, target, reading):
    points = points_behind(baseline=baseline, target=target, expected=target, reading=reading)

    if baseline == target:
        assert points is None
    else:
        further = reading > target if target > baseline else reading < target
        assert (points < 0) == further


def test_docstrings_say_what_is_so():
    assert doctest.testmod(schedules).failed == 0
