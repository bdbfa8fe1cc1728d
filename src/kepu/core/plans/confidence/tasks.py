"""What speaks for and against a task and who is to do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.confidence.surroundings import Evidence, Surroundings, flags, shared_evidence
from kepu.core.plans.normalise import half_width
from kepu.core.plans.unitnames import is_unit

if TYPE_CHECKING:
    from kepu.core.plans.model import Task

_LABEL = re.compile(r"(?:牵头|责任|配合|参与|主办|协办)(?:单位|部门|科室|处室)|分工[:：]|完成时限")
_SHORT, _LONG, _LONGEST_NAME, _MANY = 10, 300, 14, 4


def task_evidence(around: Surroundings) -> list[Evidence]:
    """Give the evidence for each task of a plan, in their order."""
    found = []
    tasks = around.plan.tasks
    for index, task in enumerate(tasks):
        before = tasks[index - 1] if index else None
        after = tasks[index + 1] if index + 1 < len(tasks) else None
        evidence = shared_evidence(around, task.place.span, task.rule, task.confidence)
        found.append(evidence | _words(task) | _units(around, task) | _neighbours(task, before, after))
    return found


def _words(task: Task) -> Evidence:
    return flags(
        {
            f"from {task.assignment_source}": True,
            "short": len(task.text) < _SHORT,
            "long": len(task.text) > _LONG,
            "ends": task.text.endswith(("。", "；", "！")),
            "holds label": _LABEL.search(task.text) is not None,
            "begins torn": task.text[:1] in "，。、；：）)的和及与",
            "no place": task.place.span is None,
            "no section": task.section is None,
            "no group": task.group is None,
        }
    )


def _units(around: Surroundings, task: Task) -> Evidence:
    names = [*task.lead, *task.support]
    known = sum(around.unit_names[name] > 1 for name in names)
    return flags(
        {
            "no lead": not task.lead,
            "several lead": len(task.lead) > 1,
            "many lead": len(task.lead) > _MANY,
            "no support": not task.support,
            "inherited": task.inherited,
            "open": task.open_ended,
            "all units": bool(names) and all(is_unit(name) for name in names),
            "all known": bool(names) and known == len(names),
            "none known": bool(names) and not known,
            "long name": any(len(name) > _LONGEST_NAME for name in names),
            "leads and supports": bool(set(task.lead) & set(task.support)),
        }
    )


def _neighbours(task: Task, before: Task | None, after: Task | None) -> Evidence:
    beside = [other for other in (before, after) if other is not None]
    number = half_width(task.number or "")
    previous = half_width(before.number or "") if before is not None else "0"
    counted = number.isdecimal() and previous.isdecimal()
    return flags(
        {
            "number follows": counted and int(number) == int(previous) + 1,
            "number jumps": counted and int(number) != int(previous) + 1,
            "unlike neighbours": any(other.rule != task.rule for other in beside),
            "support unlike neighbours": any(bool(other.support) != bool(task.support) for other in beside),
        }
    )
