"""Means and covariances of items, from whoever answered both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.items.coded import MISSING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROWS = 16_384


@dataclass(frozen=True)
class Moments:
    """Weighted means and covariances.

    Attributes
    ----------
    means : ndarray of float64, shape (n_items,)
        Above the lowest score of each item.
    covariance : ndarray of float64, shape (n_items, n_items)
        Divided by the sum of weights; NaN where fewer than two respondents answered both items.
    apart : tuple of (int, int)
        Those pairs.
    """

    means: Floats
    covariance: Floats
    apart: tuple[tuple[int, int], ...]


def moments_of(codes: NDArray[np.int8], weight: Floats, low: Floats) -> Moments:
    """Means and covariances of items.

    Parameters
    ----------
    codes : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.
    weight : ndarray of float64, shape (n,)
        Weights, above 0.
    low : ndarray of float64, shape (n_items,)
        Lowest scores.

    Returns
    -------
    Moments
        Over everybody who answered.
    """
    k = codes.shape[1]
    complete = bool(codes.min() > MISSING)
    both, together, sums, products = (np.zeros((k, k)) for _ in range(4))
    for start in range(0, len(codes), ROWS):
        block = codes[start : start + ROWS]
        w = weight[start : start + ROWS, None]
        seen = (block != MISSING).astype(np.float64)
        points = np.where(block != MISSING, block - low, 0.0)
        products += points.T @ (w * points)
        if complete:
            sums += (w * points).sum(axis=0)[:, None]
            together += w.sum()
            both += len(block)
        else:
            sums += points.T @ (w * seen)
            together += seen.T @ (w * seen)
            both += seen.T @ seen
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = products / together - (sums / together) * (sums / together).T
        means = np.diag(sums) / np.diag(together)
    met = both >= 2  # noqa: PLR2004  one respondent has no variance
    covariance = np.where(met, covariance, np.nan)
    rounding = 1e-13 * np.maximum(means**2, 1)
    diagonal = np.diag(covariance)
    np.fill_diagonal(covariance, np.where(diagonal > rounding, diagonal, np.where(np.isnan(diagonal), np.nan, 0.0)))
    apart = [(int(one), int(other)) for one, other in np.argwhere(~met) if one < other]
    return Moments(means, covariance, tuple(apart))
