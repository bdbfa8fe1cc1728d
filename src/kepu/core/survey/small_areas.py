"""Small areas: direct estimates with known variances borrow strength through a regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import ConvergenceError, InputError, ShapeError
from kepu.core.survey.checks import numbers, refuse_rows
from kepu.core.survey.codes import SurveyCode

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SmallAreas:
    """Estimates of small areas.

    Attributes
    ----------
    estimate : ndarray, shape (m,)
        Empirical best linear unbiased predictors, in the unit of `y`.
    mse : ndarray, shape (m,)
        Their mean squared errors (Prasad & Rao 1990; Datta & Lahiri 2000).
    beta : ndarray, shape (k,)
        Regression coefficients.
    beta_se : ndarray, shape (k,)
        Their standard errors.
    between : float
        Variance between areas (REML).
    shrinkage : ndarray, shape (m,)
        Weight of the direct estimate, between 0 and 1.
    rounds : int
        Scoring steps.
    """

    estimate: Floats
    mse: Floats
    beta: Floats
    beta_se: Floats
    between: float
    shrinkage: Floats
    rounds: int


def fay_herriot(
    y: ArrayLike, x: ArrayLike, variance: ArrayLike, *, tol: float = 1e-10, max_iterations: int = 500
) -> SmallAreas:
    """Fit the area model of Fay & Herriot (1979) by restricted maximum likelihood.

    Parameters
    ----------
    y : array_like, shape (m,)
        Direct estimates.
    x : array_like, shape (m, k)
        Auxiliary variables of the areas, with a column of ones where a constant is wanted.
    variance : array_like, shape (m,)
        Sampling variances of the direct estimates, above zero.
    tol : float
        Largest relative change of the variance between areas.
    max_iterations : int
        Scoring steps before `ConvergenceError`.

    Returns
    -------
    SmallAreas

    Notes
    -----
    Fisher scoring of the restricted likelihood (Rao & Molina 2015, sections 6.1 and 6.2); sums over areas only, never a
    matrix of areas × areas.
    """
    direct, matrix, psi = _inputs(y, x, variance)
    between, rounds = _reml(direct, matrix, psi, tol, max_iterations)
    inverse = 1 / (between + psi)
    spread = np.linalg.inv(matrix.T @ (matrix * inverse[:, None]))
    beta = spread @ (matrix.T @ (inverse * direct))
    fitted = matrix @ beta
    shrinkage = between * inverse
    estimate = fitted + shrinkage * (direct - fitted)
    g1 = shrinkage * psi
    leverage = np.einsum("ij,jk,ik->i", matrix, spread, matrix)
    g2 = (1 - shrinkage) ** 2 * leverage
    g3 = psi**2 * inverse**3 * 2 / (inverse**2).sum()
    return SmallAreas(estimate, g1 + g2 + 2 * g3, beta, np.sqrt(np.diag(spread)), between, shrinkage, rounds)


def _reml(y: Floats, x: Floats, psi: Floats, tol: float, max_iterations: int) -> tuple[float, int]:
    """Variance between areas; at the edge of the parameter space it is zero."""
    now = float(np.median(psi))
    for step in range(1, max_iterations + 1):
        score, information = _score(y, x, psi, now)
        following = max(now + score / information, 0.0)
        if abs(following - now) <= tol * max(following, tol):
            return following, step
        if following == 0.0 and _score(y, x, psi, 0.0)[0] <= 0:
            return 0.0, step
        now = following
    message = f"The variance between areas did not settle in {max_iterations} steps."
    raise ConvergenceError(SurveyCode.NOT_CONVERGED, message, rounds=max_iterations, tolerance=tol)


def _score(y: Floats, x: Floats, psi: Floats, between: float) -> tuple[float, float]:
    """Derivative of the restricted log-likelihood and its expected information.

    With P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹: score = −tr(P)/2 + y'PPy/2, information = tr(PP)/2.
    """
    inverse = 1 / (between + psi)
    weighted = x * inverse[:, None]
    spread = np.linalg.inv(x.T @ weighted)
    residual = inverse * (y - x @ (spread @ (weighted.T @ y)))
    cubes = spread @ (weighted.T @ (weighted * inverse[:, None]))
    squares = spread @ (weighted.T @ weighted)
    trace = inverse.sum() - np.trace(squares)
    trace2 = (inverse**2).sum() - 2 * np.trace(cubes) + np.trace(squares @ squares)
    return float((residual @ residual - trace) / 2), float(trace2 / 2)


def _inputs(y: ArrayLike, x: ArrayLike, variance: ArrayLike) -> tuple[Floats, Floats, Floats]:
    direct = numbers(y, "y")
    psi = numbers(variance, "variance", len(direct))
    matrix = np.asarray(x, dtype=np.float64)
    matrix = matrix[:, None] if matrix.ndim == 1 else matrix
    if matrix.ndim != 2 or len(matrix) != len(direct):  # noqa: PLR2004  rows and columns
        message = f"x has shape {matrix.shape}; ({len(direct)}, k) is needed."
        raise ShapeError(SurveyCode.WRONG_LENGTH, message, name="x", shape=list(matrix.shape), n=len(direct))
    refuse_rows(
        ~(np.isfinite(direct) & np.isfinite(matrix).all(axis=1)), SurveyCode.NOT_A_NUMBER, "A value is missing."
    )
    refuse_rows(
        ~((psi > 0) & np.isfinite(psi)), SurveyCode.BAD_VARIANCE, "Sampling variances must be finite and above zero."
    )
    if len(direct) <= matrix.shape[1] or np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        message = f"{matrix.shape[1]} auxiliary variables cannot be told apart in {len(direct)} areas."
        raise InputError(SurveyCode.SINGULAR, message, areas=len(direct), variables=matrix.shape[1])
    return direct, matrix, psi
