"""Respondents by their total: expected shares of categories, observed counts, and cells merged until none is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.items.curves import log_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Layout

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEAST_EXPECTED = 1.0


def expected_shares(layout: Layout, x: Floats, grid: Grid) -> Iterator[Floats]:
    """Share of each category among those with the same total, by the recursion of Lord and Wingersky.

    Parameters
    ----------
    layout : Layout
        Items.
    x : ndarray, shape (n_parameters,)
        Parameters.
    grid : Grid
        Abilities.

    Yields
    ------
    ndarray, shape (n_totals − 2, n_categories)
        For each item, a row for each total between the lowest and the highest.
    """
    curves: list[Floats] = [np.empty(0)] * len(layout.n_categories)
    for group in layout.groups:
        p = np.exp(log_probabilities(layout.model, x[group.where], grid.theta))
        for item, own in zip(group.items.tolist(), p, strict=True):
            curves[item] = own
    weights = np.exp(grid.log_prior)
    for item, own in enumerate(curves):
        others = total_distribution([one for place, one in enumerate(curves) if place != item]) * weights
        highest = len(others) + len(own) - 2
        joint = np.zeros((highest + 1, len(own)))
        for category in range(len(own)):
            joint[category : category + len(others), category] = others @ own[category]
        inner = joint[1:-1]
        yield inner / inner.sum(axis=1, keepdims=True)


def total_distribution(curves: list[Floats]) -> Floats:
    """Probability of each total at each ability.

    Parameters
    ----------
    curves : list of ndarray, shape (n_categories, q)
        Probabilities of the categories of each item.

    Returns
    -------
    ndarray, shape (n_totals, q)
        Columns add up to 1.
    """
    found = np.ones((1, curves[0].shape[1]))
    for own in curves:
        longer = np.zeros((len(found) + len(own) - 1, found.shape[1]))
        for category, p in enumerate(own):
            longer[category : category + len(found)] += found * p
        found = longer
    return found


def observed_counts(codes: NDArray[np.int8], totals: Ints, n_groups: int, n_categories: int) -> Floats:
    """Counts of the categories of an item by total.

    Parameters
    ----------
    codes : ndarray of int8, shape (n,)
        Categories of the item.
    totals : ndarray of int64, shape (n,)
        Totals over all items.
    n_groups : int
        Totals between the lowest and the highest.
    n_categories : int
        Of the item.

    Returns
    -------
    ndarray, shape (n_groups, n_categories)
        Counts.
    """
    inner = (totals > 0) & (totals <= n_groups)
    places = (totals[inner] - 1) * n_categories + codes[inner]
    return np.bincount(places, minlength=n_groups * n_categories).reshape(n_groups, n_categories).astype(np.float64)


def merged(observed: Floats, expected: Floats) -> list[tuple[Floats, Floats]]:
    """Groups with cells that are large enough for a chi-square.

    Groups without respondents go. A group of one respondent, or one in which no two cells can be made large enough, joins a
    neighbour; within a group the smallest category joins its smaller neighbour, so that only adjacent categories are joined.

    Parameters
    ----------
    observed, expected : ndarray, shape (n_groups, n_categories)
        Counts.

    Returns
    -------
    list of tuple of ndarray
        Observed and expected cells of each group that is left; two or more cells each.
    """
    rows = [(o, e) for o, e in zip(observed, expected, strict=True) if o.sum() > 0]
    while len(rows) > 1:
        small = next((place for place, row in enumerate(rows) if _too_small(row)), None)
        if small is None:
            break
        into = _neighbour(rows, small)
        rows[into] = (rows[into][0] + rows[small][0], rows[into][1] + rows[small][1])
        del rows[small]
    return [_cells(*row) for row in rows]


def _too_small(row: tuple[Floats, Floats]) -> bool:
    observed, expected = row
    return bool(observed.sum() <= 1 or (_cells(observed, expected)[1] < LEAST_EXPECTED).any())


def _neighbour(rows: list[tuple[Floats, Floats]], place: int) -> int:
    """The next group, for a group of one; otherwise the smaller of the two around it."""
    if place == 0:
        return 1
    if place == len(rows) - 1:
        return place - 1
    if rows[place][0].sum() <= 1:
        return place + 1
    return place - 1 if rows[place - 1][0].sum() <= rows[place + 1][0].sum() else place + 1


def _cells(observed: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Categories of a group, joined until all are large enough or two are left."""
    o, e = observed.tolist(), expected.tolist()
    while len(e) > 2 and min(e) < LEAST_EXPECTED:  # noqa: PLR2004
        place = e.index(min(e))
        sides = [side for side in (place - 1, place + 1) if 0 <= side < len(e)]
        into = min(sides, key=lambda side: e[side])
        o[into] += o[place]
        e[into] += e[place]
        del o[place], e[place]
    return np.array(o), np.array(e)
