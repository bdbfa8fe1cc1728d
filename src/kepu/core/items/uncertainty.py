"""Standard errors of the parameters, and by the delta method of difficulties and guessing probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.special import expit

from kepu.core.errors import ConvergenceError
from kepu.core.items.codes import ItemsCode
from kepu.core.items.louis import information

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kepu.core.items.ascent import Problem, State
    from kepu.core.items.expectation import Expected
    from kepu.core.items.layout import Layout
    from kepu.core.items.samples import Sample

    Floats = NDArray[np.float64]

LEAST_DETERMINED = 1e-5  # smallest eigenvalue of the information scaled to a diagonal of ones
IN_IT = 0.2
METHODS = {"observed": "observed information", "sandwich": "sandwich", "none": "none"}


@dataclass(frozen=True)
class Errors:
    """Errors of a calibration; see `Calibration` for the fields."""

    se: Mapping[str, Floats]
    covariance: Floats | None
    variance_se: float | None
    method: str


def standard_errors(
    problem: Problem,
    sample: Sample,
    state: State,
    expected: Expected,
    *,
    errors: str,
    dtype: type[np.floating[Any]],
) -> Errors:
    """Errors at the end of an estimation.

    Parameters
    ----------
    problem : Problem
        What was maximised.
    sample : Sample
        Respondents.
    state : State
        Where it ended.
    expected : Expected
        Counts there.
    errors : str
        ``observed``, ``sandwich`` or ``none``.
    dtype : type
        Working precision.

    Returns
    -------
    Errors
        With the covariance matrix.
    """
    if errors == "none":
        return Errors({}, None, None, METHODS[errors])
    x = state.x
    sandwich = errors == "sandwich"
    made = information(
        problem.sheets,
        problem.layout,
        x,
        problem.grid,
        expected,
        squares=sample.squares if sandwich else None,
        clusters=sample.clusters if sandwich else None,
        dtype=dtype,
    )
    curvature = problem.with_priors(x, made)
    covariance = _inverse(curvature)
    if covariance is None or (np.diag(covariance) * np.diag(curvature)).max() > 1 / LEAST_DETERMINED:
        refuse_weak(curvature, problem.layout, sample)
    if sandwich:
        covariance = covariance @ made.scores @ covariance
        if sample.clusters is not None:
            n = int(sample.clusters.max()) + 1
            covariance *= n / (n - 1)
    resting = problem.resting(x)
    covariance[resting] = np.nan
    covariance[:, resting] = np.nan
    variance_se = None
    if problem.layout.model == "rasch":
        variance_se = float(2 * x[-1] * np.sqrt(covariance[-1, -1]))
    return Errors(_by_item(problem.layout, x, covariance), covariance, variance_se, METHODS[errors])


def _inverse(matrix: Floats) -> Floats | None:
    try:
        return np.asarray(cho_solve(cho_factor(matrix), np.eye(len(matrix))))
    except LinAlgError:
        return None


def refuse_weak(curvature: Floats, layout: Layout, sample: Sample) -> NoReturn:
    """Refuse data that do not determine some combination of parameters, naming the items in the weakest.

    Parameters
    ----------
    curvature : ndarray, shape (n_parameters, n_parameters)
        Information of the posterior.
    layout : Layout
        Where parameters stand.
    sample : Sample
        Names of the items.
    """
    diagonal = np.diag(curvature)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    values, vectors = np.linalg.eigh(curvature * scale * scale[:, None])
    weak = values <= max(LEAST_DETERMINED, float(values[0]))
    wrong = (np.abs(vectors[:, weak]) > IN_IT).any(axis=1) | (diagonal <= 0)
    owners = np.unique(layout.item_of_parameter()[wrong])
    names = list(sample.names) if (owners < 0).any() else [sample.names[place] for place in owners]
    message = f"The data do not determine the parameters of {', '.join(names)}. Use priors or a simpler model."
    raise ConvergenceError(ItemsCode.NOT_IDENTIFIED, message, items=names)


def _by_item(layout: Layout, x: Floats, covariance: Floats) -> dict[str, Floats]:
    """Errors in the shapes of the bank."""
    n_items, most = len(layout.n_categories), int(layout.n_categories.max()) - 1
    found = {
        "a": np.full(n_items, np.nan),
        "b": np.full((n_items, most), np.nan),
        "d": np.full((n_items, most), np.nan),
    }
    if layout.model == "3pl":
        found["c"] = np.full(n_items, np.nan)
    if layout.model == "rasch":
        del found["a"]
    for group in layout.groups:
        steps = group.n_categories - 1
        for item, where in zip(group.items, group.where, strict=True):
            block = covariance[np.ix_(where, where)]
            found["d"][item, :steps] = np.sqrt(np.diag(block)[1 : 1 + steps])
            jacobian = _of_difficulties(layout.model, x[where], steps)
            found["b"][item, :steps] = np.sqrt(
                np.einsum("sp,pr,sr->s", jacobian, block[: 1 + steps, : 1 + steps], jacobian)
            )
            if "a" in found:
                found["a"][item] = np.sqrt(block[0, 0])
            if "c" in found:
                c = expit(x[where[2]])
                found["c"][item] = c * (1 - c) * np.sqrt(block[2, 2])
    return found


def _of_difficulties(model: str, x: Floats, steps: int) -> Floats:
    """Derivatives of the difficulties of an item by its slope and intercepts, shape (steps, 1 + steps)."""
    found = np.zeros((steps, 1 + steps))
    if model == "rasch":
        found[0, 1] = -1.0
        return found
    a, d = x[0], x[1 : 1 + steps]
    found[:, 1:] = -np.eye(steps) / a
    if model == "gpcm":
        found[:, 1:] += np.eye(steps, k=-1) / a
        d = np.diff(d, prepend=0.0)
    found[:, 0] = d / a**2
    return found
