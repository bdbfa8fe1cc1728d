"""Weights that add up to what is known of the population.

Sources: Deville & Särndal (1992) for calibration and its distance functions, Deville, Särndal & Sautory (1993) for raking,
Holt & Smith (1979) for poststratification, Potter (1990) for trimming.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import ConvergenceError, InputError, ShapeError
from kepu.core.survey.checks import refuse_rows
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.labels import Encoded, cross, encode
from kepu.core.survey.regression import MarginRegression, MatrixRegression, scaled_inverse
from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.survey.design import Design

    Floats = NDArray[np.float64]

# Totals of two margins that differ by more than this share contradict each other.
SAME_TOTAL = 1e-9
METHODS = ("linear", "raking", "logit")


def rake(
    design: Design,
    margins: Mapping[str, tuple[ArrayLike | Encoded, Mapping[Any, float]]],
    *,
    tol: float = 1e-10,
    max_iterations: int = 1000,
) -> Design:
    """See `Design.rake`."""
    _only_once(design)
    if not margins:
        raise InputError(SurveyCode.EMPTY, "There are no margins.")
    columns: list[Encoded] = []
    targets: list[Floats] = []
    for name, (column, totals) in margins.items():
        encoded = encode(column, name)
        if len(encoded.codes) != len(design):
            message = f"{name} has {len(encoded.codes)} rows, the design has {len(design)}."
            raise ShapeError(SurveyCode.WRONG_LENGTH, message, name=name, n=len(design))
        columns.append(encoded)
        targets.append(_targets(name, encoded, totals))
    _agreeing(list(margins), targets)
    factors = rake_factors(
        columns, targets, design.weights, tol=tol, max_iterations=max_iterations, names=list(margins)
    )
    regression = MarginRegression(tuple(columns), tuple(targets), tol, max_iterations, design.weights)
    return design.with_weights(design.weights * factors, regression)


def rake_factors(
    columns: list[Encoded],
    targets: list[Floats],
    weights: Floats,
    *,
    tol: float,
    max_iterations: int,
    names: list[str],
) -> Floats:
    """What each weight is multiplied by; the work is done on the cells of the crossed margins, not on respondents."""
    cells = cross(columns)
    places = cells.parts
    held = sum_by(cells.codes, weights, cells.n_combinations)
    now = held.copy()
    miss = np.inf
    for _ in range(max_iterations):
        miss = 0.0
        for place, target in zip(places, targets, strict=True):
            sums = sum_by(place, now, len(target))
            miss = max(miss, float(np.abs(sums / target - 1).max()))
            now *= (target / sums)[place]
        if miss <= tol:
            return (now / held)[cells.codes]
    message = (
        f"Raking missed its margins by {miss:.3g} (relative) after {max_iterations} rounds; the margins may contradict."
    )
    raise ConvergenceError(
        SurveyCode.NOT_CONVERGED, message, missed_by=miss, tolerance=tol, rounds=max_iterations, margins=names
    )


def calibrate(
    design: Design,
    x: ArrayLike,
    totals: ArrayLike,
    *,
    method: str,
    bounds: tuple[float, float] | None,
    tol: float,
    max_iterations: int,
) -> Design:
    """See `Design.calibrate`."""
    _only_once(design)
    if method not in METHODS:
        message = f"method is {method!r}; choose one of {', '.join(METHODS)}."
        raise InputError(SurveyCode.UNKNOWN_CHOICE, message, name="method", given=str(method), allowed=list(METHODS))
    matrix, known = _auxiliaries(x, totals, len(design))
    low, high = _bounds(method, bounds)
    factors = calibration_factors(
        matrix, known, design.weights, method=method, low=low, high=high, tol=tol, max_iterations=max_iterations
    )
    regression = MatrixRegression(matrix, known, method, (low, high), tol, max_iterations, design.weights)
    return design.with_weights(design.weights * factors, regression)


def calibration_factors(
    x: Floats, totals: Floats, weights: Floats, *, method: str, low: float, high: float, tol: float, max_iterations: int
) -> Floats:
    """Ratios of new to old weights by Newton's method on the multipliers (Deville & Särndal 1992, section 2)."""
    scale = np.maximum(np.abs(totals), np.sqrt((weights[:, None] * x**2).sum(axis=0)))
    scale = np.where(scale > 0, scale, 1.0)
    multipliers = np.zeros(x.shape[1])
    factors, slopes = _link(method, x @ multipliers, low, high)
    gap = totals - (weights * factors) @ x
    miss = float(np.abs(gap / scale).max())
    for _ in range(max_iterations):
        if miss <= tol:
            return factors
        step = scaled_inverse(x.T @ (x * (weights * slopes)[:, None])) @ gap
        size = 1.0
        while size > HALVED_TO:  # a step that does not come nearer is halved
            tried = multipliers + size * step
            new, new_slopes = _link(method, x @ tried, low, high)
            new_gap = totals - (weights * new) @ x
            new_miss = float(np.abs(new_gap / scale).max())
            if np.isfinite(new_miss) and new_miss < miss:
                break
            size /= 2
        else:
            break
        multipliers, factors, slopes, gap, miss = tried, new, new_slopes, new_gap, new_miss
    if miss <= tol:
        return factors
    message = (
        f"Calibration ({method}) missed its totals by {miss:.3g} (relative); the totals may be out of reach "
        "of these respondents or bounds."
    )
    raise ConvergenceError(SurveyCode.NOT_CONVERGED, message, missed_by=miss, tolerance=tol, rounds=max_iterations)


HALVED_TO = 2.0**-30


def _link(method: str, u: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """F(u) and F′(u) of the distance function."""
    if method == "raking":
        with np.errstate(over="ignore"):
            found = np.exp(u)
        return found, found
    if method == "linear":
        raw = 1 + u
        inside = (raw > low) & (raw < high)
        return np.clip(raw, low, high), inside.astype(np.float64)
    spread = (high - low) / ((1 - low) * (high - 1))
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(np.clip(spread * u, -700, 700))
        below = (high - 1) + (1 - low) * e
        found = (low * (high - 1) + high * (1 - low) * e) / below
        slope = (high - low) * spread * (1 - low) * (high - 1) * e / below**2
    return found, slope


def trim(design: Design, low: float, high: float, *, max_iterations: int) -> Design:
    """See `Design.trim`."""
    weights = design.weights
    if not 0 <= low < high or weights.sum() < low * len(weights) or weights.sum() > high * len(weights):
        message = f"Weights cannot lie between {low} and {high}: their mean is {weights.mean():.6g}, which has to stay."
        raise InputError(SurveyCode.BAD_BOUNDS, message, low=low, high=float(high), mean=float(weights.mean()))
    total, now = weights.sum(), weights.copy()
    for _ in range(max_iterations):
        cut = np.clip(now, low, high)
        missing = total - cut.sum()
        if abs(missing) <= SAME_TOTAL * total:
            return design.with_weights(cut, design.calibrated)
        free = cut < high if missing > 0 else cut > low
        now = cut.copy()
        now[free] *= 1 + missing / cut[free].sum()
    message = f"Trimming did not settle in {max_iterations} rounds; widen the limits."
    raise ConvergenceError(SurveyCode.NOT_CONVERGED, message, rounds=max_iterations)


def _only_once(design: Design) -> None:
    if design.calibrated is not None:
        message = "This design is calibrated already; calibrate the first design to all margins at once."
        raise InputError(
            SurveyCode.UNKNOWN_CHOICE, message, name="design", given="calibrated", allowed=["not calibrated"]
        )


def _targets(name: str, column: Encoded, totals: Mapping[Any, float]) -> Floats:
    if column.codes.min(initial=0) < 0:
        refuse_rows(column.codes < 0, SurveyCode.MISSING_LABEL, f"{name} is missing.", name=name)
    unknown = [label for label in column.labels if label not in totals]
    if unknown:
        message = f"{name} has categories without a total: {', '.join(map(str, unknown[:10]))}."
        raise InputError(SurveyCode.MARGIN_UNKNOWN_CATEGORY, message, name=name, categories=list(map(str, unknown)))
    wrong = [label for label, total in totals.items() if not (np.isfinite(total) and total >= 0)]
    if wrong:
        message = f"{name} has totals that are no populations: {', '.join(map(str, wrong[:10]))}."
        raise InputError(SurveyCode.BAD_MARGIN, message, name=name, categories=list(map(str, wrong)))
    there = set(column.labels)
    absent = [label for label, total in totals.items() if label not in there and total > 0]
    if absent:
        message = (
            f"{name} has totals for categories without respondents: {', '.join(map(str, absent[:10]))}. Merge them."
        )
        raise InputError(SurveyCode.MARGIN_WITHOUT_RESPONDENTS, message, name=name, categories=list(map(str, absent)))
    empty = [label for label in column.labels if totals[label] == 0]
    if empty:
        message = f"{name} has respondents in categories with a total of zero: {', '.join(map(str, empty[:10]))}."
        raise InputError(SurveyCode.BAD_MARGIN, message, name=name, categories=list(map(str, empty)))
    return np.array([float(totals[label]) for label in column.labels])


def _agreeing(names: list[str], targets: list[Floats]) -> None:
    sums = {name: float(target.sum()) for name, target in zip(names, targets, strict=True)}
    if max(sums.values()) - min(sums.values()) > SAME_TOTAL * max(sums.values()):
        listed = ", ".join(f"{name}: {total:.10g}" for name, total in sums.items())
        message = f"The margins add up to different populations: {listed}."
        raise InputError(SurveyCode.MARGINS_CONTRADICT, message, totals=sums)


def _auxiliaries(x: ArrayLike, totals: ArrayLike, n: int) -> tuple[Floats, Floats]:
    matrix = np.asarray(x, dtype=np.float64)
    known = np.asarray(totals, dtype=np.float64)
    if matrix.ndim == 1:
        matrix = matrix[:, None]
    if matrix.ndim != 2 or matrix.shape[0] != n or known.shape != (matrix.shape[1],):  # noqa: PLR2004  rows and columns
        message = f"x has shape {matrix.shape} and totals {known.shape}; ({n}, k) and (k,) are needed."
        raise ShapeError(SurveyCode.WRONG_LENGTH, message, name="x", shape=list(matrix.shape), n=n)
    missing = np.asarray(~np.isfinite(matrix).all(axis=1))
    refuse_rows(missing, SurveyCode.NOT_A_NUMBER, "An auxiliary variable is missing.", name="x")
    if not np.isfinite(known).all():
        raise InputError(SurveyCode.BAD_MARGIN, "A total is missing.", name="totals", categories=[])
    return matrix, known


def _bounds(method: str, bounds: tuple[float, float] | None) -> tuple[float, float]:
    if bounds is None and method != "logit":
        return -np.inf, np.inf
    low, high = bounds if bounds is not None else (np.nan, np.nan)
    if method == "raking" or not (low < 1 < high):
        message = f"bounds is {bounds}; logit needs a pair around 1, linear may have one, raking has none."
        raise InputError(SurveyCode.BAD_BOUNDS, message, bounds=None if bounds is None else list(bounds))
    return float(low), float(high)
