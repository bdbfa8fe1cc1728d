"""Columns of a bank as papers need them, or a refusal that names the items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError, ShapeError
from kepu.core.items.papers.codes import PaperCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHOWN = 10


def texts_of(values: Sequence[str]) -> tuple[str, ...]:
    """Labels without the spaces around them.

    Parameters
    ----------
    values : sequence of str
        Labels.

    Returns
    -------
    tuple of str
        The same.
    """
    return tuple(str(value).strip() for value in values)


def refuse_lengths(
    n: int, texts: dict[str, tuple[str, ...]], numbers: dict[str, Floats], enemies: Sequence[Sequence[str]]
) -> None:
    """Refuse columns that do not have a value for each item.

    Parameters
    ----------
    n : int
        How many items there are.
    texts, numbers : dict
        Columns by name.
    enemies : sequence of sequence of str
        The column of enemies.
    """
    lengths = {name: len(values) for name, values in texts.items()} | {"enemies": len(enemies)}
    lengths |= {name: len(values) if values.ndim == 1 else -1 for name, values in numbers.items()}
    for name, found in lengths.items():
        if found != n:
            message = f"{name} is no column of {n} values, one for each item."
            raise ShapeError(PaperCode.WRONG_LENGTH, message, name=name, given=found, n=n)


def refuse_labels(texts: dict[str, tuple[str, ...]]) -> None:
    """Refuse items that come twice, and labels that are missing.

    Parameters
    ----------
    texts : dict
        The columns item, benchmark and point.
    """
    seen: set[str] = set()
    twice = sorted({name for name in texts["item"] if name in seen or seen.add(name)})  # type: ignore[func-returns-value]
    if twice:
        message = f"Items stand more than once in the bank: {listed(twice)}."
        raise InputError(PaperCode.DUPLICATE_ITEM, message, items=twice)
    for name in ("item", "benchmark", "point"):
        rows = [place for place, value in enumerate(texts[name]) if not value]
        if rows:
            message = f"{name} is missing in {len(rows)} rows of the bank, first in row {rows[0]} (counted from 0)."
            raise InputError(PaperCode.MISSING_LABEL, message, name=name, rows=rows[:SHOWN], n_rows=len(rows))


def refuse_numbers(items: tuple[str, ...], numbers: dict[str, Floats]) -> None:
    """Refuse impossible parameters, reading lengths and numbers of uses.

    Parameters
    ----------
    items : tuple of str
        Names.
    numbers : dict
        The columns a, b, c, words and used.
    """
    a, b, c = numbers["a"], numbers["b"], numbers["c"]
    words, used = numbers["words"], numbers["used"]
    wrong = {
        "a": (~(np.isfinite(a) & (a > 0)), "must be a number above 0"),
        "b": (~np.isfinite(b), "must be a number"),
        "c": (~((c >= 0) & (c < 1)), "must be at least 0 and below 1"),
    }
    for name, (bad, why) in wrong.items():
        found = [items[place] for place in np.flatnonzero(bad)]
        if found:
            message = f"{name} {why}; it is not for {listed(found)}."
            raise InputError(PaperCode.BAD_PARAMETER, message, parameter=name, items=found)
    columns = {"words": (words < 0) | np.isinf(words), "used": ~((used >= 0) & (used == np.floor(used)))}
    for name, bad in columns.items():
        found = [items[place] for place in np.flatnonzero(bad)]
        if found:
            why = "must be a whole number, not negative" if name == "used" else "must not be negative"
            message = f"{name} {why}; it is not for {listed(found)}."
            raise InputError(PaperCode.BAD_COLUMN, message, name=name, items=found)


def sets_of_enemies(items: tuple[str, ...], given: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Every item's sets; an item that names another makes a set of both.

    Parameters
    ----------
    items : tuple of str
        Names.
    given : sequence of sequence of str
        For each item, names of other items or of sets.

    Returns
    -------
    tuple of tuple of str
        For each item, names of sets.
    """
    known = set(items)
    found: list[set[str]] = [set() for _ in items]
    place = {name: index for index, name in enumerate(items)}
    members: dict[str, list[int]] = {}
    for index, names in enumerate(given):
        for name in (str(each).strip() for each in names):
            if name in known and name != items[index]:
                pair = "\0".join(sorted((name, items[index])))
                found[index].add(pair)
                found[place[name]].add(pair)
            elif name:
                members.setdefault(name, []).append(index)
    alone = sorted(name for name, indices in members.items() if len(set(indices)) < 2 or name in known)  # noqa: PLR2004
    if alone:
        message = f"Enemies name neither another item nor a set of at least two items: {listed(alone)}."
        raise InputError(PaperCode.UNKNOWN_ENEMY, message, names=alone)
    for name, indices in members.items():
        for index in indices:
            found[index].add(name)
    return tuple(tuple(sorted(each)) for each in found)


def listed(names: Sequence[str]) -> str:
    """Some names for a sentence.

    Parameters
    ----------
    names : sequence of str
        All of them.

    Returns
    -------
    str
        The first ten.
    """
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
