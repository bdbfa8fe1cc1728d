"""What the functions of this package give back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.core.items.bank import DICHOTOMOUS, Bank

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Priors:
    """Normal priors of the parameters of every item; None is none.

    Attributes
    ----------
    logit_c : tuple of float or None
        Mean and standard deviation of logit c, in 3PL only. Without it 3PL is ill-posed.
    log_a : tuple of float or None
        Mean and standard deviation of log a; then every a is above 0. Not used in Rasch.
    d : tuple of float or None
        Mean and standard deviation of every intercept.
    """

    logit_c: tuple[float, float] | None = (math.log(0.2 / 0.8), 0.5)
    log_a: tuple[float, float] | None = None
    d: tuple[float, float] | None = None


@dataclass(frozen=True)
class Calibration:
    """Items as estimated from responses.

    Attributes
    ----------
    bank : Bank
        Names and parameters.
    se : mapping of str to ndarray
        Standard errors, ``a``, ``b``, ``c``, ``d``, of the shapes in the bank; absent where nothing was estimated.
    covariance : ndarray of float64, shape (n_parameters, n_parameters), or None
        Covariance matrix of the estimates, in the order of `parameters`.
    parameters : tuple of tuple of (str, str)
        Item and parameter of each row of `covariance`: ``a``, ``d1``, ``d2``, …, ``logit_c``; ("", "sd") last in Rasch.
    variance_se : float or None
        Standard error of the estimated variance of ability, in Rasch.
    se_method : str
        ``observed information``, ``sandwich`` or ``none``.
    log_likelihood : float
        Marginal log-likelihood without priors; weights add up to the number of respondents.
    log_posterior : float
        The same with the log-densities of the priors.
    converged : bool
        Always true: what does not converge is an error.
    cycles : int
        EM cycles and Newton steps.
    n_respondents : int
        Rows with at least one response.
    priors : Priors
        What was used.
    warnings : tuple of str
        What the reader should know.
    """

    bank: Bank
    se: Mapping[str, Floats]
    covariance: Floats | None
    parameters: tuple[tuple[str, str], ...]
    variance_se: float | None
    se_method: str
    log_likelihood: float
    log_posterior: float
    converged: bool
    cycles: int
    n_respondents: int
    priors: Priors
    warnings: tuple[str, ...] = ()

    @property
    def model(self) -> str:
        """Of the bank."""
        return self.bank.model

    @property
    def items(self) -> tuple[str, ...]:
        """Names."""
        return self.bank.items

    @property
    def a(self) -> Floats:
        """Discriminations, shape (n_items,)."""
        return self.bank.a

    @property
    def b(self) -> Floats:
        """Difficulties, shape (n_items, n_steps)."""
        return self.bank.b

    @property
    def c(self) -> Floats:
        """Guessing probabilities, shape (n_items,)."""
        return self.bank.c

    @property
    def d(self) -> Floats:
        """Intercepts, shape (n_items, n_steps)."""
        return self.bank.d

    @property
    def variance(self) -> float:
        """Variance of ability."""
        return self.bank.variance

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as `kepu items calibrate --format json` prints them; NaN becomes None."""
        rows = self.bank.rows()
        for place, row in enumerate(rows):
            n_steps = len(self.bank.categories[place]) - 1
            row["d"] = _plain(self.bank.d[place], n_steps, self.model)
            row["se"] = {name: _plain(found[place], n_steps, self.model) for name, found in self.se.items()}
        body: dict[str, Any] = {
            "model": self.model,
            "log_likelihood": self.log_likelihood,
            "log_posterior": self.log_posterior,
            "converged": self.converged,
            "cycles": self.cycles,
            "n_respondents": self.n_respondents,
            "se_method": self.se_method,
            "priors": {"logit_c": self.priors.logit_c if self.model == "3pl" else None}
            | {"log_a": self.priors.log_a, "d": self.priors.d},
            "items": rows,
            "warnings": list(self.warnings),
        }
        if self.model == "rasch":
            body |= {"variance": self.variance, "variance_se": self.variance_se}
        return body


@dataclass(frozen=True)
class Scores:
    """Abilities of respondents.

    Attributes
    ----------
    method : str
        ``eap``, ``map``, ``wle``, ``ml`` or ``pv``.
    theta : ndarray of float64, shape (n_respondents,)
        Ability on the scale of the bank. ML of somebody who has everything right or wrong is infinite; NaN where a method
        without a prior has no response to stand on. The mean of the plausible values for ``pv``.
    sd : ndarray of float64, shape (n_respondents,)
        Standard deviation of the posterior (eap, pv), otherwise the standard error; NaN where theta is not finite.
    draws : ndarray of float64, shape (n_respondents, n_draws), or None
        Plausible values.
    n_items : ndarray of int64, shape (n_respondents,)
        How many items each respondent answered.
    notes : tuple of str
        What the reader should know.
    """

    method: str
    theta: Floats
    sd: Floats
    draws: Floats | None
    n_items: NDArray[np.int64]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemFit:
    """How well each item follows its model.

    Attributes
    ----------
    items : tuple of str
        Names.
    s_x2, df, p : ndarray of float64, shape (n_items,)
        Orlando & Thissen's S-X² on respondents who answered every item, its degrees of freedom and its p-value; NaN where it
        cannot be computed (see `notes`).
    infit, outfit : ndarray of float64, shape (n_items,)
        Mean squares of residuals, weighted with information and not; 1 is expected.
    infit_t, outfit_t : ndarray of float64, shape (n_items,)
        The same as standard normal deviates (Wilson & Hilferty).
    n : ndarray of int64, shape (n_items,)
        Responses.
    notes : tuple of str
        What the reader should know.
    """

    items: tuple[str, ...]
    s_x2: Floats
    df: Floats
    p: Floats
    infit: Floats
    outfit: Floats
    infit_t: Floats
    outfit_t: Floats
    n: NDArray[np.int64]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reliability:
    """How much of the variance of scores is ability.

    Attributes
    ----------
    marginal : float
        1 − mean error variance under the normal distribution of ability, from the information of the test.
    empirical : float or None
        Variance of EAP scores over it plus the mean posterior variance, from responses.
    """

    marginal: float
    empirical: float | None


def _plain(values: Any, n_steps: int, model: str) -> Any:
    """A number, or a list for the steps of an item; what is not finite becomes None."""
    if values.ndim == 0:
        number = float(values)
        return number if math.isfinite(number) else None
    listed = [float(one) if math.isfinite(one) else None for one in values[:n_steps]]
    return listed[0] if model in DICHOTOMOUS else listed
