"""The state of tasks that came with a ledger: what its last word was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kepu.apps.ledger.enums import STATES_WITH_BASIS, TaskState
from kepu.apps.ledger.models import Task
from kepu.core.plans.ledgers import task_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BATCH = 500
# What somebody decided about an earlier version of the task stays.
DECIDED = (TaskState.DONE, *STATES_WITH_BASIS)
LONGEST = 200


def set_states(reports: Mapping[int, tuple[Task, Sequence[Mapping[str, Any]]]]) -> None:
    """Set the state of each task from the last report that prints one, with the cell as its basis.

    A task about which progress was reported has been started, also where no word says so. Other words change nothing.
    """
    changed = [task for task, found in reports.values() if _set(task, found)]
    Task.objects.bulk_update(changed, ["state", "state_basis"], BATCH)


def _set(task: Task, reports: Iterable[Mapping[str, Any]]) -> bool:
    found = list(reports)
    if task.state in DECIDED:
        return False
    for report in reversed(found):
        state = task_state(report.get("state_word") or "")
        if state == TaskState.UNDER_WAY.value and task.state == TaskState.STANDING:
            return False  # work that never ends is under way
        if state is not None:
            where = (report.get("cells") or {}).get("state_word", "")
            words = {"word": report["state_word"], "cell": where}
            task.state, task.state_basis = TaskState(state), (_("台账写明“%(word)s”（%(cell)s）") % words)[:LONGEST]
            return True
    if task.state == TaskState.NOT_STARTED and any(report.get("progress") for report in found):
        task.state, task.state_basis = TaskState.UNDER_WAY, _("台账里已有进展")
        return True
    return False
