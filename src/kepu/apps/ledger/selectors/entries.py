"""What an entry says, whether it counts, and what its unit said the last time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import REPORTED_STATES, EntryEvent, EntryState, Role, TaskState
from kepu.apps.ledger.models import Entry, EntryText, Target, TaskUnit
from kepu.apps.ledger.selectors.duties import current_tasks
from kepu.apps.ledger.selectors.targets import HEAVY, OLDEST_PLAN_FIRST, unpaired
from kepu.apps.territory.models import OrganisationSuccession
from kepu.apps.territory.selectors import resolve_collective

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from kepu.apps.ledger.models import Round, Task, UnitReport
    from kepu.apps.territory.models import Organisation

FIELDS = ("answer", "progress", "percent", "problems", "next_step", "reason", "figures")
# What `与上期相同` takes over.
TAKEN_OVER = ("progress", "percent", "problems", "next_step", "reason", "figures")
EDITABLE = (EntryState.OPEN, EntryState.RETURNED)
SAID = (EntryEvent.FILED, EntryEvent.CORRECTED, EntryEvent.IMPORTED)


@dataclass(frozen=True)
class Previous:
    """What was filed about a task for an earlier period."""

    period: str
    content: dict[str, Any]
    at: datetime

    @property
    def label(self) -> str:
        """The period as people say it."""
        return period_label(self.period)


def content_of(entry: Entry) -> dict[str, Any]:
    """What an entry says now, as it is written into its history."""
    found = {name: getattr(entry, name) for name in FIELDS}
    return {**found, "percent": None if entry.percent is None else f"{entry.percent.normalize():f}"}


def asked_for(path: str = "entries__") -> Q:
    """Entries that count: the work still goes on, or an answer was filed while it did."""
    current = Q(**{f"{path}task__state__in": REPORTED_STATES})
    not_taken_back = Q(**{f"{path}asked_by_request__withdrawn_at": None})
    return Q(**{f"{path}pk__isnull": False}) & ((current & not_taken_back) | ~Q(**{f"{path}state": EntryState.OPEN}))


def answered(path: str = "entries__") -> Q:
    """Of these, entries with an answer."""
    return asked_for(path) & ~Q(**{f"{path}answer": ""})


def is_asked(entry: Entry) -> bool:
    """The same about one entry."""
    request = entry.asked_by_request
    withdrawn = request is not None and request.withdrawn_at is not None
    return (entry.task.state in REPORTED_STATES and not withdrawn) or entry.state != EntryState.OPEN


def predecessors(organisation_ids: Collection[int]) -> list[int]:
    """Organisations and those that were merged into them, one step back."""
    rows = OrganisationSuccession.objects.filter(successor_id__in=organisation_ids)
    return [*organisation_ids, *rows.values_list("predecessor_id", flat=True)]


def previous_texts(report: UnitReport, entries: Iterable[Entry]) -> dict[int, Previous]:
    """For each entry what the unit last filed about the task, or about one that means the same; four queries."""
    wanted = list(entries)
    keys = {entry.pk: subject_key(entry.task_id, entry.task.link_id) for entry in wanted}
    links = {entry.task.link_id for entry in wanted if entry.task.link_id}
    earlier = (
        Entry.objects.filter(
            Q(task_id__in=[entry.task_id for entry in wanted]) | Q(task__link_id__in=links),
            report__organisation_id__in=predecessors([report.organisation_id]),
            period_end__lt=_period_end(report),
        )
        .annotate(last_text=Max("texts__pk", filter=Q(texts__event__in=SAID)))
        .filter(last_text__isnull=False)
        .order_by("period_end", "last_text")
        .values_list("role", "task_id", "task__link_id", "last_text", "report__round__period")
    )
    latest: dict[tuple[str, str], tuple[int, str]] = {}
    for role, task_id, link_id, text_id, period in earlier:
        latest[role, subject_key(task_id, link_id)] = (text_id, period)
    texts = EntryText.objects.in_bulk([text_id for text_id, _period in latest.values()])
    found = {}
    for entry in wanted:
        known = latest.get((entry.role, keys[entry.pk]))
        if known is not None:
            text = texts[known[0]]
            found[entry.pk] = Previous(known[1], text.content, text.at)
    return found


def subject_key(task_id: int, link_id: int | None) -> str:
    """What is the same for tasks that mean the same."""
    return f"link{link_id}" if link_id else f"task{task_id}"


def _period_end(report: UnitReport) -> date:
    return report.round.period_end


def targets_of(report: UnitReport, entries: Sequence[Entry]) -> dict[int, list[Target]]:
    """The targets that each answer gives readings of: those of its task and of the tasks that mean the same.

    Those that measure the same are one quantity (`same_figures`); of a plan that is over nothing is asked. Of several units that lead a task the consolidating one gives the figure, so that a target has one reading a period.
    """
    wanted = [entry for entry in entries if entry.role == Role.LEAD]
    links = {entry.task.link_id for entry in wanted if entry.task.link_id}
    consolidated = TaskUnit.objects.filter(
        role=Role.LEAD, is_consolidator=True, organisation_id__in=predecessors([report.organisation_id])
    )
    rows = Target.objects.filter(
        Q(task_id__in=[entry.task_id for entry in wanted])
        | (Q(task__link_id__in=links) & current_tasks(report.round) & ~Q(task__state=TaskState.ARCHIVED)),
        is_baseline=False,
        task__in=consolidated.values("task_id"),
    )
    found: dict[str, list[Target]] = defaultdict(list)
    light = unpaired(rows).select_related("task", "plan").defer(*HEAVY, "spans", "task__spans")
    for target in light.order_by(*OLDEST_PLAN_FIRST):
        assert target.task is not None
        found[subject_key(target.task.pk, target.task.link_id)].append(target)
    none: list[Target] = []
    return {
        entry.pk: own_first(entry, found[subject_key(entry.task_id, entry.task.link_id)])
        if entry.role == Role.LEAD
        else none
        for entry in entries
    }


def own_first(entry: Entry, targets: Iterable[Target]) -> list[Target]:
    """The targets of the task that was asked about stand for those of the tasks that mean the same."""
    return sorted(targets, key=lambda target: target.task_id != entry.task_id)


def supporting_units(asked: Round, task: Task) -> list[Organisation]:
    """The units that can be asked about a task (and those that mean the same), collectives by their members."""
    same = Q(task__link_id=task.link_id) if task.link_id else Q(task_id=task.pk)
    found: dict[int, Organisation] = {}
    rows = TaskUnit.objects.filter(same, role=Role.SUPPORT).select_related("organisation")
    for part in rows.order_by("plan", "task_position", "position"):
        units = (
            [part.organisation]
            if part.organisation
            else resolve_collective(part.name, asked.region_code, asked.period_end)
        )
        for unit in units or []:
            found.setdefault(unit.pk, unit)
    return list(found.values())
