"""Phases that plans print: from when to when, in their own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kepu.apps.ledger.enums import PlanState, SectionKind
from kepu.apps.ledger.models import Parse, Plan, Section
from kepu.apps.ledger.wording import heading
from kepu.core.measures import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import Any

    from kepu.apps.people.models import User

REMEMBERED, MOST_PLANS, LONGEST = 256, 200, 120
DASH = r"[-—–─―~～至到]+"
# 2026年3月—2027年5月, 2026年3—5月, 2026年, 2026—2030年
SPAN = re.compile(
    rf"(?P<year>20\d{{2}})\s*年?(?:\s*(?P<month>1[0-2]|0?[1-9])\s*月?)?"
    rf"(?:\s*{DASH}\s*(?:(?P<last>20\d{{2}})\s*年?\s*)?(?:(?P<until>1[0-2]|0?[1-9])\s*月)?)?"
)


@dataclass(frozen=True)
class Phase:
    """One phase of one plan; both days belong to it."""

    plan_id: int
    words: str
    first: date
    last: date
    section_id: int | None = None

    def touches(self, first: date, last: date) -> bool:
        """Whether it goes on in a time."""
        return self.first <= last and first <= self.last


def phase_days(words: str) -> tuple[date, date] | None:
    """First and last day of the first time that words name; None when they name none."""
    found = SPAN.search(words)
    if found is None:
        return None
    year, month, last, until = (int(found[name]) if found[name] else 0 for name in ("year", "month", "last", "until"))
    first = parse_period(f"{year}-{month or 1:02}").first
    end_month = until or (12 if last or not month else month)
    end = parse_period(f"{last or year}-{end_month:02}").last
    return (first, end) if first <= end else None


def phases_of(user: User, plan_ids: Iterable[int]) -> list[Phase]:
    """The phases of confirmed plans that the user may see, in the order of their days; three queries at most."""
    rows = Plan.objects.visible_to(user).filter(pk__in=plan_ids, state=PlanState.CONFIRMED)
    plans = dict(rows.values_list("pk", "closed_at")[:MOST_PLANS])
    found = [phase for each in plans.items() for phase in _remembered(*each)]
    return sorted(found, key=lambda phase: (phase.first, phase.last, phase.plan_id))


@lru_cache(maxsize=REMEMBERED)
def _remembered(plan_id: int, _confirmed_at: datetime | None) -> tuple[Phase, ...]:
    """What a confirmed plan prints never changes, so each process reads it once."""
    sections = Section.objects.filter(plan_id=plan_id, kind=SectionKind.SCHEDULE).order_by("position")
    dated = list(_of_sections(plan_id, sections))
    return tuple(dated) or tuple(_of_milestones(plan_id))


def _of_sections(plan_id: int, sections: Iterable[Section]) -> Iterator[Phase]:
    for section in sections:
        if days := phase_days(section.title):
            yield Phase(plan_id, heading(section.number, section.level, section.title), *days, section.pk)


def _of_milestones(plan_id: int) -> Iterator[Phase]:
    result: list[dict[str, Any]] | None = (
        Parse.objects.filter(plan_id=plan_id).values_list("result__milestones", flat=True).first()
    )
    for each in result or []:
        if each.get("kind") != "schedule":
            continue
        years = each["year_start"], each["year_end"]
        days = phase_days(each["quote"]) or (date(years[0], 1, 1), date(years[1], 12, 31))
        yield Phase(plan_id, str(each["quote"])[:LONGEST], *days)
