"""Classical statistics of items: difficulty, discrimination, alpha and omega, without a model of ability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.bank import refuse_duplicates
from kepu.core.items.coded import MISSING, checked_weights, item_names, whole_codes
from kepu.core.items.codes import ItemsCode
from kepu.core.items.moments import Moments, moments_of
from kepu.core.items.notes import Note, NoteCode
from kepu.core.items.omega import one_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Codes = NDArray[np.int8]
    Floats = NDArray[np.float64]

# Kelley (1939): the tails that tell two groups apart best when scores are normal.
TAIL = 0.27
ROWS = 16_384


@dataclass(frozen=True)
class Classical:
    """Classical statistics of a test and its items; NaN where one cannot be computed (see `notes`).

    Attributes
    ----------
    items : tuple of str
        Names.
    n : ndarray of int64, shape (n_items,)
        Respondents who answered each item.
    difficulty : ndarray of float64, shape (n_items,)
        Mean as a share of the item's range: the share of right answers.
    item_rest : ndarray of float64, shape (n_items,)
        Correlation with the score of the other items that the respondent answered.
    d_index : ndarray of float64, shape (n_items,)
        Difficulty among the best 27 % by the whole score minus that among the lowest 27 %.
    alpha : float
        Cronbach's alpha.
    alpha_without : ndarray of float64, shape (n_items,)
        Alpha of the others.
    omega : float
        McDonald's omega of one factor.
    loadings : ndarray of float64, shape (n_items,)
        Loadings of standardised items on that factor.
    n_respondents : int
        Respondents who answered something.
    notes : tuple of str
        What the reader should know.
    """

    items: tuple[str, ...]
    n: NDArray[np.int64]
    difficulty: Floats
    item_rest: Floats
    d_index: Floats
    alpha: float
    alpha_without: Floats
    omega: float
    loadings: Floats
    n_respondents: int
    notes: tuple[str, ...] = ()


def classical_statistics(
    responses: ArrayLike, *, items: Sequence[str] | None = None, weights: ArrayLike | None = None
) -> Classical:
    r"""Classical statistics of items.

    Parameters
    ----------
    responses : array_like of int, shape (n_respondents, n_items)
        0 and 1, or codes of ordered categories; −1 or NaN where a question was not asked or not answered.
    items : sequence of str, optional
        Names; "1", "2", … when left out.
    weights : array_like of float, shape (n_respondents,), optional
        Survey weights, above 0.

    Returns
    -------
    Classical
        Statistics of every item and of the test.

    Raises
    ------
    ShapeError
        If the table or the names have the wrong shape.
    InputError
        If there are no responses, fewer than two respondents, an item that nobody answered, or a bad code or weight.

    Notes
    -----
    Scores are shares of what could be reached on the items answered, so that a design in which everybody sees some of the
    items is no obstacle; alpha and omega then stand on covariances of the respondents who saw both items, and are those of a
    test of all items. Alpha is Cronbach (1951), equation 1; omega McDonald (1999), equation 6.20. Alpha is too low when items
    measure unequally, and both are too high when errors correlate.

    Examples
    --------
    >>> found = classical_statistics([[1, 1], [1, 1], [0, 0], [0, 1]])
    >>> found.difficulty.tolist(), round(found.alpha, 4)
    ([0.5, 0.75], 0.7273)
    """
    codes = whole_codes(responses)
    names = item_names(items, codes.shape[1])
    refuse_duplicates(names)
    given = checked_weights(weights, len(codes))
    low, span = ranges_of(codes, names)
    heard = (codes != MISSING).any(axis=1)
    if heard.sum() < 2:  # noqa: PLR2004  a correlation
        raise InputError(ItemsCode.ONE_RESPONDENT, "Two respondents at least are needed.", n=int(heard.sum()))
    codes = codes[heard]
    weight = np.ones(len(codes)) if given is None else given[heard] * (heard.sum() / given[heard].sum())
    moments = moments_of(codes, weight, low)
    notes = _notes(names, span, moments)
    alpha, without = _alpha(moments)
    omega, loadings = _omega(moments, notes)
    with np.errstate(invalid="ignore", divide="ignore"):
        difficulty = np.where(span > 0, moments.means / span, np.nan)
    return Classical(
        items=names,
        n=(codes != MISSING).sum(axis=0),
        difficulty=difficulty,
        item_rest=_item_rest(codes, weight, low, span),
        d_index=_d_index(codes, weight, low, span),
        alpha=alpha,
        alpha_without=without,
        omega=omega,
        loadings=loadings,
        n_respondents=len(codes),
        notes=tuple(notes),
    )


def ranges_of(codes: Codes, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Lowest score and range of each item: 0 and 1 for right and wrong, otherwise what was observed.

    Parameters
    ----------
    codes : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.
    names : sequence of str
        Names for the refusal.

    Returns
    -------
    tuple of ndarray of float64, shape (n_items,)
        Lowest scores and ranges.
    """
    high = codes.max(axis=0).astype(np.float64)
    low = np.where(codes == MISSING, np.int8(127), codes).min(axis=0).astype(np.float64)
    silent = high == MISSING
    if silent.any():
        wrong = [names[item] for item in np.flatnonzero(silent).tolist()]
        raise InputError(ItemsCode.ITEM_WITHOUT_RESPONSES, f"Nobody answered: {', '.join(wrong)}.", items=wrong)
    if codes.min() < MISSING:
        cells = np.argwhere(codes < MISSING)[:10].tolist()
        raise InputError(ItemsCode.CODE_OUT_OF_RANGE, f"Codes are −1 and above. Cells: {cells}.", cells=cells)
    right_wrong = high <= 1
    low = np.where(right_wrong, 0.0, low)
    return low, np.where(right_wrong, 1.0, high - low)


def rest_shares(codes: Codes, low: Floats, span: Floats) -> Floats:
    """For each respondent and item the share reached on the other items answered; NaN where there are none.

    Parameters
    ----------
    codes : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.
    low, span : ndarray of float64, shape (n_items,)
        Lowest scores and ranges.

    Returns
    -------
    ndarray of float64, shape (n, n_items)
        Shares from 0 to 1.
    """
    seen = codes != MISSING
    points = np.where(seen, codes - low, 0.0)
    possible = seen * span
    rest = points.sum(axis=1, keepdims=True) - points
    most = possible.sum(axis=1, keepdims=True) - possible
    found: Floats = np.divide(rest, most, out=np.full(rest.shape, np.nan), where=most > 0)
    return found


def total_shares(codes: Codes, low: Floats, span: Floats) -> Floats:
    """For each respondent the share reached on the items answered, shape (n,).

    Parameters
    ----------
    codes : ndarray of int8, shape (n, n_items)
        Codes, −1 for missing.
    low, span : ndarray of float64, shape (n_items,)
        Lowest scores and ranges.

    Returns
    -------
    ndarray of float64, shape (n,)
        Shares from 0 to 1; NaN where nothing could be reached.
    """
    found = np.full(len(codes), np.nan)
    for start in range(0, len(codes), ROWS):
        block = codes[start : start + ROWS]
        seen = block != MISSING
        possible = (seen * span).sum(axis=1)
        points = np.where(seen, block - low, 0.0).sum(axis=1)
        found[start : start + ROWS] = np.divide(points, possible, out=np.full(len(block), np.nan), where=possible > 0)
    return found


def _item_rest(codes: Codes, weight: Floats, low: Floats, span: Floats) -> Floats:
    """Correlations from sums of weights, x, r, x², r², x r over blocks of respondents."""
    sums = np.zeros((6, codes.shape[1]))
    for start in range(0, len(codes), ROWS):
        block = codes[start : start + ROWS]
        rest = rest_shares(block, low, span) - 0.5  # near its mean, so that squares do not cancel
        seen = (block != MISSING) & np.isfinite(rest)
        w = weight[start : start + ROWS, None] * seen
        x, r = np.where(seen, block - low, 0.0), np.where(seen, rest, 0.0)
        sums += np.stack([each.sum(axis=0) for each in (w, w * x, w * r, w * x * x, w * r * r, w * x * r)])
    with np.errstate(invalid="ignore", divide="ignore"):
        total, x, r, xx, rr, xr = sums
        mean_x, mean_r = x / total, r / total
        variance_x, variance_r = xx / total - mean_x**2, rr / total - mean_r**2
        found = (xr / total - mean_x * mean_r) / np.sqrt(variance_x * variance_r)
    constant = ~((variance_x > 1e-12) & (variance_r > 1e-12))  # noqa: PLR2004  rounding
    return np.where(constant, np.nan, np.clip(found, -1, 1))


def _d_index(codes: Codes, weight: Floats, low: Floats, span: Floats) -> Floats:
    """Both tails among those who answered the item; equal scores at the edge count in part."""
    share = np.round(total_shares(codes, low, span), 12)
    levels, place = np.unique(share, return_inverse=True)
    found = np.full(codes.shape[1], np.nan)
    for item in range(codes.shape[1]):
        seen = codes[:, item] != MISSING
        if span[item] <= 0:
            continue
        points = (codes[seen, item] - low[item]) / span[item]
        mass = np.bincount(place[seen], weight[seen], len(levels))
        right = np.bincount(place[seen], weight[seen] * points, len(levels))
        edge = TAIL * mass.sum()
        tails = []
        for order in (slice(None), slice(None, None, -1)):
            m, r = mass[order], right[order]
            before = np.concatenate(([0.0], np.cumsum(m)[:-1]))
            taken = np.clip(edge - before, 0.0, m)
            tails.append(float((r * np.divide(taken, m, out=np.zeros_like(m), where=m > 0)).sum() / edge))
        found[item] = tails[1] - tails[0]
    return found


def _alpha(moments: Moments) -> tuple[float, Floats]:
    """k/(k − 1) · (1 − sum of variances / variance of the sum), of all items and without each."""
    covariance = moments.covariance
    variance = np.diag(covariance)
    k = len(variance)
    total = covariance.sum()
    alpha = k / (k - 1) * (1 - variance.sum() / total) if k > 1 and total > 0 else np.nan
    rest = total - 2 * covariance.sum(axis=1) + variance
    if k < 3:  # noqa: PLR2004  one item has no alpha
        return float(alpha), np.full(k, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        without = (k - 1) / (k - 2) * (1 - (variance.sum() - variance) / rest)
    return float(alpha), np.where(rest > 0, without, np.nan)


def _omega(moments: Moments, notes: list[str]) -> tuple[float, Floats]:
    """(Σ λ)² over it plus Σ ψ, in the units of the items."""
    covariance = moments.covariance
    deviation = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    varies = deviation > 0
    loadings = np.full(len(deviation), np.nan)
    if varies.sum() < 3 or not np.isfinite(covariance).all():  # noqa: PLR2004  fewer do not determine a factor
        said = "Omega needs three items that vary and were answered together."
        notes.append(Note(said, NoteCode.OMEGA_NEEDS_THREE))
        return np.nan, loadings
    scale = deviation[varies]
    fitted = one_factor(covariance[np.ix_(varies, varies)] / np.outer(scale, scale))
    if fitted is None:
        said = "One factor does not describe the correlations of the items: there is no omega."
        notes.append(Note(said, NoteCode.NO_ONE_FACTOR))
        return np.nan, loadings
    loadings[varies] = fitted
    common = float((fitted * scale).sum()) ** 2
    unique = float(((1 - fitted**2) * scale**2).sum())
    return common / (common + unique), loadings


def _notes(names: Sequence[str], span: Floats, moments: Moments) -> list[str]:
    notes: list[str] = []
    constant = [names[item] for item in np.flatnonzero(~(np.diag(moments.covariance) > 0) | (span <= 0)).tolist()]
    if constant:
        said = f"All answers are alike, so nothing can be discriminated: {', '.join(constant)}."
        notes.append(Note(said, NoteCode.ALL_ALIKE, items=constant))
    if moments.apart:
        first = [f"{names[one]} and {names[other]}" for one, other in moments.apart[:3]]
        said = (
            f"{len(moments.apart)} pairs of items were answered together by fewer than two respondents ({'; '.join(first)}): "
            "there are no alpha and omega."
        )
        pairs = [f"{names[one]}–{names[other]}" for one, other in moments.apart[:3]]
        notes.append(Note(said, NoteCode.PAIRS_APART, n=len(moments.apart), items=pairs))
    return notes
