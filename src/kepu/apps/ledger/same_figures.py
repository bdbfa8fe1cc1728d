"""Which figures of linked tasks are one quantity, so that a unit gives it once and every plan has it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.judging import PERCENT, RANK_WORDS, is_recurring, is_yearly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.ledger.models import Target

    Figures = Mapping[str, Mapping[str, str]]

# The place that a plan is about is no part of what is counted: 全区科普基地 and 科普基地.
PLACE = re.compile(r"[全我本](?:省|自治区|市|州|盟|区|县|旗|镇|乡|街道)域?(?:范围)?内?|辖区内?")
IDLE = re.compile(r"[\s的“”\"'‘’]")


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
    """The name of an indicator without the place it is about, without blanks and quotation marks."""
    return IDLE.sub("", PLACE.sub("", unicodedata.normalize("NFKC", words)))


def _measured(target: Target) -> tuple[Any, ...]:
    """What is counted, in which unit, how often, and since when.

    A number of things is counted from the beginning of its plan; a share and a rank are what they are. What somebody
    said of two targets goes before their names and their plans' years.
    """
    unit = unicodedata.normalize("NFKC", target.unit)
    often = target.period if is_yearly(target) or is_recurring(target) else ""
    is_level = target.unit in PERCENT or any(word in target.indicator for word in RANK_WORDS)
    if target.counted_as:
        return target.counted_as, unit, often
    since = None if often or is_level else target.plan.period_start
    return folded(target.indicator), unit, often, since


def _is_one(targets: Iterable[Target]) -> bool:
    rows = list(targets)
    return bool(rows[0].counted_as or folded(rows[0].indicator)) and len({row.plan_id for row in rows}) == len(rows)


def _agree(targets: Iterable[Target], figures: Figures) -> bool:
    found = [figures[str(target.pk)] for target in targets if figures.get(str(target.pk))]
    return len({(each.get("state") or "value", each.get("value") or "") for each in found}) <= 1
