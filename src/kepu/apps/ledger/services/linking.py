"""Tasks of different plans that mean the same: one answer serves all of them. What is printed never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import Change, record_all
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Task, TaskLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.apps.people.models import User


@transaction.atomic
def link_tasks(*, task_id: int, other_ids: Iterable[int], user: User, version: int) -> TaskLink:
    """Say that tasks mean the same as this one; groups that they already belong to become one group."""
    wanted = {task_id, *other_ids}
    tasks = _locked(wanted)
    task = next((each for each in tasks if each.pk == task_id), None)
    if task is None or len(tasks) != len(wanted):
        raise Refused(LedgerCode.LINK_NOT_POSSIBLE)
    _require(user, tasks)
    groups = {each.link_id for each in tasks if each.link_id}
    everything = {each.pk: each for each in [*tasks, *_members(groups)]}
    _check(list(everything.values()))
    link = TaskLink.objects.filter(pk__in=groups).order_by("pk").first()
    if link is None:
        link = TaskLink.objects.create(region_code=task.region_code, created_by=user)
    changed = [each for each in everything.values() if each.link_id != link.pk]
    if not changed:
        raise Refused(LedgerCode.NOTHING_CHANGED)
    _set(changed, link, task, version)
    record_all(_rows("ledger.link_task", changed, everything.values()))
    TaskLink.objects.filter(pk__in=groups - {link.pk}).delete()
    return link


@transaction.atomic
def unlink_task(*, task_id: int, user: User, version: int) -> Task:
    """Take a task out of its group; a group of one is none."""
    task = next(iter(_locked([task_id])), None)
    if task is None or task.link_id is None:
        raise Refused(LedgerCode.NOTHING_CHANGED)
    _require(user, [task])
    link_id = task.link_id
    group = _members({link_id})
    rest = [each for each in group if each.pk != task.pk]
    leaving = [task, *(rest if len(rest) == 1 else [])]
    _set(leaving, None, task, version)
    record_all(_rows("ledger.unlink_task", leaving, group))
    if len(rest) <= 1:
        TaskLink.objects.filter(pk=link_id).delete()
    return task


def _locked(task_ids: Iterable[int]) -> list[Task]:
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=task_ids, plan__state=PlanState.CONFIRMED)
    return list(rows.defer("spans").order_by("pk"))


def _members(groups: Iterable[int | None]) -> list[Task]:
    return list(Task.objects.select_for_update(of=("self",)).filter(link_id__in=groups).defer("spans").order_by("pk"))


def _require(user: User, tasks: Iterable[Task]) -> None:
    if not all(rules.EDIT_TASK.allows(user, task) for task in tasks):
        raise PermissionDenied


def _check(tasks: Sequence[Task]) -> None:
    """One region, different plans."""
    if len({task.region_code for task in tasks}) > 1 or len({task.plan_id for task in tasks}) < len(tasks):
        raise Refused(LedgerCode.LINK_NOT_POSSIBLE)


def _set(tasks: Iterable[Task], link: TaskLink | None, opened: Task, version: int) -> None:
    """Write the group; the task whose page was opened must still be as it was shown."""
    if opened not in tasks:
        opened.link_id = link.pk if link else None
        save_version(opened, version, ["link_id"])
    for task in tasks:
        task.link = link
        save_version(task, version if task == opened else task.version, ["link_id"])


def _rows(action: str, changed: Iterable[Task], group: Iterable[Task]) -> list[Change]:
    """For each task the sentences that it was linked with, or taken away from."""
    texts = {task.pk: task.text for task in group}
    return [
        Change(action, task, after={"tasks": [text for pk, text in texts.items() if pk != task.pk]}) for task in changed
    ]
