"""Normal priors of parameters: their logarithm and its derivatives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.codes import ItemsCode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.layout import Layout
    from kepu.core.items.results import Priors

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Penalty:
    """Log-densities of priors over the whole vector of parameters.

    Attributes
    ----------
    mean, sd : ndarray, shape (n_parameters,)
        Of each parameter; an infinite `sd` is no prior.
    logarithmic : ndarray of bool, shape (n_parameters,)
        Whether the prior is of the logarithm of the parameter.
    """

    mean: Floats
    sd: Floats
    logarithmic: NDArray[np.bool_]

    def log_density(self, x: Floats) -> float:
        """Sum of the log-densities; −∞ where a logarithm does not exist."""
        if (x[self.logarithmic] <= 0).any():
            return -math.inf
        z = self._z(x)
        has = np.isfinite(self.sd)
        return float(-0.5 * (z[has] ** 2).sum() - np.log(self.sd[has] * math.sqrt(2 * math.pi)).sum())

    def each(self, x: Floats) -> Floats:
        """−½ z² of each parameter, without constants; −∞ where a logarithm does not exist."""
        found = -0.5 * self._z(x) ** 2
        return np.where(self.logarithmic & (x <= 0), -math.inf, found)

    def gradient(self, x: Floats) -> Floats:
        """Derivative of the sum of log-densities."""
        slope = np.where(self.logarithmic, 1 / np.where(x == 0, 1.0, x), 1.0)
        return -self._z(x) / self.sd * slope

    def curvature(self, x: Floats) -> Floats:
        """Minus the second derivatives; always positive when `x` is near the mean of its prior."""
        precision = self.sd**-2.0
        has = np.where(np.isfinite(self.sd), self.sd, 0.0)
        log_part = precision * (1 - self._z(x) * has) / np.where(x == 0, 1.0, x) ** 2
        return np.where(self.logarithmic, log_part, precision)

    def _z(self, x: Floats) -> Floats:
        value = np.where(self.logarithmic, np.log(np.where(x > 0, x, 1.0)), x)
        return np.where(np.isfinite(self.sd), (value - self.mean) / self.sd, 0.0)


def make_penalty(priors: Priors, layout: Layout) -> Penalty:
    """Priors over the vector of a layout.

    Parameters
    ----------
    priors : Priors
        As the caller gave them.
    layout : Layout
        Where parameters stand.

    Returns
    -------
    Penalty
        Their log-densities.
    """
    n = layout.n_parameters
    mean, sd, logarithmic = np.zeros(n), np.full(n, np.inf), np.zeros(n, dtype=bool)
    slots = {"d": [group.where[:, 1 : 2 if layout.model == "3pl" else None].ravel() for group in layout.groups]}
    if layout.model != "rasch":
        slots["log_a"] = [group.where[:, 0] for group in layout.groups]
    if layout.model == "3pl":
        slots["logit_c"] = [group.where[:, 2] for group in layout.groups]
    for name, places in slots.items():
        given = getattr(priors, name)
        if given is None:
            continue
        _refuse(name, given)
        for place in places:
            mean[place], sd[place] = given
            logarithmic[place] = name == "log_a"
    return Penalty(mean, sd, logarithmic)


def _refuse(name: str, given: tuple[float, float]) -> None:
    if len(given) != 2 or not all(math.isfinite(value) for value in given) or given[1] <= 0:  # noqa: PLR2004  mean, sd
        message = f"The prior of {name} is {given!r}; a mean and a standard deviation above 0 are needed."
        raise InputError(ItemsCode.BAD_OPTION, message, name=name)
