"""Change a task after its plan was confirmed: state, day, consolidating unit. What is printed stays as printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import Change, record_all
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import STATES_WITH_BASIS, TASK_ALLOWED_FROM, PlanState, Role, TaskState
from kepu.apps.ledger.models import Plan, Task, TaskUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kepu.apps.people.models import User

CONFLICT = 409
MOST_AT_ONCE = 200
NAMED = 3  # tasks that a refusal names
SHORT = 20  # characters of a task in a refusal


class Keep:
    """Leave the day as it is: None would take it away."""


@dataclass(frozen=True)
class TaskChange:
    """What is asked for; what is left out stays."""

    state: TaskState | None = None
    basis: str = ""
    due_on: date | type[Keep] | None = Keep
    reason: str = ""
    consolidator_id: int | None = None


class TasksChanged(Refused):
    """Somebody else changed some of the tasks meanwhile."""

    status = CONFLICT


@transaction.atomic
def change_task(*, task_id: int, user: User, change: TaskChange, version: int) -> Task:
    """Change one task; raises `Stale` with the task as it is when somebody was quicker."""
    [task] = _locked([task_id])
    _require(user, task)
    changes = list(_apply(task, change))
    if not changes:
        raise Refused(LedgerCode.NOTHING_CHANGED)
    save_version(task, version, ["state", "state_basis", "due_on"])
    record_all(changes)
    touch_plans([task])
    return task


@transaction.atomic
def change_tasks(*, versions: Mapping[int, int], user: User, change: TaskChange) -> list[Task]:
    """Change several tasks at once, all or none; one row of the audit log for each thing that changed."""
    if not 1 <= len(versions) <= MOST_AT_ONCE:
        raise Refused(LedgerCode.NO_TASKS_CHOSEN, most=MOST_AT_ONCE)
    tasks = _locked(versions)
    for task in tasks:
        _require(user, task)
    changed = [task for task in tasks if task.version != versions[task.pk]]
    if changed or len(tasks) < len(versions):
        names = "、".join(f"“{shortened(task)}”" for task in changed[:NAMED])
        raise TasksChanged(LedgerCode.TASKS_CHANGED, count=len(versions) - len(tasks) + len(changed), tasks=names)
    rows: list[Change] = []
    moved = []
    for task in tasks:
        found = list(_apply(task, change))
        if found:
            save_version(task, task.version, ["state", "state_basis", "due_on"])
            moved.append(task)
            rows += found
    if not moved:
        raise Refused(LedgerCode.NOTHING_CHANGED)
    record_all(rows)
    touch_plans(moved)
    return moved


def touch_plans(tasks: Iterable[Task]) -> None:
    """Let counts that were remembered for the plans of these tasks be made again."""
    Plan.objects.filter(pk__in={task.plan_id for task in tasks}).update(tasks_changed_at=clock.now())


def shortened(task: Task) -> str:
    """A task in a sentence."""
    return task.text if len(task.text) <= SHORT else f"{task.text[:SHORT]}……"


def _locked(task_ids: Iterable[int]) -> list[Task]:
    """Tasks of confirmed plans, their rows locked in one order."""
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=task_ids, plan__state=PlanState.CONFIRMED)
    return list(rows.select_related("plan").defer("plan__text", "plan__tables", "spans").order_by("pk"))


def _require(user: User, task: Task) -> None:
    if not rules.EDIT_TASK.allows(user, task):
        raise PermissionDenied


def _apply(task: Task, change: TaskChange) -> Iterable[Change]:
    """Set what differs and say what it was."""
    if change.state is not None and (change.state, change.basis) != (task.state, task.state_basis):
        yield _move(task, change.state, change.basis.strip())
    if not isinstance(change.due_on, type) and change.due_on != task.due_on:
        if not change.reason.strip():
            raise Refused(LedgerCode.REASON_MISSING)
        before, task.due_on = task.due_on, change.due_on
        after = {"due_on": _day(task.due_on), "reason": change.reason.strip()}
        yield Change("ledger.change_task_due", task, {"due_on": _day(before)}, after)
    if change.consolidator_id is not None:
        yield from _consolidate(task, change.consolidator_id)


def _move(task: Task, state: TaskState, basis: str) -> Change:
    now = TaskState(task.state)
    if state != now and now not in TASK_ALLOWED_FROM[state]:
        raise Refused(LedgerCode.TASK_STATE_NOT_NEXT, task=shortened(task), now=now.label, asked=state.label)
    if state in STATES_WITH_BASIS and not basis:
        raise Refused(LedgerCode.BASIS_MISSING, state=state.label)
    before = {"state": task.state, "state_basis": task.state_basis}
    task.state, task.state_basis = state, basis
    return Change("ledger.change_task_state", task, before, {"state": str(state), "state_basis": basis})


def _consolidate(task: Task, unit_id: int) -> Iterable[Change]:
    """Let another lead unit gather the others; exactly one does."""
    leads = list(TaskUnit.objects.select_for_update().filter(task=task, role=Role.LEAD).order_by("position"))
    chosen = next((unit for unit in leads if unit.pk == unit_id), None)
    if chosen is None:
        raise Refused(LedgerCode.NOT_A_LEAD)
    before = next((unit for unit in leads if unit.is_consolidator), None)
    if before == chosen:
        return
    TaskUnit.objects.filter(task=task, is_consolidator=True).update(is_consolidator=False)
    TaskUnit.objects.filter(pk=chosen.pk).update(is_consolidator=True)
    was: dict[str, Any] = {"consolidator": before.name if before else ""}
    yield Change("ledger.change_consolidator", task, was, {"consolidator": chosen.name})


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
