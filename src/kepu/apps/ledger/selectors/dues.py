"""Lights of tasks by their due day: of rows that were read, and as conditions on rows that were not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import TaskState
from kepu.apps.ledger.lights import WITHOUT_DUE_LIGHT, LightCode, due_light, due_soon_until, word_of
from kepu.apps.ledger.policies import lights_for
from kepu.core.errors import InputError
from kepu.core.measures import Period, PeriodKind, parse_period, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Task
    from kepu.apps.ledger.policies import LightsPolicy

# In these states the due day still counts.
DUE_STATES = tuple(state for state in TaskState if state not in WITHOUT_DUE_LIGHT)
FILTERED = (LightCode.OVERDUE, LightCode.DUE_SOON)
NO_DAY = "none"
LONGEST, LENGTH_OF_A_DAY = 12, 10


@dataclass
class DueLights:
    """Lights by the rules of each task's region on one day; one query however many tasks and regions."""

    today: date
    policies: dict[str, LightsPolicy]
    _known: dict[tuple[str, date | None, str], Light] = field(default_factory=dict)

    def of(self, task: Task) -> Light:
        """The light of a task."""
        key = task.region_code, task.due_on, task.state
        found = self._known.get(key)
        if found is None:
            if task.region_code not in self.policies:  # a plan beyond those that a board lists
                self.policies |= lights_for([task.region_code], self.today)
            found = due_light(task.due_on, task.state, self.today, self.policies[task.region_code])
            self._known[key] = found
        return found

    def condition(self, code: str, prefix: str = "") -> Q:
        """Tasks whose light is this one."""
        state, day, region = f"{prefix}state__in", f"{prefix}due_on", f"{prefix}region_code__in"
        if code == LightCode.OVERDUE:
            return Q(**{state: DUE_STATES, f"{day}__lt": self.today})
        by_day: dict[date, list[str]] = {}
        for region_code, policy in self.policies.items():
            by_day.setdefault(due_soon_until(self.today, policy), []).append(region_code)
        soon = Q(pk__in=())
        for until, regions in by_day.items():
            here = Q() if len(by_day) == 1 else Q(**{region: regions})
            soon |= here & Q(**{state: DUE_STATES, f"{day}__gte": self.today, f"{day}__lte": until})
        return soon


def due_lights(region_codes: Iterable[str]) -> DueLights:
    """The lights of today in some regions; one query."""
    today = clock.today()
    return DueLights(today, lights_for(dict.fromkeys(region_codes), today))


def light_words(light: Light) -> str:
    """The word of a light with what it adds: 逾期 3 天, 临期 · 还有 5 天."""
    if not light.note or light.note.startswith(light.word):
        return light.note or light.word
    return f"{light.word} · {light.note}"


def light_choices() -> list[tuple[str, str]]:
    """What a board is narrowed to."""
    return [(code.value, word_of(code)) for code in FILTERED]


def due_choices(asked: str, today: date) -> list[tuple[str, str]]:
    """Periods in which tasks are due: those near today, and the one in the address when it is one."""
    found = dict(_near(today, get_language() or ""))
    if asked and asked not in found and asked != NO_DAY and days_of(asked):
        found[asked] = asked if is_day(asked) else period_label(asked)
    return [*found.items(), (NO_DAY, _("没有截止日期"))]


@lru_cache(maxsize=8)
def _near(today: date, _language: str) -> tuple[tuple[str, str], ...]:
    """This month, the next, this quarter, this year: the same all day."""
    month = period_of(today, PeriodKind.MONTH)
    near = [month, month.next(), period_of(today, PeriodKind.QUARTER), period_of(today, PeriodKind.YEAR)]
    return tuple((each.code, period_label(each)) for each in near)


def due_condition(asked: str, prefix: str = "") -> Q:
    """Tasks that are due in a period or on a day."""
    if asked == NO_DAY:
        return Q(**{f"{prefix}due_on": None})
    days = days_of(asked)
    assert days is not None, "only offered periods arrive here"
    return Q(**{f"{prefix}due_on__gte": days[0], f"{prefix}due_on__lte": days[1]})


def days_of(asked: str) -> tuple[date, date] | None:
    """First and last day of a period code or of a day in an address; None when it is neither."""
    try:
        if is_day(asked):
            return (date.fromisoformat(asked),) * 2
        period = parse_period(asked[:LONGEST])
    except (ValueError, InputError):
        return None
    return period.first, period.last


def is_day(asked: str) -> bool:
    """Whether it is written like 2026-12-31; weeks and months have one dash."""
    return len(asked) == LENGTH_OF_A_DAY and asked[4] == asked[7] == "-"


def month_of(asked: str, today: date) -> Period:
    """The month in an address, else that of today."""
    try:
        found = parse_period(asked[:LONGEST])
    except InputError:
        found = period_of(today, PeriodKind.MONTH)
    return found if found.kind is PeriodKind.MONTH else period_of(today, PeriodKind.MONTH)
