"""One factor behind the correlations of items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOLERANCE = 1e-12
SWEEPS = 5000


def one_factor(correlation: Floats) -> Floats | None:
    """Loadings whose products come nearest to the correlations (least squares without the diagonal, called minres).

    Parameters
    ----------
    correlation : ndarray of float64, shape (k, k)
        Of at least three items.

    Returns
    -------
    ndarray of float64, shape (k,), or None
        Their sum is not negative; None where the iteration does not settle or a loading exceeds 1 (a Heywood case).

    Notes
    -----
    Harman & Jones (1966): each loading is the regression of its correlations on the other loadings, in turn.
    """
    off = correlation - np.diag(np.diag(correlation))
    largest = np.linalg.eigh(correlation)
    loadings = largest.eigenvectors[:, -1] * np.sqrt(max(float(largest.eigenvalues[-1]), 0.0))
    for _ in range(SWEEPS):
        before = loadings.copy()
        square = float(loadings @ loadings)
        for place in range(len(loadings)):
            others = square - loadings[place] ** 2
            if others <= 0:
                return None
            square -= loadings[place] ** 2
            loadings[place] = float(off[place] @ loadings) / others
            square += loadings[place] ** 2
        if np.abs(loadings - before).max() < TOLERANCE:
            signed: Floats = loadings if loadings.sum() >= 0 else -loadings
            return None if np.abs(signed).max() > 1 + 1e-9 else signed
    return None
