"""Periods of time by their codes: ``2025``, ``2025H1``, ``2025Q4``, ``2025-10``, ``2025-W07``, ``2025YTD09``, ``2021/2025``.

One code names one period and one period has one code, so a code is a key. Weeks are those of ISO 8601: they begin on
Monday and belong to the year of their Thursday. ``2025YTD09`` is 1 January to the end of September (1—9月累计).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NoReturn

from kepu.core.errors import InputError
from kepu.core.measures.codes import MeasuresCode

FIRST_YEAR, LAST_YEAR = 1900, 2199
_DAYS_OF_WEEK, _MONTHS_OF_YEAR = 7, 12
_PATTERN = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|YTD(?P<ytd>[0-9]{2})|-W(?P<week>[0-9]{2})|-(?P<month>[0-9]{2})"
    r"|/(?P<last>[0-9]{4}))?"
)


class PeriodKind(StrEnum):
    """Kinds of periods."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEAR_TO_DATE = "year_to_date"
    YEARS = "years"


# How many months a period of a kind has; the kinds that divide a year.
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period of time; made by `parse_period` and `period_of`.

    Attributes
    ----------
    kind : PeriodKind
        What it is.
    first, last : date
        Its first and its last day; both belong to it.
    code : str
        Its code.

    Notes
    -----
    Periods are sorted by their last day, then by their first: of two that end together the longer comes first.
    """

    kind: PeriodKind
    first: date
    last: date
    code: str

    def __str__(self) -> str:
        return self.code

    def __lt__(self, other: Period) -> bool:
        return (self.last, self.first, self.code) < (other.last, other.first, other.code)

    @property
    def year(self) -> int:
        """The year in its code; of several years the last."""
        return int(self.code[5:]) if self.kind is PeriodKind.YEARS else int(self.code[:4])

    @property
    def number(self) -> int:
        """Which week, month, quarter or half of its year it is; for a year to date its last month; 0 for years."""
        digits = re.search(r"[0-9]+$", self.code[4:])
        return int(digits[0]) if digits and self.kind is not PeriodKind.YEARS else 0

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last

    def next(self) -> Period:
        """Give the period of the same kind that follows; a year to date is followed by that of the next month.

        Raises
        ------
        InputError
            If it would end after the last year that has codes.

        Examples
        --------
        >>> parse_period("2025Q4").next().code
        '2026Q1'
        >>> parse_period("2021/2025").next().code
        '2026/2030'
        """
        return self._moved(1)

    def previous(self) -> Period:
        """Give the period of the same kind before it; see `next`."""
        return self._moved(-1)

    def _moved(self, steps: int) -> Period:
        if self.kind is PeriodKind.WEEK:
            return period_of(self.first + timedelta(days=_DAYS_OF_WEEK * steps), PeriodKind.WEEK)
        if self.kind is PeriodKind.YEARS:
            shift = (self.last.year - self.first.year + 1) * steps
            return parse_period(f"{self.first.year + shift:04}/{self.last.year + shift:04}")
        months = 1 if self.kind is PeriodKind.YEAR_TO_DATE else _MONTHS[self.kind]
        return _ending(self.kind, _month_index(self.last) + months * steps)

    def same_period_last_year(self) -> Period:
        """Give what it is compared with for the change on last year (同比).

        Raises
        ------
        InputError
            For several years, which have no such period, and for a week 53 after a year of 52 weeks.

        Examples
        --------
        >>> parse_period("2025YTD09").same_period_last_year().code
        '2024YTD09'
        """
        if self.kind is PeriodKind.YEARS:
            _refuse(MeasuresCode.NO_SUCH_PERIOD, self.code, "several years have no same period last year")
        return parse_period(f"{self.year - 1:04}{self.code[4:]}")

    def children(self, kind: PeriodKind) -> tuple[Period, ...]:
        """Divide it into shorter periods that make it up exactly.

        Parameters
        ----------
        kind : PeriodKind
            Months, quarters, halves or years.

        Returns
        -------
        tuple of Period
            In order.

        Raises
        ------
        InputError
            If periods of this kind do not make it up: weeks of a year, quarters of 1—8月.

        Examples
        --------
        >>> [each.code for each in parse_period("2025H2").children(PeriodKind.QUARTER)]
        ['2025Q3', '2025Q4']
        """
        first, last = _month_index(self.first), _month_index(self.last)
        months = _MONTHS.get(kind, 0)
        own = _MONTHS.get(self.kind, last - first + 2)  # a year to date of six months may be divided into one half
        if self.kind is PeriodKind.WEEK or not 0 < months < own or (last - first + 1) % months:
            _refuse(MeasuresCode.NOT_DIVIDED, self.code, f"it is not made up of periods of the kind {kind}")
        return tuple(_ending(kind, end) for end in range(first + months - 1, last + 1, months))


@functools.lru_cache(maxsize=4096)
def parse_period(code: str) -> Period:
    """Read the code of a period.

    Parameters
    ----------
    code : str
        Such as ``"2025Q4"``; exactly as written above, years from 1900 to 2199.

    Returns
    -------
    Period
        The period.

    Raises
    ------
    InputError
        If the code is written otherwise, or names what the calendar does not have: month 13, week 53 of a year that
        has 52, several years that end before they begin.

    Examples
    --------
    >>> parse_period("2025-W01").first
    datetime.date(2024, 12, 30)
    """
    matched = _PATTERN.fullmatch(code)
    if matched is None:
        _refuse(MeasuresCode.BAD_PERIOD, code, "it is not written like 2025, 2025H1, 2025Q4, 2025-10 or 2025-W07")
    year = int(matched["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        _refuse(MeasuresCode.NO_SUCH_PERIOD, code, f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    if matched["week"]:
        return _week(code, year, int(matched["week"]))
    if matched["last"]:
        return _years(code, year, int(matched["last"]))
    if matched["ytd"]:
        return _ending(PeriodKind.YEAR_TO_DATE, year * 12 + _month(code, matched["ytd"]) - 1)
    if matched["month"]:
        return _ending(PeriodKind.MONTH, year * 12 + _month(code, matched["month"]) - 1)
    kind = next((k for k in (PeriodKind.HALF, PeriodKind.QUARTER) if matched[k.value]), PeriodKind.YEAR)
    number = int(matched[kind.value]) if kind is not PeriodKind.YEAR else 1
    return _ending(kind, year * 12 + number * _MONTHS[kind] - 1)


def period_of(day: date, kind: PeriodKind) -> Period:
    """Give the period of a kind in which a day lies.

    Parameters
    ----------
    day : date
        The day.
    kind : PeriodKind
        Any but several years, which no day determines. A year to date ends with the month of the day.

    Returns
    -------
    Period
        The period.

    Raises
    ------
    InputError
        For several years, and for years without codes.

    Examples
    --------
    >>> period_of(date(2026, 8, 1), PeriodKind.QUARTER).code
    '2026Q3'
    >>> period_of(date(2024, 12, 30), PeriodKind.WEEK).code
    '2025-W01'
    """
    if kind is PeriodKind.WEEK:
        year, week, _ = day.isocalendar()
        return parse_period(f"{year:04}-W{week:02}")
    if kind is PeriodKind.YEARS:
        _refuse(MeasuresCode.NO_SUCH_PERIOD, day.isoformat(), "a day does not determine a period of several years")
    months = _MONTHS.get(kind, 1)
    return _ending(kind, _month_index(day) // months * months + months - 1)


def _month_index(day: date) -> int:
    """Count months from the year 0, so that they can be added."""
    return day.year * _MONTHS_OF_YEAR + day.month - 1


def _ending(kind: PeriodKind, month: int) -> Period:
    """Give the period of a kind whose last month this is."""
    year, month_of_year = month // _MONTHS_OF_YEAR, month % _MONTHS_OF_YEAR + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        _refuse(MeasuresCode.NO_SUCH_PERIOD, str(year), f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    months = month_of_year if kind is PeriodKind.YEAR_TO_DATE else _MONTHS[kind]
    first = date(year, month_of_year - months + 1, 1)
    last = date(year + month_of_year // 12, month_of_year % 12 + 1, 1) - timedelta(days=1)
    ends = {
        PeriodKind.MONTH: f"-{month_of_year:02}",
        PeriodKind.QUARTER: f"Q{month_of_year // 3}",
        PeriodKind.HALF: f"H{month_of_year // 6}",
        PeriodKind.YEAR_TO_DATE: f"YTD{month_of_year:02}",
    }
    return Period(kind, first, last, f"{year:04}{ends.get(kind, '')}")


def _month(code: str, digits: str) -> int:
    if not 1 <= int(digits) <= _MONTHS_OF_YEAR:
        _refuse(MeasuresCode.NO_SUCH_PERIOD, code, "months go from 01 to 12")
    return int(digits)


def _week(code: str, year: int, week: int) -> Period:
    # 28 December lies in the last week of every year.
    if not 1 <= week <= date(year, 12, 28).isocalendar().week:
        _refuse(MeasuresCode.NO_SUCH_PERIOD, code, f"{year} has no week {week}")
    first = date.fromisocalendar(year, week, 1)
    return Period(PeriodKind.WEEK, first, first + timedelta(days=_DAYS_OF_WEEK - 1), code)


def _years(code: str, first: int, last: int) -> Period:
    if not first < last <= LAST_YEAR:
        _refuse(MeasuresCode.NO_SUCH_PERIOD, code, "the last year follows the first")
    return Period(PeriodKind.YEARS, date(first, 1, 1), date(last, 12, 31), code)


def _refuse(code: MeasuresCode, given: str, why: str) -> NoReturn:
    raise InputError(code, f"{given!r} is no period: {why}.", period=given[:40])
