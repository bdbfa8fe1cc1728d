"""Towards the highest posterior: EM cycles, accelerated with a guard, then Newton steps to the end.

SQUAREM (Varadhan & Roland 2008) stretches two EM cycles into one long step; a step after which the posterior has fallen is taken
back. Newton steps use the observed information (Louis) and are halved, and given up for EM, when they do not climb.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from kepu.core.items.expectation import Expected, expect
from kepu.core.items.louis import Information, gradient, information
from kepu.core.items.maximisation import maximise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kepu.core.items.expectation import Sheet
    from kepu.core.items.grids import Grid
    from kepu.core.items.layout import Layout
    from kepu.core.items.priors import Penalty

    Floats = NDArray[np.float64]

FARTHEST = 60.0  # no slope or intercept of an item that can be estimated is as large
LEAST_LOGIT_C = -12.0
NEAR = 2e-3
CONVERGED = 1e-6
SLOW = 0.2


@dataclass(frozen=True)
class Problem:
    """What is maximised.

    Attributes
    ----------
    sheets : sequence of Sheet
        The sample.
    layout : Layout
        Items.
    grid : Grid
        Abilities.
    penalty : Penalty
        Priors.
    """

    sheets: Sequence[Sheet]
    layout: Layout
    grid: Grid
    penalty: Penalty

    def expect(self, x: Floats, dtype: type[np.floating[Any]] = np.float64) -> Expected:
        """Expected counts."""
        return expect(self.sheets, self.layout, x, self.grid, dtype)

    def posterior(self, x: Floats, expected: Expected) -> float:
        """Log-likelihood and priors."""
        return expected.log_likelihood + self.penalty.log_density(x)

    def gradient(self, x: Floats, expected: Expected) -> Floats:
        """Of the log-posterior; 0 where a guessing parameter rests on its bound."""
        found = gradient(self.layout, x, self.grid, expected) + self.penalty.gradient(x)
        return np.where(self.resting(x), 0.0, found)

    def curvature(self, x: Floats, expected: Expected, dtype: type[np.floating[Any]] = np.float64) -> Floats:
        """Observed information of the posterior."""
        made = information(self.sheets, self.layout, x, self.grid, expected, dtype=dtype)
        return self.with_priors(x, made)

    def with_priors(self, x: Floats, made: Information) -> Floats:
        """Information with that of the priors; parameters at rest are cut out of it."""
        found = made.observed + np.diag(self.penalty.curvature(x))
        resting = self.resting(x)
        found[resting] = 0.0
        found[:, resting] = 0.0
        found[resting, resting] = 1.0
        return np.asarray(found)

    def resting(self, x: Floats) -> NDArray[np.bool_]:
        """Guessing parameters that no prior keeps from 0, and that have arrived there."""
        found = np.zeros(len(x), dtype=bool)
        if self.layout.model == "3pl":
            places = self.layout.groups[0].where[:, 2]
            found[places] = (x[places] <= LEAST_LOGIT_C + 1e-9) & ~np.isfinite(self.penalty.sd[places])
        return found

    def maximise(self, x: Floats, expected: Expected) -> Floats:
        """The M-step."""
        return self.kept(maximise(self.layout, x, expected, self.grid, self.penalty))

    def kept(self, x: Floats) -> Floats:
        """Guessing parameters not below their bound."""
        if self.layout.model == "3pl":
            places = self.layout.groups[0].where[:, 2]
            x[places] = np.maximum(x[places], LEAST_LOGIT_C)
        return x

    def allowed(self, x: Floats) -> bool:
        """Whether parameters are finite, in order and within reach."""
        if not np.isfinite(x).all() or np.abs(x).max() > FARTHEST:
            return False
        if self.layout.model == "rasch" and x[-1] <= 0:
            return False
        if self.layout.model == "grm":
            return all((np.diff(x[group.where[:, 1:]], axis=1) < 0).all() for group in self.layout.groups)
        return bool(np.isfinite(self.penalty.log_density(x)))


@dataclass(frozen=True)
class State:
    """Where the ascent stands.

    Attributes
    ----------
    x : ndarray
        Parameters.
    cycles : int
        EM cycles and Newton steps so far.
    moved : ndarray
        How far each parameter went last.
    converged : bool
        Whether the tolerance was met.
    expected : Expected or None
        Counts at `x`, in double precision, when known.
    """

    x: Floats
    cycles: int
    moved: Floats
    converged: bool = False
    expected: Expected | None = None


def climb(problem: Problem, state: State, *, until: float, most: int, dtype: type[np.floating[Any]]) -> State:
    """EM cycles with guarded acceleration.

    Parameters
    ----------
    problem : Problem
        What is maximised.
    state : State
        Where to begin.
    until : float
        Stop when no parameter moves farther than this in a cycle.
    most : int
        Cycles at most.
    dtype : type
        Working precision.

    Returns
    -------
    State
        The best parameters met; `converged` when `until` was.
    """
    x, cycles, end = state.x, state.cycles, state.cycles + most
    expected = problem.expect(x, dtype)
    value = problem.posterior(x, expected)
    moved = state.moved
    while cycles < end:
        one = problem.maximise(x, expected)
        cycles += 1
        moved = np.abs(one - x)
        if moved.max() <= until or not np.isfinite(one).all() or np.abs(one).max() > FARTHEST:
            return State(one, cycles, moved, converged=bool(moved.max() <= until))
        at_one = problem.expect(one, dtype)
        value_one = problem.posterior(one, at_one)
        two = problem.maximise(one, at_one)
        cycles += 1
        far = _stretched(problem, x, one, two)
        x, expected, value = _guarded(problem, two, far, max(value, value_one), dtype)
    return State(x, cycles, moved)


def _stretched(problem: Problem, x: Floats, one: Floats, two: Floats) -> Floats | None:
    """The long step of SQUAREM, scheme S3; None when it is no longer than two cycles or leaves what is possible."""
    step = one - x
    bend = two - one - step
    length = float(np.linalg.norm(bend))
    alpha = -float(np.linalg.norm(step)) / length if length > 0 else -1.0
    alpha = max(alpha, -32.0)
    if alpha >= -1.0:
        return None
    far = problem.kept(x - 2 * alpha * step + alpha**2 * bend)
    return far if problem.allowed(far) else None


def _guarded(
    problem: Problem, two: Floats, far: Floats | None, least: float, dtype: type[np.floating[Any]]
) -> tuple[Floats, Expected, float]:
    """The long step, or two cycles when the posterior fell."""
    slack = (1e-5 if dtype == np.float32 else 1e-10) * abs(least) / 100
    for x in [far, two] if far is not None else [two]:
        expected = problem.expect(x, dtype)
        value = problem.posterior(x, expected)
        if x is two or value >= least - slack:
            break
    return x, expected, value


def finish(problem: Problem, state: State, *, most: int) -> State:
    """Newton steps until the next would be shorter than the tolerance.

    Parameters
    ----------
    problem : Problem
        What is maximised.
    state : State
        Near the maximum.
    most : int
        Steps at most.

    Returns
    -------
    State
        `converged` when the tolerance was met; otherwise the best parameters met.
    """
    x = state.x.copy()
    expected = problem.expect(x)
    value = problem.posterior(x, expected)
    cycles, factor, last = state.cycles, None, np.inf
    for _ in range(most):
        if factor is None:
            factor = _factor(problem.curvature(x, expected, np.float32))  # it shows the way, the gradient where to stop
            if factor is None:
                return replace(state, x=x, cycles=cycles)
        step = cho_solve(factor, problem.gradient(x, expected))
        length = float(np.abs(step).max())
        if length <= CONVERGED:
            return State(x, cycles, np.abs(step), converged=True, expected=expected)
        tried = _line(problem, x, step, value)
        cycles += 1
        if tried is None:
            return replace(state, x=x, cycles=cycles, moved=np.abs(step))
        x, expected, value = tried
        if length > SLOW * last:
            factor = None  # the curvature of where it was no longer serves
        last = length
    return replace(state, x=x, cycles=cycles)


def _factor(curvature: Floats) -> Any:
    """Cholesky factor; None when the matrix is not positive definite."""
    try:
        return cho_factor(curvature)
    except (LinAlgError, ValueError):
        return None


def _line(problem: Problem, x: Floats, step: Floats, value: float) -> tuple[Floats, Expected, float] | None:
    """The step, or a part of it, that climbs."""
    for halving in range(6):
        tried = problem.kept(x + step / 2**halving)
        if not problem.allowed(tried):
            continue
        expected = problem.expect(tried)
        new = problem.posterior(tried, expected)
        if new >= value - 1e-11 * abs(value):
            return tried, expected, new
    return None
