"""Lights: what is overdue, due soon, behind. Each is a word, a shape and a colour; pure functions on values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kepu.apps.ledger.enums import Comparator, ReportState, TaskState
from kepu.core.measures import points_behind

if TYPE_CHECKING:
    from datetime import date

    from kepu.apps.ledger.policies import LightsPolicy

# A standing task has no end to be late for; the others of these are over.
WITHOUT_DUE_LIGHT = frozenset(
    {TaskState.DONE, TaskState.STANDING, TaskState.SUSPENDED, TaskState.DROPPED, TaskState.ARCHIVED}
)
SETTLED_REPORTS = frozenset({ReportState.FILED, ReportState.ACCEPTED})
DOWNWARDS = frozenset({Comparator.AT_MOST, Comparator.BELOW})


class LightCode(StrEnum):
    """What a light says."""

    NONE = "none"
    NORMAL = "normal"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    REACHED = "reached"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NOT_JUDGED = "not_judged"


# The shape and colour of `{% status %}`, and the place in a list: what needs somebody comes first.
TONES = {
    LightCode.NONE: "idle",
    LightCode.NORMAL: "good",
    LightCode.DUE_SOON: "warn",
    LightCode.OVERDUE: "bad",
    LightCode.REACHED: "good",
    LightCode.BEHIND: "warn",
    LightCode.FAR_BEHIND: "bad",
    LightCode.NOT_JUDGED: "unknown",
}
URGENCY = (
    LightCode.OVERDUE,
    LightCode.FAR_BEHIND,
    LightCode.BEHIND,
    LightCode.DUE_SOON,
    LightCode.NOT_JUDGED,
    LightCode.NORMAL,
    LightCode.REACHED,
    LightCode.NONE,
)


def word_of(code: LightCode) -> str:
    """The word that always stands beside shape and colour."""
    return {
        LightCode.NONE: "",
        LightCode.NORMAL: _("正常"),
        LightCode.DUE_SOON: _("临期"),
        LightCode.OVERDUE: _("逾期"),
        LightCode.REACHED: _("已达到"),
        LightCode.BEHIND: _("落后于进度"),
        LightCode.FAR_BEHIND: _("严重落后"),
        LightCode.NOT_JUDGED: _("尚不判断"),
    }[code]


@dataclass(frozen=True)
class Light:
    """One light; one that says nothing is false, so that templates write `{% if light %}`."""

    code: LightCode
    note: str = ""
    days: int | None = None

    def __bool__(self) -> bool:
        return self.code is not LightCode.NONE

    @property
    def word(self) -> str:
        """The word."""
        return word_of(self.code)

    @property
    def tone(self) -> str:
        """The shape and colour."""
        return TONES[self.code]

    @property
    def urgency(self) -> int:
        """For sorting: what needs somebody first has the lowest number."""
        return URGENCY.index(self.code)


NOTHING = Light(LightCode.NONE)


def due_light(due_on: date | None, state: str, today: date, policy: LightsPolicy) -> Light:
    """The light of a task by its due day; the day itself is still in time."""
    if due_on is None or state in WITHOUT_DUE_LIGHT:
        return NOTHING
    return _by_day(due_on, today, policy)


def report_light(due_on: date, state: str, today: date, policy: LightsPolicy, *, filed_on: date | None = None) -> Light:
    """The light of a unit's report; one that came late stays normal with a note."""
    if state not in SETTLED_REPORTS:
        return _by_day(due_on, today, policy)
    late = (filed_on - due_on).days if filed_on else 0
    return Light(LightCode.NORMAL, late_note(late) if late > 0 else "")


def _by_day(due_on: date, today: date, policy: LightsPolicy) -> Light:
    left = (due_on - today).days
    if left < 0:
        return Light(LightCode.OVERDUE, overdue_note(-left), left)
    if left == 0 and policy.due_soon_days >= 0:
        return Light(LightCode.DUE_SOON, _("今天到期"), 0)
    if left <= policy.due_soon_days:
        return Light(LightCode.DUE_SOON, ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}, left)
    return Light(LightCode.NORMAL, "", left)


def overdue_note(days: int) -> str:
    """For how long something has been overdue."""
    return ngettext("逾期 %(days)s 天", "逾期 %(days)s 天", days) % {"days": days}


def late_note(days: int) -> str:
    """How late something came."""
    return ngettext("迟报 %(days)s 天", "迟报 %(days)s 天", days) % {"days": days}


def due_soon_until(today: date, policy: LightsPolicy) -> date:
    """The last due day that is due soon today: for conditions on rows."""
    return today + timedelta(days=policy.due_soon_days)


@dataclass(frozen=True)
class Figure:
    """What a target asks for. `sinks` says that less is better: a rank, a share to be brought down."""

    comparator: str
    value: Decimal
    high: Decimal | None = None
    stretch: Decimal | None = None
    baseline: Decimal | None = None
    sinks: bool = False

    @property
    def is_falling(self) -> bool:
        """Whether one gets there by going down."""
        return self.sinks or self.comparator in DOWNWARDS or (self.baseline is not None and self.baseline > self.value)

    def is_reached_by(self, reading: Decimal, policy: LightsPolicy) -> bool:
        """Whether a reading satisfies the target; both ends of a printed range belong to it."""
        if self.comparator == Comparator.ABOVE:
            return reading > self.value
        if self.comparator == Comparator.BELOW:
            return reading < (self.value if self.high is None else self.high)
        if self.comparator == Comparator.ABOUT:
            slack = policy.approx_percent / 100 * (abs(self.value) or abs(self.baseline or Decimal(0)))
            return reading <= self.value + slack if self.is_falling else reading >= self.value - slack
        if self.is_falling:
            return reading <= (self.value if self.high is None else self.high)
        return reading >= self.value

    def is_beyond(self, reading: Decimal) -> bool:
        """Whether a target that names one number, or a range, was passed."""
        if self.comparator != Comparator.EQUAL:
            return False
        return reading < self.value if self.is_falling else reading > (self.value if self.high is None else self.high)

    def has_stretch_reached_by(self, reading: Decimal) -> bool:
        """Whether a reading satisfies what the plan hopes for."""
        if self.stretch is None:
            return False
        return reading <= self.stretch if self.is_falling else reading >= self.stretch


def figure_light(target: Figure, reading: Decimal | None, expected: Decimal | None, policy: LightsPolicy) -> Light:
    """The light of a figure by its reading and what its schedule expects on the reading's day."""
    if reading is None:
        return Light(LightCode.NOT_JUDGED, _("还没有数据"))
    if target.is_reached_by(reading, policy):
        return Light(LightCode.REACHED, _reached_note(target, reading))
    behind = _points(target, reading, expected)
    if expected is None or behind is None:
        return Light(LightCode.NOT_JUDGED, _("没有约定进度"))
    if behind > policy.far_behind_points:
        return Light(LightCode.FAR_BEHIND, _behind_note(behind, ROUND_CEILING))
    if behind > 0 and behind >= policy.behind_points:
        return Light(LightCode.BEHIND, _behind_note(behind))
    return Light(LightCode.NORMAL, _behind_note(behind) if behind > 0 else "")


def _points(target: Figure, reading: Decimal, expected: Decimal | None) -> Decimal | None:
    """Percentage points of the whole way; without a way in the right direction there is nothing to measure by."""
    # A figure that rises from nothing known is measured from zero; one that falls needs to know from where.
    baseline = target.baseline if target.baseline is not None or target.is_falling else Decimal(0)
    if expected is None or baseline is None or (target.value < baseline) != target.is_falling:
        return None
    return points_behind(baseline=baseline, target=target.value, expected=expected, reading=reading)


def _reached_note(target: Figure, reading: Decimal) -> str:
    if target.has_stretch_reached_by(reading):
        return _("已达到力争值")
    return _("已超过原文的数") if target.is_beyond(reading) else ""


def _behind_note(points: Decimal, rounding: str = ROUND_FLOOR) -> str:
    """Rounded so that the number lies on the same side of its threshold as the light."""
    return _("比进度少 %(points)s 个百分点") % {"points": f"{points.quantize(Decimal('0.1'), rounding).normalize():f}"}
