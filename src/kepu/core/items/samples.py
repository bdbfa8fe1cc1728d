"""From a table of responses to what the estimation works on, with every refusal and warning that the table deserves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from kepu.core.errors import InputError
from kepu.core.items.bank import DICHOTOMOUS, refuse_duplicates
from kepu.core.items.coded import MISSING, answered_sets, checked_weights, collapse, recode, whole_codes
from kepu.core.items.coded import item_names as named
from kepu.core.items.codes import ItemsCode
from kepu.core.items.notes import Note, NoteCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.coded import Codes

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SHOWN = 10
LEAST_EFFECTIVE = 1.5


@dataclass(frozen=True)
class Sample:
    """Respondents who answered something.

    Attributes
    ----------
    names : tuple of str
        Items.
    categories : tuple of tuple of int
        Codes of each item, lowest first.
    codes : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing; one row for each pattern when patterns were collapsed.
    weights, squares : ndarray of float64, shape (n,)
        Sum of the weights, scaled to add up to the number of respondents, and of their squares, behind each row.
    clusters : ndarray of int64 or None
        Cluster of each row, from 0.
    n_respondents : float
        How many there are.
    weighted : bool
        Whether weights were given that differ.
    warnings : tuple of str
        What the reader should know.
    """

    names: tuple[str, ...]
    categories: tuple[tuple[int, ...], ...]
    codes: Codes
    weights: Floats
    squares: Floats
    clusters: Ints | None
    n_respondents: int
    weighted: bool
    warnings: tuple[str, ...]


def make_sample(
    responses: ArrayLike,
    model: str,
    *,
    items: Sequence[str] | None,
    weights: ArrayLike | None,
    frequencies: ArrayLike | None,
    clusters: ArrayLike | None,
) -> Sample:
    """Check a table of responses and bring it into shape.

    Parameters
    ----------
    responses : array_like, shape (n, n_items)
        Codes, −1 or NaN for missing.
    model : str
        The model.
    items : sequence of str or None
        Names.
    weights, frequencies, clusters : array_like, shape (n,), or None
        As in `calibrate`.

    Returns
    -------
    Sample
        Ready to be estimated from.
    """
    table = whole_codes(responses)
    names = named(items, table.shape[1])
    refuse_duplicates(names)
    given = checked_weights(weights, len(table))
    times = _frequencies(frequencies, len(table))
    groups = _clusters(clusters, len(table))
    silent = (table == MISSING).all(axis=1)
    if times[~silent].sum() == 1:
        message = "One respondent answered; that says nothing about how people differ."
        raise InputError(ItemsCode.ONE_RESPONDENT, message, n=1)
    categories, warnings = _categories(table, names, model)
    codes = recode(table, categories, names)
    if silent.any():
        n = int(times[silent].sum())
        said = f"{n} respondents answered nothing and tell nothing about the items."
        warnings.append(Note(said, NoteCode.ANSWERED_NOTHING, n=n))
        codes, times = codes[~silent], times[~silent]
        given, groups = (None if one is None else one[~silent] for one in (given, groups))
    _look_for_constant(codes, times, categories, warnings)
    _warn_unlinked(codes, names, warnings)
    given = None if given is None else given / given.max()  # so that no sum overflows
    scaled = times if given is None else given * times * (times.sum() / (given * times).sum())
    each = scaled / times
    _refuse_one_heavy(scaled, each)
    sample = Sample(
        names,
        categories,
        codes,
        scaled,
        each**2 * times,
        None if groups is None else np.unique(groups, return_inverse=True)[1],
        round(float(times.sum())),
        given is not None and bool(np.ptp(given) > 0),
        tuple(warnings),
    )
    return sample if groups is not None else _collapsed(sample)


def _collapsed(sample: Sample) -> Sample:
    """The sample by patterns, when that is much shorter."""
    found = collapse(sample.codes)
    if found is None:
        return sample
    patterns, places = found
    sums: list[Floats] = [
        np.bincount(places, column, len(patterns)).astype(np.float64) for column in (sample.weights, sample.squares)
    ]
    return replace(sample, codes=patterns, weights=sums[0], squares=sums[1])


def _refuse_one_heavy(scaled: Floats, each: Floats) -> None:
    """Weights that leave one respondent, by Kish's effective number."""
    effective = float(scaled.sum() ** 2 / (scaled * each).sum())
    if effective < LEAST_EFFECTIVE:
        row = int(each.argmax())
        message = f"The weights leave {effective:.2f} respondents in effect: one of them carries nearly everything."
        raise InputError(
            ItemsCode.BAD_WEIGHT, message, name="weights", n_effective=effective, heaviest=float(each[row])
        )


def _frequencies(given: ArrayLike | None, n: int) -> Floats:
    times = checked_weights(given, n, "frequencies")
    if times is None:
        return np.ones(n)
    if (times != np.rint(times)).any():
        message = "frequencies must be whole numbers: how many respondents gave the row."
        raise InputError(ItemsCode.BAD_WEIGHT, message, name="frequencies")
    return times


def _clusters(given: ArrayLike | None, n: int) -> NDArray[np.int64] | None:
    if given is None:
        return None
    column = np.asarray(given)
    if column.shape != (n,) or (column.dtype.kind == "f" and np.isnan(column).any()):
        message = f"clusters must be {n} labels, one for each respondent, none missing."
        raise InputError(ItemsCode.BAD_WEIGHT, message, name="clusters", n=n)
    places = np.unique(column, return_inverse=True)[1]
    if places.max() < 1:
        message = "One cluster says nothing about how clusters differ; two or more are needed."
        raise InputError(ItemsCode.BAD_WEIGHT, message, name="clusters", n=n)
    return np.asarray(places)


def _categories(table: Codes, names: tuple[str, ...], model: str) -> tuple[tuple[tuple[int, ...], ...], list[str]]:
    """Codes that each item has, or a refusal naming items that cannot be estimated."""
    low, high = table.min(axis=0), table.max(axis=0)
    _refuse_items(high == MISSING, names, ItemsCode.ITEM_WITHOUT_RESPONSES, "Nobody answered")
    right_wrong = model in DICHOTOMOUS
    bad = (low < MISSING) | (high > 1) if right_wrong else low < MISSING
    if bad.any():
        cells = np.argwhere((table < MISSING) | (table > 1) if right_wrong else table < MISSING)
        allowed = "0, 1 and −1" if right_wrong else "−1 and whole numbers from 0"
        wrong = [names[item] for item in np.flatnonzero(bad)]
        message = f"Model {model} takes codes {allowed}; others are in {', '.join(wrong[:SHOWN])}."
        raise InputError(ItemsCode.CODE_OUT_OF_RANGE, message, items=wrong, cells=cells[:SHOWN].tolist())
    if right_wrong:
        answered, right = (table != MISSING).sum(axis=0), (table == 1).sum(axis=0)
        _refuse_items(right == answered, names, ItemsCode.ALL_RIGHT, "Everybody answered correctly")
        _refuse_items(right == 0, names, ItemsCode.NONE_RIGHT, "Nobody answered correctly")
        return ((0, 1),) * len(names), []
    found = []
    warnings: list[str] = []
    for name, column in zip(names, table.T, strict=True):
        codes = tuple(np.flatnonzero(np.bincount(column[column != MISSING])).tolist())
        unused = sorted(set(range(codes[0], codes[-1] + 1)) - set(codes))
        if unused:
            said = f"Item {name}: nobody chose {unused}; its categories are {list(codes)}."
            details = {"item": name, "unused": [str(one) for one in unused], "used": [str(one) for one in codes]}
            warnings.append(Note(said, NoteCode.CATEGORY_UNUSED, **details))
        found.append(codes)
    single = np.array([len(codes) == 1 for codes in found])
    _refuse_items(single, names, ItemsCode.ONE_CATEGORY, "All answers are in one category of")
    return tuple(found), warnings


def _refuse_items(bad: NDArray[np.bool_], names: tuple[str, ...], code: ItemsCode, words: str) -> None:
    if bad.any():
        wrong = [names[item] for item in np.flatnonzero(bad)]
        raise InputError(code, f"{words}: {', '.join(wrong)}. Leave them out of the calibration.", items=wrong)


def _look_for_constant(
    codes: Codes, times: Floats, categories: tuple[tuple[int, ...], ...], warnings: list[str]
) -> None:
    """Respondents at an end of every item count like others, but when there are no others nothing can be estimated."""
    tops = np.array([len(one) - 1 for one in categories], dtype=np.int8)
    missing = codes == MISSING
    lowest, highest = ((codes == 0) | missing).all(axis=1), ((codes == tops) | missing).all(axis=1)
    if (lowest | highest).all() and (~missing).sum(axis=1).max() > 1:
        message = "Every respondent is constant: all answers right or all wrong. Nothing tells the items apart."
        raise InputError(ItemsCode.CONSTANT_RESPONDENTS, message, n=len(codes))
    for found, words, code in (
        (highest, "the highest category of every item", NoteCode.ALL_HIGHEST),
        (lowest, "the lowest category of every item", NoteCode.ALL_LOWEST),
    ):
        if found.any():
            n = int(times[found].sum())
            said = f"{n} respondents gave {words} they answered; they count like all others."
            warnings.append(Note(said, code, n=n))


def _warn_unlinked(codes: Codes, names: tuple[str, ...], warnings: list[str]) -> None:
    """Items that no chain of respondents links stand on one scale only if groups are alike."""
    if codes.min() > MISSING:
        return
    sets = answered_sets(codes)
    rows, columns = np.nonzero(sets)
    n_items = len(names)
    n = n_items + len(sets)
    graph = coo_matrix((np.ones(len(rows)), (columns, n_items + rows)), shape=(n, n))
    labels = connected_components(graph, directed=False)[1][:n_items]
    n_sets = len(np.unique(labels))
    if n_sets > 1:
        some = [names[int(np.flatnonzero(labels == label)[0])] for label in np.unique(labels)[:SHOWN]]
        said = (
            f"No respondent links {n_sets} sets of items (one item of each: {', '.join(some)}): they stand on one scale "
            "only if it was chance who answered which set."
        )
        warnings.append(Note(said, NoteCode.UNLINKED, n=n_sets, items=some))
