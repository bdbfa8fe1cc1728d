"""Category curves of each model with their derivatives, for many items of as many categories at once.

Shapes: i items, k categories, p parameters, q values of ability. Parameters are the slope a, the intercepts d and, in 3PL, the
logit of c: P(right) = c + (1 − c) L(aθ + d); graded response P(X ≥ k) = L(aθ + d_k); generalised partial credit
P(X = k) ∝ exp(k·aθ + d_k) with d_0 = 0 [1]_. Rasch and 2PL are generalised partial credit of two categories.

.. [1] F. B. Baker, S.-H. Kim, *Item Response Theory*, 2nd edition, 2004, chapters 2, 8 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, log_expit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_LOG = -80.0  # exp of it is above the smallest single-precision number


@dataclass(frozen=True)
class Curves:
    """Log-probabilities and their first two derivatives.

    Attributes
    ----------
    log_p : ndarray, shape (i, k, q)
        Log-probabilities.
    first : ndarray, shape (i, k, p, q)
        Their gradients.
    second : ndarray, shape (i, k or 1, p, p, q), or None
        Their second derivatives, when asked for.
    """

    log_p: Floats
    first: Floats
    second: Floats | None

    @property
    def expected(self) -> Floats:
        """Fisher information of one response, shape (i, p, p, q)."""
        return np.asarray(np.einsum("ikq,ikpq,ikrq->iprq", np.exp(self.log_p), self.first, self.first, optimize=True))


def log_probabilities(model: str, x: Floats, theta: Floats) -> Floats:
    """Log-probabilities alone, shape (i, k, q).

    Parameters
    ----------
    model : str
        One of the models.
    x : ndarray, shape (i, p)
        Parameters.
    theta : ndarray, shape (q,)
        Abilities.

    Returns
    -------
    ndarray, shape (i, k, q)
        Log-probabilities, not below `LEAST_LOG`.
    """
    made = {"3pl": _guessing_log, "grm": _graded_log}.get(model, _credit_log)(x, theta)
    return np.asarray(np.maximum(made, LEAST_LOG))


def curves(model: str, x: Floats, theta: Floats, *, second: bool = False) -> Curves:
    """Log-probabilities with derivatives.

    Parameters
    ----------
    model : str
        One of the models.
    x : ndarray, shape (i, p)
        Parameters.
    theta : ndarray, shape (q,)
        Abilities.
    second : bool
        Whether second derivatives are wanted.

    Returns
    -------
    Curves
        Of all items.
    """
    make: Callable[..., Curves] = {"3pl": _guessing, "grm": _graded}.get(model, _credit)
    return make(x, theta, second=second)


def _credit_log(x: Floats, theta: Floats) -> Floats:
    if x.shape[1] == 2:  # noqa: PLR2004  slope and one intercept: right and wrong
        t = x[:, :1] * theta + x[:, 1:]
        right = log_expit(t)
        return np.stack([right - t, right], axis=1)
    exponents = _exponents(x, theta)
    exponents -= exponents.max(axis=1, keepdims=True)
    return np.asarray(exponents - np.log(np.exp(exponents).sum(axis=1, keepdims=True)))


def _exponents(x: Floats, theta: Floats) -> Floats:
    n_categories = x.shape[1]
    intercepts = np.concatenate([np.zeros((len(x), 1)), x[:, 1:]], axis=1)
    steps = np.arange(n_categories)
    return np.asarray(steps[:, None] * (x[:, :1, None] * theta) + intercepts[:, :, None])


def _credit(x: Floats, theta: Floats, *, second: bool) -> Curves:
    n_categories = x.shape[1]
    log_p = _credit_log(x, theta)
    p = np.exp(log_p)
    steps = np.arange(n_categories)
    first = np.zeros((len(x), n_categories, n_categories, len(theta)))
    first[:, :, 0] = (steps[:, None] - (steps[:, None] * p).sum(axis=1)[:, None]) * theta
    first[:, :, 1:] = np.eye(n_categories)[:, 1:, None] - p[:, None, 1:]
    made = Curves(np.maximum(log_p, LEAST_LOG), first, None)
    if not second:
        return made
    return Curves(made.log_p, first, -np.einsum("ikq,ikpq,ikrq->iprq", p, first, first, optimize=True)[:, None])


def _guessing_log(x: Floats, theta: Floats) -> Floats:
    t = x[:, :1] * theta + x[:, 1:2]
    guesses, knows = log_expit(x[:, 2:]), log_expit(-x[:, 2:])
    return np.stack([log_expit(-t) + knows, np.logaddexp(guesses, knows + log_expit(t))], axis=1)


def _guessing(x: Floats, theta: Floats, *, second: bool) -> Curves:
    log_p = np.maximum(_guessing_log(x, theta), LEAST_LOG)
    right = np.exp(log_p[:, 1])
    c = expit(x[:, 2:])
    share = expit(x[:, :1] * theta + x[:, 1:2])
    slope = (1 - c) * share * (1 - share) / right  # of log P(right) on the exponent
    lift = c * (1 - c) * (1 - share) / right  # of log P(right) on logit c
    first = np.empty((len(x), 2, 3, len(theta)))
    first[:, 0, 0], first[:, 0, 1], first[:, 0, 2] = -share * theta, -share, -c
    first[:, 1, 0], first[:, 1, 1], first[:, 1, 2] = slope * theta, slope, lift
    if not second:
        return Curves(log_p, first, None)
    curved = np.zeros((len(x), 2, 3, 3, len(theta)))
    tt = np.stack([-share * (1 - share), slope * (1 - 2 * share) - slope**2], axis=1)
    tc = np.stack([np.zeros_like(share), -slope * c - slope * lift], axis=1)
    cc = np.stack([np.broadcast_to(-c * (1 - c), share.shape), lift * (1 - 2 * c) - lift**2], axis=1)
    curved[:, :, 0, 0], curved[:, :, 1, 1], curved[:, :, 2, 2] = tt * theta**2, tt, cc
    curved[:, :, 0, 1] = curved[:, :, 1, 0] = tt * theta
    curved[:, :, 0, 2] = curved[:, :, 2, 0] = tc * theta
    curved[:, :, 1, 2] = curved[:, :, 2, 1] = tc
    return Curves(log_p, first, curved)


def _graded_log(x: Floats, theta: Floats) -> Floats:
    t = _thresholds(x, theta)
    with np.errstate(divide="ignore"):
        gap = np.log1p(-np.exp(np.minimum(np.diff(t, axis=1)[:, :-1], 0.0)))[:, 1:] if x.shape[1] > 2 else None  # noqa: PLR2004
    made = np.empty((len(x), x.shape[1], len(theta)))
    made[:, 0] = log_expit(-t[:, 1])
    made[:, -1] = log_expit(t[:, -2])
    if gap is not None:
        made[:, 1:-1] = log_expit(t[:, 1:-2]) + log_expit(-t[:, 2:-1]) + gap
    return made


def _thresholds(x: Floats, theta: Floats) -> Floats:
    """Exponents of P(X ≥ k), with +∞ below the first and −∞ above the last."""
    t = x[:, :1, None] * theta + x[:, 1:, None]
    ends = np.full((len(x), 1, len(theta)), np.inf)
    return np.concatenate([ends, t, -ends], axis=1)


def _graded(x: Floats, theta: Floats, *, second: bool) -> Curves:
    n_categories = x.shape[1]
    log_p = np.maximum(_graded_log(x, theta), LEAST_LOG)
    p = np.exp(log_p)
    above = expit(_thresholds(x, theta))
    density = above * (1 - above)
    first = np.zeros((len(x), n_categories, n_categories, len(theta)))
    first[:, :, 0] = (density[:, :-1] - density[:, 1:]) * theta / p
    for k in range(1, n_categories):
        first[:, k, k] = density[:, k] / p[:, k]
        first[:, k - 1, k] = -density[:, k] / p[:, k - 1]
    if not second:
        return Curves(log_p, first, None)
    bend = density * (1 - 2 * above)
    curved = np.zeros((len(x), n_categories, n_categories, n_categories, len(theta)))
    curved[:, :, 0, 0] = (bend[:, :-1] - bend[:, 1:]) * theta**2 / p
    for k in range(1, n_categories):
        for category, sign in ((k, 1.0), (k - 1, -1.0)):
            value = sign * bend[:, k] / p[:, category]
            curved[:, category, k, k] = value
            curved[:, category, 0, k] = curved[:, category, k, 0] = value * theta
    curved -= first[:, :, :, None] * first[:, :, None]
    return Curves(log_p, first, curved)
