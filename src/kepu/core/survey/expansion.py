"""Totals of every replicate at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy import sparse

from kepu.core.errors import ConvergenceError, DesignError
from kepu.core.survey.calibration import calibration_factors
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.labels import Encoded, cross
from kepu.core.survey.regression import MarginRegression, MatrixRegression
from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.survey.design import Design
    from kepu.core.survey.domains import Domains
    from kepu.core.survey.labels import Crossed

    Floats = NDArray[np.float64]

# Numbers held at a time while the columns of a table are worked through.
BLOCK = 8_000_000
# Numbers that stay in the cache of a processor.
CACHED = 32_768


class Expansion(Protocol):
    """From values of respondents to totals of replicates."""

    def totals(self, values: Floats, domains: Domains) -> Floats:
        """Weighted totals, shape (n_replicates, n_domains); `values` is 0 where nobody answered."""
        ...

    def expand(self, replicate: int, weights: Floats) -> Floats:
        """Weights of one replicate after calibration, from those before it."""
        ...


def expansion_of(design: Design, multipliers: Floats) -> Expansion:
    """The expansion that fits the way in which a design is calibrated."""
    if isinstance(design.calibrated, MarginRegression):
        return RakedExpansion(design, multipliers, design.calibrated)
    if isinstance(design.calibrated, MatrixRegression):
        return CalibratedExpansion(design, multipliers, design.calibrated)
    return PlainExpansion(design, multipliers)


@dataclass(frozen=True, eq=False)
class PlainExpansion:
    """Weights as they were drawn."""

    design: Design
    multipliers: Floats

    def expand(self, replicate: int, weights: Floats) -> Floats:  # noqa: ARG002  the others need the replicate
        """See `Expansion`."""
        return weights

    def totals(self, values: Floats, domains: Domains) -> Floats:
        """See `Expansion`."""
        table = unit_table(self.design, self.design.weights * values, domains.codes, len(domains))
        return (table.T @ self.multipliers.T).T if sparse.issparse(table) else self.multipliers @ table


@dataclass(frozen=True, eq=False)
class RakedExpansion:
    """Raked again in each replicate, on the cells of the crossed margins."""

    design: Design
    multipliers: Floats
    margins: MarginRegression

    @cached_property
    def _cells(self) -> Crossed:
        return cross(self.margins.margins)

    @cached_property
    def _factors(self) -> Floats:
        """What the weights of each cell are multiplied by, shape (n_replicates, n_cells)."""
        held = self.multipliers @ _dense(
            unit_table(self.design, self.margins.base_weights, self._cells.codes, self._cells.n_combinations)
        )
        return rake_table(held, self._cells.parts, self.margins)

    def expand(self, replicate: int, weights: Floats) -> Floats:
        """See `Expansion`."""
        factors: Floats = self._factors[replicate][self._cells.codes]
        return weights * factors

    def totals(self, values: Floats, domains: Domains) -> Floats:
        """See `Expansion`."""
        size = len(domains)
        domain = Encoded(domains.codes, tuple(range(size)))
        both = cross([Encoded(self._cells.codes, tuple(range(self._cells.n_combinations))), domain])
        cell, of_domain = both.parts
        table = unit_table(self.design, self.margins.base_weights * values, both.codes, both.n_combinations)
        found = np.zeros((len(self.multipliers), size))
        columns = sparse.csc_array(table)
        across = np.ascontiguousarray(self.multipliers.T)
        factors = np.ascontiguousarray(self._factors.T)
        step = max(1, BLOCK // len(self.multipliers))
        for start in range(0, both.n_combinations, step):
            part = slice(start, start + step)
            expanded = columns[:, part].T @ across
            expanded *= factors[cell[part]]
            gather = sparse.csr_array(
                (np.ones(len(of_domain[part])), (of_domain[part], np.arange(len(of_domain[part])))),
                shape=(size, len(of_domain[part])),
            )
            found += (gather @ expanded).T
        return found


@dataclass(frozen=True, eq=False)
class CalibratedExpansion:
    """Calibrated to totals of numbers again in each replicate, respondent by respondent."""

    design: Design
    multipliers: Floats
    auxiliaries: MatrixRegression

    def expand(self, replicate: int, weights: Floats) -> Floats:  # noqa: ARG002  the others need the replicate
        """See `Expansion`."""
        there = weights > 0
        found = np.zeros(len(weights))
        spec = self.auxiliaries
        low, high = spec.bounds
        found[there] = weights[there] * calibration_factors(
            spec.x[there], spec.totals, weights[there], method=spec.method, low=low, high=high, tol=spec.tol,
            max_iterations=spec.max_iterations,
        )  # fmt: skip
        return found

    def totals(self, values: Floats, domains: Domains) -> Floats:
        """See `Expansion`."""
        inside = domains.codes >= 0
        place = np.maximum(domains.codes, 0)
        masked = np.where(inside, values, 0.0)
        unit = self.design.stages[0].unit
        rows = [
            sum_by(place, masked * self.expand(index, self.auxiliaries.base_weights * multiplier[unit]), len(domains))
            for index, multiplier in enumerate(self.multipliers)
        ]
        return np.stack(rows)


def unit_table(design: Design, values: Floats, column: NDArray[np.int64], n_columns: int) -> sparse.csr_array | Floats:
    """Sums by primary unit and column; sparse when few of the pairs occur."""
    stage = design.stages[0]
    inside = (column >= 0) & (values != 0)  # most answers of a 0/1 variable add nothing
    unit, of, held = stage.unit[inside], column[inside], values[inside]
    if stage.n_units * n_columns <= BLOCK // 4:
        flat = sum_by(unit * n_columns + of, held, stage.n_units * n_columns)
        return flat.reshape(stage.n_units, n_columns)
    return sparse.coo_array((held, (unit, of)), shape=(stage.n_units, n_columns)).tocsr()


def rake_table(held: Floats, places: tuple[NDArray[np.int64], ...], margins: MarginRegression) -> Floats:
    """Factors of the cells in each replicate, shape (n_replicates, n_cells).

    A few replicates at a time are raked to the end: their cells stay in the cache of the processor.
    """
    members = [
        np.equal.outer(place, np.arange(len(target))).astype(np.float64)
        for place, target in zip(places, margins.targets, strict=True)
    ]
    factors = np.empty_like(held)
    step = max(1, CACHED // held.shape[1])
    for start in range(0, len(held), step):
        part = slice(start, start + step)
        raked = _rake_few(held[part], places, members, margins)
        with np.errstate(divide="ignore", invalid="ignore"):
            factors[part] = np.where(held[part] > 0, raked / held[part], 0.0)
    return factors


def _rake_few(
    held: Floats, places: tuple[NDArray[np.int64], ...], members: list[Floats], margins: MarginRegression
) -> Floats:
    now, spread = held.copy(), np.empty_like(held)
    for _ in range(margins.max_iterations):
        miss = 0.0
        for place, member, target in zip(places, members, margins.targets, strict=True):
            sums = now @ member
            if sums.min() <= 0:
                empty = int((sums <= 0).any(axis=1).sum())
                message = f"In {empty} replicates a category of a margin has no respondents; merge small categories."
                raise DesignError(SurveyCode.MARGIN_WITHOUT_RESPONDENTS, message, replicates=empty)
            miss = max(miss, float(np.abs(sums / target - 1).max()))
            now *= np.take(target / sums, place, axis=1, out=spread)
        if miss <= margins.tol:
            return now
    message = f"Raking missed its margins by {miss:.3g} in a replicate after {margins.max_iterations} rounds."
    raise ConvergenceError(
        SurveyCode.NOT_CONVERGED, message, missed_by=miss, tolerance=margins.tol, rounds=margins.max_iterations
    )


def _dense(table: sparse.csr_array | Floats) -> Floats:
    return table.toarray() if sparse.issparse(table) else table
