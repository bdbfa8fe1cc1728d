"""How often each item should be used over all papers, and what no set of papers can exceed.

By symmetry papers may be added up: if papers keep to linear limits, their sum keeps to the same limits times their number, and
the poorest paper has at most the mean information. So the best sum of uses, a small integer program, is both a plan for the
search and a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from kepu.core.items.papers.limits import rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.papers.limits import Limits, Rows

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# The bound is proved to this share; the search is not better than a thousandth of it.
GAP = 1e-6
# Seconds in which the solver proves what it can; its bound is valid at any time.
PATIENCE = 2.0
INFEASIBLE = 2


@dataclass(frozen=True)
class Plan:
    """Uses of items over all papers.

    Attributes
    ----------
    uses : ndarray of int64, shape (n_items,), or None
        A plan that keeps to the limits of all papers together; None when none was found.
    bound : float
        Highest mean information at the cut, or smallest largest distance from the target.
    is_feasible : bool
        False when it is proved that no plan keeps to the limits.
    """

    uses: Ints | None
    bound: float
    is_feasible: bool


def plan_uses(limits: Limits, information: Floats, target: Floats | None) -> Plan:
    """Plan the uses of items by integer programming.

    Parameters
    ----------
    limits : Limits
        Of one paper.
    information : ndarray of float64, shape (n_thetas, n_items)
        Of each item at each ability that matters.
    target : ndarray of float64, shape (n_thetas,), or None
        Information wanted; None to maximise it at the only ability.

    Returns
    -------
    Plan
        With a bound that no set of papers exceeds.
    """
    program = _program(limits, information, target)
    relaxed = milp(**program(integer=False))
    if relaxed.status == INFEASIBLE:
        return Plan(None, np.nan, is_feasible=False)
    solved = milp(**program(integer=True))
    if solved.status == INFEASIBLE:
        return Plan(None, np.nan, is_feasible=False)
    sign = -1.0 if target is None else 1.0
    proved = [solved.mip_dual_bound, relaxed.fun if relaxed.status == 0 else None]
    bound = sign * max(float(each) for each in proved if each is not None)
    uses = None
    if solved.x is not None:
        uses = np.rint(_uses(solved.x, limits)).astype(np.int64)
    return Plan(uses, max(bound, 0.0), is_feasible=True)


def is_possible(limits: Limits, rows: Rows, *, papers: int, dropped: set[str]) -> bool:
    """Whether some uses of items keep to the constraints that are left.

    Parameters
    ----------
    limits : Limits
        Of one paper.
    rows : Rows
        All linear constraints over `papers` papers.
    papers : int
        How many papers are added up.
    dropped : set of str
        Names of constraints that are left out; ``max_use`` and ``overlap`` besides those of the rows.

    Returns
    -------
    bool
        False only if it is proved that there are none.
    """
    kept = rows.without(dropped)
    caps = np.full(limits.n_items, float(papers))
    if "max_use" not in dropped:
        caps = np.minimum(caps, limits.caps)
    overlap = limits.max_overlap if papers > 1 and "overlap" not in dropped else None
    steps = _steps(caps.astype(np.int64), papers, overlap)
    matrix, low, high = _constraints(steps, kept, papers, overlap)
    n = matrix.shape[1]
    found = milp(
        np.zeros(n),
        integrality=np.ones(n),
        bounds=Bounds(0, steps.upper),
        constraints=[LinearConstraint(matrix, low, high)] if len(low) else None,
        options={"time_limit": PATIENCE},
    )
    return bool(found.status != INFEASIBLE)


@dataclass(frozen=True)
class _Steps:
    """Columns of the program: one for each item, or one for each use of each item where pairs of uses count."""

    item: Ints
    upper: Floats
    pairs: Floats  # how many pairs of papers share the item anew by this use


def _steps(caps: Ints, papers: int, max_overlap: float | None) -> _Steps:
    capped = np.minimum(caps, papers)
    if max_overlap is None:
        return _Steps(np.arange(len(caps)), capped.astype(np.float64), np.zeros(len(caps)))
    item = np.repeat(np.arange(len(caps)), capped)
    first = np.repeat(np.cumsum(capped) - capped, capped)
    return _Steps(item, np.ones(len(item)), (np.arange(len(item)) - first).astype(np.float64))


def _constraints(steps: _Steps, rows: Rows, papers: int, max_overlap: float | None) -> tuple[Any, Floats, Floats]:
    matrix, low, high = rows.matrix[:, steps.item], rows.least, rows.most
    if max_overlap is not None:
        matrix = sp.vstack([matrix, sp.csr_array(steps.pairs[None, :])])
        pairs = papers * (papers - 1) / 2
        low, high = np.append(low, 0.0), np.append(high, max_overlap * pairs)
    return sp.csr_array(matrix), low, high


def _program(limits: Limits, information: Floats, target: Floats | None) -> Any:
    steps = _steps(limits.caps, limits.papers, limits.max_overlap)
    matrix, low, high = _constraints(steps, rows_of(limits, limits.papers), limits.papers, limits.max_overlap)
    mean = information[:, steps.item] / limits.papers
    n = len(steps.item)
    constraints = [LinearConstraint(matrix, low, high)]
    cost, upper, integrality = -mean[0], steps.upper, np.ones(n)
    if target is not None:
        # The last column is the largest distance from the target.
        ones = np.ones((len(target), 1))
        wide = sp.hstack([matrix, sp.csr_array((len(low), 1))])
        over, under = np.hstack([mean, -ones]), np.hstack([mean, ones])
        constraints = [
            LinearConstraint(sp.csr_array(wide), low, high),
            LinearConstraint(over, -np.inf, target),
            LinearConstraint(under, target, np.inf),
        ]
        cost, upper = np.append(np.zeros(n), 1.0), np.append(upper, np.inf)
        integrality = np.append(integrality, 0.0)

    def program(*, integer: bool) -> dict[str, Any]:
        return {
            "c": cost,
            "integrality": integrality if integer else np.zeros(len(cost)),
            "bounds": Bounds(0, upper),
            "constraints": constraints,
            "options": {"time_limit": PATIENCE, "mip_rel_gap": GAP if target is None else 1e-3},
        }

    return program


def _uses(x: Floats, limits: Limits) -> Floats:
    steps = _steps(limits.caps, limits.papers, limits.max_overlap)
    counted = np.bincount(steps.item, np.rint(x[: len(steps.item)]), minlength=limits.n_items)
    return counted.astype(np.float64)
