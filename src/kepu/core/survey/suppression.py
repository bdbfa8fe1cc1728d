"""When an estimate is too uncertain to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kepu.core.survey.estimates import Estimates


@dataclass(frozen=True)
class SuppressionRule:
    """A rule as data: which estimates are published, marked or withheld.

    Attributes
    ----------
    min_n : int
        Fewer respondents are withheld.
    max_cv : float
        A larger coefficient of variation is withheld.
    mark_cv : float
        A larger one is marked.
    min_df : float
        Fewer degrees of freedom are withheld.
    """

    min_n: int = 30
    max_cv: float = 0.30
    mark_cv: float = 0.15
    min_df: float = 1.0

    def withheld(self, estimates: Estimates) -> NDArray[np.bool_]:
        """Which estimates are not to be shown, shape (n_domains,)."""
        cv = estimates.cv
        return (estimates.n < self.min_n) | ~(cv <= self.max_cv) | (estimates.df < self.min_df)

    def marked(self, estimates: Estimates) -> NDArray[np.bool_]:
        """Which are shown with a mark, shape (n_domains,)."""
        return ~self.withheld(estimates) & (estimates.cv > self.mark_cv)
