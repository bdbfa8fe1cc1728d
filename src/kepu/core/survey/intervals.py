"""Confidence limits.

Sources: Korn & Graubard (1998) for effective sample sizes with degrees of freedom; Brown, Cai & DasGupta (2001) for Wilson;
Lumley (2010), section 2.3, for the logit and beta limits that R survey's `svyciprop` gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special, stats

from kepu.core.errors import InputError
from kepu.core.survey.codes import SurveyCode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PROPORTION = ("logit", "wald", "wilson", "korn-graubard", "beta")
INTERVALS = ("default", *PROPORTION)


def t_quantile(df: Floats, level: float) -> Floats:
    """Upper quantile of Student's t for a two-sided interval; NaN without degrees of freedom."""
    upper = np.full(len(df), np.nan)
    known = df > 0
    distinct, place = np.unique(df[known], return_inverse=True)
    upper[known] = special.stdtrit(distinct, 0.5 + level / 2)[place]
    return upper


def limits(
    estimate: Floats, se: Floats, df: Floats, n: NDArray[np.int64], *, level: float, interval: str
) -> tuple[Floats, Floats]:
    """Lower and upper confidence limits.

    Parameters
    ----------
    estimate, se, df : ndarray, shape (m,)
        Estimates with standard errors and degrees of freedom.
    n : ndarray of int64, shape (m,)
        Respondents.
    level : float
        Confidence level between 0 and 1.
    interval : str
        ``wald`` for any estimate; ``logit``, ``wilson``, ``korn-graubard`` and ``beta`` for proportions.

    Returns
    -------
    low, high : ndarray, shape (m,)
        Limits; those of proportions lie between 0 and 1.
    """
    if not 0 < level < 1:
        message = f"level is {level}; it must lie between 0 and 1."
        raise InputError(SurveyCode.BAD_LEVEL, message, level=level)
    t = t_quantile(df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        if interval == "wald":
            return estimate - t * se, estimate + t * se
        if interval == "wilson":
            return _wilson(estimate, _effective(estimate, se, n), t)
        if interval == "logit":
            edge = at_edge(estimate)
            low, high = _logit(np.where(edge, 0.5, estimate), se, t)
            if edge.any():  # nobody, or everybody: no error is seen, and yet there is one
                exact = _beta(estimate, _adjusted(estimate, se, n, t, level, most=n), level)
                low, high = np.where(edge, exact[0], low), np.where(edge, exact[1], high)
            return low, high
        most = n if interval == "korn-graubard" else np.full(len(n), np.inf)
        return _beta(estimate, _adjusted(estimate, se, n, t, level, most=most), level)


def at_edge(estimate: Floats) -> NDArray[np.bool_]:
    """Shares of nobody or of everybody, whose standard error of zero is no measure of what is unknown."""
    return np.asarray((estimate <= 0) | (estimate >= 1))


def _effective(p: Floats, se: Floats, n: NDArray[np.int64]) -> Floats:
    """Size of a simple random sample with the same error; the sample's own where no error is seen."""
    return np.where(se > 0, p * (1 - p) / np.where(se > 0, se, 1.0) ** 2, n.astype(np.float64))


def _adjusted(p: Floats, se: Floats, n: NDArray[np.int64], t: Floats, level: float, *, most: NDArray[Any]) -> Floats:
    """Effective sample size for exact limits, lowered for the few degrees of freedom (Korn & Graubard 1998)."""
    ratio = stats.t.ppf(0.5 + level / 2, np.maximum(n - 1, 1)) / t
    adjusted: Floats = np.minimum(_effective(p, se, n) * ratio**2, most)
    return adjusted


def _logit(p: Floats, se: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Symmetric on the logit scale."""
    middle, width = special.logit(p), t * se / (p * (1 - p))
    return special.expit(middle - width), special.expit(middle + width)


def _wilson(p: Floats, effective: Floats, t: Floats) -> tuple[Floats, Floats]:
    shrink = 1 + t**2 / effective
    middle = (p + t**2 / (2 * effective)) / shrink
    width = t / shrink * np.sqrt(p * (1 - p) / effective + t**2 / (4 * effective**2))
    return middle - width, middle + width


def _beta(p: Floats, effective: Floats, level: float) -> tuple[Floats, Floats]:
    """Clopper–Pearson with an effective sample size."""
    hits, misses = p * effective, (1 - p) * effective
    low = stats.beta.ppf((1 - level) / 2, hits, misses + 1)
    high = stats.beta.ppf((1 + level) / 2, hits + 1, misses)
    return np.where((p <= 0) & ~np.isnan(effective), 0.0, low), np.where((p >= 1) & ~np.isnan(effective), 1.0, high)
