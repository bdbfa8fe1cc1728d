"""Sums by code, which everything else is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sum_by(codes: NDArray[np.int64], values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Σ values of each code, shape (size,)."""
    return cast("NDArray[np.float64]", np.bincount(codes, values, minlength=size))
