"""Measures: periods of time and their codes, what a schedule expects at a date."""

from kepu.core.measures.codes import MeasuresCode
from kepu.core.measures.periods import Period, PeriodKind, parse_period, period_of
from kepu.core.measures.schedules import Point, Schedule, ScheduleKind, expected_value, points_behind

__all__ = [
    "MeasuresCode",
    "Period",
    "PeriodKind",
    "Point",
    "Schedule",
    "ScheduleKind",
    "expected_value",
    "parse_period",
    "period_of",
    "points_behind",
]
