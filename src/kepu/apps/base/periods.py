"""What periods are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.core.measures import Period, PeriodKind, parse_period

QUARTERS = (gettext_lazy("一季度"), gettext_lazy("二季度"), gettext_lazy("三季度"), gettext_lazy("四季度"))


def period_label(period: str | Period) -> str:
    """A period as people say it: 2026年三季度."""
    known = parse_period(period) if isinstance(period, str) else period
    words: dict[str, object] = {"year": known.year, "number": known.number, "first": known.first.year}
    return _sentence(known) % {**words, "quarter": quarter_label(known.number)}


def quarter_label(number: int) -> str:
    """一季度 … 四季度; nothing for other numbers."""
    return str(QUARTERS[number - 1]) if 1 <= number <= len(QUARTERS) else ""


def _sentence(period: Period) -> str:
    if period.kind is PeriodKind.HALF:
        return _("%(year)s年上半年") if period.number == 1 else _("%(year)s年下半年")
    if period.kind is PeriodKind.YEAR_TO_DATE:
        return _("%(year)s年1—%(number)s月累计") if period.number > 1 else _("%(year)s年1月累计")
    return {
        PeriodKind.WEEK: _("%(year)s年第%(number)s周"),
        PeriodKind.MONTH: _("%(year)s年%(number)s月"),
        PeriodKind.QUARTER: _("%(year)s年%(quarter)s"),
        PeriodKind.YEAR: _("%(year)s年"),
        PeriodKind.YEARS: _("%(first)s—%(year)s年"),
    }[period.kind]
