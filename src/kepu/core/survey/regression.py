"""What calibration does to variances: a linearised value is replaced by its residual from the regression on the auxiliaries.

Deville & Särndal (1992), section 3: the regression is weighted with the weights before calibration, the residual is
expanded with those after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kepu.core.survey.labels import Encoded
    from kepu.core.survey.stages import Stage

# Relative size below which a direction of the auxiliaries counts as the sum of others.
DEPENDENT = 1e-11


class Regression(Protocol):
    """The auxiliaries of a calibrated design."""

    def coefficients(self, z: NDArray[np.float64], column: NDArray[np.int64], n_columns: int) -> NDArray[np.float64]:
        """Coefficients of each column, shape (k, n_columns); `z`, shape (n,), is unweighted and 0 outside `column`."""
        ...

    def unit_sums(self, stage: Stage, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weighted sums of the auxiliaries by unit, shape (n_units, k)."""
        ...


@dataclass(frozen=True)
class MarginRegression:
    """Auxiliaries that are margins: one indicator per category."""

    margins: Sequence[Encoded]
    targets: Sequence[NDArray[np.float64]]
    tol: float
    max_iterations: int
    base_weights: NDArray[np.float64] = field(repr=False)

    @cached_property
    def _inverse(self) -> NDArray[np.float64]:
        blocks = [
            [
                sum_by(
                    left.codes * right.n_labels + right.codes, self.base_weights, left.n_labels * right.n_labels
                ).reshape(left.n_labels, right.n_labels)
                for right in self.margins
            ]
            for left in self.margins
        ]
        return scaled_inverse(np.block(blocks))

    def coefficients(self, z: NDArray[np.float64], column: NDArray[np.int64], n_columns: int) -> NDArray[np.float64]:
        """See `Regression`."""
        inside = column >= 0
        value = (self.base_weights * z)[inside]
        moments = [
            sum_by(each.codes[inside] * n_columns + column[inside], value, each.n_labels * n_columns).reshape(
                each.n_labels, n_columns
            )
            for each in self.margins
        ]
        return self._inverse @ np.concatenate(moments)

    def unit_sums(self, stage: Stage, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """See `Regression`."""
        tables = [
            sum_by(stage.unit * each.n_labels + each.codes, weights, stage.n_units * each.n_labels)
            for each in self.margins
        ]
        return np.concatenate(
            [table.reshape(stage.n_units, -1) for table in tables],
            axis=1,
        )


@dataclass(frozen=True)
class MatrixRegression:
    """Auxiliaries that are numbers, shape (n, k)."""

    x: NDArray[np.float64] = field(repr=False)
    totals: NDArray[np.float64]
    method: str
    bounds: tuple[float, float]
    tol: float
    max_iterations: int
    base_weights: NDArray[np.float64] = field(repr=False)

    @cached_property
    def _inverse(self) -> NDArray[np.float64]:
        return scaled_inverse(self.x.T @ (self.x * self.base_weights[:, None]))

    def coefficients(self, z: NDArray[np.float64], column: NDArray[np.int64], n_columns: int) -> NDArray[np.float64]:
        """See `Regression`."""
        inside = column >= 0
        value = (self.base_weights * z)[inside]
        moments = np.stack(
            [sum_by(column[inside], value * self.x[inside, place], n_columns) for place in range(self.x.shape[1])]
        )
        return self._inverse @ moments

    def unit_sums(self, stage: Stage, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """See `Regression`."""
        return np.stack(
            [sum_by(stage.unit, weights * self.x[:, place], stage.n_units) for place in range(self.x.shape[1])],
            axis=1,
        )


def scaled_inverse(gram: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pseudo-inverse of a cross-product matrix, scaled so that units of the auxiliaries do not matter."""
    scale = np.sqrt(np.diag(gram))
    scale = np.where(scale > 0, scale, 1.0)
    units = np.outer(scale, scale)
    inverse: NDArray[np.float64] = np.linalg.pinv(gram / units, rcond=DEPENDENT, hermitian=True) / units
    return inverse
