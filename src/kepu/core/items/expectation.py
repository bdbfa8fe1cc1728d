"""The E-step: posteriors of ability as products of matrices, a block of respondents at a time.

Bock & Aitkin (1981). A block of indicator columns (categories above the lowest) times the table of log-probabilities gives the
log-likelihood of every respondent at every ability; the posteriors times the indicators give the expected counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kepu.core.items.coded import MISSING
from kepu.core.items.products import outer, project, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from kepu.core.items.coded import Codes, Part
    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Layout

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Reals = NDArray[Any]  # float32 or float64

Result = TypeVar("Result")
FLOOR = -60.0  # products with subnormal numbers take ten times as long; a share of exp(−60) is none
BLOCK_VALUES = 400_000  # values of a block of posteriors: stays in the cache of a processor


@dataclass(frozen=True)
class Sheet:
    """A part with its indicators.

    Attributes
    ----------
    part : Part
        Respondents and items.
    columns : ndarray of int64, shape (n_columns,)
        Which columns of the whole table the indicators are.
    owner : ndarray of int64, shape (n_columns,)
        The item of each column, counted within the part.
    indicators : ndarray of int8, shape (n_columns, n)
        1 where a respondent chose the category.
    answered : ndarray of int8, shape (n_items, n), or None
        1 where a respondent answered; None in a complete part.
    weights : ndarray of float64, shape (n,)
        Sum of the weights of the respondents of each row.
    """

    part: Part
    columns: Ints
    owner: Ints
    indicators: Codes
    answered: Codes | None
    weights: Floats


@dataclass(frozen=True)
class Expected:
    """Expected counts of a sample.

    Attributes
    ----------
    log_likelihood : float
        Marginal log-likelihood.
    counts : ndarray, shape (n_columns, q)
        Of the categories above the lowest.
    totals : ndarray, shape (n_items, q)
        Of all who answered each item.
    """

    log_likelihood: float
    counts: Floats
    totals: Floats


@dataclass(frozen=True)
class Block:
    """Some rows of a sheet with their posteriors; rows run along the last axis.

    Attributes
    ----------
    rows : slice
        Which rows.
    indicators, answered : ndarray
        As numbers of the working precision.
    posterior : ndarray, shape (q, n)
        Posterior probabilities.
    log_likelihood : ndarray, shape (n,)
        Marginal log-likelihood of each row.
    weights : ndarray, shape (n,)
        In the working precision.
    """

    rows: slice
    indicators: Reals
    answered: Reals | None
    posterior: Reals
    log_likelihood: Reals
    weights: Reals


def make_sheets(parts: Sequence[Part], layout: Layout, weights: Floats) -> list[Sheet]:
    """Sheets of parts.

    Parameters
    ----------
    parts : sequence of Part
        Respondents by the items they answered.
    layout : Layout
        Items and columns.
    weights : ndarray of float64, shape (n,)
        Of all rows.

    Returns
    -------
    list of Sheet
        One for each part.
    """
    found = []
    for part in parts:
        starts = layout.first_column
        columns = np.concatenate([np.arange(starts[item], starts[item + 1]) for item in part.items])
        turned = np.ascontiguousarray(part.codes.T)
        steps = layout.n_categories[part.items] - 1
        owner = np.repeat(np.arange(len(part.items)), steps)
        if len(columns) == len(part.items) and part.complete:
            indicators = turned  # right and wrong, answered by all: the codes are the indicators
        else:
            level = np.concatenate([np.arange(1, step + 1) for step in steps])
            indicators = (turned[owner] == level[:, None]).view(np.int8)
        answered = None if part.complete else (turned != MISSING).view(np.int8)
        found.append(Sheet(part, columns, owner, indicators, answered, weights[part.rows]))
    return found


def each_block(
    sheet: Sheet,
    table: tuple[Floats, Floats],
    log_prior: Floats,
    work: Callable[[Block], Result],
    dtype: type[np.floating[Any]] = np.float64,
) -> Iterator[Result]:
    """Do something with every block of a sheet.

    Parameters
    ----------
    sheet : Sheet
        Respondents.
    table : tuple of ndarray, shapes (n_columns, q) and (n_items, q)
        The table of the layout.
    log_prior : ndarray, shape (q,)
        Of the grid.
    work : callable
        What is done with a block, in a thread of its own.
    dtype : type
        Working precision.

    Yields
    ------
    object
        What `work` returned, in the order of rows.
    """
    ratio, base = table[0][sheet.columns], table[1][sheet.part.items]
    constant = log_prior if sheet.answered is not None else log_prior + base.sum(axis=0)
    ready = (ratio.astype(dtype), base.astype(dtype), constant.astype(dtype)[:, None])
    size = max(64, BLOCK_VALUES // len(log_prior) // 64 * 64)
    starts = range(0, len(sheet.weights), size)

    def made(start: int) -> Result:
        return work(_block(sheet, slice(start, start + size), ready))

    yield from spread(made, starts)


def _block(sheet: Sheet, rows: slice, ready: tuple[Reals, Reals, Reals]) -> Block:
    ratio, base, constant = ready
    indicators = sheet.indicators[:, rows].astype(ratio.dtype)
    logs = project(ratio, indicators)
    logs += constant
    answered = None
    if sheet.answered is not None:
        answered = sheet.answered[:, rows].astype(ratio.dtype)
        logs += project(base, answered)
    highest = logs.max(axis=0)
    logs -= highest
    np.maximum(logs, FLOOR, out=logs)
    np.exp(logs, out=logs)
    total = logs.sum(axis=0)
    logs /= total
    weights = sheet.weights[rows].astype(ratio.dtype)
    return Block(rows, indicators, answered, logs, highest + np.log(total), weights)


def expect(
    sheets: Sequence[Sheet],
    layout: Layout,
    x: Floats,
    grid: Grid,
    dtype: type[np.floating[Any]] = np.float64,
) -> Expected:
    """Expected counts at some parameters.

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
    dtype : type
        Working precision; sums over blocks are double.

    Returns
    -------
    Expected
        Counts and log-likelihood.
    """
    table = layout.table(x, grid.theta)
    counts, totals = np.zeros_like(table[0]), np.zeros_like(table[1])
    log_likelihood = 0.0
    for sheet in sheets:
        for part in each_block(sheet, table, grid.log_prior, _counted, dtype):
            log_likelihood += part.log_likelihood
            counts[sheet.columns] += part.counts
            totals[sheet.part.items] += part.totals
    return Expected(log_likelihood, counts, totals)


def _counted(block: Block) -> Expected:
    """Counts of one block; totals are one row when all answered everything."""
    value = float(block.weights.astype(np.float64) @ block.log_likelihood)
    weighted = block.posterior
    weighted *= block.weights
    counts = outer(block.indicators, weighted)
    if block.answered is None:
        return Expected(value, counts, weighted.sum(axis=1, dtype=np.float64)[None])
    return Expected(value, counts, outer(block.answered, weighted))
