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

    Groups without respondents go. Totals so low or so high that some category cannot be with them join the nearest in which all
    can. Within a group the smallest category joins its smaller neighbour until all cells are large enough or two are left; a
    group in which one is then still too small joins a neighbour, its lowest cell to the lowest, its highest to the highest.

    Parameters
    ----------
    observed, expected : ndarray, shape (n_groups, n_categories)
        Counts; an expected count of 0 is a category that the total rules out.

    Returns
    -------
    list of tuple of ndarray
        Observed and expected cells of each group that is left; two or more cells each.
    """
    rows = [_cells(o, e) for o, e in zip(*_complete(observed, expected), strict=True) if o.sum() > 0]
    while len(rows) > 1:
        small = next((place for place, (_, e) in enumerate(rows) if (e < LEAST_EXPECTED).any()), None)
        if small is None:
            break
        into = _neighbour(rows, small)
        rows[into] = _cells(*(_added(a, b) for a, b in zip(rows[into], rows[small], strict=True)))
        del rows[small]
    return rows


def _complete(observed: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """The groups from the first to the last in which every category can be, with what lies outside added to these two."""
    places = np.flatnonzero((expected > 0).all(axis=1))
    if not len(places):
        return observed, expected
    first, last = int(places[0]), int(places[-1])
    found = []
    for table in (observed, expected):
        inner = table[first : last + 1].copy()
        inner[0] += table[:first].sum(axis=0)
        inner[-1] += table[last + 1 :].sum(axis=0)
        found.append(inner)
    return found[0], found[1]


def _neighbour(rows: list[tuple[Floats, Floats]], place: int) -> int:
    """The smaller of the two groups around one."""
    if place == 0:
        return 1
    if place == len(rows) - 1:
        return place - 1
    return place - 1 if rows[place - 1][1].sum() <= rows[place + 1][1].sum() else place + 1


def _added(cells: Floats, others: Floats) -> Floats:
    """Cells with those of another group added in order, the lowest to the lowest and the highest to the highest."""
    found = cells.copy()
    np.add.at(found, np.rint(np.linspace(0, len(cells) - 1, len(others))).astype(np.int64), others)
    return found


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
