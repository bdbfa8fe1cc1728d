"""Scores of respondents at each ability, and their products summed over a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from kepu.core.items.products import outer, project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.expectation import Block, Sheet
    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Layout

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Reals = NDArray[Any]

LEAST_SHARE = 1e-9  # an ability with less of the sample is left out of the products


@dataclass(frozen=True)
class Pieces:
    """Scores of parameters as if no two items shared one.

    Attributes
    ----------
    item : ndarray of int64, shape (p,)
        The item of each parameter.
    lowest : ndarray, shape (p, q)
        Score of the lowest category.
    column, parameter : ndarray of int64, shape (pairs,)
        Pairs of a column and a parameter of the same item.
    added : ndarray, shape (pairs, q)
        What the category of the column adds to the score of the parameter.
    spread : sparse matrix, shape (p, n_parameters)
        From these parameters to the vector.
    """

    item: Ints
    lowest: Floats
    column: Ints
    parameter: Ints
    added: Floats
    spread: csr_matrix[Any]


def make_pieces(layout: Layout, x: Floats, grid: Grid) -> Pieces:
    """Scores at some parameters.

    Parameters
    ----------
    layout : Layout
        Items.
    x : ndarray, shape (n_parameters,)
        Parameters.
    grid : Grid
        Abilities.

    Returns
    -------
    Pieces
        Of all items.
    """
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
    return Pieces(
        np.concatenate(item),
        np.concatenate(lowest),
        np.concatenate(column),
        np.concatenate(parameter),
        np.concatenate(added),
        spread,
    )


@dataclass(frozen=True)
class Local:
    """The pieces of the items of a sheet, numbered within it."""

    places: Ints  # parameters of the sheet among all
    item: Ints  # item of each, within the sheet
    lowest: Floats
    column: Ints
    parameter: Ints
    added: Floats


def local_pieces(pieces: Pieces, sheet: Sheet) -> Local:
    """The pieces of the items of a sheet.

    Parameters
    ----------
    pieces : Pieces
        Of all items.
    sheet : Sheet
        Some of them.

    Returns
    -------
    Local
        Numbered within the sheet.
    """
    n_items = int(pieces.item.max()) + 1
    new_item = np.full(n_items, -1)
    new_item[sheet.part.items] = np.arange(len(sheet.part.items))
    places = np.flatnonzero(new_item[pieces.item] >= 0)
    new_parameter = np.full(len(pieces.item), -1)
    new_parameter[places] = np.arange(len(places))
    new_column = np.full(max(int(pieces.column.max()), int(sheet.columns.max())) + 1, -1)
    new_column[sheet.columns] = np.arange(len(sheet.columns))
    kept = np.flatnonzero(new_column[pieces.column] >= 0)
    return Local(
        places,
        new_item[pieces.item[places]],
        pieces.lowest[places],
        new_column[pieces.column[kept]],
        new_parameter[pieces.parameter[kept]],
        pieces.added[kept],
    )


@dataclass(frozen=True)
class Made:
    """What one block adds."""

    rows: slice
    outer: Floats  # weighted products of scores
    squared: Floats | None  # the same with squared weights, when asked for
    scores: Reals | None  # weighted scores, when they are added up within clusters
    tables: Floats
    counts: Floats
    total: Floats


class Products:
    """Sums over the rows of one sheet."""

    def __init__(
        self, sheet: Sheet, local: Local, theta: Floats, dtype: type[np.floating[Any]], *, separable: bool, every: int
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
        self.nodes = np.arange(0, len(theta), every)
        self.every = every
        self.tables = np.zeros((3 if self.low_rank else len(self.nodes), size, size))
        self.counts = np.zeros((n_columns, len(theta)))
        self.total = np.zeros(len(theta))

    def work(self, block: Block, *, squares: Floats | None, keep: bool) -> Made:
        """Products of a block."""
        found = self._scores(block)
        weighted = found * block.weights
        product = outer(found, weighted)
        given = squares is not None and not keep
        squared = (
            outer(found, found * squares[block.rows].astype(found.dtype)) if given and squares is not None else None
        )
        posterior = block.posterior * block.weights
        total = posterior.sum(axis=1, dtype=np.float64)
        counts = outer(block.indicators, posterior) if self.low_rank else np.zeros(0)
        tables = self._tables(block, posterior, total)
        return Made(block.rows, product, squared, weighted if keep else None, tables, counts, total)

    def take(self, made: Made) -> None:
        """Add what a block has."""
        self.tables += made.tables
        self.total += made.total
        if self.low_rank:
            self.counts += made.counts

    def _tables(self, block: Block, posterior: Reals, total: Floats) -> Floats:
        """Products of columns, weighted with moments of the posterior or with each of its values."""
        tables = np.zeros_like(self.tables)
        if self.low_rank:
            for place, weights in enumerate(project(self.basis, posterior)):
                tables[place] = outer(block.indicators, block.indicators * weights)
            return tables
        first = np.ones((1, len(block.weights)), posterior.dtype) if block.answered is None else block.answered
        columns = np.concatenate([first, block.indicators])
        kept = np.flatnonzero(total[self.nodes] > LEAST_SHARE * total.sum())
        weights = posterior[self.nodes[kept]] * self.every
        for one in range(len(columns)):
            tables[kept, one, one:] = outer(weights, columns[one:] * columns[one])
        lower = np.tril_indices(len(columns), -1)
        tables[:, lower[0], lower[1]] = tables[:, lower[1], lower[0]]
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
        first = np.zeros(len(local.places), dtype=np.int64) if self.complete else local.item
        column = self.n_first + local.column
        shape = (len(local.places), len(local.parameter))
        found, cross, pairs = np.zeros((shape[0],) * 2), np.zeros(shape), np.zeros((shape[1],) * 2)
        for table, node in zip(self.tables, self.nodes, strict=True):
            lowest, added = local.lowest[:, node], local.added[:, node]
            found += table[np.ix_(first, first)] * lowest[:, None] * lowest
            cross += table[np.ix_(first, column)] * lowest[:, None] * added
            pairs += table[np.ix_(column, column)] * added[:, None] * added
        spread = self.spread.astype(np.float64)
        mixed = (spread @ cross.T).T
        return np.asarray(found + mixed + mixed.T + spread @ (spread @ pairs).T)
