"""Items with their parameters: what a calibration leaves behind and what scoring starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError, ShapeError
from kepu.core.items.codes import ItemsCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MODELS = ("rasch", "2pl", "3pl", "grm", "gpcm")
DICHOTOMOUS = ("rasch", "2pl", "3pl")


@dataclass(frozen=True)
class Bank:
    """Items of one model on one scale of ability, logistic without the factor 1.7.

    Attributes
    ----------
    model : str
        ``rasch``, ``2pl``, ``3pl``, ``grm`` (graded response) or ``gpcm`` (generalised partial credit).
    items : tuple of str
        Names, all different.
    a : ndarray of float64, shape (n_items,)
        Discrimination; 1 in a Rasch bank.
    b : ndarray of float64, shape (n_items, n_steps)
        Difficulty; one column for items of right and wrong, otherwise one for each step, NaN where an item has fewer.
    c : ndarray of float64, shape (n_items,)
        Probability of guessing right; 0 outside 3PL.
    categories : tuple of tuple of int
        The codes of each item's categories, lowest first.
    variance : float
        Variance of ability in the population of calibration; its mean is 0. 1 outside Rasch.
    """

    model: str
    items: tuple[str, ...]
    a: Floats
    b: Floats
    c: Floats
    categories: tuple[tuple[int, ...], ...]
    variance: float = 1.0

    def __len__(self) -> int:
        return len(self.items)

    @property
    def d(self) -> Floats:
        """Intercepts, of the shape of `b`: −a·b; in gpcm the running sums of −a·b, as in the exponent of the model."""
        steps = -self.a[:, None] * self.b
        return np.cumsum(steps, axis=1) if self.model == "gpcm" else steps

    @property
    def location(self) -> Floats:
        """Mean of the difficulties of each item, shape (n_items,)."""
        return np.asarray(np.nanmean(self.b, axis=1), dtype=np.float64)

    @property
    def n_steps(self) -> NDArray[np.int64]:
        """How many steps each item has: its highest score."""
        return np.array([len(found) - 1 for found in self.categories], dtype=np.int64)

    def take(self, items: Sequence[str] | ArrayLike) -> Bank:
        """The bank of some items, in the given order.

        Parameters
        ----------
        items : sequence of str or of int
            Names, or places counted from 0.

        Returns
        -------
        Bank
            Those items, on the same scale.
        """
        given = list(np.asarray(items).tolist())
        known = {name: place for place, name in enumerate(self.items)}
        unknown = [str(one) for one in given if isinstance(one, str) and one not in known]
        unknown += [str(one) for one in given if not isinstance(one, str) and not 0 <= one < len(self)]
        if unknown or not given:
            message = f"The bank has no items {unknown}." if unknown else "No items were asked for."
            raise InputError(ItemsCode.UNKNOWN_ITEM, message, items=unknown)
        places = [known[one] if isinstance(one, str) else int(one) for one in given]
        names = tuple(self.items[place] for place in places)
        refuse_duplicates(names)
        return replace(
            self,
            items=names,
            a=self.a[places],
            b=self.b[places],
            c=self.c[places],
            categories=tuple(self.categories[place] for place in places),
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each item as plain values: item, a, b (a number, or a list where items have steps), c."""
        dichotomous = self.model in DICHOTOMOUS
        found = []
        for place, name in enumerate(self.items):
            steps = self.b[place, : len(self.categories[place]) - 1].tolist()
            b = steps[0] if dichotomous else steps
            found.append({"item": name, "a": float(self.a[place]), "b": b, "c": float(self.c[place])})
        return found


def make_bank(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike | None = None,
    *,
    items: Sequence[str] | None = None,
    model: str | None = None,
    categories: Sequence[Sequence[int]] | None = None,
    variance: float = 1.0,
) -> Bank:
    r"""A bank of parameters that are known already.

    Parameters
    ----------
    a : array_like of float, shape (n_items,)
        Discriminations, logistic without 1.7; not 0.
    b : array_like of float, shape (n_items,) or (n_items, n_steps)
        Difficulties; NaN fills the steps that an item does not have.
    c : array_like of float, shape (n_items,), optional
        Guessing probabilities, at least 0 and below 1; all 0 when left out.
    items : sequence of str, optional
        Names; "1", "2", … when left out.
    model : str, optional
        One of `MODELS`; when left out 3pl where any c is above 0, otherwise 2pl, or grm where items have steps.
    categories : sequence of sequence of int, optional
        The codes of each item's categories, lowest first; 0, 1, … when left out.
    variance : float, default 1
        Variance of ability in the population, above 0.

    Returns
    -------
    Bank
        The items.

    Raises
    ------
    ShapeError
        If the columns differ in length.
    InputError
        If a parameter is impossible, a name comes twice or the model is unknown.

    Examples
    --------
    >>> make_bank([1.0, 1.5], [-0.5, 0.5]).d.ravel().tolist()
    [0.5, -0.75]
    """
    slopes = np.array(a, dtype=np.float64)
    steps = np.array(b, dtype=np.float64)
    steps = steps[:, None] if steps.ndim == 1 else steps
    n_items = len(slopes) if slopes.ndim == 1 else -1
    guesses = np.zeros(max(n_items, 0)) if c is None else np.array(c, dtype=np.float64)
    names = tuple(str(place + 1) for place in range(n_items)) if items is None else tuple(items)
    if slopes.ndim != 1 or steps.ndim != 2 or guesses.ndim != 1:  # noqa: PLR2004  a table
        raise ShapeError(ItemsCode.WRONG_SHAPE, "a and c are columns, b is a column or a table of steps.")
    if not len(slopes) == len(steps) == len(guesses) == len(names) or not n_items:
        message = f"a, b, c and names have {len(slopes)}, {len(steps)}, {len(guesses)} and {len(names)} rows."
        raise ShapeError(ItemsCode.WRONG_SHAPE, message, n=n_items)
    refuse_duplicates(names)
    chosen = model or ("3pl" if guesses.any() else "2pl" if steps.shape[1] == 1 else "grm")
    refuse_choice("model", chosen, MODELS)
    made = _categories(steps) if categories is None else tuple(tuple(int(code) for code in one) for one in categories)
    bank = Bank(chosen, names, slopes, steps, guesses, made, float(variance))
    _refuse_parameters(bank)
    return bank


def bank_of(given: Any) -> Bank:
    """The bank of a calibration, or the bank itself.

    Parameters
    ----------
    given : Bank or Calibration
        Either.

    Returns
    -------
    Bank
        The items.
    """
    return given if isinstance(given, Bank) else given.bank


def refuse_choice(name: str, given: str, allowed: tuple[str, ...]) -> None:
    """Refuse a choice that does not exist.

    Parameters
    ----------
    name : str
        What is chosen.
    given : str
        The choice.
    allowed : tuple of str
        All choices.
    """
    if given not in allowed:
        message = f"{name} is {given!r}; choose one of {', '.join(allowed)}."
        raise InputError(ItemsCode.UNKNOWN_CHOICE, message, name=name, given=str(given), allowed=list(allowed))


def refuse_duplicates(names: Sequence[str]) -> None:
    """Refuse names that come twice.

    Parameters
    ----------
    names : sequence of str
        Names of items.
    """
    twice = sorted({name for name in names if list(names).count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        message = f"Names of items must differ; {', '.join(twice)} come more than once."
        raise InputError(ItemsCode.DUPLICATE_NAME, message, items=twice)


def _categories(steps: Floats) -> tuple[tuple[int, ...], ...]:
    """0, 1, … for every step that an item has."""
    return tuple(tuple(range(1 + int(np.isfinite(row).sum()))) for row in steps)


def _refuse_parameters(bank: Bank) -> None:
    """Impossible parameters, with the items that have them."""
    has = np.arange(bank.b.shape[1]) < bank.n_steps[:, None]
    bad = ~np.isfinite(bank.a) | (bank.a == 0) | (np.isfinite(bank.b) != has).any(axis=1) | (bank.n_steps < 1)
    bad |= ~((bank.c >= 0) & (bank.c < 1))
    if bank.model in DICHOTOMOUS:
        bad |= bank.n_steps != 1
    if bank.model != "3pl":
        bad |= bank.c != 0
    if bank.model == "rasch":
        bad |= bank.a != 1
    if bank.model == "grm":
        with np.errstate(invalid="ignore"):
            bad |= (np.diff(bank.b * np.sign(bank.a)[:, None], axis=1) <= 0).any(axis=1)  # falling where a is negative
    if not (np.isfinite(bank.variance) and bank.variance > 0):
        raise InputError(ItemsCode.BAD_PARAMETER, "The variance of ability must be above 0.", items=[])
    if bad.any():
        names = [bank.items[place] for place in np.flatnonzero(bad)]
        message = f"Impossible parameters for model {bank.model}: {', '.join(names)}."
        raise InputError(ItemsCode.BAD_PARAMETER, message, items=names)
