"""What a schedule expects at a date, and how far a reading is behind it (序时进度).

Nothing is expected that nobody decided: a target without a schedule is not judged before its due day.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.measures.codes import MeasuresCode

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class ScheduleKind(StrEnum):
    """Kinds of schedules."""

    NONE = ""
    LINEAR = "linear"
    MILESTONES = "milestones"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Point:
    """A value that stands, or is to stand, at the end of a day."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a figure is to come from its baseline to its target.

    Attributes
    ----------
    kind : ScheduleKind
        By what values between the two ends are expected.
    start : Point
        The baseline and its day; a figure that counts up from zero starts with zero on the last day before.
    end : Point
        The target and its due day.
    points : tuple of Point
        Milestones, or the figures of last year (counted up from zero) with its total as the last; in the order of days.
    """

    kind: ScheduleKind
    start: Point
    end: Point
    points: tuple[Point, ...] = ()


def expected_value(schedule: Schedule, on: date) -> Decimal | None:
    r"""Tell what a figure should have reached at the end of a day.

    Parameters
    ----------
    schedule : Schedule
        The schedule; all values in one unit.
    on : date
        The day.

    Returns
    -------
    Decimal or None
        The expected value; from the due day on the target itself. None is "not judged": there is no schedule, the
        first milestone or last year's first figure is still to come.

    Raises
    ------
    InputError
        If the schedule ends before it begins, its points are not in order, or last year's total is not above zero.

    Notes
    -----
    Linear: :math:`b + (v - b) \cdot t / T` with the days passed `t` of all days `T`, before the start `b`.
    Milestones are steps: between two, the earlier one is expected, because nobody decided on anything in between.
    Last year's pattern: :math:`v \cdot y_t / y_T` with last year's figure on the same day `y_t` and its total `y_T`; it
    holds for figures that count up from zero within the year. 29 February is compared with 28 February.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> year = Schedule(ScheduleKind.LINEAR, Point(date(2025, 12, 31), Decimal(0)), Point(date(2026, 12, 31), Decimal(73)))
    >>> expected_value(year, date(2026, 1, 10))
    Decimal('2')
    """
    _check(schedule)
    if on >= schedule.end.on:
        return schedule.end.value
    if schedule.kind is ScheduleKind.LINEAR:
        return _linear(schedule, on)
    if schedule.kind is ScheduleKind.MILESTONES:
        return _latest(schedule.points, on)
    if schedule.kind is ScheduleKind.LAST_YEAR and schedule.points:
        then = _latest(schedule.points, _year_before(on))
        return None if then is None else schedule.end.value * then / schedule.points[-1].value
    return None


def points_behind(*, baseline: Decimal, target: Decimal, expected: Decimal, reading: Decimal) -> Decimal | None:
    r"""Tell by how many percentage points of the whole way a reading is behind what is expected.

    Parameters
    ----------
    baseline, target : Decimal
        The two ends of the way; a target below its baseline is to be sunk to.
    expected, reading : Decimal
        What should be and what is.

    Returns
    -------
    Decimal or None
        :math:`100 (e - r) / (v - b)`: above zero is behind, below zero is ahead. None if baseline and target are equal:
        there is no way to measure by.

    Examples
    --------
    >>> from decimal import Decimal
    >>> points_behind(baseline=Decimal(10), target=Decimal(20), expected=Decimal(16), reading=Decimal(14))
    Decimal('20')
    """
    if target == baseline:
        return None
    return 100 * (expected - reading) / (target - baseline)


def _check(schedule: Schedule) -> None:
    days = [point.on for point in schedule.points]
    orderly = all(one < other for one, other in itertools.pairwise(days))
    is_last_year = schedule.kind is ScheduleKind.LAST_YEAR and schedule.points
    if schedule.start.on >= schedule.end.on or not orderly or (is_last_year and schedule.points[-1].value <= 0):
        raise InputError(
            MeasuresCode.BAD_SCHEDULE,
            "A schedule must begin before it ends, have its points in the order of days, and a total above zero.",
            start=schedule.start.on.isoformat(),
            end=schedule.end.on.isoformat(),
        )


def _linear(schedule: Schedule, on: date) -> Decimal:
    start, end = schedule.start, schedule.end
    passed = max((on - start.on).days, 0)
    return start.value + (end.value - start.value) * passed / (end.on - start.on).days


def _latest(points: tuple[Point, ...], on: date) -> Decimal | None:
    return next((point.value for point in reversed(points) if point.on <= on), None)


def _year_before(on: date) -> date:
    if (on.month, on.day) == (2, 29):
        return on.replace(year=on.year - 1, day=28)
    return on.replace(year=on.year - 1)
