"""What the whole plan says about each of its items: damage near by, what is printed more than once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kepu.core.plans.codes import PlanCode

if TYPE_CHECKING:
    from kepu.core.plans.model import Plan, Span

Evidence: TypeAlias = "dict[str, float]"

_NEAR = 200  # characters
# What the reader warns of although nothing is wrong with the text.
_HARMLESS = {PlanCode.NO_TASKS, PlanCode.NO_LEAD, PlanCode.NOT_A_PLAN, PlanCode.TEXT_CLEANED, PlanCode.HEADING_INFERRED}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The plan, and what is asked about it again and again."""

    plan: Plan
    damage: tuple[int, ...]  # where warnings point to, in order
    quotes: Counter[str]
    unit_names: Counter[str]  # in how many tasks a name stands
    titles: Counter[str]

    def near_damage(self, span: Span | None) -> bool:
        """Tell whether a warning points at a place close to this one; true for what has no place."""
        if span is None:
            return True
        at = bisect_left(self.damage, span[0] - _NEAR)
        return at < len(self.damage) and self.damage[at] <= span[1] + _NEAR


def surroundings_of(plan: Plan) -> Surroundings:
    """Count once what every item asks."""
    warned = (warning.span[0] for warning in plan.warnings if warning.span and warning.code not in _HARMLESS)
    names = (name for task in plan.tasks for name in {*task.lead, *task.support})
    return Surroundings(
        plan,
        tuple(sorted(warned)),
        Counter(target.quote for target in plan.targets),
        Counter(names),
        Counter(section.title for section in plan.sections),
    )


def shared_evidence(around: Surroundings, span: Span | None, rule: str, raw: float) -> Evidence:
    """Give what is known of every item alike: the rule that found it and the state of the text around it."""
    return flags(
        {
            f"rule {rule}": True,
            f"rated {round(raw, 1)}": True,
            "damaged": around.plan.interleaving is not None,
            "warned": around.near_damage(span),
        }
    )


def flags(known: dict[str, bool]) -> Evidence:
    """Keep what holds."""
    return {name: 1.0 for name, holds in known.items() if holds}
