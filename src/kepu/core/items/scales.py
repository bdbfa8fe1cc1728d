"""Points on the survey's scale: expected points in all and by part, with the probability of each level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.bank import bank_of
from kepu.core.items.coded import item_names, recode, whole_codes
from kepu.core.items.codes import ItemsCode
from kepu.core.items.instruments import SURVEY_2024, ScaleScores
from kepu.core.items.posterior import FINE, grid_for, over_blocks
from kepu.core.items.products import project
from kepu.core.items.slopes import expected_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.instruments import SurveyScale
    from kepu.core.items.results import Calibration

    Floats = NDArray[np.float64]


def scale_scores(
    given: Bank | Calibration,
    responses: ArrayLike,
    part_of: Sequence[str] | Mapping[str, str],
    *,
    scale: SurveyScale = SURVEY_2024,
    mean: float = 0.0,
    variance: float | None = None,
) -> ScaleScores:
    r"""Points on the survey's scale, with the probability of each level instead of a bare level.

    Parameters
    ----------
    given : Bank or Calibration
        Items with their parameters.
    responses : array_like of int, shape (n_respondents, n_items)
        Codes as in the calibration, −1 or NaN for missing.
    part_of : sequence or mapping of str
        The part of each item, in the order of the bank or by name.
    scale : SurveyScale, default SURVEY_2024
        Parts, points and levels.
    mean, variance : float, optional
        Of the normal distribution of ability; 0 and the variance of the bank.

    Returns
    -------
    ScaleScores
        Expected points in total and by part, their errors, and probabilities of levels.

    Raises
    ------
    InputError
        If the scale is impossible, an item has no part, a part no item, or points do not rise with ability.

    Notes
    -----
    The points of an ability are, for each part, its points times the mean of the expected shares of the items of that part: what
    somebody of this ability would get if asked the whole bank. So papers with different questions are on one scale. The posterior
    of ability, over 241 values, turns into that of the points; a value of the grid counts for a level with the share of its cell
    above the ability at which the level is reached.

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> names = [name for name, _ in SURVEY_2024.parts]
    >>> found = scale_scores(make_bank([1.0] * 4, [0.0] * 4), [[1, 1, 1, 1]], names)
    >>> bool(found.part_points.sum().round(6) == found.points[0].round(6))
    True
    """
    bank = bank_of(given)
    _refuse_scale(scale)
    table = whole_codes(responses)
    item_names(bank.items, table.shape[1])
    codes = recode(table, bank.categories, bank.items)
    sd = float(np.sqrt(bank.variance if variance is None else variance))
    if not np.isfinite(mean) or not np.isfinite(sd) or sd <= 0:
        raise InputError(
            ItemsCode.BAD_OPTION, "mean and variance must be finite, the variance above 0.", name="variance"
        )
    grid = grid_for(bank, mean, sd, FINE)
    by_part = _points(bank, grid.theta, part_of, scale)
    total = by_part.sum(axis=1)
    if (np.diff(total) <= 0).any():
        message = "Points do not rise with ability everywhere: look at items of negative discrimination."
        raise InputError(
            ItemsCode.BAD_SCALE, message, items=[n for n, a in zip(bank.items, bank.a, strict=True) if a < 0]
        )
    above = np.stack([_share_above(grid.theta, total, limit) for _, limit in scale.levels], axis=1)
    values = np.column_stack([by_part, total, total**2, above])
    found = over_blocks(bank, codes, grid, lambda block: project(values, block.posterior), values.shape[1])
    n_parts = len(scale.parts)
    points = found[n_parts]
    return ScaleScores(
        scale.identifier,
        points,
        np.sqrt(np.maximum(found[n_parts + 1] - points**2, 0.0)),
        found[:n_parts].T.copy(),
        np.clip(found[n_parts + 2 :].T, 0.0, 1.0),
        tuple(name for name, _ in scale.parts),
        tuple(name for name, _ in scale.levels),
    )


def _refuse_scale(scale: SurveyScale) -> None:
    limits = [limit for _, limit in scale.levels]
    total = sum(points for _, points in scale.parts)
    good = scale.identifier and scale.parts and scale.levels and all(points > 0 for _, points in scale.parts)
    if not good or limits != sorted(set(limits)) or not all(0 < limit < total for limit in limits):
        message = (
            "A scale needs an identifier, parts with points and rising levels between 0 and the points of all parts."
        )
        raise InputError(ItemsCode.BAD_SCALE, message, parts=list(scale.parts), levels=list(scale.levels))


def _points(bank: Bank, theta: Floats, part_of: Sequence[str] | Mapping[str, str], scale: SurveyScale) -> Floats:
    """Expected points of each part, shape (n_theta, n_parts)."""
    given: list[Any] = [part_of.get(name) for name in bank.items] if hasattr(part_of, "get") else list(part_of)
    names = [name for name, _ in scale.parts]
    wrong = [item for item, part in zip(bank.items, given, strict=False) if part not in names]
    empty = [name for name in names if name not in given]
    if len(given) != len(bank) or wrong or empty:
        message = f"Every item needs one of the parts {names}, every part an item; items {wrong}, parts {empty}."
        raise InputError(ItemsCode.BAD_SCALE, message, items=wrong, parts=empty)
    shares = expected_scores(bank, theta) / bank.n_steps
    own = np.array(given, dtype=object)
    return np.stack([points * shares[:, own == name].mean(axis=1) for name, points in scale.parts], axis=1)


def _share_above(theta: Floats, total: Floats, limit: float) -> Floats:
    """Share of the cell around each ability that reaches a limit, shape (n_theta,)."""
    if total[-1] < limit:
        return np.zeros_like(theta)
    cut = np.interp(limit, total, theta) if total[0] < limit else -np.inf
    step = theta[1] - theta[0]
    return np.asarray(np.clip((theta + step / 2 - cut) / step, 0.0, 1.0))
