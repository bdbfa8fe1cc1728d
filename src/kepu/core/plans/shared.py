"""What the words before a list share out among its items: 覆盖率分别达到：镇100%，村80%; 国家级基地1个，省级3个."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans import targetwords as words
from kepu.core.plans.figure import Figure
from kepu.core.plans.indicators import indicator_of

if TYPE_CHECKING:
    from kepu.core.plans.model import Comparator

_ITEM = re.compile(r"(?:其中)?[\u4e00-\u9fff（）]{1,14}?(?:分别)?\d")
_MEASURE = re.compile(r"(?:率|量|数|比例|占比|比重|面|度|水平|人次)$")
_GRADE = re.compile(r"(?:国家|[省市区县镇乡校])级(?:以上)?")


@dataclass(frozen=True, slots=True)
class Shared:
    """What a list of figures measures, and how all of them compare."""

    name: str
    comparator: Comparator

    def names(self, item: str) -> str:
        """Name what an item measures: 镇 of 覆盖率 is 镇覆盖率."""
        return item if _MEASURE.search(item) else f"{item}{self.name}"


def shared_by_list(clause: str) -> Shared | None:
    """Read the words before the colon of a list of figures.

    Parameters
    ----------
    clause : str
        Such as 覆盖率分别达到.

    Returns
    -------
    Shared or None
        None where they compare nothing.

    Examples
    --------
    >>> shared_by_list("覆盖率分别达到")
    Shared(name='覆盖率', comparator='>=')
    """
    end = Figure(len(clause), len(clause), 0, None, "%", more=False, rank=False)
    comparator = words.comparator_of(clause, end, baseline=False)
    name = indicator_of(clause, end).removesuffix("分别")
    return Shared(name, comparator) if comparator != "=" and _MEASURE.search(name) else None


def is_item(clause: str) -> bool:
    """Tell 村80% in a list, which has no verb of its own."""
    item = _ITEM.match(clause)
    return item is not None and words.VERB.search(item.group()) is None


def graded(name: str, before: str) -> str:
    """Complete a bare grade with what the figure before counts: 省级 behind 国家级基地 is 省级基地."""
    grade = _GRADE.match(before)
    return f"{name}{before[grade.end() :]}" if grade and _GRADE.fullmatch(name) else name
