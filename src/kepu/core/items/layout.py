"""Where each item's parameters and category columns stand: one vector of parameters, one table of columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from kepu.core.items.bank import Bank
from kepu.core.items.curves import Curves, curves, log_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Items with the same number of categories.

    Attributes
    ----------
    items : ndarray of int64, shape (i,)
        Their places among all items.
    n_categories : int
        Categories of each.
    where : ndarray of int64, shape (i, p)
        Places of their parameters in the vector.
    columns : ndarray of int64, shape (i, n_categories − 1)
        Places of their categories above the lowest in the table of columns.
    """

    items: Ints
    n_categories: int
    where: Ints
    columns: Ints


@dataclass(frozen=True)
class Layout:
    """Items, parameters and columns.

    Attributes
    ----------
    model : str
        The model.
    n_categories : ndarray of int64, shape (n_items,)
        Categories of each item.
    """

    model: str
    n_categories: Ints

    @cached_property
    def first_column(self) -> Ints:
        """Where the columns of each item begin, with the number of all columns last."""
        return np.concatenate([[0], np.cumsum(self.n_categories - 1)])

    @property
    def n_columns(self) -> int:
        """Categories above the lowest, of all items."""
        return int(self.first_column[-1])

    @cached_property
    def starts(self) -> Ints:
        """Where the parameters of each item begin, with the end last."""
        own = {"rasch": 1, "3pl": 3}.get(self.model)
        sizes = self.n_categories if own is None else np.full(len(self.n_categories), own)
        return np.concatenate([[0], np.cumsum(sizes)])

    @property
    def n_parameters(self) -> int:
        """Length of the vector; in Rasch the standard deviation of ability comes last."""
        return int(self.starts[-1]) + (self.model == "rasch")

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Items by their number of categories."""
        found = []
        for k in np.unique(self.n_categories).tolist():
            items = np.flatnonzero(self.n_categories == k)
            if self.model == "rasch":
                where = np.stack([np.full(len(items), self.starts[-1]), self.starts[items]], axis=1)
            else:
                size = 3 if self.model == "3pl" else k
                where = self.starts[items][:, None] + np.arange(size)
            found.append(Group(items, k, where, self.first_column[items][:, None] + np.arange(k - 1)))
        return tuple(found)

    def each(self, x: Floats, theta: Floats, *, second: bool = False) -> Iterator[tuple[Group, Curves]]:
        """Curves of every group."""
        for group in self.groups:
            yield group, curves(self.model, x[group.where], theta, second=second)

    def table(self, x: Floats, theta: Floats) -> tuple[Floats, Floats]:
        """Log-probability of each column over that of the lowest category, (n_columns, q), and that one, (n_items, q)."""
        ratio = np.empty((self.n_columns, len(theta)))
        lowest = np.empty((len(self.n_categories), len(theta)))
        for group in self.groups:
            log_p = log_probabilities(self.model, x[group.where], theta)
            lowest[group.items] = log_p[:, 0]
            ratio[group.columns] = log_p[:, 1:] - log_p[:, :1]
        return ratio, lowest

    def item_of_parameter(self) -> Ints:
        """The item of each parameter; −1 for what is shared."""
        found = np.full(self.n_parameters, -1)
        for place in range(len(self.n_categories)):
            found[self.starts[place] : self.starts[place + 1]] = place
        return found

    def names(self, items: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Item and parameter of each place in the vector."""
        found: list[tuple[str, str]] = []
        for name, k in zip(items, self.n_categories.tolist(), strict=True):
            if self.model != "rasch":
                found.append((name, "a"))
            found += [(name, "d" if k == 2 else f"d{step}") for step in range(1, k)]  # noqa: PLR2004
            if self.model == "3pl":
                found.append((name, "logit_c"))
        return tuple(found) + ((("", "sd"),) if self.model == "rasch" else ())

    def bank(self, x: Floats, items: tuple[str, ...], categories: tuple[tuple[int, ...], ...]) -> Bank:
        """The bank of a vector."""
        n_items = len(items)
        a, c = np.ones(n_items), np.zeros(n_items)
        b = np.full((n_items, int(self.n_categories.max()) - 1), np.nan)
        for group in self.groups:
            found = x[group.where]
            steps = found[:, 1:2] if self.model == "3pl" else found[:, 1:]
            steps = np.diff(steps, axis=1, prepend=0.0) if self.model == "gpcm" else steps
            if self.model != "rasch":
                a[group.items] = found[:, 0]
            b[group.items, : steps.shape[1]] = -steps / a[group.items][:, None]
            if self.model == "3pl":
                c[group.items] = expit(found[:, 2])
        variance = float(x[-1]) ** 2 if self.model == "rasch" else 1.0
        return Bank(self.model, items, a, b, c, categories, variance)


def vector_of(bank: Bank) -> tuple[Layout, Floats]:
    """Layout and parameters of a bank, for abilities in the unit of the bank.

    Parameters
    ----------
    bank : Bank
        The items.

    Returns
    -------
    tuple of (Layout, ndarray)
        In Rasch the last parameter is 1, the common slope.
    """
    layout = Layout(bank.model, bank.n_steps + 1)
    x = np.ones(layout.n_parameters)
    d = bank.d
    for group in layout.groups:
        steps = group.n_categories - 1
        x[group.where[:, 0]] = bank.a[group.items]
        x[group.where[:, 1 : 1 + steps]] = d[group.items, :steps]
        if bank.model == "3pl":
            c = np.maximum(bank.c[group.items], 1e-12)  # an item without guessing, in a bank that has some
            x[group.where[:, 2]] = np.log(c / (1 - c))
    return layout, x
