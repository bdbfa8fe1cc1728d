"""Periods: their codes, their days, their neighbours; the calendar of the standard library is the independent source."""

import calendar
import doctest
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.measures import MeasuresCode, PeriodKind, parse_period, period_of, periods

DAYS = st.dates(date(1905, 1, 1), date(2190, 12, 31))
OF_A_DAY = st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.YEARS])
IN_A_YEAR = st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR])


@pytest.mark.parametrize(
    ("code", "kind", "first", "last"),
    [
        ("2025", "year", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025H1", "half", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025H2", "half", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025Q4", "quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-10", "month", date(2025, 10, 1), date(2025, 10, 31)),
        ("2025-W07", "week", date(2025, 2, 10), date(2025, 2, 16)),
        ("2020-W53", "week", date(2020, 12, 28), date(2021, 1, 3)),
        ("2025YTD09", "year_to_date", date(2025, 1, 1), date(2025, 9, 30)),
        ("2025YTD12", "year_to_date", date(2025, 1, 1), date(2025, 12, 31)),
        ("2021/2025", "years", date(2021, 1, 1), date(2025, 12, 31)),
    ],
)
def test_code_names_its_days(code, kind, first, last):
    period = parse_period(code)

    assert (period.kind, period.first, period.last, period.code) == (kind, first, last, code)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", MeasuresCode.BAD_PERIOD),
        ("2025q4", MeasuresCode.BAD_PERIOD),
        ("2025Q5", MeasuresCode.BAD_PERIOD),
        ("2025-1", MeasuresCode.BAD_PERIOD),
        ("２０２５", MeasuresCode.BAD_PERIOD),
        ("2025Q4\n", MeasuresCode.BAD_PERIOD),
        ("2025-13", MeasuresCode.NO_SUCH_PERIOD),
        ("2025YTD00", MeasuresCode.NO_SUCH_PERIOD),
        ("2025-W53", MeasuresCode.NO_SUCH_PERIOD),
        ("2025-W00", MeasuresCode.NO_SUCH_PERIOD),
        ("2025/2021", MeasuresCode.NO_SUCH_PERIOD),
        ("2025/2025", MeasuresCode.NO_SUCH_PERIOD),
        ("1899", MeasuresCode.NO_SUCH_PERIOD),
        ("2200Q1", MeasuresCode.NO_SUCH_PERIOD),
    ],
)
def test_code_that_names_nothing_is_refused(code, why):
    with pytest.raises(InputError) as refusal:
        parse_period(code)

    assert refusal.value.code == why


@given(DAYS, OF_A_DAY)
def test_period_of_a_day_contains_it_and_reads_back(day, kind):
    period = period_of(day, kind)

    assert period.contains(day)
    assert parse_period(period.code) == period
    assert period.kind == kind


@given(DAYS)
def test_month_agrees_with_the_calendar(day):
    period = period_of(day, PeriodKind.MONTH)

    assert period.days == calendar.monthrange(day.year, day.month)[1]
    assert (period.year, period.number) == (day.year, day.month)


@given(DAYS, IN_A_YEAR | st.just(PeriodKind.WEEK))
def test_periods_follow_each_other_without_gap(day, kind):
    period = period_of(day, kind)

    assert period.next().first == period.last + timedelta(days=1)
    assert period.previous().last == period.first - timedelta(days=1)
    assert period.next().previous() == period
    assert period.previous() < period < period.next()


@given(DAYS, IN_A_YEAR, IN_A_YEAR)
def test_children_make_up_their_period(day, kind, shorter):
    period = period_of(day, kind)
    order = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR]

    if order.index(shorter) >= order.index(kind):
        with pytest.raises(InputError):
            period.children(shorter)
        return
    children = period.children(shorter)

    assert children[0].first == period.first
    assert children[-1].last == period.last
    assert sum(child.days for child in children) == period.days
    assert all(one.next() == other for one, other in itertools.pairwise(children))


@pytest.mark.parametrize(
    ("code", "kind", "codes"),
    [
        ("2025YTD06", PeriodKind.HALF, ["2025H1"]),
        ("2025YTD09", PeriodKind.QUARTER, ["2025Q1", "2025Q2", "2025Q3"]),
        ("2025YTD01", PeriodKind.MONTH, ["2025-01"]),
        ("2021/2023", PeriodKind.YEAR, ["2021", "2022", "2023"]),
    ],
)
def test_longer_periods_are_divided(code, kind, codes):
    assert [each.code for each in parse_period(code).children(kind)] == codes


@pytest.mark.parametrize(
    ("code", "kind"),
    [("2025YTD08", PeriodKind.QUARTER), ("2025", PeriodKind.WEEK), ("2025-W07", PeriodKind.MONTH)],
)
def test_what_does_not_fit_is_not_divided(code, kind):
    with pytest.raises(InputError) as refusal:
        parse_period(code).children(kind)

    assert refusal.value.code == MeasuresCode.NOT_DIVIDED


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("2025YTD01", "2024YTD12", "2025YTD02"),
        ("2025YTD12", "2025YTD11", "2026YTD01"),
        ("2021/2025", "2016/2020", "2026/2030"),
        ("2020-W53", "2020-W52", "2021-W01"),
    ],
)
def test_neighbours_over_a_border(code, before, after):
    assert (parse_period(code).previous().code, parse_period(code).next().code) == (before, after)


@pytest.mark.parametrize(
    ("code", "last_year"),
    [
        ("2025", "2024"),
        ("2026Q3", "2025Q3"),
        ("2025-02", "2024-02"),
        ("2025YTD09", "2024YTD09"),
        ("2021-W52", "2020-W52"),
    ],
)
def test_same_period_last_year(code, last_year):
    assert parse_period(code).same_period_last_year().code == last_year


@pytest.mark.parametrize("code", ["2020-W53", "2021/2025", "1900"])
def test_no_same_period_last_year_is_refused(code):
    with pytest.raises(InputError) as refusal:
        parse_period(code).same_period_last_year()

    assert refusal.value.code == MeasuresCode.NO_SUCH_PERIOD


def test_no_day_determines_several_years():
    with pytest.raises(InputError):
        period_of(date(2025, 1, 1), PeriodKind.YEARS)


def test_calendar_of_codes_ends():
    with pytest.raises(InputError):
        parse_period("2199Q4").next()


def test_periods_sort_by_their_end():
    codes = ["2025Q3", "2025-09", "2025YTD09", "2025Q2", "2025"]

    assert [each.code for each in sorted(map(parse_period, codes))] == [
        "2025Q2",
        "2025YTD09",
        "2025Q3",
        "2025-09",
        "2025",
    ]


def test_docstrings_say_what_is_so():
    assert doctest.testmod(periods).failed == 0
