"""Category probabilities as functions of ability, with derivatives by ability; and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

from kepu.core.errors import InputError, ShapeError
from kepu.core.items.bank import bank_of
from kepu.core.items.codes import ItemsCode
from kepu.core.items.curves import log_probabilities
from kepu.core.items.layout import vector_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.results import Calibration

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Slopes:
    """Probabilities of categories with their first and second derivatives by ability, each of shape (i, k, q)."""

    p: Floats
    first: Floats
    second: Floats

    @property
    def information(self) -> Floats:
        """Fisher information of each item, shape (i, q)."""
        return np.asarray((self.first**2 / self.p).sum(axis=1))

    @property
    def bias(self) -> Floats:
        """Warm's J of each item, Σ P′P″/P, shape (i, q)."""
        return np.asarray((self.first * self.second / self.p).sum(axis=1))


def slopes(model: str, x: Floats, theta: Floats) -> Slopes:
    """Derivatives by ability.

    Parameters
    ----------
    model : str
        One of the models.
    x : ndarray, shape (i, p)
        Parameters of items with as many categories.
    theta : ndarray, shape (q,)
        Abilities.

    Returns
    -------
    Slopes
        Of all items.
    """
    p = np.exp(log_probabilities(model, x, theta))
    a = x[:, :1]
    if model == "3pl":
        know = expit(a * theta + x[:, 1:2])
        rise = a * expit(-x[:, 2:]) * know * (1 - know)
        bend = a * rise * (1 - 2 * know)
        return Slopes(p, np.stack([-rise, rise], axis=1), np.stack([-bend, bend], axis=1))
    if model == "grm":
        above = expit(a[:, :, None] * theta + x[:, 1:, None])
        zeros = np.zeros((len(x), 1, len(theta)))
        rise = np.concatenate([zeros, a[:, :, None] * above * (1 - above), zeros], axis=1)
        bend = np.concatenate([zeros, a[:, :, None] * rise[:, 1:-1] * (1 - 2 * above), zeros], axis=1)
        return Slopes(p, rise[:, :-1] - rise[:, 1:], bend[:, :-1] - bend[:, 1:])
    steps = np.arange(p.shape[1])[:, None]
    gap = steps - (steps * p).sum(axis=1, keepdims=True)
    spread = (gap**2 * p).sum(axis=1, keepdims=True)
    return Slopes(p, a[:, :, None] * p * gap, a[:, :, None] ** 2 * p * (gap**2 - spread))


def abilities(theta: ArrayLike) -> Floats:
    """Abilities as a column.

    Parameters
    ----------
    theta : array_like, shape (n_theta,) or a number
        As given.

    Returns
    -------
    ndarray, shape (n_theta,)
        Finite numbers.
    """
    column = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    if column.ndim != 1:
        raise ShapeError(
            ItemsCode.WRONG_SHAPE, "theta must be a number or a column of numbers.", shape=list(column.shape)
        )
    if not np.isfinite(column).all():
        raise InputError(ItemsCode.BAD_OPTION, "theta must be finite.", name="theta")
    return column


def information(given: Bank | Calibration, theta: ArrayLike) -> Floats:
    """Fisher information of each item at some abilities; that of a test is its sum over items.

    Parameters
    ----------
    given : Bank or Calibration
        Items.
    theta : array_like of float, shape (n_theta,)
        Abilities, on the scale of the bank.

    Returns
    -------
    ndarray of float64, shape (n_theta, n_items)
        Information; an error of measurement is 1/√ of the sum over the items of a test.

    Raises
    ------
    InputError
        If an ability is not finite.

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> information(make_bank([2.0], [0.0]), [0.0]).tolist()
    [[1.0]]
    """
    bank, column = bank_of(given), abilities(theta)
    layout, x = vector_of(bank)
    found = np.empty((len(column), len(bank)))
    for group in layout.groups:
        found[:, group.items] = slopes(bank.model, x[group.where], column).information.T
    return found


def probabilities(given: Bank | Calibration, theta: ArrayLike) -> Floats:
    """Probability of each category of each item.

    Parameters
    ----------
    given : Bank or Calibration
        Items.
    theta : array_like of float, shape (n_theta,)
        Abilities.

    Returns
    -------
    ndarray of float64, shape (n_theta, n_items, n_categories)
        Lowest category first; NaN where an item has fewer categories.

    Raises
    ------
    InputError
        If an ability is not finite.

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> probabilities(make_bank([1.0], [0.0], [0.2]), 0.0).round(3).tolist()
    [[[0.4, 0.6]]]
    """
    bank, column = bank_of(given), abilities(theta)
    layout, x = vector_of(bank)
    found = np.full((len(column), len(bank), int(layout.n_categories.max())), np.nan)
    for group in layout.groups:
        p = np.exp(log_probabilities(bank.model, x[group.where], column))
        found[:, group.items, : group.n_categories] = p.transpose(2, 0, 1)
    return found


def expected_scores(given: Bank | Calibration, theta: ArrayLike) -> Floats:
    """Expected score of each item, its categories counted from 0.

    Parameters
    ----------
    given : Bank or Calibration
        Items.
    theta : array_like of float, shape (n_theta,)
        Abilities.

    Returns
    -------
    ndarray of float64, shape (n_theta, n_items)
        Between 0 and the number of steps; for items of right and wrong the probability of a right answer.

    Raises
    ------
    InputError
        If an ability is not finite.

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> expected_scores(make_bank([1.0, 1.0], [0.0, 0.0]), 0.0).tolist()
    [[0.5, 0.5]]
    """
    found: NDArray[Any] = probabilities(given, theta)
    return np.asarray(np.nansum(found * np.arange(found.shape[2]), axis=2))
