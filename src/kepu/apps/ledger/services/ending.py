"""The years of a plan are over: its tasks are archived, or go on; either can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit.services import Change, record, record_all
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import REPORTED_STATES, AfterEnd, PlanState, TaskState
from kepu.apps.ledger.models import Task
from kepu.apps.ledger.services.states import Decided, locked
from kepu.apps.ledger.services.tasks import touch_plans

if TYPE_CHECKING:
    from collections.abc import Callable

    from kepu.apps.ledger.models import Plan
    from kepu.apps.people.models import User

BATCH = 500
MOVED = ("state", "state_basis", "state_before", "basis_before", "version")


@transaction.atomic
def decide_after_end(*, plan_id: int, user: User, choice: AfterEnd, version: int) -> Plan:
    """Archive the tasks of a plan in the ledger whose years are over, or let them go on."""
    plan = locked(plan_id)
    if not rules.CONFIRM.allows(user, plan):
        raise PermissionDenied
    if plan.state != PlanState.CONFIRMED or not (plan.is_over or plan.after_end):
        raise Decided(LedgerCode.WRONG_STATE, plan, state=plan.state_label)
    before = plan.after_end
    if before == choice:
        raise Refused(LedgerCode.NOTHING_CHANGED)
    plan.after_end = choice
    save_version(plan, version, ["after_end"])
    moved = archive_tasks(plan) if plan.is_archived else _take_up_tasks(plan)
    record_all(moved)
    record("ledger.decide_after_end", plan, before={"after_end": before}, after={"after_end": str(choice)})
    return plan


def archive_tasks(plan: Plan) -> list[Change]:
    """Archive what is still worked on, in the caller's transaction; what was done, suspended or dropped stays so."""
    basis = _("方案的期限（%(years)s年）已过") % {"years": plan.period}

    def archive(task: Task) -> None:
        task.state_before, task.basis_before = task.state, task.state_basis
        task.state, task.state_basis = TaskState.ARCHIVED, basis

    return _move(plan, REPORTED_STATES, archive)


def _take_up_tasks(plan: Plan) -> list[Change]:
    """Give the archived tasks the state back that they had."""

    def take_up(task: Task) -> None:
        task.state, task.state_basis = task.open_state
        task.state_before = task.basis_before = ""

    return _move(plan, (TaskState.ARCHIVED,), take_up)


def _move(plan: Plan, states: tuple[TaskState, ...], do: Callable[[Task], None]) -> list[Change]:
    tasks = list(Task.objects.select_for_update().filter(plan=plan, state__in=states).defer("spans").order_by("pk"))
    changes = []
    for task in tasks:
        before = {"state": task.state, "state_basis": task.state_basis}
        do(task)
        task.version += 1
        after = {"state": str(task.state), "state_basis": task.state_basis}
        changes.append(Change("ledger.change_task_state", task, before, after))
    Task.objects.bulk_update(tasks, MOVED, BATCH)
    touch_plans(tasks)
    return changes
