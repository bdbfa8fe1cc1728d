"""From evidence to a probability, and from a plan to the plan with rated items."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kepu.core.plans.confidence.coefficients import COEFFICIENTS
from kepu.core.plans.confidence.sections import section_evidence
from kepu.core.plans.confidence.surroundings import Evidence, surroundings_of
from kepu.core.plans.confidence.targets import milestone_evidence, target_evidence
from kepu.core.plans.confidence.tasks import task_evidence
from kepu.core.plans.confidence.units import unit_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.core.plans.model import Plan

_GUESSED = 0.45  # of what is printed nowhere
_MOST = 30.0  # of a logit: nothing is certain, and exp stays finite
ALWAYS = "always"

KINDS = {
    "sections": section_evidence,
    "tasks": task_evidence,
    "targets": target_evidence,
    "units": unit_evidence,
    "milestones": milestone_evidence,
}


def evidence_of(plan: Plan) -> dict[str, list[Evidence]]:
    """Give what speaks for and against each item of a plan.

    Parameters
    ----------
    plan : Plan
        As its rules made it, each item with the fixed number of its rule for a confidence.

    Returns
    -------
    dict of str to list of dict
        For each kind of item, in its order, the names of what holds, each with 1.
    """
    around = surroundings_of(plan)
    return {kind: find(around) for kind, find in KINDS.items()}


def chance(evidence: Evidence, weights: Mapping[str, float]) -> float:
    r"""Give the probability that an item is right.

    Parameters
    ----------
    evidence : dict of str to float
        What holds.
    weights : mapping of str to float
        The weight of each piece of evidence; what it does not know weighs nothing.

    Returns
    -------
    float
        Between 0 and 1, two decimals.

    Notes
    -----
    .. math:: 1 / (1 + e^{-(w_0 + \sum_j w_j x_j)})

    Examples
    --------
    >>> chance({"number follows": 1.0}, {"always": 2.0, "number follows": 1.0})
    0.95
    """
    return math.floor(100 / (1 + math.exp(-logit(evidence, weights)))) / 100


def logit(evidence: Evidence, weights: Mapping[str, float]) -> float:
    """Give the logarithm of the odds that an item is right: the sum of the weights of what holds."""
    total = weights.get(ALWAYS, 0.0) + sum(weights.get(name, 0.0) * value for name, value in evidence.items())
    return max(-_MOST, min(_MOST, total))


def rated(plan: Plan, coefficients: Mapping[str, Mapping[str, float]] = COEFFICIENTS) -> Plan:
    """Give a plan again with the probability that each item is right as its confidence.

    Parameters
    ----------
    plan : Plan
        As its rules made it.
    coefficients : mapping of str to mapping of str to float
        The weights for each kind of item; by default those of the package.

    Returns
    -------
    Plan
        The same items in the same order.
    """
    evidence = evidence_of(plan)
    kinds: dict[str, Any] = {
        kind: tuple(
            replace(item, confidence=min(chance(each, coefficients[kind]), _most(item)))
            for item, each in zip(getattr(plan, kind), evidence[kind], strict=True)
        )
        for kind in KINDS
    }
    return replace(plan, **kinds)


def _most(item: Any) -> float:
    """A heading that is printed nowhere is a guess; the annotated plans hold too few of them to learn how good one is."""
    return _GUESSED if getattr(item, "inferred", False) else 1.0
