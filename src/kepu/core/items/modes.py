"""Scores that are the root of an equation: modes of the posterior, maximum likelihood, weighted likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import cumulative_trapezoid

from kepu.core.items.coded import parts_of
from kepu.core.items.expectation import each_block, make_sheets
from kepu.core.items.layout import vector_of
from kepu.core.items.slopes import Slopes, information, slopes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.expectation import Block, Sheet

    Floats = NDArray[np.float64]

REACH = 20.0
NODES = 201
MOST = 80
TOLERANCE = 1e-9
NUDGE = 1e-4
BRACKET = {"map": 1, "ml": 1, "wle": 4}  # nodes to each side: the grid of wle knows its bias only nearly


def modes(bank: Bank, codes: NDArray[np.int8], method: str, mean: float, sd: float) -> tuple[Floats, Floats]:
    """Roots of the estimating equation of each respondent.

    Parameters
    ----------
    bank : Bank
        Items.
    codes : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing.
    method : str
        ``map``, ``ml`` or ``wle``.
    mean, sd : float
        Of the normal distribution of ability, for ``map``.

    Returns
    -------
    tuple of ndarray, each of shape (n,)
        Abilities and errors.
    """
    layout, x = vector_of(bank)
    theta = np.full(len(codes), mean if method == "map" else np.nan)
    error = np.full(len(codes), sd if method == "map" else np.nan)
    grid = np.linspace(-REACH, REACH, NODES) * (max(1.0, sd) if method == "map" else 1.0)
    grid = grid + mean if method == "map" else grid
    table = layout.table(x, grid)
    for sheet in make_sheets(parts_of(codes), layout, np.ones(len(codes))):
        start = _prior(grid, method, mean, sd)
        finder = _Finder(sheet, method=method, bank=bank, mean=mean, sd=sd, grid=grid)
        if method == "wle" and sheet.answered is None:
            start = start + finder.tilt(np.ones((len(sheet.part.items), 1)))[:, 0]
        for rows, found, errors in each_block(sheet, table, start, finder.block):
            theta[sheet.part.rows[rows]], error[sheet.part.rows[rows]] = found, errors
    return theta, error


def _prior(grid: Floats, method: str, mean: float, sd: float) -> Floats:
    return -0.5 * ((grid - mean) / sd) ** 2 if method == "map" else np.zeros_like(grid)


class _Finder:
    """Roots of the respondents of one sheet."""

    def __init__(self, sheet: Sheet, *, method: str, bank: Bank, mean: float, sd: float, grid: Floats) -> None:
        self.sheet, self.method, self.mean, self.sd, self.grid = sheet, method, mean, sd, grid
        self.model = bank.model
        self.layout, self.x = vector_of(bank)
        self.of_items = information(bank, grid).T
        self.biases = np.empty_like(self.of_items)
        for group in self.layout.groups:
            self.biases[group.items] = slopes(bank.model, self.x[group.where], grid).bias

    def block(self, block: Block) -> tuple[slice, Floats, Floats]:
        """Abilities and errors of a block."""
        height = block.posterior
        if self.method == "wle" and block.answered is not None:
            height = np.log(height + 1e-300) + self.tilt(block.answered)
        best = height.argmax(axis=0)
        codes = self.sheet.part.codes[block.rows]
        side = BRACKET[self.method]
        last = len(self.grid) - 1
        theta = self.grid[best].copy()
        low, high = self.grid[np.maximum(best - side, 0)], self.grid[np.minimum(best + side, last)]
        inside = np.flatnonzero((best > 0) & (best < last))
        error = np.full(len(theta), np.nan)
        found, errors = self._refine(codes[inside], theta[inside], low[inside], high[inside])
        theta[inside], error[inside] = found, errors
        theta[best == 0], theta[best == last] = -np.inf, np.inf
        return block.rows, theta, error

    def tilt(self, answered: Floats) -> Floats:
        """What Warm's correction adds to the log-likelihood at each ability of the grid: half log I, in 3PL only its integral."""
        items = self.sheet.part.items
        ratio = self.biases[items].T @ answered / (2 * np.maximum(self.of_items[items].T @ answered, 1e-300))
        return np.asarray(cumulative_trapezoid(ratio, dx=float(self.grid[1] - self.grid[0]), axis=0, initial=0))

    def _refine(self, codes: NDArray[np.int8], theta: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """Fisher scoring within a bracket that only gets narrower; halves it where steps do not shrink, as 3PL can circle."""
        active = np.arange(len(theta))
        last = np.full(len(theta), np.inf)
        for _ in range(MOST):
            if not len(active):
                break
            value, curve = self._equation(codes[active], theta[active])
            up, at_root = value > 0, value == 0
            low[active] = np.where(up, theta[active], low[active])
            high[active] = np.where(up, high[active], theta[active])
            tried = theta[active] + value / np.maximum(curve, 1e-12)
            outside = (tried < low[active]) | (tried > high[active])
            circling = np.abs(tried - theta[active]) > 0.5 * last[active]
            tried = np.where(outside | circling, (low[active] + high[active]) / 2, tried)
            tried = np.where(at_root, theta[active], tried)
            moved = np.abs(tried - theta[active])
            theta[active], last[active] = tried, moved
            active = active[moved > TOLERANCE]
        return theta, self._errors(codes, theta)

    def _equation(self, codes: NDArray[np.int8], theta: Floats) -> tuple[Floats, Floats]:
        """Left side of the equation whose root is sought, and Fisher's information for the step."""
        value, curve, bias = np.zeros(len(theta)), np.zeros(len(theta)), np.zeros(len(theta))
        for places, found in self._curves(theta):
            own, answered = self._own(codes, places)
            chosen = np.take_along_axis(found.first / found.p, own, axis=1)[:, 0]
            value += (chosen * answered).sum(axis=0)
            curve += (found.information * answered).sum(axis=0)
            if self.method == "wle":
                bias += (found.bias * answered).sum(axis=0)
        if self.method == "map":
            return value - (theta - self.mean) / self.sd**2, curve + self.sd**-2
        if self.method == "wle":
            return value + bias / (2 * np.maximum(curve, 1e-300)), curve
        return value, curve

    def _errors(self, codes: NDArray[np.int8], theta: Floats) -> Floats:
        """From the slope of the equation at the root, by central differences."""
        above, below = (self._equation(codes, theta + side * NUDGE)[0] for side in (1, -1))
        slope = (below - above) / (2 * NUDGE)
        return np.where(slope > 0, 1 / np.sqrt(np.maximum(slope, 1e-300)), np.nan)

    def _curves(self, theta: Floats) -> Iterator[tuple[NDArray[np.int64], Slopes]]:
        items = self.sheet.part.items
        for group in self.layout.groups:
            kept, places = np.isin(group.items, items), np.isin(items, group.items)
            if kept.any():
                yield np.flatnonzero(places), slopes(self.model, self.x[group.where[kept]], theta)

    @staticmethod
    def _own(codes: NDArray[np.int8], places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        own = codes[:, places].T
        return np.maximum(own, 0).astype(np.int64)[:, None], own >= 0
