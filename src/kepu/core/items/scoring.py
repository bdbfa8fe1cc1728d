"""Scores of respondents on the scale of a bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.bank import bank_of, refuse_choice
from kepu.core.items.coded import MISSING, collapse, item_names, recode, whole_codes
from kepu.core.items.codes import ItemsCode
from kepu.core.items.modes import modes
from kepu.core.items.notes import Note, NoteCode
from kepu.core.items.posterior import means, plausible_values
from kepu.core.items.results import Scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.results import Calibration

    Floats = NDArray[np.float64]

SCORES = ("eap", "map", "wle", "ml", "pv")


def score(
    given: Bank | Calibration,
    responses: ArrayLike,
    method: str = "eap",
    *,
    items: Sequence[str] | None = None,
    mean: float = 0.0,
    variance: float | None = None,
    draws: int = 5,
    rng: np.random.Generator | None = None,
) -> Scores:
    r"""Estimate the ability of every respondent.

    Parameters
    ----------
    given : Bank or Calibration
        Items with their parameters.
    responses : array_like of int, shape (n_respondents, n_items)
        Codes of categories as in the calibration, −1 or NaN for missing.
    method : str, default "eap"
        ``eap`` mean of the posterior; ``map`` its mode; ``ml`` maximum likelihood; ``wle`` Warm's weighted likelihood, the
        least biased of one respondent; ``pv`` plausible values, draws from the posterior, for statements on groups.
    items : sequence of str, optional
        Names of the columns, when they are not all items of the bank in its order.
    mean, variance : float, optional
        Of the normal distribution of ability behind eap, map and pv; 0 and the variance of the bank.
    draws : int, default 5
        Plausible values for each respondent.
    rng : numpy.random.Generator, optional
        Source of the draws; needed for ``pv``.

    Returns
    -------
    Scores
        Abilities with their errors. ML of somebody who has everything right is +∞ and of everything wrong −∞; a respondent
        without any response gets the mean of the distribution from eap, map and pv, and NaN from ml and wle. The notes say how
        many there are.

    Raises
    ------
    InputError
        If a code is not one of the item's, an item is not in the bank, the method is unknown or ``pv`` has no generator.

    Notes
    -----
    The posterior is summed over equally spaced abilities as in `calibrate`. Modes are found on a grid, which decides between
    several, and refined by Fisher scoring within their bracket; their errors are 1/√ of the slope of the equation there, which
    for ml is the observed information. Plausible values are read from the distribution
    function of the posterior over 241 abilities, linear in between.

    References
    ----------
    .. [1] T. A. Warm, *Psychometrika* 54 (1989).
    .. [2] R. J. Mislevy, *Psychometrika* 56 (1991).

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> score(make_bank([1.0, 1.0], [0.0, 0.0]), [[0, 1], [1, 1]], "ml").theta.tolist()
    [0.0, inf]
    """
    refuse_choice("method", method, SCORES)
    bank = bank_of(given)
    table = whole_codes(responses)
    if items is not None:
        bank = bank.take(list(items))
    item_names(bank.items, table.shape[1])
    codes = recode(table, bank.categories, bank.items)
    sd = _spread(mean, variance if variance is not None else bank.variance)
    if method == "pv":
        return _drawn(bank, codes, mean, sd, draws=draws, rng=rng)
    collapsed = collapse(codes)
    patterns, places = (codes, None) if collapsed is None else collapsed
    found = means(bank, patterns, mean, sd) if method == "eap" else modes(bank, patterns, method, mean, sd)
    theta, error = found if places is None else (found[0][places], found[1][places])
    n_items = (codes != MISSING).sum(axis=1)
    return Scores(method, theta, error, None, n_items, tuple(_notes(theta, n_items)))


def _spread(mean: float, variance: float) -> float:
    if not np.isfinite(mean) or not np.isfinite(variance) or variance <= 0:
        message = f"mean {mean!r} and variance {variance!r} must be finite, the variance above 0."
        raise InputError(ItemsCode.BAD_OPTION, message, name="variance")
    return float(np.sqrt(variance))


def _drawn(
    bank: Bank, codes: NDArray[np.int8], mean: float, sd: float, *, draws: int, rng: np.random.Generator | None
) -> Scores:
    if rng is None:
        raise InputError(ItemsCode.NEEDS_GENERATOR, "Plausible values need a random generator with a seed.", name="rng")
    if draws < 1:
        raise InputError(ItemsCode.BAD_OPTION, f"draws is {draws}; at least 1 is needed.", name="draws")
    values, error = plausible_values(bank, codes, mean, sd, rng.random((len(codes), draws)))
    n_items = (codes != MISSING).sum(axis=1)
    theta = values.mean(axis=1)
    return Scores("pv", theta, error, values, n_items, tuple(_notes(theta, n_items)))


def _notes(theta: Floats, n_items: NDArray[np.int64]) -> list[str]:
    notes: list[str] = []
    infinite, silent = int(np.isinf(theta).sum()), int((n_items == 0).sum())
    if infinite:
        said = f"{infinite} respondents have no finite score: their answers only get likelier towards an end."
        notes.append(Note(said, NoteCode.NO_FINITE_SCORE, n=infinite))
    if silent:
        notes.append(Note(f"{silent} respondents answered nothing.", NoteCode.ANSWERED_NOTHING, n=silent))
    return notes
