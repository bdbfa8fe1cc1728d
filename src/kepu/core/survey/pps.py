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


# Units whose sizes are added up together.
BLOCK = 128
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
    blocks = _block_sums(size)
    total = float(blocks.sum())
    if not (len(size) and np.isfinite(total) and size.min() > 0):  # false also for NaN
        refuse_rows(~((size > 0) & np.isfinite(size)), SurveyCode.BAD_SIZE, "Sizes must be finite and above zero.")
    if not 1 <= n <= len(size):
        message = f"{n} units cannot be drawn from {len(size)}."
        raise InputError(SurveyCode.BAD_SAMPLE_SIZE, message, given=int(n), units=len(size))
    # Where no block is large enough, no unit is.
    certain = _certainty(size, n, total) if blocks.max() * n >= total * (1 - ROUNDING) else np.zeros(0, dtype=np.int64)
    rest = n - len(certain)
    if not rest:
        return Drawn(certain, np.ones(n), certain)
    if len(certain):
        size = size.copy()
        size[certain] = 0.0
        blocks = _block_sums(size)
    step = float(blocks.sum()) / rest
    points: NDArray[np.float64] = (rng.random() + np.arange(rest, dtype=np.float64)) * step
    others = _units_at(size, blocks, points)
    chosen = np.concatenate((certain, others))
    probability = np.concatenate((np.ones(len(certain)), size[others] / step))
    order = np.argsort(chosen)
    return Drawn(chosen[order], probability[order], certain)


def _block_sums(size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of neighbouring units: a draw needs the running total at few places only."""
    whole = len(size) // BLOCK * BLOCK
    sums = size[:whole].reshape(-1, BLOCK).sum(axis=1)
    return np.append(sums, size[whole:].sum())


def _units_at(size: NDArray[np.float64], blocks: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """The unit in whose stretch of the running total each point lies."""
    reached = np.cumsum(blocks)
    block = np.minimum(np.searchsorted(reached, points, side="right"), len(blocks) - 1)
    rows = block[:, None] * BLOCK + np.arange(BLOCK)
    inside = np.where(rows < len(size), size[np.minimum(rows, len(size) - 1)], 0.0)
    running = (reached[block] - blocks[block])[:, None] + np.cumsum(inside, axis=1)
    offset = (running <= points[:, None]).sum(axis=1)
    found: NDArray[np.int64] = np.minimum(block * BLOCK + np.minimum(offset, BLOCK - 1), len(size) - 1)
    return found


def _certainty(size: NDArray[np.float64], n: int, total: float) -> NDArray[np.int64]:
    """Units with a share of one or more of what is left, found again until there are none."""
    left = np.ones(len(size), dtype=bool)
    rest = n
    while rest:
        found = left & (size * rest >= total * (1 - ROUNDING))
        if not found.any():
            break
        left &= ~found
        total, rest = float(size.sum(where=left)), n - int((~left).sum())
    return np.flatnonzero(~left)
