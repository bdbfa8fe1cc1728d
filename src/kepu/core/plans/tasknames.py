"""What a task is called where it is listed: a statement of who leads is called by its heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.labels import DIVISION, LABEL, SIGN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.core.plans.model import Task

_STATES = re.compile(rf"(?:{SIGN.pattern})?[（(]?(?:{DIVISION.pattern}|{LABEL.pattern})")
_ROLES = re.compile(
    r"[\s：:、，,；;。.（）()由和与及等并]|总?牵头|主要|具体|共同|负责|责任|组织|实施|落实|参[加与]|配合|协[助同办]|单位|部门"
)


def task_name(text: str, units: Iterable[str], heading: str | None) -> str:
    """Name a task for a list.

    Parameters
    ----------
    text : str
        The words of the task as printed.
    units : iterable of str
        Who leads and who supports, as printed.
    heading : str or None
        The action or project that the task belongs to.

    Returns
    -------
    str
        The heading, where the words only say who leads and who supports (分工：由甲局牵头，乙局参加。); the words
        themselves otherwise, or where there is no heading.

    Examples
    --------
    >>> task_name("分工：由区教委牵头，区科协参加。", ["区教委", "区科协"], "青少年科学素质提升行动")
    '青少年科学素质提升行动'
    >>> task_name("建设科普基地，由区科协牵头。", ["区科协"], "科普基础设施工程")
    '建设科普基地，由区科协牵头。'
    """
    if not heading:
        return text
    left = text
    for name in sorted(units, key=len, reverse=True):
        left = left.replace(name, "")
    return text if _ROLES.sub("", left) and not _STATES.match(text) else heading


def name_of(task: Task) -> str:
    """Name a task that was read."""
    return task_name(task.text, (*task.lead, *task.support), task.group)
