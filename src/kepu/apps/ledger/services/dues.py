"""The day by which a printed time limit has to be met."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STANDING = re.compile(r"长期|常年|持续|常态")
FULL = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月")
QUARTER = re.compile(r"(\d{4})\s*年\s*(?:第)?([一二三四1-4])\s*季度")
HALF = re.compile(r"(\d{4})\s*年\s*(上半年|下半年)")
YEAR = re.compile(r"(\d{4})\s*年?")
BARE_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月")
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
MONTHS_IN_QUARTER, DECEMBER, JUNE = 3, 12, 6
YEARS = range(1950, 2200)


def is_standing(printed: str) -> bool:
    """Whether the limit says that the work never ends."""
    return bool(STANDING.search(printed))


def due_date(printed: str, last_year: int | None) -> date | None:
    """The last day that a time limit allows; without one, the end of the plan.

    `last_year` is the year in which the plan ends. Work that never ends, and words that name no day, have no due day.
    """
    if is_standing(printed) or "每" in printed:
        return None
    for pattern, day_of in FORMS:
        if found := pattern.findall(printed):
            return day_of(found[-1])
    if found := BARE_MONTH.findall(printed):
        return _month_end(last_year, int(found[-1]))
    return _month_end(last_year, DECEMBER)


def _month_end(year: int | None, month: int) -> date | None:
    if year not in YEARS or not 1 <= month <= DECEMBER:
        return None
    assert year is not None
    return date(year, month, calendar.monthrange(year, month)[1])


def _full(found: Sequence[str]) -> date | None:
    try:
        return date(*(int(part) for part in found)) if int(found[0]) in YEARS else None
    except ValueError:
        return None


def _quarter(found: Sequence[str]) -> date | None:
    return _month_end(int(found[0]), (QUARTERS.get(found[1]) or int(found[1])) * MONTHS_IN_QUARTER)


def _half(found: Sequence[str]) -> date | None:
    return _month_end(int(found[0]), JUNE if found[1] == "上半年" else DECEMBER)


def _month(found: Sequence[str]) -> date | None:
    return _month_end(int(found[0]), int(found[1]))


def _year(found: str) -> date | None:
    return _month_end(int(found), DECEMBER)


# The most exact first; of several limits in one cell the last one counts.
FORMS: tuple[tuple[re.Pattern[str], Callable[[Any], date | None]], ...] = (
    (FULL, _full),
    (QUARTER, _quarter),
    (HALF, _half),
    (MONTH, _month),
    (YEAR, _year),
)
