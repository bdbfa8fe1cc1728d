"""The picture of a target: readings against its schedule, with the sentence above it and the table below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.judging import counted_in, expected_of, is_recurring, is_yearly, schedule_of
from kepu.apps.ledger.lights import LightCode
from kepu.apps.ledger.wording import figure, plain, target_words
from kepu.apps.measures.enums import Standing
from kepu.core.documents import Dated, Level, timeline_chart
from kepu.core.measures import PeriodKind, Schedule, ScheduleKind, parse_period, period_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from kepu.apps.ledger.judging import Judged
    from kepu.apps.ledger.models import Target
    from kepu.apps.measures.models import Reading
    from kepu.core.documents._svg import Svg

SHORT = 800  # days; a longer picture is marked by years
DASH = "—"


@dataclass(frozen=True)
class Picture:
    """What the component of charts shows."""

    sentence: str
    svg: Svg
    caption: str
    columns: list[str]
    rows: list[list[str]]


def picture(
    target: Target, own: Sequence[Reading], published: Sequence[Reading], judged: Judged, today: date
) -> Picture:
    """Readings drawn against the schedule."""
    sentence = sentence_of(target, judged)
    first, last = _reach(target, [*own, *published], today)
    svg = timeline_chart(
        [_dated(target, row) for row in own],
        others=[_dated(target, row) for row in published],
        expected=_expected(target, own, first, last),
        levels=_levels(target),
        ticks=_ticks(first, last),
        title=target.indicator,
        description=sentence,
        labels=(_("数据"), _("进度安排"), _("上级公布")),
        unit=counted_in(target),
        digits=_digits([row.value for row in (*own, *published)]),
    )
    return Picture(
        sentence,
        svg,
        target.indicator,
        [_("时期"), _("数据"), _("按进度应达到"), _("上级公布")],
        _table(target, own, published),
    )


def sentence_of(target: Target, judged: Judged) -> str:
    """What the picture shows, in words."""
    words: dict[str, Any] = {"target": target_words(target), "period": judged.period, "light": judged.light.word}
    if judged.reading is None or judged.reading.value is None:
        words["note"] = judged.light.note
        return _("目标：%(target)s。%(note)s。") % words
    words["value"] = figure(comparator="=", value=judged.reading.value, unit=counted_in(target))
    if judged.expected is None or judged.light.code is LightCode.REACHED:
        return _("%(period)s为 %(value)s；目标：%(target)s。%(light)s。") % words
    words["expected"] = figure(comparator="=", value=rounded(judged.expected), unit=counted_in(target))
    return _("%(period)s为 %(value)s，按进度应达到 %(expected)s；目标：%(target)s。%(light)s。") % words


def rounded(value: Decimal) -> Decimal:
    """An expected value as people read it: one decimal, more where it is small."""
    return round(value, 1 if abs(value) >= 1 else 3)


def reading_words(reading: Reading, unit: str) -> str:
    """The number with its unit, or why there is none."""
    if reading.value is None:
        return str(reading.get_standing_display())
    return figure(comparator="=", value=reading.value, unit=unit)


def _dated(target: Target, row: Reading) -> Dated:
    group = str(row.period_end.year) if is_yearly(target) else ""
    value = None if row.value is None else float(row.value)
    mark = "" if row.value is not None else str(row.get_standing_display())
    is_owed = row.standing != Standing.NOT_APPLICABLE
    return Dated(row.period_end, value, period_label(row.period), mark, group, is_owed=is_owed)


def _reach(target: Target, rows: Sequence[Reading], today: date) -> tuple[date, date]:
    """The first and the last day of the picture."""
    days = [row.period_end for row in rows]
    if is_yearly(target) or is_recurring(target):
        year = min((day.year for day in days), default=today.year)
        return date(year - 1, 12, 31), date(max([today.year, *(day.year for day in days)]), 12, 31)
    schedule = schedule_of(target, today.year)
    known = [*days, *([schedule.start.on, schedule.end.on] if schedule else [today])]
    if target.due_on:
        known.append(target.due_on)
    first, last = min(known), max(known)
    return (first if first < last else first - timedelta(days=365)), last


def _expected(target: Target, own: Sequence[Reading], first: date, last: date) -> list[Dated]:
    """The corners of the expected line."""
    if is_recurring(target):
        return [corner for row in own for corner in _of_period(target, row)]
    if target.schedule == ScheduleKind.NONE:
        return []
    years = range(first.year + 1, last.year + 1) if is_yearly(target) else [last.year]
    corners: list[Dated] = []
    for year in years:
        schedule = schedule_of(target, year, own)
        if schedule is not None and schedule.kind is not ScheduleKind.NONE:
            corners += _corners(schedule, str(year))
    return corners


def _of_period(target: Target, row: Reading) -> Iterator[Dated]:
    period = parse_period(row.period)
    value = expected_of(target, period)
    if value is not None:
        for day in (period.first, period.last):
            yield Dated(day, float(value), group=row.period)


def _corners(schedule: Schedule, group: str) -> list[Dated]:
    """A straight line has two corners; milestones and last year's pattern are steps."""
    start, end = schedule.start, schedule.end
    if schedule.kind is ScheduleKind.LINEAR:
        return [Dated(point.on, float(point.value), group=group) for point in (start, end)]
    steps = _steps(schedule)
    if not steps:
        return []
    corners = []
    for (day, value), (following, _value) in zip(steps, [*steps[1:], (end.on, end.value)], strict=True):
        corners += [Dated(day, float(value), group=group), Dated(following, float(value), group=group)]
    return [*corners, Dated(end.on, float(end.value), group=group)]


def _steps(schedule: Schedule) -> list[tuple[date, Decimal]]:
    if schedule.kind is ScheduleKind.MILESTONES:
        return [(point.on, point.value) for point in schedule.points]
    if not schedule.points:
        return []
    total = schedule.points[-1].value
    return [
        (point.on.replace(year=schedule.end.on.year), schedule.end.value * point.value / total)
        for point in schedule.points
        if (point.on.month, point.on.day) != (2, 29)
    ]


def _levels(target: Target) -> list[Level]:
    if is_recurring(target):
        return []
    levels = [Level(float(target.value), _("目标 %(value)s") % {"value": plain(target.value) + target.unit})]
    if target.value_high is not None:
        levels.append(
            Level(float(target.value_high), _("目标上限 %(value)s") % {"value": plain(target.value_high) + target.unit})
        )
    if target.stretch_value is not None:
        words = _("力争 %(value)s") % {"value": plain(target.stretch_value) + target.unit}
        levels.append(Level(float(target.stretch_value), words, "stretch"))
    return levels


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Year ends; in a short picture the ends of quarters."""
    kind = PeriodKind.QUARTER if (last - first).days <= SHORT else PeriodKind.YEAR
    period = period_of(first, kind)
    found = [(first, f"{first.year}-{first.month:02}" if kind is PeriodKind.QUARTER else str(first.year))]
    while period.last <= last:
        if period.last > first:
            words = f"{period.year}-{period.last.month:02}" if kind is PeriodKind.QUARTER else period.code
            found.append((period.last, words))
        period = period.next()
    return found


def _table(target: Target, own: Sequence[Reading], published: Sequence[Reading]) -> list[list[str]]:
    unit = counted_in(target)
    above = {row.period: reading_words(row, unit) for row in published}
    ours = {row.period: row for row in own}
    rows = []
    for period in sorted(map(parse_period, {*above, *ours})):
        expected = expected_of(target, period, own)
        rows.append(
            [
                period_label(period),
                reading_words(ours[period.code], unit) if period.code in ours else DASH,
                DASH if expected is None else figure(comparator="=", value=rounded(expected), unit=unit),
                above.get(period.code, DASH),
            ]
        )
    return rows


def _digits(values: Sequence[Decimal | None]) -> int:
    """As many decimals as the figures have."""
    return max((len(plain(value).partition(".")[2]) for value in values if value is not None), default=0)
