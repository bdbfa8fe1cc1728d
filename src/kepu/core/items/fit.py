"""How well items follow their model: S-X², infit and outfit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import chi2

from kepu.core.items.bank import bank_of
from kepu.core.items.coded import MISSING, item_names, parts_of, recode, whole_codes
from kepu.core.items.expectation import expect, make_sheets
from kepu.core.items.layout import vector_of
from kepu.core.items.maximisation import group_counts
from kepu.core.items.notes import Note, NoteCode
from kepu.core.items.posterior import grid_for
from kepu.core.items.results import ItemFit
from kepu.core.items.score_groups import expected_shares, merged, observed_counts
from kepu.core.items.slopes import slopes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.grids import Grid
    from kepu.core.items.results import Calibration

    Floats = NDArray[np.float64]


def item_fit(given: Bank | Calibration, responses: ArrayLike) -> ItemFit:
    r"""Fit statistics of every item.

    Parameters
    ----------
    given : Bank or Calibration
        Items with their parameters.
    responses : array_like of int, shape (n_respondents, n_items)
        Codes as in the calibration, −1 or NaN for missing.

    Returns
    -------
    ItemFit
        S-X² with degrees of freedom and p-values, infit and outfit with their deviates.

    Raises
    ------
    InputError
        If a code is not one of the item's.

    Notes
    -----
    S-X² [1]_ compares, in every group of respondents with the same total, observed with expected counts of each category; the
    distribution of the total comes from the recursion of Lord and Wingersky over the posterior grid. It stands on respondents who
    answered all items. Groups without respondents are left out, groups and categories with an expected count below 1 are joined
    with their neighbours (as mirt joins them). Degrees of freedom are the free cells less the parameters of the item, and less
    one for the variance of ability in rasch. Few respondents in a group make p too small rather than too large.

    Infit and outfit are mean squares of residuals over the posterior of ability, not at a point estimate; under the model both
    are expected to be 1. Below 1 an item is more predictable than the model, above 1 less. Weights are not used.

    References
    ----------
    .. [1] M. Orlando, D. Thissen, *Applied Psychological Measurement* 24 (2000).
    .. [2] B. D. Wright, G. N. Masters, *Rating Scale Analysis*, 1982, chapter 5.

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> rows = [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1], [0, 0, 1]]
    >>> item_fit(make_bank([1.0] * 3, [0.0] * 3), rows).n.tolist()
    [6, 6, 6]
    """
    bank = bank_of(given)
    table = whole_codes(responses)
    item_names(bank.items, table.shape[1])
    codes = recode(table, bank.categories, bank.items)
    grid = grid_for(bank, 0.0, float(np.sqrt(bank.variance)))
    n = (codes != MISSING).sum(axis=0)
    notes: list[str] = []
    s_x2, df = _s_x2(bank, codes, grid, notes)
    squares = _mean_squares(bank, codes, grid)
    with np.errstate(invalid="ignore"):
        p = np.asarray(chi2.sf(s_x2, df), dtype=np.float64)
    return ItemFit(bank.items, s_x2, df, p, *squares, n=n, notes=tuple(notes))


def _s_x2(bank: Bank, codes: NDArray[np.int8], grid: Grid, notes: list[str]) -> tuple[Floats, Floats]:
    statistic, df = np.full(len(bank), np.nan), np.full(len(bank), np.nan)
    whole = codes[(codes != MISSING).all(axis=1)]
    if len(whole) < len(codes):
        said = f"S-X² stands on {len(whole)} of {len(codes)} respondents: those who answered every item."
        notes.append(Note(said, NoteCode.FIT_ON_SOME, n=len(whole), of=len(codes)))
    if not len(whole) or len(bank) < 2:  # noqa: PLR2004  one item has no groups of totals
        said = "S-X² needs respondents who answered every one of at least two items."
        notes.append(Note(said, NoteCode.FIT_NEEDS_TWO))
        return statistic, df
    totals = whole.sum(axis=1, dtype=np.int64)
    layout, x = vector_of(bank)
    for item, shares in enumerate(expected_shares(layout, x, grid)):
        observed = observed_counts(whole[:, item], totals, shares.shape[0], shares.shape[1])
        groups = merged(observed, shares * observed.sum(axis=1, keepdims=True))
        free = sum(len(cells) - 1 for cells, _ in groups) - _parameters(bank, item)
        if free > 0:
            statistic[item] = sum(float(((o - e) ** 2 / e).sum()) for o, e in groups)
            df[item] = free
    lost = [bank.items[place] for place in np.flatnonzero(np.isnan(df))]
    if lost:
        said = f"S-X² has no degrees of freedom left for {', '.join(lost)}."
        notes.append(Note(said, NoteCode.FIT_NOT_FREE, items=lost))
    return statistic, df


def _parameters(bank: Bank, item: int) -> int:
    steps = len(bank.categories[item]) - 1
    return {"rasch": 2, "3pl": 3}.get(bank.model, 1 + steps)


def _mean_squares(bank: Bank, codes: NDArray[np.int8], grid: Grid) -> tuple[Floats, Floats, Floats, Floats]:
    """Infit, outfit and their deviates, from expected counts."""
    layout, x = vector_of(bank)
    expected = expect(make_sheets(parts_of(codes), layout, np.ones(len(codes))), layout, x, grid)
    found = np.full((4, len(bank)), np.nan)
    for group in layout.groups:
        counts = group_counts(group, expected)
        p = slopes(bank.model, x[group.where], grid.theta).p
        steps = np.arange(group.n_categories)[:, None]
        gap = steps - (steps * p).sum(axis=1, keepdims=True)
        variance, fourth = (p * gap**2).sum(axis=1), (p * gap**4).sum(axis=1)
        squares, n = (counts * gap**2).sum(axis=1), counts.sum(axis=1)
        spread = np.sqrt((n * (fourth - variance**2)).sum(axis=1)) / (n * variance).sum(axis=1)
        found[0, group.items] = squares.sum(axis=1) / (n * variance).sum(axis=1)
        found[2, group.items] = _deviate(found[0, group.items], spread)
        size = n.sum(axis=1)
        spread = np.sqrt((n * (fourth / variance**2 - 1)).sum(axis=1)) / size
        found[1, group.items] = (squares / variance).sum(axis=1) / size
        found[3, group.items] = _deviate(found[1, group.items], spread)
    return found[0], found[1], found[2], found[3]


def _deviate(mean_square: Floats, spread: Floats) -> Floats:
    """Wilson and Hilferty: cube roots of mean squares are nearly normal."""
    return np.asarray((np.cbrt(mean_square) - 1) * 3 / spread + spread / 3)
