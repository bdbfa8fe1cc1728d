"""Who has to report about what in a period: lead units as printed, collectives by their members, merged units by their successors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Q

from kepu.apps.base import clock
from kepu.apps.ledger.enums import REPORTED_STATES, PlanState, Role
from kepu.apps.ledger.models import TaskUnit, UnitReport
from kepu.apps.territory.models import OrganisationSuccession
from kepu.apps.territory.selectors import resolve_collective

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.ledger.models import Round, Task


@dataclass(frozen=True)
class Duties:
    """Tasks by organisation, in printed order; names of leads that no organisation and no collective has."""

    tasks: dict[int, list[Task]] = field(default_factory=dict)
    unknown_names: tuple[str, ...] = ()


def lead_duties(asked: Round) -> Duties:
    """The tasks that each organisation reports about in a round, linked ones once.

    A collective that leads (各镇街) stands for each of its members on the last day of the period. A unit that has become
    another is asked under its old name while its page of this round exists, otherwise its successors are.
    """
    on = min(clock.today(), asked.due_on)
    with_page = set(UnitReport.objects.filter(round=asked).values_list("organisation_id", flat=True))
    parts = list(_lead_parts(asked))
    heirs = _successors_by_id({part.organisation_id for part in parts if part.organisation_id}, on)
    members: dict[str, list[int] | None] = {}
    found: dict[int, dict[int, Task]] = defaultdict(dict)
    unknown: dict[str, None] = {}
    for part in parts:
        if part.organisation_id is not None:
            organisations = [part.organisation_id]
            if part.organisation_id not in with_page:
                organisations = heirs.get(part.organisation_id, organisations)
        else:
            if part.name not in members:
                members[part.name] = _members(part.name, asked)
            named = members[part.name]
            if named is None:
                unknown[part.name] = None
                continue
            organisations = named
        for organisation_id in organisations:
            found[organisation_id].setdefault(part.task_id, part.task)
    return Duties({pk: answered_once(tasks.values()) for pk, tasks in found.items()}, tuple(unknown))


def answered_once(tasks: Iterable[Task]) -> list[Task]:
    """Of tasks that mean the same only the one of the oldest plan; the order stays."""
    seen: set[int] = set()
    kept = []
    for task in tasks:
        if task.link_id is not None:
            if task.link_id in seen:
                continue
            seen.add(task.link_id)
        kept.append(task)
    return kept


def current_tasks(asked: Round) -> Q:
    """Tasks of a region's confirmed plans whose years include the end of the period, or go on after their years."""
    year = asked.period_end.year
    begun = Q(plan__period_start=None) | Q(plan__period_start__lte=year)
    not_over = Q(plan__period_end=None) | Q(plan__period_end__gte=year)
    # Of an archived plan only what was taken up again by itself: the rest is in no state that is reported.
    decided = ~Q(plan__after_end="")
    return Q(region_code=asked.region_code, plan__state=PlanState.CONFIRMED) & begun & (not_over | decided)


def _lead_parts(asked: Round) -> QuerySet[TaskUnit]:
    """Leads of everything that is reported, the oldest plan first."""
    return (
        TaskUnit.objects.filter(current_tasks(asked), role=Role.LEAD, task__state__in=REPORTED_STATES)
        .select_related("task")
        .defer("task__spans")
        .order_by(F("plan__issued_on").asc(nulls_last=True), "plan_id", "task_position", "position")
    )


def _members(name: str, asked: Round) -> list[int] | None:
    found = resolve_collective(name, asked.region_code, asked.period_end)
    return None if found is None else [organisation.pk for organisation in found]


def _successors_by_id(organisation_ids: Iterable[int], on: date) -> Mapping[int, list[int]]:
    """What organisations have become by a day; those that are unchanged are left out."""
    following: dict[int, list[int]] = defaultdict(list)
    rows = OrganisationSuccession.objects.filter(on__lte=on).order_by("on", "pk")
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        following[predecessor].append(successor)
    return {pk: last_ones(pk, following) for pk in organisation_ids if pk in following}


def last_ones(organisation_id: int, following: Mapping[int, list[int]]) -> list[int]:
    """The ends of every way through the changes; a circle ends nowhere and is walked once."""
    ends: dict[int, None] = {}
    waiting, seen = [organisation_id], set()
    while waiting:
        each = waiting.pop(0)
        if each in seen:
            continue
        seen.add(each)
        if following.get(each):
            waiting += following[each]
        else:
            ends[each] = None
    return list(ends) or [organisation_id]
