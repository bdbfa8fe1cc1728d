"""Who chose which option: distractors and option curves from raw choices and a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError, ShapeError
from kepu.core.items.bank import refuse_duplicates
from kepu.core.items.classical import rest_shares
from kepu.core.items.coded import MISSING, checked_weights
from kepu.core.items.codes import ItemsCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

GROUPS = 5


@dataclass(frozen=True)
class Option:
    """One option of an item.

    Attributes
    ----------
    option : str
        As it was chosen.
    is_key : bool
        Whether it is the right one.
    n : int
        Respondents who chose it.
    share : float
        Weighted share among those who answered the item.
    discrimination : float
        Correlation of choosing it with the score of the other items; a distractor should have a negative one. NaN where nobody
        or everybody chose it.
    curve : tuple of float
        Share in each group of ability, lowest first; NaN where a group is empty.
    """

    option: str
    is_key: bool
    n: int
    share: float
    discrimination: float
    curve: tuple[float, ...]


@dataclass(frozen=True)
class OptionTable:
    """Options of every item.

    Attributes
    ----------
    options : mapping of str to tuple of Option
        By item, in the order of the options' names.
    group_means : mapping of str to tuple of float
        Mean share of the other items reached in each group of ability, for each item.
    scored : ndarray of int8, shape (n, n_items)
        Choices scored with the key: 1 right, 0 not, −1 no choice.
    """

    options: Mapping[str, tuple[Option, ...]]
    group_means: Mapping[str, tuple[float, ...]]
    scored: NDArray[np.int8]


def score_choices(choices: Mapping[str, Sequence[Any]], key: Mapping[str, str]) -> NDArray[np.int8]:
    """Right and wrong from choices.

    Parameters
    ----------
    choices : mapping of str to sequence
        For each item the choice of every respondent; None where there is none.
    key : mapping of str to str
        The right option of each item.

    Returns
    -------
    ndarray of int8, shape (n, n_items)
        1 right, 0 wrong, −1 no choice.

    Raises
    ------
    ShapeError
        If the columns differ in length.
    InputError
        If there are no choices, or the key and the choices do not have the same items.

    Examples
    --------
    >>> score_choices({"q1": ["A", "B", None]}, {"q1": "A"}).ravel().tolist()
    [1, 0, -1]
    """
    names = tuple(choices)
    refuse_duplicates(names)
    if not names or not len(choices[names[0]]):
        raise InputError(ItemsCode.EMPTY, "There are no choices.")
    missing = sorted(set(names) ^ set(key))
    if missing:
        message = f"The key and the choices do not share {', '.join(missing[:10])}."
        raise InputError(ItemsCode.UNKNOWN_ITEM, message, items=missing)
    n = len(choices[names[0]])
    scored = np.empty((n, len(names)), dtype=np.int8)
    for place, name in enumerate(names):
        column = np.asarray(choices[name], dtype=object)
        if column.shape != (n,):
            message = f"{name} has {column.shape} choices; {n} respondents were expected."
            raise ShapeError(ItemsCode.WRONG_SHAPE, message, n=n)
        scored[:, place] = np.where(column == None, MISSING, column == key[name])  # noqa: E711  elementwise
    return scored


def option_statistics(
    choices: Mapping[str, Sequence[Any]],
    key: Mapping[str, str],
    *,
    weights: ArrayLike | None = None,
    groups: int = GROUPS,
) -> OptionTable:
    r"""How often each option was chosen, by whom, and whether it tells the able from the others.

    Parameters
    ----------
    choices : mapping of str to sequence
        For each item the choice of every respondent, as text; None where there is none.
    key : mapping of str to str
        The right option of each item.
    weights : array_like of float, shape (n_respondents,), optional
        Survey weights, above 0.
    groups : int, default 5
        Groups of ability of equal size, by the share of the other items answered correctly; equal scores stay together.

    Returns
    -------
    OptionTable
        Options in the order of their names; the key is among them even if nobody chose it.

    Raises
    ------
    ShapeError
        If the columns differ in length.
    InputError
        If key and choices do not have the same items, nobody answered an item, or there are fewer than two groups.

    Examples
    --------
    >>> table = option_statistics({"q1": ["A", "A", "B"], "q2": ["C", "C", "D"]}, {"q1": "A", "q2": "C"}, groups=2)
    >>> [(each.option, each.n, round(each.discrimination, 3)) for each in table.options["q1"]]
    [('A', 2, 1.0), ('B', 1, -1.0)]
    """
    if groups < 2:  # noqa: PLR2004  a curve
        raise InputError(ItemsCode.BAD_OPTION, f"groups is {groups}; at least 2 are needed.", name="groups")
    scored = score_choices(choices, key)
    given = checked_weights(weights, len(scored))
    weight = np.ones(len(scored)) if given is None else given
    names = tuple(choices)
    silent = [names[item] for item in np.flatnonzero((scored == MISSING).all(axis=0)).tolist()]
    if silent:
        raise InputError(ItemsCode.ITEM_WITHOUT_RESPONSES, f"Nobody answered: {', '.join(silent)}.", items=silent)
    k = len(names)
    rest = rest_shares(scored, np.zeros(k), np.ones(k))
    options, means = {}, {}
    for place, name in enumerate(names):
        seen = scored[:, place] != MISSING
        column = np.asarray(choices[name], dtype=object)[seen]
        score, w = rest[seen, place], weight[seen]
        group = _groups(score, w, groups)
        means[name] = tuple(_mean(score[group == each], w[group == each]) for each in range(groups))
        labels = sorted({*column.tolist(), key[name]})
        options[name] = tuple(_option(column == label, label, key[name], (score, w, group), groups) for label in labels)
    return OptionTable(options, means, scored)


def _groups(score: Floats, weight: Floats, groups: int) -> NDArray[np.int64]:
    """Group of each respondent by the middle of the ranks of those with the same score; −1 without a score."""
    known = np.isfinite(score)
    found = np.full(len(score), -1, dtype=np.int64)
    if known.any():
        levels, place = np.unique(np.round(score[known], 12), return_inverse=True)
        mass = np.bincount(place, weight[known], len(levels))
        middle = (np.cumsum(mass) - mass / 2) / mass.sum()
        found[known] = np.minimum((middle * groups).astype(np.int64), groups - 1)[place]
    return found


def _option(
    chosen: NDArray[np.bool_],
    label: str,
    right: str,
    where: tuple[Floats, Floats, NDArray[np.int64]],
    groups: int,
) -> Option:
    score, weight, group = where
    curve = tuple(_mean(chosen[group == each].astype(np.float64), weight[group == each]) for each in range(groups))
    return Option(
        option=str(label),
        is_key=label == right,
        n=int(chosen.sum()),
        share=_mean(chosen.astype(np.float64), weight),
        discrimination=_correlation(chosen.astype(np.float64), score, weight),
        curve=curve,
    )


def _mean(values: Floats, weight: Floats) -> float:
    known = np.isfinite(values)
    return float(np.average(values[known], weights=weight[known])) if known.any() else float("nan")


def _correlation(one: Floats, other: Floats, weight: Floats) -> float:
    known = np.isfinite(other)
    if not known.any():
        return float("nan")
    one, other, weight = one[known], other[known], weight[known] / weight[known].sum()
    x, y = one - (weight * one).sum(), other - (weight * other).sum()
    spread = float((weight * x * x).sum() * (weight * y * y).sum())
    return float((weight * x * y).sum()) / spread**0.5 if spread > 1e-24 else float("nan")  # noqa: PLR2004  rounding
