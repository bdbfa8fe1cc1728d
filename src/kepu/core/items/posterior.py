"""Means, errors and draws of the posterior of ability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.items.coded import parts_of
from kepu.core.items.expectation import Block, each_block, make_sheets
from kepu.core.items.grids import Grid, nodes_for, normal_grid
from kepu.core.items.layout import vector_of
from kepu.core.items.products import project
from kepu.core.items.slopes import information

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from kepu.core.items.bank import Bank

    Floats = NDArray[np.float64]

FINE = 241  # abilities between which a distribution function is linear


def grid_for(bank: Bank, mean: float, sd: float, least: int = 0) -> Grid:
    """A grid fine enough for a test.

    Parameters
    ----------
    bank : Bank
        Its items.
    mean, sd : float
        Of the normal distribution of ability.
    least : int
        Nodes at least.

    Returns
    -------
    Grid
        Abilities and probabilities.
    """
    rough = normal_grid(mean=mean, sd=sd)
    largest = float(information(bank, rough.theta).sum(axis=1).max()) * sd**2
    return normal_grid(max(nodes_for(largest), least), mean=mean, sd=sd)


def over_blocks(bank: Bank, codes: NDArray[np.int8], grid: Grid, work: Callable[[Block], Floats], size: int) -> Floats:
    """Something of every respondent's posterior.

    Parameters
    ----------
    bank : Bank
        Items.
    codes : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing.
    grid : Grid
        Abilities.
    work : callable
        From a block to an array of shape (size, n of the block).
    size : int
        How many values each respondent gets.

    Returns
    -------
    ndarray, shape (size, n)
        Those of the prior for who answered nothing.
    """
    layout, x = vector_of(bank)
    table = layout.table(x, grid.theta)
    prior = np.exp(grid.log_prior)[:, None]
    empty = Block(slice(0, 1), np.zeros((0, 1)), None, prior, np.zeros(1), np.ones(1))
    found = (
        np.repeat(work(empty), len(codes), axis=1) if (codes < 0).all(axis=1).any() else np.empty((size, len(codes)))
    )
    for sheet in make_sheets(parts_of(codes), layout, np.ones(len(codes))):
        done = each_block(sheet, table, grid.log_prior, lambda block: (block.rows, work(block)))
        for rows, values in done:
            found[:, sheet.part.rows[rows]] = values
    return found


def means(bank: Bank, codes: NDArray[np.int8], mean: float, sd: float) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each posterior.

    Parameters
    ----------
    bank : Bank
        Items.
    codes : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing.
    mean, sd : float
        Of the normal distribution of ability.

    Returns
    -------
    tuple of ndarray, each of shape (n,)
        Means and standard deviations.
    """
    grid = grid_for(bank, mean, sd)
    z = grid.theta - mean
    powers = np.stack([z, z**2], axis=1)
    first, second = over_blocks(bank, codes, grid, lambda block: project(powers, block.posterior), 2)
    return mean + first, np.sqrt(second - first**2)


def plausible_values(
    bank: Bank, codes: NDArray[np.int8], mean: float, sd: float, uniform: Floats
) -> tuple[Floats, Floats]:
    """Draws from each posterior.

    Parameters
    ----------
    bank : Bank
        Items.
    codes : ndarray of int8, shape (n, n_items)
        Categories counted from 0, −1 for missing.
    mean, sd : float
        Of the normal distribution of ability.
    uniform : ndarray, shape (n, n_draws)
        Random numbers between 0 and 1.

    Returns
    -------
    tuple of ndarray, shapes (n, n_draws) and (n,)
        Draws, and standard deviations of the posteriors.
    """
    grid = grid_for(bank, mean, sd, FINE)
    step = float(grid.theta[1] - grid.theta[0])
    layout, x = vector_of(bank)
    table = layout.table(x, grid.theta)
    values = np.empty_like(uniform)
    silent = (codes < 0).all(axis=1)
    prior = np.exp(grid.log_prior)[:, None]
    values[silent] = _inverse(prior, grid.theta, step, uniform[silent])
    for sheet in make_sheets(parts_of(codes), layout, np.ones(len(codes))):
        rows = sheet.part.rows

        def drawn(block: Block, rows: NDArray[np.int64] = rows) -> tuple[slice, Floats]:
            return block.rows, _inverse(block.posterior, grid.theta, step, uniform[rows[block.rows]])

        for places, found in each_block(sheet, table, grid.log_prior, drawn):
            values[rows[places]] = found
    return values, means(bank, codes, mean, sd)[1]


def _inverse(posterior: Floats, theta: Floats, step: float, uniform: Floats) -> Floats:
    """Where distribution functions reach random numbers; each value of the grid stands for the cell around it."""
    upper = np.cumsum(posterior, axis=0)
    upper /= upper[-1]
    n = upper.shape[1]
    found = np.empty_like(uniform)
    for draw in range(uniform.shape[1]):
        u = uniform[:, draw]
        cell = np.minimum((upper < u).sum(axis=0), len(theta) - 1)
        places = np.arange(len(u)) if n > 1 else np.zeros(len(u), dtype=np.int64)
        below = np.where(cell > 0, upper[cell - 1, places], 0.0)
        share = (u - below) / np.maximum(upper[cell, places] - below, 1e-300)
        found[:, draw] = theta[cell] + step * (np.clip(share, 0, 1) - 0.5)
    return found
