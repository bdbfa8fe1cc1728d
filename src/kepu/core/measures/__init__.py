"""Measures: periods of time and their codes, what a schedule expects at a date."""

from kepu.core.measures.codes import MeasuresCode
from kepu.core.measures.periods import Period, PeriodKind, parse_period, period_of

__all__ = ["MeasuresCode", "Period", "PeriodKind", "parse_period", "period_of"]
