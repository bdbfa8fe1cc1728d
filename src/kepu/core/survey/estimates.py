"""What an estimate is: a number with its error, how sure it is, and of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Estimates:
    """Estimates of one statistic for one or many domains.

    Attributes
    ----------
    statistic : str
        ``mean``, ``total``, ``ratio``, ``quantile`` or ``difference``.
    by : tuple of str
        Names of the variables that make the domains; empty for one overall estimate.
    labels : tuple of tuple
        The labels of each domain, in the order of `by`.
    estimate, se, low, high : ndarray, shape (n_domains,)
        Estimate, standard error and confidence limits, in the unit of the variable.
    n : ndarray of int64, shape (n_domains,)
        Respondents with an answer.
    df : ndarray of float64, shape (n_domains,)
        Degrees of freedom: primary units minus strata that hold somebody of the domain.
    deff : ndarray of float64, shape (n_domains,)
        Variance over that of simple random sampling with replacement of as many; NaN where it has no meaning.
    level : float
        Confidence level.
    interval : str
        How the limits were computed.
    notes : tuple of str
        What the reader should know, such as domains with nobody in them.
    """

    statistic: str
    by: tuple[str, ...]
    labels: tuple[tuple[Any, ...], ...]
    estimate: NDArray[np.float64]
    se: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]
    df: NDArray[np.float64]
    deff: NDArray[np.float64]
    level: float
    interval: str
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.estimate)

    @property
    def cv(self) -> NDArray[np.float64]:
        """Coefficient of variation: standard error over estimate, as a share."""
        import numpy as np

        with np.errstate(divide="ignore", invalid="ignore"):
            return self.se / np.abs(self.estimate)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each domain as a dictionary of plain values, in order; NaN becomes None."""
        columns = ("estimate", "se", "low", "high", "n", "df", "deff")
        values = [getattr(self, name).tolist() for name in columns]
        for place, labels in enumerate(self.labels):
            found: dict[str, Any] = {"by": dict(zip(self.by, labels, strict=True))}
            for name, column in zip(columns, values, strict=True):
                value = column[place]
                found[name] = None if value != value else value  # noqa: PLR0124  only NaN differs from itself
            yield found
