"""Calibration of items by marginal maximum likelihood, with priors where they are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from kepu.core.errors import ConvergenceError, InputError
from kepu.core.items.ascent import FARTHEST, NEAR, Problem, State, climb, finish
from kepu.core.items.bank import MODELS, refuse_choice
from kepu.core.items.coded import parts_of
from kepu.core.items.codes import ItemsCode
from kepu.core.items.expectation import make_sheets
from kepu.core.items.grids import nodes_for, normal_grid
from kepu.core.items.layout import Layout
from kepu.core.items.louis import SEPARABLE, largest_information
from kepu.core.items.notes import Note, NoteCode
from kepu.core.items.priors import make_penalty
from kepu.core.items.results import Calibration, Priors
from kepu.core.items.samples import Sample, make_sample
from kepu.core.items.starts import starting_values
from kepu.core.items.uncertainty import refuse_weak, standard_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEAST_VARIANCE = 1e-4
ERRORS = ("auto", "observed", "sandwich", "none")
FIRST_ROWS = 10_000  # the neighbourhood is found on as many respondents
FIRST_CYCLES = 200
CYCLES_BETWEEN = 40
NEWTON_STEPS = 40
DOUBLE_WORK = 1e9  # multiplications above which products of columns are made in single precision, summed in double


def calibrate(
    responses: ArrayLike,
    model: str = "2pl",
    *,
    items: Sequence[str] | None = None,
    weights: ArrayLike | None = None,
    frequencies: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    priors: Priors | None = None,
    errors: str = "auto",
    nodes: int | None = None,
    max_cycles: int = 2000,
) -> Calibration:
    r"""Estimate the parameters of items from responses.

    Parameters
    ----------
    responses : array_like of int, shape (n_respondents, n_items)
        0 and 1 for rasch, 2pl and 3pl; codes of ordered categories for grm and gpcm, of which those that occur are used; −1
        or NaN where a question was not asked or not answered. int8 is read without a copy.
    model : str, default "2pl"
        ``rasch``, ``2pl``, ``3pl``, ``grm`` or ``gpcm``.
    items : sequence of str, optional
        Names of the columns; "1", "2", … when left out.
    weights : array_like of float, shape (n_respondents,), optional
        Survey weights, above 0. They are scaled to add up to the number of respondents.
    frequencies : array_like of int, shape (n_respondents,), optional
        How many respondents gave each row.
    clusters : array_like, shape (n_respondents,), optional
        Primary units; scores are then added up within them for the sandwich.
    priors : Priors, optional
        Normal priors. By default only logit c of 3pl has one: mean logit 0.2, standard deviation 0.5.
    errors : str, default "auto"
        ``observed``: inverse of the observed information (Louis). ``sandwich``: that information around the outer product of
        scores, right for weights and clusters, and what ``auto`` takes when there are any. ``none``: no errors.
    nodes : int, optional
        Abilities in the quadrature, equally spaced over ±6 standard deviations; 61, or more where the test is so sharp that 61
        would be felt.
    max_cycles : int, default 2000
        EM cycles and Newton steps at most.

    Returns
    -------
    Calibration
        Parameters, errors and log-likelihood. Ability is standard normal; in rasch a = 1 and its variance is estimated.

    Raises
    ------
    ShapeError
        If the table, names or weights do not fit together.
    InputError
        If an item has no responses or no variation, a code is out of range, a name comes twice, weights are not above 0 or there
        is one respondent.
    ConvergenceError
        If parameters do not settle or the data do not determine them; `details` names the items.

    Notes
    -----
    EM with quadrature [1]_, its cycles as products of matrices in single precision, accelerated by SQUAREM [2]_ and guarded: a
    step after which the posterior has fallen is taken back. Newton steps in double precision with the exact observed information
    [3]_ finish, until the next would move no parameter by 1e-6. Weights enter the likelihood (pseudo-maximum likelihood); without
    the sandwich errors would then be too small.

    References
    ----------
    .. [1] R. D. Bock, M. Aitkin, *Psychometrika* 46 (1981).
    .. [2] R. Varadhan, C. Roland, *Scandinavian Journal of Statistics* 35 (2008).
    .. [3] T. A. Louis, *Journal of the Royal Statistical Society* B 44 (1982).

    Examples
    --------
    >>> rows = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> found = calibrate(rows, "rasch", frequencies=[30, 20, 20, 30])
    >>> [round(float(b), 6) + 0.0 for b in found.b[:, 0]]
    [0.0, 0.0]
    """
    refuse_choice("model", model, MODELS)
    refuse_choice("errors", errors, ERRORS)
    _refuse_numbers(nodes, max_cycles)
    sample = make_sample(responses, model, items=items, weights=weights, frequencies=frequencies, clusters=clusters)
    chosen = priors or Priors()
    layout = Layout(model, np.array([len(codes) for codes in sample.categories]))
    penalty = make_penalty(chosen, layout)
    sheets = make_sheets(parts_of(sample.codes), layout, sample.weights)
    problem = Problem(sheets, layout, normal_grid(nodes or 61), penalty)
    state = _neighbourhood(problem, sample, max_cycles)
    if nodes is None:
        problem = _sharp_enough(problem, state.x)
    state = _to_the_end(problem, sample, state, max_cycles)
    return _result(problem, sample, state, chosen, errors)


def _refuse_numbers(nodes: int | None, max_cycles: int) -> None:
    for name, value, least in (("nodes", nodes, 11), ("max_cycles", max_cycles, 1)):
        if value is not None and (not isinstance(value, int) or value < least):
            raise InputError(ItemsCode.BAD_OPTION, f"{name} is {value!r}; at least {least} is needed.", name=name)


def _neighbourhood(problem: Problem, sample: Sample, max_cycles: int) -> State:
    """EM in single precision, on some respondents first where there are many."""
    x = problem.kept(starting_values(problem.layout, sample.codes, sample.weights, problem.penalty))
    state = State(x, 0, np.full(len(x), np.inf))
    some = _some(sample)
    most = min(FIRST_CYCLES, max_cycles)
    if some is not None:
        sheets = make_sheets(parts_of(sample.codes[some]), problem.layout, sample.weights[some])
        state = climb(replace(problem, sheets=sheets), state, until=NEAR, most=most, dtype=np.float32)
        if np.abs(state.x).max() > FARTHEST:
            state = State(x, state.cycles, state.moved)
    return climb(problem, state, until=NEAR, most=most, dtype=np.float32)


def _some(sample: Sample) -> NDArray[np.int64] | None:
    """Every so many respondents, when there are many and all categories of all items are met often among them."""
    step = len(sample.codes) // FIRST_ROWS
    if step < 3:  # noqa: PLR2004
        return None
    rows = np.arange(0, len(sample.codes), step)
    codes = sample.codes[rows]
    most = max(len(one) for one in sample.categories)
    met = np.stack([(codes == code).sum(axis=0) for code in range(most)])
    has = np.arange(most)[:, None] < np.array([len(one) for one in sample.categories])
    return rows if (met[has] >= 50).all() else None  # noqa: PLR2004


def _sharp_enough(problem: Problem, x: Floats) -> Problem:
    """The problem on a grid that the test does not outrun."""
    nodes = nodes_for(largest_information(problem.sheets, problem.layout, x, problem.grid))
    return problem if nodes <= len(problem.grid.theta) else replace(problem, grid=normal_grid(nodes))


def _to_the_end(problem: Problem, sample: Sample, state: State, max_cycles: int) -> State:
    """Newton steps, with EM in double precision in between where they fail."""
    while state.cycles < max_cycles and np.isfinite(state.x).all() and np.abs(state.x).max() <= FARTHEST:
        state = finish(problem, state, most=min(NEWTON_STEPS, max_cycles - state.cycles))
        if state.converged:
            return state
        most = min(CYCLES_BETWEEN, max_cycles - state.cycles)
        state = climb(problem, state, until=1e-7, most=most, dtype=np.float64)
        if state.converged:
            return _at_rest(problem, sample, state)
    _refuse_unsettled(problem, sample, state)
    return None


def _at_rest(problem: Problem, sample: Sample, state: State) -> State:
    """Where EM stands still although Newton's method failed: the maximum, if the information says so."""
    expected = problem.expect(state.x)
    curvature = problem.curvature(state.x, expected)
    values = np.linalg.eigvalsh(curvature)
    if values[0] <= 0 or np.abs(np.linalg.solve(curvature, problem.gradient(state.x, expected))).max() > NEAR:
        refuse_weak(curvature, problem.layout, sample)
    return replace(state, converged=True, expected=expected)


def _refuse_unsettled(problem: Problem, sample: Sample, state: State) -> NoReturn:
    """What did not converge, by the names of its items."""
    owner = problem.layout.item_of_parameter()
    far = ~(np.abs(state.x) <= FARTHEST)
    wrong = far if far.any() else state.moved > min(1e-4, float(state.moved.max()) / 2)
    names = _names(sample, owner[wrong])
    message = (
        f"Calibration did not converge after {state.cycles} cycles; still moving: {', '.join(names)}. "
        "Look at these items, use priors or a simpler model."
    )
    raise ConvergenceError(ItemsCode.NOT_CONVERGED, message, items=names, cycles=state.cycles)


def _names(sample: Sample, owners: NDArray[np.int64]) -> list[str]:
    places = np.unique(owners)
    return list(sample.names) if (places < 0).any() else [sample.names[place] for place in places]


def working_precision(problem: Problem) -> type[np.floating[Any]]:
    """Double precision, unless there is too much to multiply.

    Parameters
    ----------
    problem : Problem
        What is maximised.

    Returns
    -------
    type
        ``float64`` or ``float32``.
    """
    work = 0.0
    for sheet in problem.sheets:
        times = 3 if sheet.answered is None and problem.layout.model in SEPARABLE else len(problem.grid.theta)
        work += float(len(sheet.weights)) * (len(sheet.columns) + 2) ** 2 * times
    return np.float64 if work <= DOUBLE_WORK else np.float32


def _result(problem: Problem, sample: Sample, state: State, priors: Priors, errors: str) -> Calibration:
    bank = problem.layout.bank(state.x, sample.names, sample.categories)
    warnings = list(sample.warnings)
    negative = [name for name, a in zip(bank.items, bank.a, strict=True) if a < 0]
    if negative:
        said = f"Negative discrimination: {', '.join(negative)}. Check the key of these items."
        warnings.append(Note(said, NoteCode.NEGATIVE_A, items=negative))
    resting = problem.layout.item_of_parameter()[problem.resting(state.x)]
    if len(resting):
        names = _names(sample, resting)
        said = f"The guessing parameter of {', '.join(names)} went to 0 and has no error."
        warnings.append(Note(said, NoteCode.C_AT_ZERO, items=list(names)))
    if bank.variance < LEAST_VARIANCE:
        said = "The variance of ability went to 0: these answers do not show that respondents differ."
        warnings.append(Note(said, NoteCode.NO_VARIANCE))
    if errors == "auto":
        errors = "sandwich" if sample.weighted or sample.clusters is not None else "observed"
    expected = state.expected or problem.expect(state.x)
    found = standard_errors(problem, sample, state, expected, errors=errors, dtype=working_precision(problem))
    return Calibration(
        bank=bank,
        se=found.se,
        covariance=found.covariance,
        parameters=problem.layout.names(sample.names),
        variance_se=None if bank.variance < LEAST_VARIANCE else found.variance_se,
        se_method=found.method,
        log_likelihood=expected.log_likelihood,
        log_posterior=problem.posterior(state.x, expected),
        converged=True,
        cycles=state.cycles,
        n_respondents=sample.n_respondents,
        priors=priors,
        warnings=tuple(warnings),
    )
