"""Means, totals, ratios, quantiles and differences with Taylor variances.

Each statistic is a smooth function of totals; its variance is that of the total of its linearised values (Särndal, Swensson
& Wretman 1992, section 5.5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.survey import linear
from kepu.core.survey.cells import Cells, cells_of
from kepu.core.survey.checks import numbers, refuse_rows
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.domains import Domains, domains_of
from kepu.core.survey.estimates import Estimates
from kepu.core.survey.intervals import INTERVALS, at_edge, limits, t_quantile
from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.survey.design import Design

    Floats = NDArray[np.float64]
    # Numerator, denominator and domains of a statistic → its variances.
    ErrorOf = Callable[[Floats, Floats, Domains], Floats]

MOST_PAIRS = 100_000
# Cumulated weights differ from a share by rounding only.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Counted:
    """Who is in each domain: respondents, primary units, strata."""

    n: NDArray[np.int64]
    df: Floats
    cells: Cells


def mean(
    design: Design, y: ArrayLike, by: Any, *, level: float, interval: str, error: ErrorOf | None = None
) -> Estimates:
    """See `Design.mean`; `error` gives the variances where they come from replicates."""
    values, domains = answers(design, y, by)
    counted = count(design, domains)
    estimate, z, sums = mean_and_influence(design.weights, values, domains)
    if error is None:
        variance = linear.variance(design, z, domains.codes, len(domains), counted.cells)
    else:
        variance = error(values, np.ones(len(design)), domains)
    return finish(
        "mean", domains, counted, estimate=estimate, variance=variance, deff=sums.deff(variance, z, counted),
        level=level, interval=_chosen(interval, values, domains),
    )  # fmt: skip


def total(
    design: Design, y: ArrayLike, by: Any, *, level: float, interval: str, error: ErrorOf | None = None
) -> Estimates:
    """See `Design.total`."""
    values, domains = answers(design, y, by)
    counted = count(design, domains)
    sums = Sums(design.weights, domains)
    z = np.where(sums.inside, values, 0.0)
    estimate = sums.of(z)
    variance = error(z, z, domains) if error else linear.variance(design, z, domains.codes, len(domains), counted.cells)
    chosen = "wald" if interval == "default" else _known(interval, only_wald=True)
    return finish(
        "total",
        domains,
        counted,
        estimate=estimate,
        variance=variance,
        deff=sums.deff(variance, z, counted),
        level=level,
        interval=chosen,
    )


def ratio(
    design: Design,
    y: ArrayLike,
    x: ArrayLike,
    by: Any,
    *,
    level: float,
    interval: str,
    error: ErrorOf | None = None,
) -> Estimates:
    """See `Design.ratio`."""
    n = len(design)
    over, under = _finite(numbers(y, "y", n), "y"), _finite(numbers(x, "x", n), "x")
    domains = domains_of(by, n).only(~(np.isnan(over) | np.isnan(under)))
    counted = count(design, domains)
    sums = Sums(design.weights, domains)
    over, under = np.where(sums.inside, over, 0.0), np.where(sums.inside, under, 0.0)
    below = sums.of(under)
    empty = (below == 0) & (counted.n > 0)
    if empty.any():
        labels = [str(domains.labels[place]) for place in np.flatnonzero(empty)[:10]]
        message = f"The denominator adds up to zero in {int(empty.sum())} domains: {', '.join(labels)}."
        raise InputError(SurveyCode.ZERO_DENOMINATOR, message, domains=labels)
    divisor = np.where(below == 0, 1.0, below)
    estimate = sums.of(over) / divisor
    z = (over - estimate[sums.place] * under) / divisor[sums.place]
    variance = (
        error(over, under, domains) if error else linear.variance(design, z, domains.codes, len(domains), counted.cells)
    )
    chosen = "wald" if interval == "default" else _known(interval, only_wald=True)
    return finish(
        "ratio",
        domains,
        counted,
        estimate=estimate,
        variance=variance,
        deff=sums.deff(variance, z, counted),
        level=level,
        interval=chosen,
    )


def difference(
    design: Design, y: ArrayLike, by: Any, *, pairs: Sequence[tuple[Any, Any]] | None, level: float
) -> Estimates:
    """See `Design.difference`."""
    values, domains = answers(design, y, by)
    counted = count(design, domains)
    chosen = _pairs(domains, counted, pairs)
    means, z, _ = mean_and_influence(design.weights, values, domains)
    first, second = np.array(chosen, dtype=np.int64).reshape(-1, 2).T
    contrasts = np.zeros((len(domains), len(chosen)))
    contrasts[first, np.arange(len(chosen))] = 1.0
    contrasts[second, np.arange(len(chosen))] -= 1.0
    variance = linear.contrast_variance(design, z, domains.codes, len(domains), contrasts)
    estimate = means[first] - means[second]
    se = np.sqrt(np.maximum(variance, 0.0))
    df = np.full(len(chosen), float(design.df))
    low, high = limits(estimate, se, df, counted.n[first] + counted.n[second], level=level, interval="wald")
    labels = tuple((plain(domains.labels[one]), plain(domains.labels[two])) for one, two in chosen)
    return Estimates(
        "difference", ("first", "second"), labels, estimate, se, low, high, counted.n[first] + counted.n[second], df,
        np.full(len(chosen), np.nan), level, "wald",
    )  # fmt: skip


def quantile(design: Design, y: ArrayLike, p: float, by: Any, *, level: float) -> Estimates:
    """See `Design.quantile`."""
    if not 0 < p < 1:
        raise InputError(SurveyCode.BAD_PROBABILITY, f"p is {p}; it must lie between 0 and 1.", p=p)
    values, domains = answers(design, y, by)
    counted = count(design, domains)
    ranked = Ranked(design.weights, values, domains)
    estimate = ranked.at(np.full(len(domains), p))
    reached = np.where(values <= estimate[domains.codes], 1.0, 0.0)
    share, z, _ = mean_and_influence(design.weights, reached, domains)
    error = np.sqrt(np.maximum(linear.variance(design, z, domains.codes, len(domains), counted.cells), 0.0))
    t = t_quantile(counted.df, level)
    low, high = ranked.at(share - t * error), ranked.at(share + t * error)
    with np.errstate(invalid="ignore"):
        se = (high - low) / (2 * t)
    nothing = np.full(len(domains), np.nan)
    return _kept(
        Estimates(
            "quantile", domains.names, domains.labels, estimate, se, low, high, counted.n, counted.df, nothing, level,
            "woodruff",
        )
    )  # fmt: skip


class Sums:
    """Weighted sums by domain; who is in no domain has weight zero and stands in the first."""

    def __init__(self, weights: Floats, domains: Domains) -> None:
        self.inside = domains.codes >= 0
        everybody = bool(self.inside.all())
        self.place = domains.codes if everybody else np.maximum(domains.codes, 0)
        self.weights = weights if everybody else np.where(self.inside, weights, 0.0)
        self.n_domains = len(domains)
        self.weight = sum_by(self.place, self.weights, self.n_domains)

    def of(self, values: Floats) -> Floats:
        """Σ w v in each domain, shape (n_domains,)."""
        return sum_by(self.place, self.weights * values, self.n_domains)

    def deff(self, variance: Floats, z: Floats, counted: Counted) -> Floats:
        """Variance over that of a simple random sample with replacement of as many (R survey: ``deff = "replace"``)."""
        n = counted.n.astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            average = self.of(z) / self.weight
            simple = self.weight * self.of((z - average[self.place]) ** 2) / (n - 1)
            return np.where((n > 1) & (simple > 0), variance / simple, np.nan)


def mean_and_influence(weights: Floats, values: Floats, domains: Domains) -> tuple[Floats, Floats, Sums]:
    """Means of the domains, the linearised value of each row, and the sums they came from."""
    sums = Sums(weights, domains)
    weight = np.where(sums.weight > 0, sums.weight, 1.0)
    means = sums.of(values) / weight
    z = (values - means[sums.place]) / weight[sums.place]
    return means, np.where(sums.inside, z, 0.0), sums


class Ranked:
    """Rows sorted by domain and value, for quantiles of every domain at once."""

    def __init__(self, weights: Floats, values: Floats, domains: Domains) -> None:
        rows = np.flatnonzero(domains.codes >= 0)
        order = rows[np.lexsort((values[rows], domains.codes[rows]))]
        self.values = values[order]
        self.codes = domains.codes[order]
        self.start = np.searchsorted(self.codes, np.arange(len(domains)))
        self.stop = np.searchsorted(self.codes, np.arange(len(domains)), side="right")
        self.reached = np.cumsum(weights[order])
        before = np.concatenate(([0.0], self.reached))
        self.before, self.weight = before[self.start], before[self.stop] - before[self.start]

    def at(self, p: Floats) -> Floats:
        """Smallest value of each domain at or below which a share `p` lies; NaN outside 0 … 1."""
        found = np.full(len(p), np.nan)
        for place in np.flatnonzero((p >= 0) & (p <= 1) & (self.stop > self.start)):
            start, stop = self.start[place], self.stop[place]
            share = (self.reached[start:stop] - self.before[place]) / self.weight[place]
            index = int(np.searchsorted(share, p[place] * (1 - ROUNDING)))
            found[place] = self.values[start + min(index, stop - start - 1)]
        return found


def count(design: Design, domains: Domains) -> Counted:
    """Respondents and degrees of freedom of each domain."""
    size, codes = len(domains), domains.codes
    rows = np.flatnonzero(codes >= 0) if codes.min(initial=0) < 0 else slice(None)
    codes, stage = codes[rows], design.stages[0]
    cells = cells_of(stage, stage.unit[rows], codes, size)
    df = np.bincount(cells.column[cells.pair], minlength=size) - np.bincount(cells.column, minlength=size)
    return Counted(np.bincount(codes, minlength=size), df.astype(np.float64), cells)


def finish(
    statistic: str,
    domains: Domains,
    counted: Counted,
    *,
    estimate: Floats,
    variance: Floats,
    deff: Floats,
    level: float,
    interval: str,
) -> Estimates:
    """Errors and limits; domains with nobody become notes."""
    se = np.sqrt(np.maximum(variance, 0.0))
    low, high = limits(estimate, se, counted.df, counted.n, level=level, interval=interval)
    return _kept(
        Estimates(
            statistic, domains.names, domains.labels, estimate, se, low, high, counted.n, counted.df, deff, level,
            interval,
        )
    )  # fmt: skip


def _kept(found: Estimates) -> Estimates:
    """Without the domains that nobody is in; these, and those without degrees of freedom, are named."""
    notes = [
        f"{_named(found, place)}: nobody answered; no estimate." for place in np.flatnonzero(found.n == 0).tolist()
    ]
    if found.interval == "logit":
        edge = np.flatnonzero((found.n > 0) & (found.df > 0) & at_edge(found.estimate)).tolist()
        notes += [f"{_named(found, place)}: a share of 0 or 1; exact limits (Korn-Graubard)." for place in edge]
    alone = np.flatnonzero((found.n > 0) & (found.df <= 0)).tolist()
    notes += [f"{_named(found, place)}: one primary unit in each stratum; no interval." for place in alone]
    if not (found.n == 0).any():
        return replace(found, notes=tuple(notes))
    keep = found.n > 0
    columns = {name: getattr(found, name)[keep] for name in ("estimate", "se", "low", "high", "n", "df", "deff")}
    labels = tuple(label for label, kept in zip(found.labels, keep, strict=True) if kept)
    return replace(found, labels=labels, notes=tuple(notes), **columns)


def _named(found: Estimates, place: int) -> str:
    pairs = zip(found.by, found.labels[place], strict=True)
    return ", ".join(f"{name}={label}" for name, label in pairs) or "everybody"


def answers(design: Design, y: ArrayLike, by: Any) -> tuple[Floats, Domains]:
    """The variable with 0 where it is missing, and the domains of those who answered."""
    values = _finite(numbers(y, "y", len(design)), "y")
    missing = np.isnan(values)
    domains = domains_of(by, len(design))
    if not missing.any():
        return values, domains
    return np.where(missing, 0.0, values), domains.only(~missing)


def _finite(values: Floats, name: str) -> Floats:
    refuse_rows(np.isinf(values), SurveyCode.NOT_A_NUMBER, f"{name} is infinite.", name=name)
    return values


def _chosen(interval: str, values: Floats, domains: Domains) -> str:
    if interval != "default":
        return _known(interval)
    return "logit" if is_share(values, domains) else "wald"


def is_share(values: Floats, domains: Domains) -> bool:
    """Whether every answer is 0 or 1."""
    return bool((((values == 0) | (values == 1)) | (domains.codes < 0)).all())


def _known(interval: str, *, only_wald: bool = False) -> str:
    allowed = ("wald",) if only_wald else INTERVALS[1:]
    if interval not in allowed:
        message = f"interval is {interval!r}; choose one of {', '.join(allowed)}."
        raise InputError(
            SurveyCode.UNKNOWN_CHOICE, message, name="interval", given=str(interval), allowed=list(allowed)
        )
    return interval


def _pairs(domains: Domains, counted: Counted, pairs: Sequence[tuple[Any, Any]] | None) -> list[tuple[int, int]]:
    if pairs is None:
        there = np.flatnonzero(counted.n > 0).tolist()
        if len(there) * (len(there) - 1) // 2 > MOST_PAIRS:
            message = f"{len(there)} domains make more than {MOST_PAIRS} pairs; name those to compare."
            raise InputError(SurveyCode.UNKNOWN_CHOICE, message, domains=len(there), most=MOST_PAIRS)
        return list(combinations(there, 2))
    places = {label: place for place, label in enumerate(domains.labels)}
    found = []
    for pair in pairs:
        keys = [label if isinstance(label, tuple) else (label,) for label in pair]
        for key in keys:
            if key not in places or counted.n[places[key]] == 0:
                raise InputError(SurveyCode.NOBODY, f"Nobody answered in the domain {key}.", domain=str(key))
        found.append((places[keys[0]], places[keys[1]]))
    return found


def plain(label: tuple[Any, ...]) -> Any:
    return label[0] if len(label) == 1 else label
