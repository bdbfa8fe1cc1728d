"""The M-step: Newton's method on expected counts, for all items at once.

The curvature is Fisher's information, which is never negative; a step that does not raise an item's objective is halved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.items.curves import curves, log_probabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.expectation import Expected
    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Group, Layout
    from kepu.core.items.priors import Penalty

    Floats = NDArray[np.float64]

HALVINGS = 12
LARGEST_STEP = 2.0
RIDGE = 1e-9


def maximise(
    layout: Layout, x: Floats, expected: Expected, grid: Grid, penalty: Penalty, *, steps: int = 4, tol: float = 1e-5
) -> Floats:
    """Parameters that raise the expected log-posterior.

    Parameters
    ----------
    layout : Layout
        Items.
    x : ndarray, shape (n_parameters,)
        Where to begin.
    expected : Expected
        Counts.
    grid : Grid
        Abilities.
    penalty : Penalty
        Priors.
    steps : int
        Newton steps at most.
    tol : float
        A step shorter than this is the last.

    Returns
    -------
    ndarray, shape (n_parameters,)
        Better parameters; `x` stays as it was.
    """
    found = x.copy()
    for group in layout.groups:
        counts = group_counts(group, expected)
        for _ in range(steps):
            if layout.model == "rasch":
                moved = _shared_step(found, group, counts, grid, penalty)
            else:
                moved = _own_step(found, group, counts, model=layout.model, grid=grid, penalty=penalty)
            if moved < tol:
                break
    return found


def group_counts(group: Group, expected: Expected) -> Floats:
    """Expected counts of all categories, shape (i, k, q).

    Parameters
    ----------
    group : Group
        Items with as many categories.
    expected : Expected
        Counts of the sample.

    Returns
    -------
    ndarray, shape (i, k, q)
        Lowest category first.
    """
    above = expected.counts[group.columns]
    lowest = expected.totals[group.items] - above.sum(axis=1)
    return np.concatenate([lowest[:, None], above], axis=1)


def _own_step(x: Floats, group: Group, counts: Floats, *, model: str, grid: Grid, penalty: Penalty) -> float:
    """One Newton step of items that share nothing; changes `x`, says how far the farthest went."""
    where = group.where
    made = curves(model, x[where], grid.theta)
    gradient = np.einsum("ikq,ikpq->ip", counts, made.first, optimize=True) + penalty.gradient(x)[where]
    information = np.einsum("iprq,iq->ipr", made.expected, counts.sum(axis=1), optimize=True)
    index = np.arange(where.shape[1])
    bend = np.maximum(penalty.curvature(x)[where], 0.0)
    information[:, index, index] += bend + RIDGE * (1 + information[:, index, index])
    step = np.linalg.solve(information, gradient[:, :, None])[:, :, 0]
    step *= np.minimum(1.0, LARGEST_STEP / np.maximum(np.abs(step).max(axis=1), 1e-300))[:, None]
    before = _objective(counts, made.log_p, x, where, penalty)
    slack = 1e-12 * np.abs(before)
    size = np.ones(len(where))
    tried = x.copy()
    for _ in range(HALVINGS):
        tried[where] = x[where] + size[:, None] * step
        log_p = log_probabilities(model, tried[where], grid.theta)
        worse = ~(_objective(counts, log_p, tried, where, penalty) >= before - slack) | _disordered(model, tried[where])
        if not worse.any():
            break
        size[worse] /= 2
    else:
        size[worse] = 0.0
        tried[where] = x[where] + size[:, None] * step
    x[where] = tried[where]
    return float(np.abs(size[:, None] * step).max())


def _objective(counts: Floats, log_p: Floats, x: Floats, where: NDArray[np.int64], penalty: Penalty) -> Floats:
    """Expected log-posterior of each item."""
    return np.asarray(np.einsum("ikq,ikq->i", counts, log_p) + penalty.each(x)[where].sum(axis=1))


def _disordered(model: str, x: Floats) -> NDArray[np.bool_]:
    """Items whose thresholds are out of order, in the graded response model."""
    if model != "grm":
        return np.zeros(len(x), dtype=bool)
    return np.asarray((np.diff(x[:, 1:], axis=1) >= 0).any(axis=1))


def _shared_step(x: Floats, group: Group, counts: Floats, grid: Grid, penalty: Penalty) -> float:
    """One Newton step of Rasch items, whose slope is common: the arrow-shaped system is solved by its tip."""
    where = group.where
    made = curves("rasch", x[where], grid.theta)
    gradient = np.einsum("ikq,ikpq->ip", counts, made.first, optimize=True)
    information = np.einsum("iprq,iq->ipr", made.expected, counts.sum(axis=1), optimize=True)
    slope, own = gradient[:, 0].sum(), gradient[:, 1] + penalty.gradient(x)[where[:, 1]]
    bend = information[:, 1, 1] + penalty.curvature(x)[where[:, 1]]
    cross = information[:, 0, 1]
    tip = (slope - (cross * own / bend).sum()) / (information[:, 0, 0].sum() - (cross**2 / bend).sum())
    steps = np.append((own - cross * tip) / bend, tip)
    places = np.append(where[:, 1], where[0, 0])
    steps *= min(1.0, LARGEST_STEP / max(float(np.abs(steps).max()), 1e-300))
    before = _objective(counts, made.log_p, x, where[:, 1:], penalty).sum()
    for halving in range(HALVINGS):
        tried = x.copy()
        tried[places] += steps / 2**halving
        log_p = log_probabilities("rasch", tried[where], grid.theta)
        if tried[-1] > 0 and _objective(counts, log_p, tried, where[:, 1:], penalty).sum() >= before - 1e-12 * abs(
            before
        ):
            x[:] = tried
            return float(np.abs(steps).max() / 2**halving)
    return 0.0
