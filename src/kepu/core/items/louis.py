r"""Observed information of the marginal likelihood, and the outer product of scores.

Louis (1982): information of the observed data = E[complete information] − E[S Sᵀ] + s sᵀ, summed over respondents, where S is
the score of a respondent at an ability and s its posterior mean, the score of the marginal likelihood. Exact, no differences:
E[S Sᵀ] over respondents needs only products of indicator columns weighted with posteriors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.items.expectation import each_block
from kepu.core.items.maximisation import group_counts
from kepu.core.items.sparse import SparseProducts, sparse
from kepu.core.items.sums import Products, local_pieces, make_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kepu.core.items.expectation import Expected, Sheet
    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Layout

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MANY = 5000
SEPARABLE = ("rasch", "2pl", "gpcm")  # scores are linear in ability


@dataclass(frozen=True)
class Information:
    """Second-order facts at some parameters.

    Attributes
    ----------
    observed : ndarray, shape (n_parameters, n_parameters)
        Observed information of the log-likelihood, without priors.
    scores : ndarray, shape (n_parameters, n_parameters)
        Sum of the outer products of weighted scores, of respondents or of clusters.
    """

    observed: Floats
    scores: Floats


def information(
    sheets: Sequence[Sheet],
    layout: Layout,
    x: Floats,
    grid: Grid,
    expected: Expected,
    *,
    squares: Floats | None = None,
    clusters: Ints | None = None,
    dtype: type[np.floating[Any]] = np.float64,
) -> Information:
    """Observed information and products of scores.

    Parameters
    ----------
    sheets : sequence of Sheet
        The sample.
    layout : Layout
        Items and columns.
    x : ndarray, shape (n_parameters,)
        Parameters.
    grid : Grid
        Abilities.
    expected : Expected
        Counts at `x`.
    squares : ndarray, shape (n,), optional
        Sum of the squared weights behind each row; without it and without clusters `scores` is not made.
    clusters : ndarray of int64, shape (n,), optional
        Cluster of each row, from 0; then scores are added up within clusters.
    dtype : type
        Working precision.

    Returns
    -------
    Information
        Both matrices, symmetric.
    """
    pieces = make_pieces(layout, x, grid)
    n = len(pieces.item)
    total = _complete(layout, x, grid, expected, n)
    scores = np.zeros((n, n))
    by_cluster = None if clusters is None else np.zeros((int(clusters.max()) + 1, n))
    table = layout.table(x, grid.theta)
    sd = 1 / np.sqrt(1 + largest_information(sheets, layout, x, grid))
    for sheet in sheets:
        local = local_pieces(pieces, sheet)
        within: Products | SparseProducts
        if sparse(sheet):
            within = SparseProducts(sheet, local, dtype)
        else:
            every = _every(sheet, grid, sd)
            within = Products(sheet, local, grid.theta, dtype, separable=layout.model in SEPARABLE, every=every)
        own = None if squares is None else squares[sheet.part.rows]
        work = partial(within.work, squares=own, keep=by_cluster is not None)
        corner = np.ix_(local.places, local.places)
        for made in each_block(sheet, table, grid.log_prior, work, dtype):
            within.take(made)
            total[corner] += made.outer
            if made.squared is not None:
                scores[corner] += made.squared
            if by_cluster is not None and clusters is not None and made.scores is not None:
                np.add.at(by_cluster, (clusters[sheet.part.rows[made.rows]][:, None], local.places), made.scores.T)
        total[corner] -= within.products()
    if by_cluster is not None:
        scores = by_cluster.T @ by_cluster
    spread = pieces.spread
    observed, squared = (np.asarray(spread.T @ (spread.T @ matrix.T).T) for matrix in (total, scores))
    return Information((observed + observed.T) / 2, (squared + squared.T) / 2)


def largest_information(sheets: Sequence[Sheet], layout: Layout, x: Floats, grid: Grid) -> float:
    """Highest value of the information of the test that a respondent answers on average.

    Parameters
    ----------
    sheets : sequence of Sheet
        The sample.
    layout : Layout
        Items.
    x : ndarray, shape (n_parameters,)
        Parameters.
    grid : Grid
        Abilities.

    Returns
    -------
    float
        On the scale of the grid.
    """
    answered, n = np.zeros(len(layout.n_categories)), 0.0
    for sheet in sheets:
        size = float(sheet.weights.sum())
        answered[sheet.part.items] += size if sheet.answered is None else sheet.answered @ sheet.weights
        n += size
    total = np.zeros(len(grid.theta))
    for group, made in layout.each(x, grid.theta):
        of_intercepts = made.expected[:, 1:, 1:].sum(axis=(1, 2))
        if layout.model == "3pl":
            of_intercepts = made.expected[:, 1, 1]
        total += (answered[group.items] / n * x[group.where[:, 0]] ** 2) @ of_intercepts
    return float(total.max())


def _every(sheet: Sheet, grid: Grid, sd: float) -> int:
    """Whether every other ability will do for sums of products over a sheet.

    The error of one respondent is 2 exp(−2π² (sd/step)²), below 0.002 here, and its sign depends on where the respondent stands,
    so that it shrinks with the root of their number: below 3e-5 in all.
    """
    many = sheet.weights.sum() ** 2 / (sheet.weights**2).sum() >= MANY
    return 2 if many and sd >= 1.2 * (grid.theta[1] - grid.theta[0]) else 1


def gradient(layout: Layout, x: Floats, grid: Grid, expected: Expected) -> Floats:
    """Gradient of the marginal log-likelihood, by Fisher's identity.

    Parameters
    ----------
    layout : Layout
        Items and columns.
    x : ndarray, shape (n_parameters,)
        Parameters.
    grid : Grid
        Abilities.
    expected : Expected
        Counts at `x`.

    Returns
    -------
    ndarray, shape (n_parameters,)
        Without priors.
    """
    found = np.zeros(layout.n_parameters)
    for group, made in layout.each(x, grid.theta):
        own = np.einsum("ikq,ikpq->ip", group_counts(group, expected), made.first, optimize=True)
        np.add.at(found, group.where, own)
    return found


def _complete(layout: Layout, x: Floats, grid: Grid, expected: Expected, n: int) -> Floats:
    """Minus the expected second derivatives of the complete data, item by item."""
    found = np.zeros((n, n))
    begin = 0
    for group, made in layout.each(x, grid.theta, second=True):
        assert made.second is not None
        counts = group_counts(group, expected)
        counts = counts if made.second.shape[1] > 1 else counts.sum(axis=1, keepdims=True)
        bend = -np.einsum("ikq,ikprq->ipr", counts, made.second, optimize=True)
        n_items, size = group.where.shape
        own = begin + np.arange(n_items * size).reshape(n_items, size)
        begin += n_items * size
        found[own[:, :, None], own[:, None, :]] = bend
    return found
