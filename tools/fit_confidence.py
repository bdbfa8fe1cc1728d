"""Learn from the annotated plans how far each piece of evidence can be trusted.

    python -m tools.fit_confidence            prints the table of reliability by fold and writes the weights
    python -m tools.fit_confidence --check    only compares the weights of the package with what would be written

A logistic regression for each kind of item, with a ridge penalty. In the table no plan is judged by weights that were
learned from it. The twelve plans whose writer knew the reader help to learn, at a fraction of the weight, and are not
in the table.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.plans.confidence import chance
from kepu.core.plans.confidence.rating import ALWAYS, logit
from tools.plan_items import ROOT, Item, annotated_plans, items_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Weights = dict[str, dict[str, float]]

TARGET = ROOT / "src" / "kepu" / "core" / "plans" / "confidence" / "coefficients.py"
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
SURE = 0.9
LEAST_RIGHT = 0.97
LEAST_SURE = 0.8
_RIDGE = 2.0
_KNOWN_WEIGHT = 0.3  # of an item of a plan whose writer knew the reader
_RAREST = 2  # plans in which evidence must be seen to be weighed
_GROUPS = 8  # of plans, left out one after the other
_MOST_MARGIN = 30  # tenths of a logit
_SPARE = 0.005
_STEPS, _SMALL = 60, 1e-8
_CLOSE = 0.02


@dataclass(frozen=True, slots=True)
class Rated:
    """An item with the confidence it gets from weights that were not learned from its plan."""

    item: Item
    confidence: float


def all_items() -> tuple[list[Item], set[str]]:
    """Give the items of every annotated plan, and the names of the plans that count."""
    plans = annotated_plans()
    return [item for plan in plans for item in items_of(plan)], {plan.name for plan in plans if plan.counts}


def fit(items: Sequence[Item], counting: set[str]) -> Weights:
    """Learn the weights for every kind of item; the constants are lowered until what is said to be sure is right."""
    weights = _fit_kinds(items, counting)
    margin = _margin(items, counting)
    for values in weights.values():
        values[ALWAYS] = round(values[ALWAYS] - margin, 3)
    return weights


def _fit_kinds(items: Iterable[Item], counting: set[str]) -> Weights:
    by_kind: dict[str, list[Item]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    return {kind: _fit_kind(found, counting) for kind, found in by_kind.items()}


def _margin(items: Sequence[Item], counting: set[str]) -> float:
    """Find how far the logits must be lowered for the sure items of plans left out to be right often enough.

    A plan of a new layout brings its own mistakes, many of one sort; what is right on the average is too sure there.
    """
    plans = sorted({item.plan for item in items} & counting)
    logits: list[tuple[float, bool]] = []
    for group in range(_GROUPS):
        left_out = set(plans[group::_GROUPS])
        weights = _fit_kinds([item for item in items if item.plan not in left_out], counting)
        logits += [
            (logit(item.evidence, weights.get(item.kind, {})), item.right) for item in items if item.plan in left_out
        ]
    edge = float(np.log(SURE / (1 - SURE)))
    for step in range(_MOST_MARGIN):
        margin = step / 10
        sure = [right for value, right in logits if value - margin >= edge]
        if sum(sure) >= (LEAST_RIGHT + _SPARE) * len(sure):
            return margin
    return _MOST_MARGIN / 10


def _fit_kind(items: Sequence[Item], counting: set[str]) -> dict[str, float]:
    plans: dict[str, set[str]] = {}
    for item in items:
        for name in item.evidence:
            plans.setdefault(name, set()).add(item.plan)
    names = [ALWAYS, *sorted(name for name, where in plans.items() if len(where) >= _RAREST)]
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(items), len(names)))
    x[:, 0] = 1.0
    for row, item in enumerate(items):
        for name, value in item.evidence.items():
            if name in place:
                x[row, place[name]] = value
    y = np.array([item.right for item in items], dtype=float)
    weight = np.array([1.0 if item.plan in counting else _KNOWN_WEIGHT for item in items])
    found = _logistic(x, y, weight)
    return {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}


def _logistic(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Maximise the penalised likelihood by Newton's method; the constant is penalised least."""
    penalty = np.full(x.shape[1], _RIDGE)
    penalty[0] = 0.05
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (y - p)) - penalty * beta
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < _SMALL:
            return beta
    raise RuntimeError(f"The fit did not settle in {_STEPS} steps; the last moved by {np.abs(step).max():.1e}.")


def by_fold(items: Sequence[Item], counting: set[str]) -> list[Rated]:
    """Rate every item of the plans that count by weights learned from all other plans."""
    rated = []
    for plan in sorted(counting):
        weights = fit([item for item in items if item.plan != plan], counting)
        rated += [Rated(item, chance(item.evidence, weights.get(item.kind, {}))) for item in items if item.plan == plan]
    return rated


def reliability(rated: Sequence[Rated]) -> list[tuple[str, int, float, float]]:
    """Give for each bin of confidence its name, the items in it, their mean confidence and the share that is right."""
    rows = []
    for low, high in pairwise(BINS):
        inside = [each for each in rated if low <= each.confidence < high]
        if inside:
            mean = sum(each.confidence for each in inside) / len(inside)
            rows.append((f"{low:.2f}-{min(high, 1):.2f}", len(inside), mean, right_share(inside)))
    return rows


def right_share(rated: Sequence[Rated]) -> float:
    """Give the share of right items; 1 when there are none."""
    return sum(each.item.right for each in rated) / len(rated) if rated else 1.0


def sure_of(rated: Iterable[Rated]) -> list[Rated]:
    """Give the items of which the reader says that it is sure."""
    return [each for each in rated if each.confidence >= SURE]


def written(weights: Mapping[str, Mapping[str, float]]) -> str:
    """Give the module that holds the weights."""
    lines = [
        '"""The weights of the evidence, learned from annotated plans: written by tools/fit_confidence.py, not by hand."""',
        "",
        "from __future__ import annotations",
        "",
        "COEFFICIENTS: dict[str, dict[str, float]] = {",
    ]
    for kind, values in weights.items():
        lines += [f'    "{kind}": {{', *(f'        "{name}": {value},' for name, value in values.items()), "    },"]
    return "\n".join([*lines, "}", ""])


def report(rated: Sequence[Rated]) -> None:
    """Print the table, by kind and by plan."""
    print("confidence    items   mean  right")
    for name, n, mean, right in reliability(rated):
        print(f"{name:12} {n:6} {mean:6.3f} {right:6.3f}")
    sure = sure_of(rated)
    print(f">= {SURE}: {right_share(sure):.4f} right of {len(sure)}, {len(sure) / len(rated):.3f} of all {len(rated)}")
    for kind in dict.fromkeys(each.item.kind for each in rated):
        own = [each for each in rated if each.item.kind == kind]
        mine = sure_of(own)
        print(
            f"  {kind:10} {right_share(own):.3f} right of {len(own):4}; sure {len(mine):4}, right {right_share(mine):.4f}"
        )
    wrong = Counter(each.item.plan for each in sure if not each.item.right)
    print("  sure and wrong by plan:", dict(wrong.most_common()))


def differs(weights: Mapping[str, Mapping[str, float]], shipped: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Name the weights that are not those of the package."""
    keys = [(kind, name) for kind in {*weights, *shipped} for name in {*weights.get(kind, {}), *shipped.get(kind, {})}]
    return [
        f"{kind}: {name}"
        for kind, name in sorted(keys)
        if abs(weights.get(kind, {}).get(name, 0.0) - shipped.get(kind, {}).get(name, 0.0)) > _CLOSE
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when the package holds other weights")
    parser.add_argument("--wrong", action="store_true", help="print every item that is sure and wrong")
    chosen = parser.parse_args(arguments)
    items, counting = all_items()
    rated = by_fold(items, counting)
    report(rated)
    for each in sure_of(rated) if chosen.wrong else ():
        if not each.item.right:
            print(f"{each.item.plan} {each.item.kind} {each.confidence} {each.item.words[:60]}")
    weights = fit(items, counting)
    if chosen.check:
        from kepu.core.plans.confidence.coefficients import COEFFICIENTS

        other = differs(weights, COEFFICIENTS)
        print("\n".join(other) or "The weights of the package are those of the plans.")
        return 1 if other else 0
    Path(TARGET).write_text(written(weights), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
