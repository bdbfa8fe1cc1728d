"""Which figures of linked tasks are one quantity, so that a unit gives it once and every plan has it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import Period
from kepu.apps.ledger.judging import PERCENT, RANK_WORDS, is_recurring, is_yearly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.ledger.models import Target

    Figures = Mapping[str, Mapping[str, str]]

# The place that a plan is about is no part of what is counted: 全区科普基地 and 科普基地.
PLACE = re.compile(r"[全我本](?:省|自治区|市|州|盟|区|县|旗|镇|乡|街道)域?(?:范围)?内?|辖区内?")
IDLE = re.compile(r"[\s的“”\"'‘’]")
# Where the unit says it already, the name need not.
COUNTED = re.compile(r"(?<=.)(?:人数|数量|总数|总量|个数|场次|次数)$")
# 志愿者达到4000人 says how many there are; 新增, 培训, 举办 say how many there were since some day.
LEVEL = re.compile(r"达到?\s*[\d一二两三四五六七八九十百千万]")
FLOW = re.compile(
    r"新|增|累计|年均|每年|全年|举办|开展|组织|活动|培训|培[育养]|建|改造|完成|选派|招募|发展|服务|参与|受益|惠及|发放"
)
FLOW_UNITS = frozenset(
    ["场", "次", "人次", "场次", "期", "份", "册", "件", "条", "篇", "部", "元", "万元", "亿元", "小时", "学时", "课时"]
)


@dataclass(frozen=True)
class Quantity:
    """What one field asks for: a target, and those of other plans that measure the same."""

    targets: tuple[Target, ...]

    @property
    def target(self) -> Target:
        """The one that stands for it."""
        return self.targets[0]

    @property
    def others(self) -> tuple[Target, ...]:
        """Those that have their reading from the same field."""
        return self.targets[1:]

    @property
    def keys(self) -> list[str]:
        """Under which keys an answer keeps it."""
        return [str(target.pk) for target in self.targets]

    def said_in(self, figures: Figures) -> Mapping[str, str]:
        """What an answer says about it; nothing where it says nothing."""
        return next((figures[key] for key in self.keys if figures.get(key)), {})


def quantities(targets: Sequence[Target], *said: Figures | None) -> list[Quantity]:
    """Targets of one answer by what they measure, in their order.

    Each plan has at most one of a quantity: two that sound alike in one plan stay apart, for nobody knows which is
    which. So do those for which one of the answers `said` gives different figures: nothing that was said is hidden.
    """
    found: dict[tuple[Any, ...], list[Target]] = defaultdict(list)
    for target in targets:
        found[_measured(target)].append(target)
    whole = {key for key, rows in found.items() if _is_one(rows) and all(_agree(rows, each or {}) for each in said)}
    made: dict[tuple[Any, ...], Quantity] = {}
    for target in targets:
        key = _measured(target)
        if key in whole:
            made.setdefault(key, Quantity(tuple(found[key])))
        else:
            made[target.pk,] = Quantity((target,))
    return list(made.values())


def for_every_plan(figures: Figures, targets: Sequence[Target]) -> dict[str, Any]:
    """The figures of an answer under every target that they are about."""
    shared = {
        key: said for each in quantities(targets, figures) if (said := each.said_in(figures)) for key in each.keys
    }
    return {**figures, **shared}


def are_counted_alike(one: Target, other: Target) -> bool:
    """Whether a number about one can be a number about the other: the unit, and how often it begins anew."""
    return _measured(one)[1:3] == _measured(other)[1:3]


def folded(words: str) -> str:
    """The name of an indicator without the place it is about, without blanks, quotation marks and 数量."""
    return COUNTED.sub("", IDLE.sub("", PLACE.sub("", unicodedata.normalize("NFKC", words))))


def _measured(target: Target) -> tuple[Any, ...]:
    """What is counted, in which unit, how often, and since when.

    What somebody said of two targets goes before their names and their plans' years.
    """
    unit = unicodedata.normalize("NFKC", target.unit)
    often, since = _counted(target)
    if target.counted_as:
        return target.counted_as, unit, often
    return folded(target.indicator), unit, often, since


def _counted(target: Target) -> tuple[str, int | None]:
    """How often the number begins anew, and in which year it began.

    Things are counted from the beginning of their plan, those of a plan of one year like those of every year; a share,
    a rank and how many there are in all are what they are.
    """
    plan = target.plan
    if is_yearly(target) or is_recurring(target):
        return target.period, None
    if _is_level(target):
        return "", None
    if plan.period_start is not None and plan.period_start == plan.period_end and not plan.after_end:
        return Period.PER_YEAR, None
    return "", plan.period_start


def _is_level(target: Target) -> bool:
    """Whether the number does not depend on when one began to count."""
    if target.unit in PERCENT or any(word in target.indicator for word in RANK_WORDS):
        return True
    is_flow = target.unit in FLOW_UNITS or FLOW.search(target.indicator + target.quote)
    return bool(LEVEL.search(target.quote)) and not is_flow


def _is_one(targets: Iterable[Target]) -> bool:
    rows = list(targets)
    return bool(rows[0].counted_as or folded(rows[0].indicator)) and len({row.plan_id for row in rows}) == len(rows)


def _agree(targets: Iterable[Target], figures: Figures) -> bool:
    found = [figures[str(target.pk)] for target in targets if figures.get(str(target.pk))]
    return len({(each.get("state") or "value", each.get("value") or "") for each in found}) <= 1
