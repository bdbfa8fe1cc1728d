"""From planned uses to papers: dealt in rounds, or split by the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from kepu.core.items.papers.limits import rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.papers.limits import Limits

    Ints = NDArray[np.int64]

# What a shared item weighs against one of the same benchmark when papers are dealt.
SHARING = 0.1


def deal(limits: Limits, uses: Ints, rng: np.random.Generator | None) -> NDArray[np.bool_]:
    """Deal the uses to the papers in rounds, sorted by benchmark, point and item.

    Parameters
    ----------
    limits : Limits
        The first two families are benchmarks and points, which are nested: a run of k neighbours gives every paper about
        k / papers, so that all of them get what the plan promises on the mean.
    uses : ndarray of int64, shape (n_items,)
        Adding up to papers × length.
    rng : numpy.random.Generator or None
        Every round has an order of its own, so that no two papers share all their neighbours; None keeps one order, which
        gives every paper exactly the floor or the ceiling.

    Returns
    -------
    ndarray of bool, shape (papers, n_items)
        Papers of equal length.
    """
    keys = [np.arange(limits.n_items), *[family.labels for family in reversed(limits.families[:2])]]
    order = np.lexsort(keys)
    dealt = np.repeat(order, uses[order])
    if rng is not None:
        member = _dealt_in_rounds(limits, dealt, rng)
        if member is not None:
            return member
    member = np.zeros((limits.papers, limits.n_items), dtype=bool)
    member[np.arange(len(dealt)) % limits.papers, dealt] = True
    return member


def _dealt_in_rounds(limits: Limits, dealt: Ints, rng: np.random.Generator) -> NDArray[np.bool_] | None:
    """Each item goes to the waiting paper that has least of its point and benchmark, and shares least with those that have it.

    None where nobody can take an item.
    """
    shared = np.zeros((limits.papers, limits.papers))
    member = np.zeros((limits.papers, limits.n_items), dtype=bool)
    nested = limits.families[:2]
    counts = [np.zeros((limits.papers, family.n_parts + 1), dtype=np.int64) for family in nested]
    for start in range(0, len(dealt), limits.papers):
        waiting = rng.permutation(limits.papers)
        for item in dealt[start : start + limits.papers].tolist():
            burden = member[waiting, item] * limits.length * limits.length
            for weight, family, count in zip((1, limits.length), nested, counts, strict=False):
                burden = burden + weight * count[waiting, family.labels[item]]
            holders = np.flatnonzero(member[:, item])
            place = int(np.argmin(burden + SHARING * shared[np.ix_(waiting, holders)].sum(axis=1)))
            paper = waiting[place]
            if member[paper, item]:
                return None
            member[paper, item] = True
            shared[paper, holders] += 1
            shared[holders, paper] += 1
            for family, count in zip(nested, counts, strict=True):
                count[paper, family.labels[item]] += 1
            waiting = np.delete(waiting, place)
    return member


def split(limits: Limits, uses: Ints) -> NDArray[np.bool_] | None:
    """Take papers from the plan one by one, so that what is left can still be split.

    Parameters
    ----------
    limits : Limits
        Of one paper.
    uses : ndarray of int64, shape (n_items,)
        Adding up to papers × length.

    Returns
    -------
    ndarray of bool, shape (papers, n_items), or None
        None where the solver found no such paper.

    Notes
    -----
    The shadow test of van der Linden (2005), chapter 5: the rest is kept feasible as one big paper.
    """
    member = np.zeros((limits.papers, limits.n_items), dtype=bool)
    left = uses.copy()
    one = rows_of(limits, 1)
    for paper in range(limits.papers):
        rest = limits.papers - paper - 1
        total = one.matrix @ left
        constraints = [
            LinearConstraint(one.matrix, np.maximum(one.least, total - rest * one.most), one.most),
            LinearConstraint(one.matrix, -np.inf, total - rest * one.least),
        ]
        if limits.max_overlap is not None and paper:
            constraints.append(LinearConstraint(member[:paper].astype(float), -np.inf, limits.max_overlap))
        found = milp(
            np.zeros(limits.n_items),
            integrality=np.ones(limits.n_items, dtype=np.int64),
            bounds=Bounds(np.maximum(left - rest, 0), np.minimum(left, 1)),
            constraints=constraints,
            options={"time_limit": 1.0},
        )
        if found.x is None:
            return None
        member[paper] = found.x > 0.5  # noqa: PLR2004  0 or 1
        left -= member[paper]
    return member
