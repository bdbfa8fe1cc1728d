"""Tasks of other plans: those that mean the same, and those that might."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from kepu.apps.ledger.enums import PlanState, Role, TaskState
from kepu.apps.ledger.models import Target, Task, TaskUnit
from kepu.apps.ledger.same_figures import are_counted_alike, quantities
from kepu.apps.ledger.selectors.targets import HEAVY, OLDEST_PLAN_FIRST, unpaired
from kepu.core.plans import likest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from kepu.apps.ledger.same_figures import Quantity
    from kepu.apps.people.models import User

MOST_COMPARED = 2000
MOST_PROPOSED, MOST_FOUND = 12, 50
SAME_LEAD = 0.15  # what a common lead unit adds to the likeness of two sentences


@dataclass(frozen=True)
class Proposal:
    """A task of another plan that may mean the same."""

    task: Task
    percent: int | None
    has_same_lead: bool


def linked_tasks(task: Task) -> list[Task]:
    """The other tasks of its group, the oldest plan first."""
    if task.link_id is None:
        return []
    rows = Task.objects.filter(link_id=task.link_id, plan__state=PlanState.CONFIRMED).exclude(pk=task.pk)
    return list(_light(rows).order_by("plan__issued_on", "plan_id"))


def linked_targets(task: Task) -> list[Target]:
    """The targets of a task, then those of the tasks that mean the same; one query."""
    same = Q(task=task) | Q(task__link_id=task.link_id) if task.link_id else Q(task=task)
    rows = Target.objects.filter(same, plan__state=PlanState.CONFIRMED, is_baseline=False)
    light = unpaired(rows).exclude(Q(task__state=TaskState.ARCHIVED) & ~Q(task=task)).select_related("plan", "task")
    found = light.defer(*HEAVY, "spans", "task__spans").order_by(*OLDEST_PLAN_FIRST)
    return sorted(found, key=lambda target: target.task_id != task.pk)


def own_quantities(task: Task, targets: Sequence[Target]) -> list[Quantity]:
    """What a task asks for, with the targets of other plans that are asked with it."""
    return [each for each in quantities(targets) if each.target.task_id == task.pk]


def joinable(target: Target, targets: Sequence[Target]) -> list[Quantity]:
    """The quantities of other plans that a target may be said to be."""
    found = quantities([each for each in targets if each.pk != target.pk])
    return [
        each
        for each in found
        if are_counted_alike(each.target, target) and target.plan_id not in {other.plan_id for other in each.targets}
    ]


def proposals(user: User, task: Task, *, text: str = "", plan_id: int | None = None) -> list[Proposal]:
    """The likest tasks of other plans of the same region, those with the same lead first; or those with some words."""
    rows = _candidates(user, task)
    if plan_id:
        rows = rows.filter(plan_id=plan_id)
    leads = set(task.units.filter(role=Role.LEAD).values_list("unit_key", flat=True))
    with_lead = TaskUnit.objects.filter(region_code=task.region_code, role=Role.LEAD, unit_key__in=leads)
    keys = set(with_lead.values_list("task_id", flat=True)[:MOST_COMPARED])
    if text:
        found = list(rows.filter(Q(text__icontains=text) | Q(lead_names__icontains=text)).order_by("plan", "position"))
        return [Proposal(each, None, each.pk in keys) for each in found[:MOST_FOUND]]
    near = list(rows.filter(pk__in=keys)[:MOST_COMPARED])
    others = list(rows.exclude(pk__in=keys)[: MOST_COMPARED - len(near)])
    return _likest(task, near, others)


def _likest(task: Task, near: list[Task], others: list[Task]) -> list[Proposal]:
    offered = [*near, *others]
    found = likest(task.text, [each.text for each in offered], most=4 * MOST_PROPOSED)
    made = [Proposal(offered[each.index], round(each.likeness * 100), each.index < len(near)) for each in found]
    made.sort(key=lambda each: -((each.percent or 0) + 100 * SAME_LEAD * each.has_same_lead))
    return made[:MOST_PROPOSED]


def _candidates(user: User, task: Task) -> QuerySet[Task]:
    """Tasks that it may be linked with: of plans that are not in its group."""
    taken = {task.plan_id, *(each.plan_id for each in linked_tasks(task))}
    rows = Task.objects.visible_to(user).filter(region_code=task.region_code, plan__state=PlanState.CONFIRMED)
    return _light(rows.exclude(plan_id__in=taken))


def _light(rows: QuerySet[Task]) -> QuerySet[Task]:
    fields = ("plan_id", "link_id", "region_code", "position", "number", "text", "lead_names", "state", "due_on")
    return rows.select_related("plan").only(*fields, "plan__title", "plan__doc_number", "plan__issued_on")
