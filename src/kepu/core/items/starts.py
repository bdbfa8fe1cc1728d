"""Where the estimation of items begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.coded import Codes
    from kepu.core.items.layout import Group, Layout
    from kepu.core.items.priors import Penalty

    Floats = NDArray[np.float64]

SPREAD = 1.2  # a marginal logit is smaller than the intercept behind it
GUESS = 0.15
SOME = 5_000


def starting_values(layout: Layout, codes: Codes, weights: Floats, penalty: Penalty) -> Floats:
    """First parameters, from shares of categories and correlations of items with the rest.

    Parameters
    ----------
    layout : Layout
        Items.
    codes : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing.
    weights : ndarray, shape (n,)
        Of the rows.
    penalty : Penalty
        Priors; a parameter that has one begins within it.

    Returns
    -------
    ndarray, shape (n_parameters,)
        In the order of the layout.
    """
    x = np.ones(layout.n_parameters)
    step = max(1, len(codes) // SOME)
    codes, weights = codes[::step], weights[::step]
    slopes = _slopes(codes, weights, layout)
    for group in layout.groups:
        shares = _shares(group, codes, weights)
        if layout.model == "3pl":
            _guessing_start(x, group, shares, penalty)
        elif layout.model == "grm":
            above = 1 - np.cumsum(shares, axis=1)[:, :-1]
            x[group.where[:, 1:]] = SPREAD * np.log(above / (1 - above))
        else:
            x[group.where[:, 1:]] = np.log(shares[:, 1:] / shares[:, :1])
        if layout.model != "rasch":
            with_prior = np.isfinite(penalty.sd[group.where[:, 0]])
            own = slopes[group.items]
            own = own / (group.n_categories - 1) if layout.model == "gpcm" else own
            own = np.maximum(own, 0.3) if layout.model == "3pl" else own
            x[group.where[:, 0]] = np.where(with_prior, np.exp(penalty.mean[group.where[:, 0]]), own)
    return x


def _shares(group: Group, codes: Codes, weights: Floats) -> Floats:
    """Share of each category, none of them 0, shape (i, k)."""
    own = codes[:, group.items]
    counts = np.stack([weights @ (own == code) for code in range(group.n_categories)], axis=1) + 0.5
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _guessing_start(x: Floats, group: Group, shares: Floats, penalty: Penalty) -> None:
    where = group.where
    has = np.isfinite(penalty.sd[where[:, 2]])
    x[where[:, 2]] = np.where(has, penalty.mean[where[:, 2]], np.log(GUESS / (1 - GUESS)))
    c = 1 / (1 + np.exp(-x[where[:, 2]]))
    knows = np.clip((shares[:, 1] - c) / (1 - c), 0.03, 0.99)
    x[where[:, 1]] = SPREAD * np.log(knows / (1 - knows))


def _slopes(codes: Codes, weights: Floats, layout: Layout) -> Floats:
    """Slopes that correlations with the rest of the test would have under a normal ogive."""
    answered = codes >= 0
    values = np.where(answered, codes / (layout.n_categories - 1), 0.0)
    total, n = values.sum(axis=1, keepdims=True), answered.sum(axis=1, keepdims=True)
    rest = (total - values) / np.maximum(n - answered, 1)
    w = weights[:, None] * (answered & (n > 1))
    size = np.maximum(w.sum(axis=0), 1e-300)
    one, other = values - (w * values).sum(axis=0) / size, rest - (w * rest).sum(axis=0) / size
    spread = np.sqrt((w * one**2).sum(axis=0) * (w * other**2).sum(axis=0))
    r = np.divide((w * one * other).sum(axis=0), spread, out=np.zeros(len(size)), where=spread > 0)
    r = np.clip(1.4 * r, -0.8, 0.8)
    made = 1.7 * r / np.sqrt(1 - r**2)
    return np.where(np.abs(made) < 0.3, np.where(made < 0, -0.3, 0.3), made)  # noqa: PLR2004  not on the saddle at 0
