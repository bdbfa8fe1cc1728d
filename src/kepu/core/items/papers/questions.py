"""The items that papers are made of, with what the rules of a paper look at."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.papers.checks import refuse_labels, refuse_lengths, refuse_numbers, sets_of_enemies, texts_of
from kepu.core.items.papers.codes import PaperCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class QuestionBank:
    """Items with their place in the standard and their parameters; one row each.

    Attributes
    ----------
    item : tuple of str
        Names, all different.
    benchmark, point : tuple of str
        Where the item belongs. Points are counted inside their benchmark: a point is the pair of both.
    a, b, c : ndarray of float64, shape (n_items,)
        Discrimination (above 0), difficulty and guessing probability, logistic without the factor 1.7.
    kind : tuple of str
        True or false, single choice, …; empty where it is not known.
    words : ndarray of float64, shape (n_items,)
        Reading length; NaN where it is not known.
    used : ndarray of int64, shape (n_items,)
        In how many papers the item stood already.
    enemies : tuple of tuple of str
        Names of the sets of enemies each item belongs to: no two items of a set stand in one paper.
    pool : tuple of str
        What the item may be used for: survey, contest, practice. Papers never mix pools.
    """

    item: tuple[str, ...]
    benchmark: tuple[str, ...]
    point: tuple[str, ...]
    a: Floats
    b: Floats
    c: Floats
    kind: tuple[str, ...]
    words: Floats
    used: NDArray[np.int64]
    enemies: tuple[tuple[str, ...], ...] = field(repr=False)
    pool: tuple[str, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.item)

    @property
    def points(self) -> tuple[tuple[str, str], ...]:
        """The pair of benchmark and point of each item."""
        return tuple(zip(self.benchmark, self.point, strict=True))

    def information(self, theta: ArrayLike) -> Floats:
        """Fisher information of each item.

        Parameters
        ----------
        theta : array_like of float, shape (n_points,)
            Abilities.

        Returns
        -------
        ndarray of float64, shape (n_points, n_items)
            a² (1 − P)/P · ((P − c)/(1 − c))².
        """
        at = np.atleast_1d(np.asarray(theta, dtype=np.float64))[:, None]
        logistic = 0.5 * (1 + np.tanh(0.5 * self.a * (at - self.b)))
        right = self.c + (1 - self.c) * logistic
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self.a**2 * (1 - self.c) * (1 - logistic) * logistic**2 / right
        return np.where(right > 0, found, 0.0)

    def of_pool(self, pool: str | None) -> QuestionBank:
        """The items of one pool.

        Parameters
        ----------
        pool : str or None
            Its name; None when the bank has but one.

        Returns
        -------
        QuestionBank
            Those items in their order.

        Raises
        ------
        InputError
            If the bank has several pools and none is named (`papers.mixed_pools`), or it has not the one named.
        """
        found = sorted(set(self.pool))
        if pool is None:
            if len(found) > 1:
                names = [name or "(none)" for name in found]
                message = f"The bank holds several pools ({', '.join(names)}); papers never mix them. Name one."
                raise InputError(PaperCode.MIXED_POOLS, message, pools=found)
            return self
        if pool not in found:
            message = f"The bank has no items of pool {pool}; it has {', '.join(name or '(none)' for name in found)}."
            raise InputError(PaperCode.NO_SUCH_POOL, message, pool=pool, pools=found)
        return self.take(np.flatnonzero([each == pool for each in self.pool]))

    def take(self, places: Sequence[int] | NDArray[np.int64]) -> QuestionBank:
        """The items at some places.

        Parameters
        ----------
        places : sequence of int
            Counted from 0.

        Returns
        -------
        QuestionBank
            Those items in that order.
        """
        chosen = np.asarray(places, dtype=np.int64)
        taken: dict[str, Any] = {}
        for each in fields(self):
            values = getattr(self, each.name)
            taken[each.name] = (
                values[chosen] if isinstance(values, np.ndarray) else tuple(values[place] for place in chosen)
            )
        return QuestionBank(**taken)


def make_questions(
    item: Sequence[str],
    benchmark: Sequence[str],
    point: Sequence[str],
    a: ArrayLike,
    b: ArrayLike,
    *,
    c: ArrayLike | None = None,
    kind: Sequence[str] | None = None,
    words: ArrayLike | None = None,
    used: ArrayLike | None = None,
    enemies: Sequence[Sequence[str]] | None = None,
    pool: Sequence[str] | None = None,
) -> QuestionBank:
    """A bank for papers, checked.

    Parameters
    ----------
    item, benchmark, point : sequence of str, length n_items
        Names of items (all different) and where they belong; none empty.
    a, b : array_like of float, shape (n_items,)
        Discriminations above 0 and difficulties, logistic without 1.7.
    c : array_like of float, shape (n_items,), optional
        Guessing probabilities, at least 0 and below 1; 0 when left out.
    kind : sequence of str, optional
        Kinds of items.
    words : array_like of float, shape (n_items,), optional
        Reading lengths, not negative; NaN is unknown.
    used : array_like of int, shape (n_items,), optional
        Earlier uses; 0 when left out.
    enemies : sequence of sequence of str, optional
        For each item what it may not stand beside: names of other items, or of sets that at least two items name.
    pool : sequence of str, optional
        What each item may be used for.

    Returns
    -------
    QuestionBank
        The items.

    Raises
    ------
    ShapeError
        If the columns differ in length.
    InputError
        If a name comes twice, a label is missing or a parameter is impossible; with the items.

    Examples
    --------
    >>> bank = make_questions(["q1", "q2"], ["1", "2"], ["1", "1"], [1.0, 2.0], [0.0, 0.0])
    >>> bank.information(0.0).tolist()
    [[0.25, 1.0]]
    """
    n = len(item)
    if not n:
        raise InputError(PaperCode.EMPTY_BANK, "The bank has no items.")
    texts = {
        "item": texts_of(item),
        "benchmark": texts_of(benchmark),
        "point": texts_of(point),
        "kind": texts_of([""] * n if kind is None else kind),
        "pool": texts_of([""] * n if pool is None else pool),
    }
    numbers = {
        "a": np.asarray(a, dtype=np.float64),
        "b": np.asarray(b, dtype=np.float64),
        "c": np.zeros(n) if c is None else np.asarray(c, dtype=np.float64),
        "words": np.full(n, np.nan) if words is None else np.asarray(words, dtype=np.float64),
        "used": np.zeros(n) if used is None else np.asarray(used, dtype=np.float64),
    }
    given = [()] * n if enemies is None else [tuple(each) for each in enemies]
    refuse_lengths(n, texts, numbers, given)
    refuse_labels(texts)
    refuse_numbers(texts["item"], numbers)
    return QuestionBank(
        item=texts["item"],
        benchmark=texts["benchmark"],
        point=texts["point"],
        a=numbers["a"],
        b=numbers["b"],
        c=numbers["c"],
        kind=texts["kind"],
        words=numbers["words"],
        used=numbers["used"].astype(np.int64),
        enemies=sets_of_enemies(texts["item"], given),
        pool=texts["pool"],
    )
