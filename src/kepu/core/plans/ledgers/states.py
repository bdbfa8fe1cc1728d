"""Words for how far a task is."""

from __future__ import annotations

import re
from typing import Literal

from kepu.core.plans.normalise import squeeze

TaskStateCode = Literal["not_started", "under_way", "done", "standing", "suspended", "dropped"]
# In this order: 未办结 is not 办结.
_WORDS: tuple[tuple[TaskStateCode, re.Pattern[str]], ...] = (
    ("not_started", re.compile(r"^(?:未启动|未开始|未开展|尚未启动|尚未开始|待启动|未实施)$")),
    ("suspended", re.compile(r"^(?:暂缓|暂停|暂缓实施|已暂缓)$")),
    ("dropped", re.compile(r"^(?:不再实施|取消|已取消|终止|调出|不再推进)$")),
    ("standing", re.compile(r"^(?:长期坚持|长期推进|持续推进|常态化推进|长期|持续|常态化|长期任务|完成并持续推进)$")),
    ("under_way", re.compile(r"^(?:推进中|正在推进|进行中|在办|办理中|正在办理|正常推进|实施中|未办结|未完成|未销号|有序推进|按序时推进)$")),
    ("done", re.compile(r"^(?:已完成|完成|已办结|办结|已销号|销号|已完结|全部完成|是)$")),
)  # fmt: skip


def task_state(words: str) -> TaskStateCode | None:
    """Tell the state of a task from the word of a ledger.

    Parameters
    ----------
    words : str
        The cell of the state.

    Returns
    -------
    str or None
        One of the states of a task; None where the words say something else.

    Examples
    --------
    >>> task_state("已办结"), task_state("未办结"), task_state("等待验收")
    ('done', 'under_way', None)
    """
    plain = squeeze(words).strip("。；;√✓")
    return next((state for state, pattern in _WORDS if pattern.match(plain)), None)
