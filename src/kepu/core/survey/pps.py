"""Drawing units with probability proportional to size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.survey.checks import numbers, refuse_rows
from kepu.core.survey.codes import SurveyCode

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


# A share this little below one counts as one.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Drawn:
    """A sample of units.

    Attributes
    ----------
    units : ndarray of int64, shape (n,)
        Places of the drawn units in the frame, ascending.
    probability : ndarray of float64, shape (n,)
        Inclusion probability of each drawn unit; its inverse is the weight.
    certainty : ndarray of int64
        Places of the units so large that they are drawn for certain, ascending.
    """

    units: NDArray[np.int64]
    probability: NDArray[np.float64]
    certainty: NDArray[np.int64]

    @property
    def weights(self) -> NDArray[np.float64]:
        """How many units of the frame each drawn unit stands for."""
        return 1 / self.probability


def draw_pps(sizes: ArrayLike, n: int, rng: np.random.Generator) -> Drawn:
    """Draw `n` units systematically, without replacement, with probability proportional to size.

    Parameters
    ----------
    sizes : array_like, shape (N,)
        Measure of size of each unit, above zero, in the order of the frame (which stratifies implicitly).
    n : int
        Units to draw, at most N.
    rng : numpy.random.Generator
        Source of the random start.

    Returns
    -------
    Drawn
        Units whose share of the total would exceed one are taken for certain; the rest is drawn from the others.

    Notes
    -----
    Madow (1949); Särndal, Swensson & Wretman (1992), section 3.6.2.
    """
    size = numbers(sizes, "sizes")
    if not (len(size) and size.min() > 0 and np.isfinite(size.sum())):  # false also for NaN
        refuse_rows(~((size > 0) & np.isfinite(size)), SurveyCode.BAD_SIZE, "Sizes must be finite and above zero.")
    if not 1 <= n <= len(size):
        message = f"{n} units cannot be drawn from {len(size)}."
        raise InputError(SurveyCode.BAD_SAMPLE_SIZE, message, given=int(n), units=len(size))
    certain = _certainty(size, n)
    rest = n - int(certain.sum())
    reached = np.cumsum(np.where(certain, 0.0, size) if certain.any() else size)
    chosen = np.flatnonzero(certain)
    if rest:
        step = reached[-1] / rest
        points = (rng.random() + np.arange(rest)) * step
        others = np.minimum(np.searchsorted(reached, points, side="right"), len(size) - 1)
        chosen = np.sort(np.concatenate((chosen, others)))
        probability = np.where(certain[chosen], 1.0, size[chosen] / step)
    else:
        probability = np.ones(n)
    return Drawn(chosen, probability, np.flatnonzero(certain))


def _certainty(size: NDArray[np.float64], n: int) -> NDArray[np.bool_]:
    """Units with a share of one or more of what is left, found again until there are none."""
    certain = np.zeros(len(size), dtype=bool)
    if size.max() * n < size.sum() * (1 - ROUNDING):
        return certain
    while (left := n - int(certain.sum())) > 0:
        total = size.sum(where=~certain)
        found = ~certain & (size * left >= total * (1 - ROUNDING))
        if not found.any():
            break
        certain |= found
    return certain
