"""The two instruments, which are never mixed: the survey's 100-point scale in parts, and the benchmark test of 2016.

The survey gives points for four parts and, from 2024, cumulative levels; the test of the benchmark [1]_ has 50 questions over 26
benchmarks and is passed with 60 % right. Its rates are several times those of the survey, so a series holds one of them only.

.. [1] 《中国公民科学素质基准》, 国科发政〔2016〕112号.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.coded import whole_codes
from kepu.core.items.codes import ItemsCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

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
