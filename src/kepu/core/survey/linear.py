"""Variances of linearised statistics, with or without calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.survey.cells import MOST_PLACES
from kepu.core.survey.sums import sum_by
from kepu.core.survey.variance import dense_covariance, dense_variance, sparse_variance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kepu.core.survey.cells import Cells
    from kepu.core.survey.design import Design
    from kepu.core.survey.stages import Stage

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


def variance(design: Design, z: Floats, column: Codes, n_columns: int, first: Cells) -> Floats:
    """Variance of Σ w z in each column.

    Parameters
    ----------
    design : Design
        The sample.
    z : ndarray, shape (n,)
        Linearised value of each respondent for the column it belongs to; 0 for those without one.
    column : ndarray of int64, shape (n,)
        Column of each respondent, −1 for none.
    n_columns : int
        How many columns there are.
    first : Cells
        Cells of the first stage.

    Returns
    -------
    ndarray, shape (n_columns,)
    """
    design.require_variance()
    if design.calibrated is None:
        return sparse_variance(design.stages, design.weights * z, column, n_columns, first=first, lonely=design.lonely)
    found = np.empty(n_columns)
    for start, stop, tables in _tables(design, z, column, n_columns):
        found[start:stop] = dense_variance(design.stages, tables, design.lonely)
    return found


def contrast_variance(design: Design, z: Floats, column: Codes, n_columns: int, contrasts: Floats) -> Floats:
    """Variance of linear combinations of the column sums.

    Parameters
    ----------
    design, z, column, n_columns
        As for `variance`.
    contrasts : ndarray, shape (n_columns, m)
        Coefficients of each combination.

    Returns
    -------
    ndarray, shape (m,)
    """
    design.require_variance()
    found = np.zeros(contrasts.shape[1])
    every = next(_tables(design, z, column, n_columns, whole=True))[2]
    step = max(1, MOST_PLACES // max(len(table) for table in every))
    for start in range(0, contrasts.shape[1], step):
        part = contrasts[:, start : start + step]
        found[start : start + step] = dense_variance(design.stages, [table @ part for table in every], design.lonely)
    return found


def covariance(design: Design, z: Floats, column: Codes, n_columns: int) -> Floats:
    """Covariance matrix of the column sums, shape (n_columns, n_columns); arguments as for `variance`."""
    design.require_variance()
    tables = next(_tables(design, z, column, n_columns, whole=True))[2]
    return dense_covariance(design.stages, tables, design.lonely)


def _tables(
    design: Design, z: Floats, column: Codes, n_columns: int, *, whole: bool = False
) -> Iterator[tuple[int, int, list[Floats]]]:
    """Sums by unit and column for every stage, a range of columns at a time."""
    largest = max(stage.n_units for stage in design.stages)
    step = n_columns if whole else max(1, MOST_PLACES // largest)
    weighted = design.weights * z
    coefficients = design.calibrated.coefficients(z, column, n_columns) if design.calibrated else None
    auxiliaries = (
        [design.calibrated.unit_sums(stage, design.weights) for stage in design.stages] if design.calibrated else []
    )
    for start in range(0, n_columns, step):
        stop = min(start + step, n_columns)
        tables = []
        for place, stage in enumerate(design.stages):
            table = _sums(stage, weighted, column, start, stop)
            if coefficients is not None:
                table -= auxiliaries[place] @ coefficients[:, start:stop]
            tables.append(table)
        yield start, stop, tables


def _sums(stage: Stage, weighted: Floats, column: Codes, start: int, stop: int) -> Floats:
    inside = (column >= start) & (column < stop)
    width = stop - start
    cell = stage.unit[inside] * width + (column[inside] - start)
    return sum_by(cell, weighted[inside], stage.n_units * width).reshape(stage.n_units, width)
