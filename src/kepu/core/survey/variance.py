"""Variance of sums of linearised values over the stages of a design.

With z the weighted linearised value of a respondent, the first stage adds for each stratum
(1 − f) n / (n − 1) Σ (z_i − z̄)² over its n primary units, and each following stage the same inside every unit of the stage
before, times the sampling fractions on the way down (Särndal, Swensson & Wretman 1992, result 4.3.1; R survey: `svyrecvar`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.survey.cells import cells_of
from kepu.core.survey.stages import WHOLE
from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kepu.core.survey.cells import Cells
    from kepu.core.survey.stages import Stage


def sparse_variance(
    stages: Sequence[Stage],
    z: NDArray[np.float64],
    column: NDArray[np.int64],
    n_columns: int,
    *,
    first: Cells,
    lonely: str,
) -> NDArray[np.float64]:
    """Variances of the column sums of `z`, where each respondent belongs to one column or to none.

    Parameters
    ----------
    stages : sequence of Stage
        The design.
    z : ndarray, shape (n,)
        Weighted linearised values.
    column : ndarray of int64, shape (n,)
        The column of every respondent, −1 for none.
    n_columns : int
        How many columns there are.
    first : Cells
        Cells of the first stage.
    lonely : str
        What to do with a parent of one unit.

    Returns
    -------
    ndarray, shape (n_columns,)
        Variances, in squared units of `z`.
    """
    rows = np.flatnonzero(column >= 0) if column.min(initial=0) < 0 else slice(None)
    z, column = z[rows], column[rows]
    total = np.zeros(n_columns)
    reach: NDArray[np.float64] | None = None  # product of the sampling fractions above, by parent
    for place, stage in enumerate(stages):
        cells = first if place == 0 else cells_of(stage, stage.unit[rows], column, n_columns)
        total += _between(stage, cells, cells.sums(z), n_columns=n_columns, reach=reach, lonely=lonely)
        if stage.fraction is None:
            break
        reach = (stage.fraction if reach is None else reach * stage.fraction)[stage.parent]
    return total


def _between(
    stage: Stage,
    cells: Cells,
    sums: NDArray[np.float64],
    *,
    n_columns: int,
    reach: NDArray[np.float64] | None,
    lonely: str,
) -> NDArray[np.float64]:
    """What one stage adds to the variance of each column; units without anybody of a column count as zero."""
    n_pairs = len(cells.parent)
    size = stage.size[cells.parent].astype(np.float64)
    mean = sum_by(cells.pair, sums, n_pairs) / size
    if lonely in {"adjust", "certainty"}:
        mean = np.where(stage.size[cells.parent] == 1, 0.0, mean)
    met = np.bincount(cells.pair, minlength=n_pairs)
    spread = sum_by(cells.pair, (sums - mean[cells.pair]) ** 2, n_pairs) + (size - met) * mean**2
    factor = _factors(stage, lonely)
    if reach is not None:
        factor = factor * reach
    return sum_by(cells.column, factor[cells.parent] * spread, n_columns)


def dense_variance(stages: Sequence[Stage], sums_of: Sequence[NDArray[np.float64]], lonely: str) -> NDArray[np.float64]:
    """The same for values that every unit may have in every column.

    Parameters
    ----------
    stages : sequence of Stage
        The design.
    sums_of : sequence of ndarray, shape (n_units, n_columns)
        Sums of the weighted linearised values by unit, one table per stage.
    lonely : str
        What to do with a parent of one unit.

    Returns
    -------
    ndarray, shape (n_columns,)
        Variances.
    """
    total = np.zeros(sums_of[0].shape[1])
    reach: NDArray[np.float64] | None = None
    for stage, sums in zip(stages, sums_of, strict=True):
        centred = centre(stage, sums, lonely)
        factor = _factors(stage, lonely)
        if reach is not None:
            factor = factor * reach
        total += factor[stage.parent] @ centred**2
        if stage.fraction is None:
            break
        reach = (stage.fraction if reach is None else reach * stage.fraction)[stage.parent]
    return total


def dense_covariance(
    stages: Sequence[Stage], sums_of: Sequence[NDArray[np.float64]], lonely: str
) -> NDArray[np.float64]:
    """Covariances of all columns, shape (n_columns, n_columns); arguments as for `dense_variance`."""
    total = np.zeros((sums_of[0].shape[1],) * 2)
    reach: NDArray[np.float64] | None = None
    for stage, sums in zip(stages, sums_of, strict=True):
        centred = centre(stage, sums, lonely)
        factor = _factors(stage, lonely)
        if reach is not None:
            factor = factor * reach
        total += centred.T @ (centred * factor[stage.parent][:, None])
        if stage.fraction is None:
            break
        reach = (stage.fraction if reach is None else reach * stage.fraction)[stage.parent]
    return total


def centre(stage: Stage, sums: NDArray[np.float64], lonely: str) -> NDArray[np.float64]:
    """Deviations of the units from the mean of their parent."""
    means = np.zeros((len(stage.size), sums.shape[1]))
    np.add.at(means, stage.parent, sums)
    means /= np.maximum(stage.size, 1)[:, None]
    if lonely in {"adjust", "certainty"}:
        means[stage.size == 1] = 0.0
    return sums - means[stage.parent]


def _factors(stage: Stage, lonely: str) -> NDArray[np.float64]:
    """(1 − f) n / (n − 1) of each parent; what a parent of one unit adds follows the policy.

    adjust: its distance from zero, the mean of a linearised value. certainty: nothing. average: the other parents'
    variances are scaled up, so that it has the mean of them.
    """
    single = stage.size == 1
    factor = stage.left_out * np.where(single, 1.0, stage.size / np.maximum(stage.size - 1, 1))
    factor = np.where(stage.left_out < WHOLE, 0.0, factor)
    if not stage.lonely.any():
        return factor
    if lonely == "adjust":
        return factor
    factor = np.where(stage.lonely, 0.0, factor)
    if lonely == "average":
        able = int((~stage.lonely).sum())
        factor = factor * (len(stage.size) / able if able else np.nan)
    return factor
