"""Another version of the same document: which one it is, and what it changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from kepu.apps.ledger import wording
from kepu.apps.ledger.enums import PlanState, Role
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.rules import IN_LEDGER
from kepu.core.plans import Printed, Words, changed_names, match_tasks, word_diff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.ledger.models import Target, Task, VersionMatch

    Found = Mapping[str, Any]

MOST_PLANS = 500
MOST_VERSIONS = 50
DRAFT = re.compile(r"[（(〔\[][^（）()]{0,12}(?:稿|修订|修改|修正|版)[)）〕\]]$")
ALIKE = 0.8  # titles of one number that are one document
SAME_FIGURE = 0.5  # targets of two versions that speak of one thing


def base_title(title: str) -> str:
    """A title without what tells versions apart: white space, the shape of dashes and brackets, 「征求意见稿」."""
    plain = re.sub(r"[—–―－-]+", "-", "".join(title.split())).translate(str.maketrans("()", "（）"))
    return DRAFT.sub("", plain)


def is_same_document(one: Plan, other: Plan) -> bool:
    """Whether two plans are versions of one document: the same title, or the same number under nearly that title."""
    titles = base_title(one.title), base_title(other.title)
    if titles[0] == titles[1]:
        return True
    if not one.doc_number or one.doc_number != other.doc_number:
        return False
    likeness = match_tasks([Printed(titles[0])], [Printed(titles[1])], least=ALIKE)[0]
    return likeness.old is not None


def twins(plan: Plan, states: Sequence[str] = (PlanState.CONFIRMED,)) -> list[Plan]:
    """Other plans of the region that are versions of the same document, the newest first."""
    rows = Plan.objects.light().filter(region_code=plan.region_code, state__in=states).exclude(pk=plan.pk)
    near = rows.select_related("closed_by").order_by("-closed_at", "-pk")[:MOST_PLANS]
    return [other for other in near if is_same_document(plan, other)]


def newest_of(plan_id: int | None) -> int | None:
    """The version that stands in the ledger now, from any earlier one on."""
    for _step in range(MOST_VERSIONS):
        later = Plan.objects.filter(earlier_version=plan_id, state__in=IN_LEDGER).values_list("pk", flat=True).first()
        if plan_id is None or later is None:
            break
        plan_id = later
    return plan_id


@dataclass(frozen=True)
class Change:
    """One task in both versions, or in one of them only."""

    old: Task | None
    new: Found | None
    likeness: float = 0.0
    is_by_hand: bool = False
    words: Sequence[Words] = ()
    units: Sequence[tuple[str, Sequence[str], Sequence[str]]] = ()
    due: tuple[str, str] | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the two say different things."""
        return bool(self.words or self.units or self.due)


@dataclass(frozen=True)
class TargetChange:
    """One target in both versions, or in one of them only."""

    old: Target | None
    new: Found | None
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Difference:
    """What a new version changes."""

    earlier: Plan
    changed: list[Change] = field(default_factory=list)
    added: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    targets: list[TargetChange] = field(default_factory=list)

    @property
    def n_reports(self) -> int:
        """Reports on tasks that the new version leaves out: they stay with the earlier one."""
        return sum(getattr(each.old, "n_entries", 0) for each in self.removed)

    @property
    def pairs(self) -> list[Change]:
        """Tasks that go on."""
        return [*self.changed, *self.same]


def difference(plan: Plan, earlier: Plan, result: Found) -> Difference:
    """Compare what was decided about a plan in review with the tasks of an earlier version."""
    found = Difference(earlier, targets=_targets(earlier, result["targets"]))
    for change in task_changes(plan, earlier, result["tasks"]):
        if change.old is None:
            found.added.append(change)
        elif change.new is None:
            found.removed.append(change)
        else:
            (found.changed if change.is_changed else found.same).append(change)
    return found


def task_changes(plan: Plan, earlier: Plan, tasks: Sequence[Found]) -> list[Change]:
    """Which task continues which: what a person said before what is most alike; new tasks first, then what is left out."""
    tasks = [{**task, "text": wording.task_words(task)} for task in tasks]
    old = list(earlier.tasks.annotate(n_entries=Count("entries")).order_by("position"))
    said = _said(plan, earlier, tasks)
    free_new = [task for task in tasks if task["candidate"] not in said]
    taken = {match.old_task_id for match in said.values()}
    free_old = [task for task in old if task.pk not in taken]
    by_key = {task.pk: task for task in old}
    likest = {}
    for pair in match_tasks([_printed_row(task) for task in free_old], [_printed(task) for task in free_new]):
        if pair.new is not None and pair.old is not None:
            likest[free_new[pair.new]["candidate"]] = (free_old[pair.old], pair.likeness)
    changes = []
    for task in tasks:
        match = said.get(task["candidate"])
        before, likeness = (
            (by_key.get(match.old_task_id or 0), 1.0) if match else likest.get(task["candidate"], (None, 0.0))
        )
        changes.append(_change(before, task, likeness, is_by_hand=match is not None))
    going_on = {change.old.pk for change in changes if change.old}
    return [*changes, *(Change(task, None) for task in old if task.pk not in going_on)]


def _said(plan: Plan, earlier: Plan, tasks: Sequence[Found]) -> dict[int, VersionMatch]:
    """What people said about findings that still stand, for this earlier version."""
    standing = {task["candidate"] for task in tasks}
    rows = plan.version_matches.select_related("old_task").filter(by__isnull=False)
    return {
        row.candidate_id: row
        for row in rows
        if row.candidate_id in standing and (row.old_task is None or row.old_task.plan_id == earlier.pk)
    }


def _printed(task: Found) -> Printed:
    return Printed(task["text"], str(task.get("number") or ""), str(task.get("group") or task.get("category") or ""))


def _printed_row(task: Task) -> Printed:
    return Printed(task.text, task.number, task.group or task.category)


def _change(old: Task | None, new: Found, likeness: float, *, is_by_hand: bool) -> Change:
    if old is None:
        return Change(None, new, is_by_hand=is_by_hand)
    names = ((Role.LEAD, old.lead_names), (Role.SUPPORT, old.support_names))
    units = [
        (str(role.label), *changed_names([name for name in printed.split("、") if name], new[role.value]))
        for role, printed in names
    ]
    due = str(new.get("due") or "")
    return Change(
        old,
        new,
        likeness,
        is_by_hand,
        words=() if "".join(old.text.split()) == "".join(new["text"].split()) else word_diff(old.text, new["text"]),
        units=[each for each in units if each[1] or each[2]],
        due=(old.due, due) if old.due != due[:60] else None,
    )


def target_pairs(old: Sequence[Target], new: Sequence[Found]) -> list[tuple[Target | None, Found | None]]:
    """Which target of the new version is which of the earlier one."""
    pairs = match_tasks(
        [Printed(each.indicator, _kind(is_baseline=each.is_baseline), each.quote) for each in old],
        [
            Printed(str(each["indicator"] or ""), _kind(is_baseline=bool(each.get("is_baseline"))), each["quote"])
            for each in new
        ],
        least=SAME_FIGURE,
    )
    return [
        (None if pair.old is None else old[pair.old], None if pair.new is None else new[pair.new]) for pair in pairs
    ]


def _kind(*, is_baseline: bool) -> str:
    return "baseline" if is_baseline else "target"


def _targets(earlier: Plan, new: Sequence[Found]) -> list[TargetChange]:
    """Targets that differ."""
    changes = [
        TargetChange(before, after, wording.target_words(before) if before else "", _figure(after) if after else "")
        for before, after in target_pairs(list(earlier.targets.order_by("position")), new)
    ]
    return [change for change in changes if change.before != change.after]


def _figure(found: Found) -> str:
    """The figure of a finding, as `wording.target_words` says it of a row."""
    when = wording.when(period=found["period"], due_year=found.get("due_year"), as_of_year=found.get("as_of_year"))
    figure = wording.figure(
        comparator=found["comparator"],
        value=found["value"],
        value_high=found.get("value_high"),
        unit=found.get("unit") or "",
    )
    return " ".join(part for part in (when, figure) if part)
