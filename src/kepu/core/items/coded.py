"""Responses as the estimation needs them, or a refusal that names what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError, ShapeError
from kepu.core.items.codes import ItemsCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int8]

SHOWN = 10
HIGHEST = 100
MISSING = -1
LEAST_ALIKE = 16  # respondents with the same items that are worth a part of their own


@dataclass(frozen=True)
class Part:
    """Respondents who answered the same items, or whoever is left.

    Attributes
    ----------
    rows : ndarray of int64, shape (n,)
        Their places.
    items : ndarray of int64, shape (i,)
        The items.
    codes : ndarray of int8, shape (n, i)
        Categories counted from 0; −1 is missing, and does not occur when `complete`.
    complete : bool
        Whether everybody answered all of `items`.
    """

    rows: Ints
    items: Ints
    codes: Codes
    complete: bool


def whole_codes(responses: ArrayLike) -> Codes:
    """A table of whole numbers; NaN is missing.

    Parameters
    ----------
    responses : array_like, shape (n, n_items)
        Codes of categories, −1 or NaN where there is none.

    Returns
    -------
    ndarray of int8, shape (n, n_items)
        The same.
    """
    table = np.asarray(responses)
    if table.ndim != 2:  # noqa: PLR2004  a table
        message = f"responses has shape {table.shape}; a row for each person and a column for each item are needed."
        raise ShapeError(ItemsCode.WRONG_SHAPE, message, shape=list(table.shape))
    if not table.size:
        raise InputError(ItemsCode.EMPTY, "There are no responses.")
    if table.dtype == np.int8:
        return table
    if table.dtype.kind not in "biuf":
        table = _numbers(table)
    if table.dtype.kind == "f":
        table = np.where(np.isnan(table), MISSING, table)
        _refuse_cells(table != np.rint(table), ItemsCode.NOT_A_CODE, "Responses must be whole numbers.")
    _refuse_cells((table < MISSING) | (table > HIGHEST), ItemsCode.CODE_OUT_OF_RANGE, f"Codes are −1 to {HIGHEST}.")
    return table.astype(np.int8)


def checked_weights(weights: ArrayLike | None, n: int, name: str = "weights") -> Floats | None:
    """Weights above 0, one for each row.

    Parameters
    ----------
    weights : array_like or None
        As given.
    n : int
        How many rows there are.
    name : str
        What they are called.

    Returns
    -------
    ndarray of float64, shape (n,), or None
        The same.
    """
    if weights is None:
        return None
    column = np.asarray(weights)
    if column.dtype.kind not in "biuf" or column.shape != (n,):
        message = f"{name} must be {n} numbers, one for each respondent."
        raise InputError(ItemsCode.BAD_WEIGHT, message, name=name, n=n)
    column = column.astype(np.float64)
    bad = ~(np.isfinite(column) & (column > 0))
    if bad.any():
        rows = np.flatnonzero(bad)[:SHOWN].tolist()
        message = f"{name} must be finite and above 0. Rows (counted from 0): {rows}."
        raise InputError(ItemsCode.BAD_WEIGHT, message, name=name, rows=rows, n_rows=int(bad.sum()))
    return column


def item_names(items: Sequence[str] | None, n_items: int) -> tuple[str, ...]:
    """Names of the columns; "1", "2", … when there are none.

    Parameters
    ----------
    items : sequence of str or None
        As given.
    n_items : int
        How many columns there are.

    Returns
    -------
    tuple of str
        The names.
    """
    names = tuple(str(place + 1) for place in range(n_items)) if items is None else tuple(str(name) for name in items)
    if len(names) != n_items:
        message = f"There are {len(names)} names for {n_items} columns."
        raise ShapeError(ItemsCode.WRONG_SHAPE, message, n=n_items, names=len(names))
    return names


def recode(table: Codes, categories: Sequence[Sequence[int]], names: Sequence[str]) -> Codes:
    """Codes of categories as places among the categories of their item.

    Parameters
    ----------
    table : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.
    categories : sequence of sequence of int
        Codes of each item, lowest first.
    names : sequence of str
        Names of the items.

    Returns
    -------
    ndarray of int8, shape (n, n_items)
        Places counted from 0, −1 for missing; the table itself when nothing changes.
    """
    low, high = table.min(axis=0), table.max(axis=0)
    plain = all(tuple(one) == tuple(range(len(one))) for one in categories)
    tops = np.array([len(one) - 1 for one in categories])
    if plain and not ((low < MISSING) | (high > tops)).any():
        return table
    places = np.full((len(categories), 256), -2, dtype=np.int8)
    for item, known in enumerate(categories):
        places[item, np.array(known) & 255] = np.arange(len(known))
        places[item, MISSING & 255] = MISSING
    found = np.empty_like(table)
    for item in range(table.shape[1]):
        found[:, item] = places[item, table[:, item].view(np.uint8)]
    bad = (found < MISSING).any(axis=0)
    if bad.any():
        places_of = np.flatnonzero(bad).tolist()
        wrong = [names[item] for item in places_of]
        allowed = {names[item]: list(categories[item]) for item in places_of[:SHOWN]}
        _refuse_cells(found < MISSING, ItemsCode.CODE_OUT_OF_RANGE, f"Codes that {wrong} do not have.", allowed=allowed)
    return found


def collapse(table: Codes) -> tuple[Codes, Ints] | None:
    """Different rows and the place of each row among them; None where it would not help.

    Parameters
    ----------
    table : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.

    Returns
    -------
    tuple of (ndarray of int8, ndarray of int64), or None
        Patterns in order of their codes, and one place for each row.
    """
    n = len(table)
    sample = table[:: max(1, n // 2000)]
    if len(_pattern_places(sample)[0]) > 0.9 * len(sample) and n > 2 * len(sample):
        return None
    first, places = _pattern_places(table)
    if len(first) > 0.7 * n:
        return None
    return table[first], places


def parts_of(table: Codes) -> list[Part]:
    """Respondents by the items they answered; who answered none is in no part.

    Parameters
    ----------
    table : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing.

    Returns
    -------
    list of Part
        Complete ones first.
    """
    n, n_items = table.shape
    everything = np.arange(n_items)
    if table.min() > MISSING:
        return [Part(np.arange(n), everything, table, complete=True)]
    answered = table != MISSING
    _, masks, sizes = _masks(answered)
    large = sizes[masks] >= max(LEAST_ALIKE, min(64, n // 64))
    parts = []
    for mask in np.unique(masks[large]):
        rows = np.flatnonzero(masks == mask)
        items = np.flatnonzero(answered[rows[0]])
        if len(items):
            parts.append(Part(rows, items, np.ascontiguousarray(table[np.ix_(rows, items)]), complete=True))
    rows = np.flatnonzero(~large & answered.any(axis=1))
    if len(rows):
        parts.append(Part(rows, everything, table[rows], complete=False))
    return parts


def answered_sets(table: Codes) -> NDArray[np.bool_]:
    """The different sets of items that respondents answered.

    Parameters
    ----------
    table : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.

    Returns
    -------
    ndarray of bool, shape (n_sets, n_items)
        One row for each set.
    """
    answered = table != MISSING
    return np.asarray(answered[_masks(answered)[0]])


def _masks(answered: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """First row of each set of items, the set of each row, and how many rows each set has."""
    first, places = _words_places(_words([answered]))
    return first, places, np.bincount(places)


def _pattern_places(table: Codes) -> tuple[Ints, Ints]:
    shifted = (table + 1).view(np.uint8)
    bits = range(int(shifted.max()).bit_length())
    return _words_places(_words([(shifted >> bit) & 1 for bit in bits]))


def _words(planes: Sequence[NDArray[Any]]) -> NDArray[np.uint64]:
    """Planes of bits as words of 64, so that rows can be compared at once."""
    packed = np.concatenate([np.packbits(plane, axis=1) for plane in planes], axis=1)
    width = -packed.shape[1] % 8
    padded = np.concatenate([packed, np.zeros((len(packed), width), np.uint8)], axis=1) if width else packed
    return np.ascontiguousarray(padded).view(np.uint64)


def _words_places(words: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """First row of each different row of words, and the place of each row; products stay below 2⁶³ for n below 3·10⁹."""
    first, places = np.unique(words[:, 0], return_index=True, return_inverse=True)[1:]
    for column in range(1, words.shape[1]):
        size = int(words.shape[0])
        other = np.unique(words[:, column], return_inverse=True)[1]
        first, places = np.unique(places * size + other, return_index=True, return_inverse=True)[1:]
    return first, places


def _numbers(table: NDArray[Any]) -> Floats:
    """Objects (None is missing); text is refused with its cell."""
    found = np.full(table.shape, np.nan)
    bad = np.zeros(table.shape, dtype=bool)
    for place, value in np.ndenumerate(table):
        if isinstance(value, int | float | np.number):
            found[place] = float(value)
        elif value is not None:
            bad[place] = True
    _refuse_cells(bad, ItemsCode.NOT_A_CODE, "Responses must be whole numbers.")
    return found


def _refuse_cells(bad: NDArray[np.bool_], code: ItemsCode, message: str, **details: Any) -> None:
    if bad.any():
        cells = np.argwhere(bad)
        shown = [tuple(cell) for cell in cells[:SHOWN].tolist()]
        text = f"{message} Cells (row, column, counted from 0): {shown}."
        raise InputError(code, text, cells=[list(cell) for cell in shown], n_cells=len(cells), **details)
