"""Values of ability over which posteriors are summed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REACH = 6.0
NODES = 61
MOST_NODES = 481
# A posterior is summed to 1e-6 when its standard deviation is no less than this many steps of the grid: the error of equal
# steps on a normal density is 2 exp(−2π² (sd/step)²).
STEPS_PER_SD = 0.85


@dataclass(frozen=True)
class Grid:
    """Equally spaced values with the probabilities of a normal distribution.

    Attributes
    ----------
    theta : ndarray of float64, shape (q,)
        Abilities.
    log_prior : ndarray of float64, shape (q,)
        Logarithms of probabilities that add up to 1.
    """

    theta: Floats
    log_prior: Floats


def normal_grid(nodes: int = NODES, *, mean: float = 0.0, sd: float = 1.0) -> Grid:
    """A grid six standard deviations to each side.

    Parameters
    ----------
    nodes : int
        How many values.
    mean, sd : float
        Of the normal distribution.

    Returns
    -------
    Grid
        Values and probabilities.
    """
    z = np.linspace(-REACH, REACH, nodes)
    log_prior = -0.5 * z**2
    return Grid(mean + sd * z, log_prior - np.log(np.exp(log_prior).sum()))


def nodes_for(largest_information: float) -> int:
    """How many nodes a test needs whose information on standard normal ability reaches this.

    Parameters
    ----------
    largest_information : float
        Highest value of the information curve.

    Returns
    -------
    int
        61 for ordinary tests, more for very sharp ones.
    """
    sd = 1.0 / np.sqrt(1.0 + largest_information)
    nodes = NODES
    while 2 * REACH / (nodes - 1) * STEPS_PER_SD > sd and nodes < MOST_NODES:
        nodes = 2 * nodes - 1
    return nodes
