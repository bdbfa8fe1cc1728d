"""Estimates whose errors come from replicates; a calibrated design is calibrated again inside each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.survey import estimators
from kepu.core.survey.expansion import Expansion, expansion_of
from kepu.core.survey.intervals import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.survey.design import Design
    from kepu.core.survey.domains import Domains
    from kepu.core.survey.estimates import Estimates

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Replicates:
    """A design with replicates; the estimators are those of `Design`.

    Attributes
    ----------
    design : Design
        The sample, perhaps calibrated.
    multipliers : ndarray, shape (n_replicates, n_psus)
        What the weights of each primary unit are multiplied by.
    scale : float
        Factor of the sum of squares.
    scales : ndarray, shape (n_replicates,)
        Factor of each square.
    kind : str
        ``bootstrap``, ``JK1``, ``JKn``, ``BRR`` or ``Fay``.

    Notes
    -----
    The variance is ``scale · Σ scales_r (θ_r − θ̄)²`` around the mean of the replicates, as in R survey with ``mse = FALSE``.
    """

    design: Design
    multipliers: Floats
    scale: float
    scales: Floats
    kind: str

    def __len__(self) -> int:
        return len(self.multipliers)

    def mean(self, y: ArrayLike, by: Any = None, *, level: float = 0.95, interval: str = "default") -> Estimates:
        """See `Design.mean`."""
        return estimators.mean(self.design, y, by, level=level, interval=interval, error=self._ratio_error)

    def total(self, y: ArrayLike, by: Any = None, *, level: float = 0.95, interval: str = "default") -> Estimates:
        """See `Design.total`."""
        return estimators.total(self.design, y, by, level=level, interval=interval, error=self._total_error)

    def ratio(
        self, y: ArrayLike, x: ArrayLike, by: Any = None, *, level: float = 0.95, interval: str = "default"
    ) -> Estimates:
        """See `Design.ratio`."""
        return estimators.ratio(self.design, y, x, by, level=level, interval=interval, error=self._ratio_error)

    def difference(
        self, y: ArrayLike, by: Any, *, pairs: Sequence[tuple[Any, Any]] | None = None, level: float = 0.95
    ) -> Estimates:
        """See `Design.difference`."""
        taylor = estimators.difference(self.design, y, by, pairs=pairs, level=level)
        values, domains = estimators.answers(self.design, y, by)
        means = self.ratios(values, np.ones(len(self.design)), domains)
        places = {estimators.plain(label): place for place, label in enumerate(domains.labels)}
        first, second = (np.array([places[pair[side]] for pair in taylor.labels]) for side in (0, 1))
        se = np.sqrt(self.spread(means[:, first] - means[:, second]))
        low, high = limits(taylor.estimate, se, taylor.df, taylor.n, level=level, interval="wald")
        return replace(taylor, se=se, low=low, high=high)

    def weights(self, replicate: int) -> Floats:
        """Weights of the respondents in one replicate, shape (n,)."""
        base = self.design.base_weights * self.multipliers[replicate][self.design.stages[0].unit]
        return self.expansion.expand(replicate, base)

    @cached_property
    def expansion(self) -> Expansion:
        """How the totals of each replicate come about; calibration is done once, at the first estimate."""
        return expansion_of(self.design, self.multipliers)

    def totals(self, values: Floats, domains: Domains) -> Floats:
        """Weighted totals by replicate and domain, shape (n_replicates, n_domains)."""
        return self.expansion.totals(values, domains)

    def ratios(self, over: Floats, under: Floats, domains: Domains) -> Floats:
        """Ratios of two totals by replicate and domain, shape (n_replicates, n_domains); NaN with nobody."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.totals(over, domains) / self.totals(under, domains)

    def spread(self, thetas: Floats) -> Floats:
        """Variance of each column of replicate estimates; replicates without anybody are left out of it."""
        centre = np.nanmean(thetas, axis=0)
        squares = self.scales[:, None] * (thetas - centre) ** 2
        found: Floats = self.scale * np.nansum(squares, axis=0)
        return found

    def _total_error(self, over: Floats, _under: Floats, domains: Domains) -> Floats:
        return self.spread(self.totals(over, domains))

    def _ratio_error(self, over: Floats, under: Floats, domains: Domains) -> Floats:
        return self.spread(self.ratios(over, under, domains))
