"""How a target stands: its readings against its schedule. Pure functions on rows that were read before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import Comparator
from kepu.apps.ledger.enums import Period as Frequency
from kepu.apps.ledger.lights import Figure, Light, LightCode, figure_light, overdue_note
from kepu.apps.measures.enums import Standing
from kepu.core.measures import (
    Period,
    PeriodKind,
    Point,
    Schedule,
    ScheduleKind,
    expected_value,
    parse_period,
    period_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.models import Target
    from kepu.apps.ledger.policies import LightsPolicy
    from kepu.apps.measures.models import Reading

ZERO = Decimal(0)
PERCENT = frozenset({"%", "％", "‰", "百分点", "个百分点"})
RANK_WORDS = ("排名", "位次", "名次", "位列")
# How often a target recurs, as a kind of period; a week is counted by its days.
RECURS = {Frequency.PER_MONTH: PeriodKind.MONTH, Frequency.PER_QUARTER: PeriodKind.QUARTER}
DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Judged:
    """How a target stands by its latest reading."""

    light: Light
    reading: Reading | None = None
    expected: Decimal | None = None

    @property
    def period(self) -> str:
        """What the latest reading is about."""
        return period_label(self.reading.period) if self.reading else ""


def is_yearly(target: Target) -> bool:
    """Whether the figure begins anew every year."""
    return target.period == Frequency.PER_YEAR


def is_recurring(target: Target) -> bool:
    """Whether a figure is owed for each month, quarter or week."""
    return target.period in {Frequency.PER_MONTH, Frequency.PER_QUARTER, Frequency.PER_WEEK}


def counted_in(target: Target) -> str:
    """The unit of a reading: 次 where 次/周 is asked for, because a reading adds up its weeks."""
    return target.unit.partition("/")[0] if is_recurring(target) else target.unit


def counted_how(target: Target) -> str:
    """What is to be typed as the figure of a period."""
    if is_yearly(target):
        return _("填 1 月 1 日以来的累计数")
    return _("填本期的数") if is_recurring(target) else _("填截至期末的数")


def reading_period(target: Target, period: Period) -> Period:
    """The period under which a report on `period` states the figure: of the year so far, where it counts by years."""
    if not is_yearly(target) or period.kind in {PeriodKind.WEEK, PeriodKind.YEARS, PeriodKind.YEAR}:
        return period
    to_date = period_of(period.last, PeriodKind.YEAR_TO_DATE)
    return period_of(period.last, PeriodKind.YEAR) if to_date.last.month == 12 else to_date  # noqa: PLR2004  # December


def figure_of(target: Target, period: Period | None = None) -> Figure:
    """What the target asks for, over the length of a period when so much is owed each month, quarter or week."""
    times = _times(target, period) if period and target.unit not in PERCENT else 1
    return Figure(
        comparator=target.comparator,
        value=target.value * times,
        high=None if target.value_high is None else target.value_high * times,
        stretch=None if target.stretch_value is None else target.stretch_value * times,
        baseline=None if is_yearly(target) or is_recurring(target) else target.baseline_value,
        sinks=any(word in target.indicator for word in RANK_WORDS) or _vanishes(target),
    )


def _vanishes(target: Target) -> bool:
    return target.comparator == Comparator.ABOUT and target.value == 0


def _times(target: Target, period: Period) -> int | Decimal:
    """How many of its months, quarters or weeks a period has; 0 when it is shorter than one."""
    if target.period == Frequency.PER_WEEK:
        return Decimal(period.days) / DAYS_OF_WEEK if period.days >= DAYS_OF_WEEK else 0
    kind = RECURS.get(Frequency(target.period))
    if kind is None or kind == period.kind:
        return 1
    months = 3 if kind is PeriodKind.QUARTER else 1
    whole = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    is_whole = period.kind is not PeriodKind.WEEK and whole % months == 0
    return whole // months if is_whole else 0


def schedule_of(target: Target, year: int, readings: Sequence[Reading] = ()) -> Schedule | None:
    """How the figure is to come to its target; of one that begins anew every year, in `year`.

    None where it has no beginning or no end. Last year's pattern is taken from the readings.
    """
    kind = ScheduleKind(target.schedule)
    if is_recurring(target):
        return None
    if is_yearly(target):
        start, end = Point(date(year - 1, 12, 31), ZERO), Point(date(year, 12, 31), target.value)
        points = _last_year(year, readings) if kind is ScheduleKind.LAST_YEAR else _milestones(target, start, end)
        return Schedule(kind, start, end, points)
    begin = _beginning(target)
    if target.due_on is None or begin is None or begin.on >= target.due_on:
        return None
    end = Point(target.due_on, target.value)
    if kind is ScheduleKind.LINEAR and _needs_baseline(target):
        kind = ScheduleKind.NONE
    return Schedule(kind, begin, end, _milestones(target, begin, end))


def _beginning(target: Target) -> Point | None:
    """The baseline at the end of its year, or zero on the day before the plan begins."""
    if target.baseline_year:
        return Point(date(target.baseline_year, 12, 31), target.baseline_value or ZERO)
    first = target.plan.period_start or (target.due_on.year if target.due_on else None)
    return Point(date(first, 1, 1) - timedelta(days=1), target.baseline_value or ZERO) if first else None


def _needs_baseline(target: Target) -> bool:
    """A share, or a figure that is to sink, does not begin at zero: without its baseline there is no straight line."""
    return target.baseline_value is None and (target.unit in PERCENT or figure_of(target).is_falling)


def _milestones(target: Target, start: Point, end: Point) -> tuple[Point, ...]:
    points = (Point(date.fromisoformat(day), Decimal(value)) for day, value in target.schedule_points)
    return tuple(sorted((each for each in points if start.on < each.on <= end.on), key=lambda each: each.on))


def _last_year(year: int, readings: Sequence[Reading]) -> tuple[Point, ...]:
    """Figures of the year before that count up, by day; nothing unless they go to its end."""
    found = {
        row.period_end: row.value
        for row in readings
        if row.value is not None and row.period_end.year == year - 1 and _from_january(row)
    }
    points = tuple(Point(day, found[day]) for day in sorted(found))
    return points if points and points[-1].on == date(year - 1, 12, 31) and points[-1].value > 0 else ()


def _from_january(reading: Reading) -> bool:
    first = parse_period(reading.period).first
    return (first.month, first.day) == (1, 1) and first.year == reading.period_end.year


def expected_of(target: Target, period: Period, readings: Sequence[Reading] = ()) -> Decimal | None:
    """What the figure should be at the end of a period; None is not judged."""
    if is_recurring(target):
        value = figure_of(target, period).value
        return value if _times(target, period) else None
    if is_yearly(target) and period.first != date(period.last.year, 1, 1):
        return None  # a quarter by itself says nothing about the year so far
    schedule = schedule_of(target, period.last.year, readings)
    if schedule is None:
        return target.value if target.due_on and period.last >= target.due_on else None
    return expected_value(schedule, period.last)


def judge(target: Target, readings: Sequence[Reading], policy: LightsPolicy, today: date) -> Judged:
    """How the target stands by its latest reading (own readings, oldest first)."""
    late = target.due_on is not None and target.due_on < today
    archived = _("方案已按到期归档") if target.plan.is_archived else ""
    if not readings:
        note = archived or (_("已到期，还没有数据") if late else _("还没有数据"))
        return Judged(Light(LightCode.NOT_JUDGED, note))
    # Where there is no figure to be had, the last one stands; a missing one hides what was before.
    owed = [each for each in readings if each.standing != Standing.NOT_APPLICABLE]
    reading = (owed or readings)[-1]
    period = parse_period(reading.period)
    if reading.standing != Standing.VALUE or reading.value is None:
        words = {"period": period_label(period), "standing": reading.get_standing_display()}
        return Judged(Light(LightCode.NOT_JUDGED, _("%(period)s%(standing)s") % words), reading)
    expected = expected_of(target, period, readings)
    if not _is_comparable(target, period):
        note = _("%(period)s的数不能和这项指标比较") % {"period": period_label(period)}
        return Judged(Light(LightCode.NOT_JUDGED, note), reading)
    light = figure_light(figure_of(target, period), reading.value, expected, policy)
    if archived and light.code is not LightCode.REACHED:
        light = Light(LightCode.NOT_JUDGED, archived)
    elif late and light.code is not LightCode.REACHED:
        light = _overdue(target.due_on, today, light)
    return Judged(light, reading, expected)


def _is_comparable(target: Target, period: Period) -> bool:
    if is_yearly(target):
        return period.first == date(period.last.year, 1, 1)
    return not is_recurring(target) or bool(_times(target, period))


def _overdue(due_on: date | None, today: date, light: Light) -> Light:
    days = (today - due_on).days if due_on else 0
    return Light(LightCode.OVERDUE, overdue_note(days), -days) if days > 0 else light
