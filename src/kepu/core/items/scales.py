"""The two instruments, which are never mixed: the survey's 100-point scale in parts, and the benchmark test of 2016.

The survey gives points for four parts and, from 2024, cumulative levels; the test of the benchmark [1]_ has 50 questions over 26
benchmarks and is passed with 60 % right. Its rates are several times those of the survey, so a series holds one of them only.

.. [1] 《中国公民科学素质基准》, 国科发政〔2016〕112号.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.bank import bank_of
from kepu.core.items.coded import item_names, recode, whole_codes
from kepu.core.items.codes import ItemsCode
from kepu.core.items.posterior import FINE, grid_for, over_blocks
from kepu.core.items.products import project
from kepu.core.items.slopes import expected_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.results import Calibration

    Floats = NDArray[np.float64]

N_BENCHMARKS = 26


@dataclass(frozen=True)
class SurveyScale:
    """A scale of points in parts, with levels: data, not program.

    Attributes
    ----------
    identifier : str
        Name of the instrument and its version; series with another do not mix.
    parts : tuple of (str, float)
        Name and points of each part.
    levels : tuple of (str, float)
        Name and least points of each level, lowest first; a level holds everybody above its limit, also those of higher levels.
    """

    identifier: str
    parts: tuple[tuple[str, float], ...]
    levels: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class BenchmarkTest:
    """A test with a pass mark.

    Attributes
    ----------
    identifier : str
        Name of the instrument and its version.
    n_items : int
        Questions on a paper.
    points : float
        Of each question.
    pass_share : float
        Share of right answers that passes.
    n_benchmarks : int
        Benchmarks, each of which a paper must cover.
    """

    identifier: str
    n_items: int
    points: float
    pass_share: float
    n_benchmarks: int


SURVEY_2024 = SurveyScale(
    "survey-2024",
    (("knowledge", 40.0), ("methods", 20.0), ("spirit", 20.0), ("application", 20.0)),
    (("basic", 55.0), ("literate", 70.0), ("advanced", 85.0)),
)
BENCHMARK_2016 = BenchmarkTest("benchmark-2016", 50, 2.0, 0.6, N_BENCHMARKS)


@dataclass(frozen=True)
class ScaleScores:
    """Points of respondents on a scale.

    Attributes
    ----------
    instrument : str
        Identifier of the scale.
    points, sd : ndarray of float64, shape (n_respondents,)
        Mean and standard deviation of the posterior of the points.
    part_points : ndarray of float64, shape (n_respondents, n_parts)
        The same mean for each part; rows add up to `points`.
    level_probability : ndarray of float64, shape (n_respondents, n_levels)
        Probability that the points reach each level.
    parts, levels : tuple of str
        Names.
    """

    instrument: str
    points: Floats
    sd: Floats
    part_points: Floats
    level_probability: Floats
    parts: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True)
class BenchmarkResults:
    """Results of a test with a pass mark.

    Attributes
    ----------
    instrument : str
        Identifier of the test.
    points : ndarray of float64, shape (n_respondents,)
        Points; a question without an answer has none.
    passed : ndarray of bool, shape (n_respondents,)
        Whether the share of right answers reached the mark.
    """

    instrument: str
    points: Floats
    passed: NDArray[np.bool_]


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


def benchmark_results(
    responses: ArrayLike, benchmarks: Sequence[int], *, test: BenchmarkTest = BENCHMARK_2016
) -> BenchmarkResults:
    """Points and passes of the benchmark test.

    Parameters
    ----------
    responses : array_like of int, shape (n_respondents, n_items)
        1 right, 0 wrong, −1 or NaN without an answer, which is not right.
    benchmarks : sequence of int, shape (n_items,)
        Benchmark of each question, from 1.
    test : BenchmarkTest, default BENCHMARK_2016
        The rules.

    Returns
    -------
    BenchmarkResults
        Points and who passed.

    Raises
    ------
    InputError
        If the paper has another number of questions, leaves a benchmark out, or a code is not 0, 1 or missing.

    Examples
    --------
    >>> paper = [*range(1, 27), *range(1, 25)]
    >>> benchmark_results([[1] * 30 + [0] * 20, [1] * 29 + [0] * 21], paper).passed.tolist()
    [True, False]
    """
    table = whole_codes(responses)
    covered = {int(number) for number in benchmarks}
    missing = sorted(set(range(1, test.n_benchmarks + 1)) - covered)
    strange = sorted(covered - set(range(1, test.n_benchmarks + 1)))
    if table.shape[1] != test.n_items or len(benchmarks) != test.n_items or missing or strange:
        message = (
            f"{test.identifier} has {test.n_items} questions over benchmarks 1 to {test.n_benchmarks}; here are "
            f"{table.shape[1]} questions, missing benchmarks {missing}, unknown {strange}."
        )
        raise InputError(ItemsCode.BAD_TEST, message, n_items=table.shape[1], missing=missing, unknown=strange)
    bad = (table < -1) | (table > 1)
    if bad.any():
        raise InputError(
            ItemsCode.CODE_OUT_OF_RANGE, "Codes are 0, 1 and −1 for missing.", cells=np.argwhere(bad)[:10].tolist()
        )
    right = (table == 1).sum(axis=1)
    return BenchmarkResults(test.identifier, right * test.points, right >= test.pass_share * test.n_items - 1e-9)


def same_instrument(*results: ScaleScores | BenchmarkResults | SurveyScale | BenchmarkTest) -> str:
    """The one instrument of what is to stand in one series.

    Parameters
    ----------
    *results : ScaleScores, BenchmarkResults, SurveyScale or BenchmarkTest
        What is compared.

    Returns
    -------
    str
        Its identifier.

    Raises
    ------
    InputError
        If there is none, or more than one.

    Examples
    --------
    >>> same_instrument(SURVEY_2024, SURVEY_2024)
    'survey-2024'
    """
    found = sorted({one.instrument if hasattr(one, "instrument") else one.identifier for one in results})
    if len(found) != 1:
        message = f"A series holds one instrument; here are {found}. Their rates cannot be compared."
        raise InputError(ItemsCode.MIXED_INSTRUMENTS, message, instruments=found)
    return found[0]


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
