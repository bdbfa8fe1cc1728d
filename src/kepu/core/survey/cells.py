"""Who meets whom: the units of a stage and the domains that somebody of them belongs to.

A stratum meets few of many domains, so a unit and a domain are told apart by the place of the domain among those of its
stratum: 2,500 units and 1,860 domains of provinces need 150,000 places, not 4,650,000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.survey.stages import Stage

    Codes = NDArray[np.int64]

# Above this many places a table of all of them is not laid out.
MOST_PLACES = 24_000_000


@dataclass(frozen=True)
class Cells:
    """Units and columns (domains) that occur together.

    Attributes
    ----------
    of_row : ndarray of int64, shape (m,)
        Cell of each row that belongs to a column.
    unit : ndarray of int64, shape (n_cells,)
        Unit of each cell.
    pair : ndarray of int64, shape (n_cells,)
        The pair of parent and column that each cell lies in.
    parent, column : ndarray of int64, shape (n_pairs,)
        What each pair is.
    """

    of_row: Codes
    unit: Codes
    pair: Codes
    parent: Codes
    column: Codes

    def sums(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums of the values of rows by cell, shape (n_cells,)."""
        return sum_by(self.of_row, z, len(self.unit))


def cells_of(stage: Stage, unit: Codes, column: Codes, n_columns: int) -> Cells:
    """The cells of one stage.

    Parameters
    ----------
    stage : Stage
        The stage.
    unit : ndarray of int64, shape (m,)
        Unit of each row that belongs to a column.
    column : ndarray of int64, shape (m,)
        Its column.
    n_columns : int
        How many columns there are.

    Returns
    -------
    Cells
    """
    parent = stage.parent[unit]
    pairs, pair = compact(parent * n_columns + column, len(stage.size) * n_columns)
    pair_parent, pair_column = np.divmod(pairs, n_columns)
    first = np.searchsorted(pair_parent, np.arange(len(stage.size)))
    widest = int(np.bincount(pair_parent, minlength=1).max())
    cells, of_row = compact(unit * widest + (pair - first[parent]), stage.n_units * widest)
    cell_unit, local = np.divmod(cells, widest)
    return Cells(of_row, cell_unit, first[stage.parent[cell_unit]] + local, pair_parent, pair_column)


def compact(key: Codes, n_keys: int) -> tuple[Codes, Codes]:
    """The keys that occur, sorted, and the place of each key among them."""
    if n_keys > MOST_PLACES:
        found, place = np.unique(key, return_inverse=True)
        return found.astype(np.int64), place.astype(np.int64)
    there = np.zeros(n_keys, dtype=bool)
    there[key] = True
    found = np.flatnonzero(there)
    places = np.empty(n_keys, dtype=np.int64)
    places[found] = np.arange(len(found))
    return found, places[key]
