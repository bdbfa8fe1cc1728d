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
from scipy.sparse import csr_matrix

from kepu.core.items.expectation import each_block
from kepu.core.items.products import outer, project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kepu.core.items.expectation import Block, Expected, Sheet
    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Layout

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Reals = NDArray[Any]

SEPARABLE = ("rasch", "2pl", "gpcm")  # scores are linear in ability
LEAST_SHARE = 1e-9  # an ability with less of the sample is left out of the products


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


@dataclass(frozen=True)
class _Pieces:
    """Scores of parameters: `lowest` for the lowest category, and what each category adds.

    `item` is the item of each parameter; pairs are of a column and a parameter of the same item.
    """

    item: Ints
    lowest: Floats  # (p, q)
    column: Ints  # (pairs,)
    parameter: Ints  # (pairs,)
    added: Floats  # (pairs, q)
    spread: csr_matrix[Any]  # (p, n_parameters): parameters as if nothing were shared, to the vector


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
        Sum of the squared weights behind each row; the weights themselves when left out.
    clusters : ndarray of int64, shape (n,), optional
        Cluster of each row, from 0; then scores are added up within clusters.
    dtype : type
        Working precision.

    Returns
    -------
    Information
        Both matrices, symmetric.
    """
    pieces = _pieces(layout, x, grid)
    n = len(pieces.item)
    total = _complete(layout, x, grid, expected, n)
    scores = np.zeros((n, n))
    by_cluster = None if clusters is None else np.zeros((int(clusters.max()) + 1, n))
    table = layout.table(x, grid.theta)
    for sheet in sheets:
        local = _of_sheet(pieces, sheet)
        within = _Within(sheet, local, layout.model in SEPARABLE, grid.theta, dtype)
        own = None if squares is None else squares[sheet.part.rows]
        work = partial(within.work, squares=own, keep=by_cluster is not None)
        corner = np.ix_(local.places, local.places)
        for made in each_block(sheet, table, grid.log_prior, work, dtype):
            within.take(made)
            total[corner] += made.outer
            scores[corner] += made.squared
            if by_cluster is not None and clusters is not None and made.scores is not None:
                np.add.at(by_cluster, (clusters[sheet.part.rows[made.rows]][:, None], local.places), made.scores.T)
        total[corner] -= within.products()
    if by_cluster is not None:
        scores = by_cluster.T @ by_cluster
    spread = pieces.spread
    made = [np.asarray(spread.T @ (spread.T @ matrix.T).T) for matrix in (total, scores)]
    return Information(*[(matrix + matrix.T) / 2 for matrix in made])


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
    from kepu.core.items.maximisation import group_counts

    found = np.zeros(layout.n_parameters)
    for group, made in layout.each(x, grid.theta):
        own = np.einsum("ikq,ikpq->ip", group_counts(group, expected), made.first, optimize=True)
        np.add.at(found, group.where, own)
    return found


def _pieces(layout: Layout, x: Floats, grid: Grid) -> _Pieces:
    item, lowest, column, parameter, added, target = [], [], [], [], [], []
    begin = 0
    for group, made in layout.each(x, grid.theta):
        n_items, size = group.where.shape
        own = begin + np.arange(n_items * size).reshape(n_items, size)
        begin += n_items * size
        item.append(np.repeat(group.items, size))
        lowest.append(made.first[:, 0].reshape(n_items * size, -1))
        target.append(group.where.ravel())
        for k in range(1, group.n_categories):
            more = made.first[:, k] - made.first[:, 0]
            for p in np.flatnonzero(np.abs(more).max(axis=(0, 2)) > 0):
                column.append(group.columns[:, k - 1])
                parameter.append(own[:, p])
                added.append(more[:, p])
    places = np.concatenate(target)
    shape = (len(places), layout.n_parameters)
    spread = csr_matrix((np.ones(len(places)), (np.arange(len(places)), places)), shape=shape)
    return _Pieces(
        np.concatenate(item),
        np.concatenate(lowest),
        np.concatenate(column),
        np.concatenate(parameter),
        np.concatenate(added),
        spread,
    )


def _complete(layout: Layout, x: Floats, grid: Grid, expected: Expected, n: int) -> Floats:
    """Minus the expected second derivatives of the complete data, item by item."""
    from kepu.core.items.maximisation import group_counts

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


@dataclass(frozen=True)
class _Local:
    """The pieces of the items of a sheet, numbered within it."""

    places: Ints  # parameters of the sheet among all
    item: Ints  # item of each, within the sheet
    lowest: Floats
    column: Ints
    parameter: Ints
    added: Floats


def _of_sheet(pieces: _Pieces, sheet: Sheet) -> _Local:
    n_items = int(pieces.item.max()) + 1
    new_item = np.full(n_items, -1)
    new_item[sheet.part.items] = np.arange(len(sheet.part.items))
    places = np.flatnonzero(new_item[pieces.item] >= 0)
    new_parameter = np.full(len(pieces.item), -1)
    new_parameter[places] = np.arange(len(places))
    new_column = np.full(max(int(pieces.column.max()), int(sheet.columns.max())) + 1, -1)
    new_column[sheet.columns] = np.arange(len(sheet.columns))
    kept = np.flatnonzero(new_column[pieces.column] >= 0)
    return _Local(
        places,
        new_item[pieces.item[places]],
        pieces.lowest[places],
        new_column[pieces.column[kept]],
        new_parameter[pieces.parameter[kept]],
        pieces.added[kept],
    )


@dataclass(frozen=True)
class _Made:
    """What one block adds."""

    rows: slice
    outer: Floats  # weighted products of scores
    squared: Floats  # the same with squared weights
    scores: Reals | None  # weighted scores, when they are added up within clusters
    tables: Floats
    counts: Floats
    total: Floats


class _Within:
    """Sums over the rows of one sheet."""

    def __init__(
        self, sheet: Sheet, local: _Local, separable: bool, theta: Floats, dtype: type[np.floating[Any]]
    ) -> None:
        self.local = local
        self.complete = sheet.answered is None
        self.low_rank = separable and self.complete
        n_pairs, n_parameters = len(local.parameter), len(local.places)
        self.lowest = np.ascontiguousarray(local.lowest.T.astype(dtype))
        self.spread = csr_matrix(
            (np.ones(n_pairs, dtype=dtype), (local.parameter, np.arange(n_pairs))), shape=(n_parameters, n_pairs)
        )
        self.one_each = len(set(local.parameter.tolist())) == n_pairs
        self.power = np.abs(local.added - local.added[:, :1]).max(axis=1) > 0  # ability itself, or a constant
        self.factor = np.where(self.power, local.added[:, -1] / theta[-1], local.added[:, 0]).astype(dtype)
        self.basis = np.stack([np.ones_like(theta), theta, theta**2], axis=1).astype(dtype)
        self.added = np.ascontiguousarray(local.added.T.astype(dtype))
        n_columns = len(sheet.columns)
        self.n_first = 1 if self.complete else len(sheet.part.items)
        size = n_columns if self.low_rank else self.n_first + n_columns
        self.tables = np.zeros((3 if self.low_rank else len(theta), size, size))
        self.counts = np.zeros((n_columns, len(theta)))
        self.total = np.zeros(len(theta))

    def work(self, block: Block, *, squares: Floats | None, keep: bool) -> _Made:
        """Products of a block."""
        found = self._scores(block)
        weighted = found * block.weights
        product = outer(found, weighted)
        if keep:
            squared = np.zeros_like(product)
        else:
            squared = product if squares is None else outer(found, found * squares[block.rows].astype(found.dtype))
        posterior = block.posterior * block.weights
        total = posterior.sum(axis=1, dtype=np.float64)
        counts = outer(block.indicators, posterior) if self.low_rank else np.zeros(0)
        tables = self._tables(block, posterior, total)
        return _Made(block.rows, product, squared, weighted if keep else None, tables, counts, total)

    def take(self, made: _Made) -> None:
        """Add what a block has."""
        self.tables += made.tables
        self.total += made.total
        if self.low_rank:
            self.counts += made.counts

    def _tables(self, block: Block, posterior: Reals, total: Floats) -> Floats:
        """Products of columns, weighted with moments of the posterior or with each of its values."""
        if self.low_rank:
            columns, over = block.indicators, project(self.basis, posterior)
        else:
            first = np.ones((1, len(block.weights)), posterior.dtype) if block.answered is None else block.answered
            columns, over = np.concatenate([first, block.indicators]), posterior
        tables = np.zeros_like(self.tables)
        for place, weights in enumerate(over):
            if self.low_rank or total[place] > LEAST_SHARE * total.sum():
                tables[place] = outer(columns, columns * weights)
        return tables

    def _scores(self, block: Block) -> Reals:
        """Score of each row, shape (p, n)."""
        local = self.local
        found = project(self.lowest, block.posterior)
        if block.answered is not None:
            found *= block.answered[local.item]
        if self.low_rank:
            moments = project(self.basis[:, :2], block.posterior)
            added = moments[self.power.astype(np.int64)]
            added *= self.factor[:, None]
        else:
            added = project(self.added, block.posterior)
        added *= block.indicators[local.column]
        if self.one_each:
            found[local.parameter] += added
        else:
            found += self.spread @ added
        return np.asarray(found)

    def products(self) -> Floats:
        """Sum over rows and abilities of the products of scores, weighted with posteriors, shape (p, p)."""
        return self._from_moments() if self.low_rank else self._from_abilities()

    def _from_moments(self) -> Floats:
        local = self.local
        n_parameters = len(local.places)
        found = (local.lowest * self.total) @ local.lowest.T
        mixed = np.zeros((n_parameters, len(self.total)))
        np.add.at(mixed, local.parameter, local.added * self.counts[local.column])
        mixed = mixed @ local.lowest.T
        found += mixed + mixed.T
        parts = []
        for power in (0, 1):
            kept = np.flatnonzero(self.power == bool(power))
            matrix = np.zeros((len(self.counts), n_parameters))
            matrix[local.column[kept], local.parameter[kept]] = self.factor[kept]
            parts.append(matrix)
        for one in (0, 1):
            for other in (0, 1):
                found += parts[one].T @ self.tables[one + other] @ parts[other]
        return found

    def _from_abilities(self) -> Floats:
        local = self.local
        n_parameters = len(local.places)
        found = np.zeros((n_parameters, n_parameters))
        parameters = np.arange(n_parameters)
        for place in np.flatnonzero(self.total > LEAST_SHARE * self.total.sum()):
            matrix = np.zeros((self.tables.shape[1], n_parameters))
            matrix[0 if self.complete else local.item, parameters] = local.lowest[:, place]
            matrix[self.n_first + local.column, local.parameter] += local.added[:, place]
            found += matrix.T @ self.tables[place] @ matrix
        return found
