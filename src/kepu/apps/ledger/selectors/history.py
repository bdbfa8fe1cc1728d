"""What happened to a task since its plan was confirmed: the rows of the audit log, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kepu.apps.audit.models import AuditRow
from kepu.apps.ledger.actions import ACTIONS
from kepu.apps.ledger.enums import TaskState
from kepu.apps.ledger.models import VersionMatch
from kepu.apps.people.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from kepu.apps.ledger.models import Task

OF_A_TASK = (
    "ledger.change_task_state",
    "ledger.change_task_due",
    "ledger.change_consolidator",
    "ledger.link_task",
    "ledger.unlink_task",
)
MOST, MOST_VERSIONS = 100, 20


@dataclass(frozen=True)
class Happened:
    """One change: when, who, what."""

    at: datetime
    who: str
    what: str
    lines: list[str]


def history_of(task: Task) -> list[Happened]:
    """The changes of a task and of what it was in earlier versions of its plan, the newest first."""
    keys = [str(key) for key in _lives(task)]
    rows = AuditRow.objects.filter(app="ledger", model="task", object_id__in=keys, action__in=OF_A_TASK)
    found = list(rows.order_by("-at", "-id")[:MOST])
    names = dict(User.objects.filter(pk__in={row.actor_id for row in found}).values_list("pk", "name"))
    return [
        Happened(row.at, names.get(row.actor_id or 0, ""), str(ACTIONS[row.action]), _lines(row.action, row.changes))
        for row in found
    ]


def _lives(task: Task) -> list[int]:
    """The keys that it has had: one more query for each version before the last."""
    keys = [task.pk]
    while len(keys) <= MOST_VERSIONS:
        before = VersionMatch.objects.filter(new_task_id=keys[-1]).exclude(old_task=None)
        key = before.values_list("old_task_id", flat=True).first()
        if key is None or key in keys:
            break
        keys.append(key)
    return keys


def _lines(action: str, changes: str) -> list[str]:
    found: dict[str, dict[str, Any]] = json.loads(changes) if changes else {}
    if action in {"ledger.link_task", "ledger.unlink_task"}:
        return [f"“{text}”" for text in found.get("tasks", {}).get("new") or []]
    lines = [f"{_from_to(name, sides)}" for name in ("state", "due_on", "consolidator") if (sides := found.get(name))]
    if basis := found.get("state_basis", {}).get("new"):
        lines.append(_("依据：%(words)s") % {"words": basis})
    if reason := found.get("reason", {}).get("new"):
        lines.append(_("原因：%(words)s") % {"words": reason})
    return lines


def _from_to(name: str, sides: dict[str, Any]) -> str:
    return f"{_word(name, sides.get('old'))} → {_word(name, sides.get('new'))}"


def _word(name: str, value: Any) -> str:
    if name == "state" and value in TaskState.values:
        return str(TaskState(value).label)
    return str(value) if value else _("没有")
