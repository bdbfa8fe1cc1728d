"""One unit's page of a period: every task it answers for over all plans, with what it said last and what others told it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import EntryState, Role, RoundState
from kepu.apps.ledger.lights import NOTHING, report_light
from kepu.apps.ledger.models import Entry, SupportRequest, Task, TaskUnit, UnitReport
from kepu.apps.ledger.models.plan import HEAVY
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.dues import due_lights
from kepu.apps.ledger.selectors.entries import (
    EDITABLE,
    content_of,
    is_asked,
    predecessors,
    previous_texts,
    subject_key,
    targets_of,
)
from kepu.apps.ledger.selectors.evidence import evidence_of
from kepu.apps.ledger.selectors.report_rows import FigureRow, Group, Row, UnitPage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Target
    from kepu.apps.ledger.same_figures import Quantity
    from kepu.apps.ledger.selectors.dues import DueLights
    from kepu.apps.people.models import User

__all__ = ["Group", "Row", "UnitPage", "has_own_unit", "one_row", "report_of", "unit_page", "with_content"]

SETTLED = (EntryState.FILED, EntryState.ACCEPTED)
# A successor is two steps away at most, see `rules.MERGED`.
SUCCESSORS = "organisation__succeeded_by__successor__succeeded_by__successor"


def report_of(key: UUID) -> UnitReport | None:
    """The page of an address with what its rules look at."""
    rows = UnitReport.objects.select_related("round", "organisation", "filed_by", "checked_by")
    return rows.prefetch_related(SUCCESSORS).filter(key=key).first()


def has_own_unit(user: User) -> bool:
    """Whether a person acts for some unit, or reads all of them."""
    return any(grant.organisation_id is not None for grant in user.grants) or bool(
        list(rules.VIEW_REPORTS.grants(user))
    )


def unit_page(report: UnitReport) -> UnitPage:
    """Everything on the page; the same number of queries however many tasks."""
    entries = list(_entries(report))
    sentences = _sentences(entries)
    previous = previous_texts(report, entries)
    targets = targets_of(report, entries)
    evidence = evidence_of(report)
    told = _told(report, entries)
    requests = _requests(report, entries)
    lights = due_lights([report.region_code])
    is_open = report.round.state == RoundState.OPEN
    rows = []
    for entry in entries:
        key = subject_key(entry.task_id, entry.task.link_id)
        row = Row(
            entry=entry,
            sentences=sentences[entry.pk],
            light=lights.of(entry.task),
            is_asked=is_asked(entry),
            is_editable=is_open and entry.state in EDITABLE and is_asked(entry),
            content=content_of(entry),
            previous=previous.get(entry.pk),
            evidence=evidence.get(entry.pk, []),
            told=[] if entry.role == Role.SUPPORT else told[key],
            requests=[] if entry.role == Role.SUPPORT else requests[entry.task_id],
        )
        _ask_figures(row, targets[entry.pk])
        rows.append(row)
    return UnitPage(report, _grouped(rows), _light(report, lights))


def _light(report: UnitReport, lights: DueLights) -> Light:
    """Whether the page itself is late."""
    filed_on = timezone.localdate(report.first_filed_at) if report.first_filed_at else None
    policy = lights.policies[report.region_code]
    return report_light(report.last_day, report.state, lights.today, policy, filed_on=filed_on)


def with_content(row: Row, content: dict[str, Any]) -> None:
    """Show what was typed in place of what is kept."""
    row.content = {**row.content, **content}
    _ask_figures(row, row.targets)


def _ask_figures(row: Row, targets: Sequence[Target]) -> None:
    """Ask once for what several plans name; figures that were given differently stay apart."""
    now, last = row.content["figures"], (row.previous.content.get("figures") or {}) if row.previous else {}
    row.targets = list(targets)
    row.figures = [_figure(each, each.said_in(now), each.said_in(last)) for each in quantities(targets, now)]


def _figure(quantity: Quantity, found: Mapping[str, str], last: Mapping[str, str]) -> FigureRow:
    return FigureRow(quantity, found.get("state", ""), found.get("value", ""), last.get("value", ""))


def _entries(report: UnitReport) -> Any:
    heavy = [f"task__plan__{name}" for name in HEAVY]
    return (
        report.entries.select_related(
            "task__plan", "saved_by", "asked_by_request__asked_for", "asked_by_request__asked_by"
        )
        .defer(*heavy, "task__spans")
        .order_by(F("task__plan__issued_on").asc(nulls_last=True), "task__plan_id", "task__position", "pk")
    )


def _sentences(entries: Sequence[Entry]) -> dict[int, list[Task]]:
    """The tasks that each entry answers: its own, then those that mean the same and that the unit also leads."""
    links = {entry.task.link_id for entry in entries if entry.task.link_id and entry.role == Role.LEAD}
    if not links:
        return {entry.pk: [entry.task] for entry in entries}
    units = predecessors([entries[0].report.organisation_id])
    led = TaskUnit.objects.filter(role=Role.LEAD, organisation_id__in=units).values("task_id")
    same = defaultdict(list)
    heavy = [f"plan__{name}" for name in HEAVY]
    for task in Task.objects.filter(link_id__in=links, pk__in=led).select_related("plan").defer(*heavy, "spans"):
        same[task.link_id].append(task)
    return {
        entry.pk: [entry.task, *(each for each in same[entry.task.link_id] if each.pk != entry.task_id)]
        if entry.role == Role.LEAD and entry.task.link_id
        else [entry.task]
        for entry in entries
    }


def _of_tasks(entries: Sequence[Entry]) -> Q:
    leads = [entry for entry in entries if entry.role == Role.LEAD]
    links = [entry.task.link_id for entry in leads if entry.task.link_id]
    return Q(task_id__in=[entry.task_id for entry in leads]) | Q(task__link_id__in=links)


def _told(report: UnitReport, entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """What supporting units, and the other leads, have filed about the same tasks in this round."""
    rows = (
        Entry.objects.filter(_of_tasks(entries), report__round_id=report.round_id, state__in=SETTLED)
        .exclude(report=report)
        .select_related("report__organisation", "task")
        .defer("task__spans")
        .order_by("role", "report__organisation__sequence", "report__organisation__position", "pk")
    )
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in rows:
        found[subject_key(entry.task_id, entry.task.link_id)].append(entry)
    return found


def _requests(report: UnitReport, entries: Sequence[Entry]) -> dict[int, list[SupportRequest]]:
    """Whom the unit, or the office, has asked about its tasks."""
    rows = SupportRequest.objects.filter(
        task_id__in=[entry.task_id for entry in entries], round_id=report.round_id, withdrawn_at=None
    )
    found: dict[int, list[SupportRequest]] = defaultdict(list)
    for request in rows.select_related("organisation", "asked_for").order_by("pk"):
        found[request.task_id].append(request)
    return found


def _grouped(rows: Sequence[Row]) -> list[Group]:
    """Lead tasks by plan, what others asked for at the end."""
    groups: dict[int | None, Group] = {}
    for row in sorted(rows, key=lambda each: each.is_support):
        plan = None if row.is_support else row.task.plan
        groups.setdefault(plan.pk if plan else None, Group(plan, [])).rows.append(row)
    for place, row in enumerate((row for group in groups.values() for row in group.rows), 1):
        row.place = place
    return list(groups.values())


def one_row(report: UnitReport, entry_id: int) -> Row | None:
    """One entry of a page with what saving it needs."""
    entry = _entries(report).filter(pk=entry_id).first()
    if entry is None:
        return None
    row = Row(
        entry=entry,
        sentences=[entry.task],
        light=NOTHING,
        is_asked=is_asked(entry),
        is_editable=report.round.state == RoundState.OPEN and entry.state in EDITABLE,
        content=content_of(entry),
    )
    _ask_figures(row, targets_of(report, [entry])[entry.pk])
    return row
