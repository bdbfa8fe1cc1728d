"""A sample design: who was drawn how, and what each stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.survey import calibration, estimators, multipliers
from kepu.core.survey.checks import numbers, refuse_rows
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.stages import LONELY, Stage, build_stages, check_lonely, encode_strata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kepu.core.survey.estimates import Estimates
    from kepu.core.survey.labels import Encoded
    from kepu.core.survey.regression import Regression
    from kepu.core.survey.replicates import Replicates


class Design:
    """A sample design with weights; it is never changed, calibration gives a new one.

    Parameters
    ----------
    weights : array_like, shape (n,), optional
        How many people each respondent stands for; above zero. Without them the sampling fractions of `fpc` decide.
    strata : array_like, shape (n,), or a list of such columns that are crossed, optional
        First-stage strata; one stratum without.
    clusters : sequence of array_like, each of shape (n,), optional
        Units of each stage, the primary ones first; respondents themselves without.
    fpc : sequence of array_like, each of shape (n,), optional
        For each stage the population count (> 1) or the sampling fraction (≤ 1); drawn with replacement without.
    lonely : {"refuse", "adjust", "average", "certainty"}
        What a stratum with one primary unit means for the variance.

    Notes
    -----
    Särndal, Swensson & Wretman (1992), chapters 4 and 5; Lohr (2019), chapters 5 and 6.
    """

    def __init__(
        self,
        weights: ArrayLike | None = None,
        *,
        strata: ArrayLike | Sequence[ArrayLike] | None = None,
        clusters: Sequence[ArrayLike] | None = None,
        fpc: Sequence[ArrayLike] | None = None,
        lonely: str = "refuse",
    ) -> None:
        if lonely not in LONELY:
            message = f"lonely is {lonely!r}; choose one of {', '.join(LONELY)}."
            raise InputError(SurveyCode.UNKNOWN_CHOICE, message, name="lonely", given=str(lonely), allowed=list(LONELY))
        given = None if weights is None else _checked_weights(weights)
        n = _rows(given, fpc)
        self.strata = encode_strata(strata, n)
        self.stages: tuple[Stage, ...] = build_stages(self.strata, clusters, fpc)
        self.lonely = lonely
        self.weights: NDArray[np.float64] = _frozen(_from_fractions(self.stages) if given is None else given)
        self.base_weights = self.weights
        self.calibrated: Regression | None = None

    def __len__(self) -> int:
        return len(self.weights)

    def __repr__(self) -> str:
        kind = "calibrated, " if self.calibrated else ""
        return (
            f"<Design: {kind}{len(self)} respondents, {self.stages[0].n_units} primary units, "
            f"{self.strata.n_labels} strata, {len(self.stages)} stages>"
        )

    @property
    def n_psus(self) -> int:
        """Number of primary sampling units."""
        return self.stages[0].n_units

    @property
    def df(self) -> int:
        """Degrees of freedom of the whole design: primary units minus strata."""
        return self.n_psus - self.strata.n_labels

    def with_weights(self, weights: NDArray[np.float64], calibrated: Regression | None) -> Design:
        """The same sample with other weights."""
        changed = object.__new__(type(self))
        changed.__dict__.update(self.__dict__)
        changed.weights = _frozen(weights)
        changed.calibrated = calibrated
        return changed

    def require_variance(self) -> None:
        """Refuse what the lonely policy does not allow."""
        if self.lonely == "refuse":
            check_lonely(self.stages, self.strata)

    def mean(self, y: ArrayLike, by: Any = None, *, level: float = 0.95, interval: str = "default") -> Estimates:
        """Weighted mean of `y`, or share where `y` is 0/1, in each domain (Särndal et al. 1992, 5.7).

        Parameters
        ----------
        y : array_like, shape (n,)
            Numbers or booleans; a row with NaN leaves its domain, not the design.
        by : mapping of name to column, or sequence of columns, optional
            Variables that make the domains.
        level : float
            Confidence level.
        interval : {"default", "logit", "wald", "wilson", "korn-graubard", "beta"}
            Default: logit for a 0/1 variable, otherwise estimate ± t·se.

        Returns
        -------
        Estimates
        """
        return estimators.mean(self, y, by, level=level, interval=interval)

    def total(self, y: ArrayLike, by: Any = None, *, level: float = 0.95, interval: str = "default") -> Estimates:
        """Weighted total of `y` in each domain (Särndal et al. 1992, 4.3); arguments as for `mean`."""
        return estimators.total(self, y, by, level=level, interval=interval)

    def ratio(
        self, y: ArrayLike, x: ArrayLike, by: Any = None, *, level: float = 0.95, interval: str = "default"
    ) -> Estimates:
        """Total of `y` over total of `x` in each domain (Särndal et al. 1992, 5.6); arguments as for `mean`."""
        return estimators.ratio(self, y, x, by, level=level, interval=interval)

    def quantile(self, y: ArrayLike, p: float, by: Any = None, *, level: float = 0.95) -> Estimates:
        """Smallest value at or below which a share `p` lies, with Woodruff's interval (Woodruff 1952).

        Parameters
        ----------
        y : array_like, shape (n,)
            Numbers; a row with NaN leaves its domain.
        p : float
            Between 0 and 1.
        by, level
            As for `mean`.

        Returns
        -------
        Estimates
            The standard error is the width of the interval over twice the quantile of t.
        """
        return estimators.quantile(self, y, p, by, level=level)

    def difference(
        self, y: ArrayLike, by: Any, *, pairs: Sequence[tuple[Any, Any]] | None = None, level: float = 0.95
    ) -> Estimates:
        """Differences of the means of two domains, with their covariance (Särndal et al. 1992, 5.5).

        Parameters
        ----------
        y : array_like, shape (n,)
            Numbers or booleans.
        by : mapping of name to column, or sequence of columns
            Variables that make the domains.
        pairs : sequence of (label, label), optional
            Which domains to compare; all pairs without. The label of a domain of several variables is a tuple.
        level : float
            Confidence level.

        Returns
        -------
        Estimates
            First domain minus second.
        """
        return estimators.difference(self, y, by, pairs=pairs, level=level)

    def poststratify(self, strata: ArrayLike, totals: Mapping[Any, float]) -> Design:
        """Let the weights of each poststratum add up to its known total (Holt & Smith 1979).

        Parameters
        ----------
        strata : array_like, shape (n,)
            Poststrata.
        totals : mapping of label to total
            A total for each label that occurs.

        Returns
        -------
        Design
        """
        return calibration.rake(self, {"poststrata": (strata, totals)})

    def rake(
        self,
        margins: Mapping[str, tuple[ArrayLike | Encoded, Mapping[Any, float]]],
        *,
        tol: float = 1e-10,
        max_iterations: int = 1000,
    ) -> Design:
        """Let the weights add up to every margin (Deville, Särndal & Sautory 1993).

        Parameters
        ----------
        margins : mapping of name to (column, totals)
            For each margin the labels of the rows, shape (n,), and a known total for each label.
        tol : float
            Largest relative distance from a total.
        max_iterations : int
            Rounds over the margins before `ConvergenceError`.

        Returns
        -------
        Design
            Weights in the order of the input.
        """
        return calibration.rake(self, margins, tol=tol, max_iterations=max_iterations)

    def calibrate(
        self,
        x: ArrayLike,
        totals: ArrayLike,
        *,
        method: str = "linear",
        bounds: tuple[float, float] | None = None,
        tol: float = 1e-10,
        max_iterations: int = 100,
    ) -> Design:
        """Let the weighted sums of auxiliary variables equal known totals (Deville & Särndal 1992).

        Parameters
        ----------
        x : array_like, shape (n, k)
            Auxiliary variables, without missing values; put a column of ones among them to keep the population size.
        totals : array_like, shape (k,)
            Their known totals.
        method : {"linear", "raking", "logit"}
            Distance function; ``logit`` needs `bounds`, ``linear`` may have them.
        bounds : (float, float), optional
            Smallest and largest ratio of new to old weight; 1 lies between them.
        tol : float
            Largest distance from a total, relative to it.
        max_iterations : int
            Newton steps before `ConvergenceError`.

        Returns
        -------
        Design
        """
        return calibration.calibrate(
            self, x, totals, method=method, bounds=bounds, tol=tol, max_iterations=max_iterations
        )

    def trim(self, low: float = 0.0, high: float = np.inf, *, max_iterations: int = 1000) -> Design:
        """Cut weights to limits and spread the difference over the others (Potter 1990).

        Parameters
        ----------
        low, high : float
            Smallest and largest weight.
        max_iterations : int
            Rounds of cutting and spreading.

        Returns
        -------
        Design
            The sum of the weights stays.
        """
        return calibration.trim(self, low, high, max_iterations=max_iterations)

    def bootstrap(self, replicates: int, rng: np.random.Generator) -> Replicates:
        """Bootstrap weights of Rao & Wu (1988): n − 1 primary units of each stratum with replacement."""
        return multipliers.bootstrap(self, replicates, rng)

    def jackknife(self) -> Replicates:
        """Delete-one-unit jackknife: JK1 with one stratum, JKn with several (Wolter 2007, chapter 4)."""
        return multipliers.jackknife(self)

    def brr(self, *, rho: float = 0.0) -> Replicates:
        """Balanced repeated replication of designs with two primary units per stratum; Fay's with `rho` > 0."""
        return multipliers.brr(self, rho=rho)


def _checked_weights(weights: ArrayLike) -> NDArray[np.float64]:
    values = numbers(weights, "weights")
    if not len(values):
        raise InputError(SurveyCode.EMPTY, "There are no respondents.")
    if not (values.min() > 0 and np.isfinite(values.sum())):  # false also for NaN
        refuse_rows(
            ~((values > 0) & np.isfinite(values)),
            SurveyCode.BAD_WEIGHT,
            "Weights must be finite and above zero.",
        )
    return values


def _rows(weights: NDArray[np.float64] | None, fpc: Sequence[ArrayLike] | None) -> int:
    if weights is not None:
        return len(weights)
    if not fpc:
        message = "Give weights, or fpc from which they follow."
        raise InputError(SurveyCode.NO_WEIGHTS, message)
    return len(numbers(fpc[0], "fpc[0]"))


def _from_fractions(stages: Sequence[Stage]) -> NDArray[np.float64]:
    share = np.ones(len(stages[0].unit))
    for stage in stages:
        assert stage.fraction is not None  # weights are computed only with fpc
        share = share * stage.fraction[stage.parent[stage.unit]]
    return 1 / share


def _frozen(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.array(weights, dtype=np.float64)
    kept.setflags(write=False)
    return kept
