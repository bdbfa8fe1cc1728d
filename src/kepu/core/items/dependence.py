"""What is left between items when ability is taken out, and how much of the variance of scores is ability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.bank import bank_of
from kepu.core.items.coded import MISSING, item_names, recode, whole_codes
from kepu.core.items.codes import ItemsCode
from kepu.core.items.grids import normal_grid
from kepu.core.items.posterior import means
from kepu.core.items.products import outer
from kepu.core.items.results import Reliability
from kepu.core.items.slopes import expected_scores, information

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kepu.core.items.bank import Bank
    from kepu.core.items.results import Calibration

    Floats = NDArray[np.float64]

AT_ONCE = 8192
FINE = 601


@dataclass(frozen=True)
class LocalDependence:
    """Correlations of residuals.

    Attributes
    ----------
    items : tuple of str
        Names.
    q3 : ndarray of float64, shape (n_items, n_items)
        Correlation of the residuals of each pair, NaN where fewer than three answered both; 1 on the diagonal.
    n : ndarray of int64, shape (n_items, n_items)
        How many answered both.
    """

    items: tuple[str, ...]
    q3: Floats
    n: NDArray[np.int64]

    @property
    def mean(self) -> float:
        """Mean over pairs; near −1/(n_items − 1) when only ability is common."""
        upper = self.q3[np.triu_indices(len(self.items), 1)]
        return float(np.nanmean(upper)) if np.isfinite(upper).any() else float("nan")

    def flagged(self, above: float = 0.2) -> list[tuple[str, str, float]]:
        """Pairs whose Q3 exceeds the mean over pairs by more than a limit, largest first.

        Parameters
        ----------
        above : float, default 0.2
            The limit [1]_.

        Returns
        -------
        list of tuple
            Two items and their Q3.

        References
        ----------
        .. [1] K. B. Christensen, G. Makransky, M. Horton, *Applied Psychological Measurement* 41 (2017).
        """
        mean = self.mean
        rows, columns = np.triu_indices(len(self.items), 1)
        with np.errstate(invalid="ignore"):
            kept = np.flatnonzero(self.q3[rows, columns] - mean > above)
        found = [(self.items[rows[k]], self.items[columns[k]], float(self.q3[rows[k], columns[k]])) for k in kept]
        return sorted(found, key=lambda pair: -pair[2])


def local_dependence(given: Bank | Calibration, responses: ArrayLike) -> LocalDependence:
    """Yen's Q3: correlations between residuals of items at the EAP scores.

    Parameters
    ----------
    given : Bank or Calibration
        Items with their parameters.
    responses : array_like of int, shape (n_respondents, n_items)
        Codes as in the calibration, −1 or NaN for missing.

    Returns
    -------
    LocalDependence
        Correlations over the respondents who answered both items.

    Raises
    ------
    InputError
        If a code is not one of the item's.

    References
    ----------
    .. [1] W. M. Yen, *Applied Psychological Measurement* 8 (1984).

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> rows = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> local_dependence(make_bank([1.0, 1.0], [0.0, 0.0]), rows).n[0, 1].item()
    4
    """
    bank, codes = _coded(given, responses)
    theta = means(bank, codes, 0.0, float(np.sqrt(bank.variance)))[0]
    n_items = len(bank)
    both, sums, squares, products = (np.zeros((n_items, n_items)) for _ in range(4))
    for start in range(0, len(codes), AT_ONCE):
        rows = slice(start, start + AT_ONCE)
        answered = np.ascontiguousarray((codes[rows] != MISSING).T.astype(np.float64))
        residual = np.ascontiguousarray((codes[rows] - expected_scores(bank, theta[rows])).T) * answered
        both += outer(answered, answered)
        sums += outer(residual, answered)
        squares += outer(residual**2, answered)
        products += outer(residual, residual)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = squares - sums**2 / both
        q3 = (products - sums * sums.T / both) / np.sqrt(variance * variance.T)
    q3[both < 3] = np.nan  # noqa: PLR2004
    np.fill_diagonal(q3, 1.0)
    return LocalDependence(bank.items, q3, np.rint(both).astype(np.int64))


def reliability(given: Bank | Calibration, responses: ArrayLike | None = None) -> Reliability:
    r"""Reliability of a test as a whole.

    Parameters
    ----------
    given : Bank or Calibration
        All items of the test.
    responses : array_like of int, shape (n_respondents, n_items), optional
        Codes as in the calibration, for the empirical figure; two respondents or more.

    Returns
    -------
    Reliability
        Marginal: the mean of I/(I + 1/σ²) over the normal distribution of ability. Empirical: variance of EAP scores over it plus
        the mean posterior variance.

    Raises
    ------
    InputError
        If a code is not one of the item's, or there is one respondent.

    References
    ----------
    .. [1] B. F. Green et al., *Journal of Educational Measurement* 21 (1984).

    Examples
    --------
    >>> from kepu.core.items import make_bank
    >>> round(reliability(make_bank([1.5] * 30, [0.0] * 30)).marginal, 2)
    0.9
    """
    bank = bank_of(given)
    grid = normal_grid(FINE, sd=float(np.sqrt(bank.variance)))
    test = information(bank, grid.theta).sum(axis=1)
    marginal = float(np.exp(grid.log_prior) @ (test / (test + 1 / bank.variance)))
    if responses is None:
        return Reliability(marginal, None)
    bank, codes = _coded(given, responses)
    if len(codes) < 2:  # noqa: PLR2004
        raise InputError(ItemsCode.ONE_RESPONDENT, "Empirical reliability needs two respondents.", n=len(codes))
    theta, sd = means(bank, codes, 0.0, float(np.sqrt(bank.variance)))
    between = float(theta.var(ddof=1))
    return Reliability(marginal, between / (between + float((sd**2).mean())))


def _coded(given: Bank | Calibration, responses: ArrayLike) -> tuple[Bank, NDArray[np.int8]]:
    bank = bank_of(given)
    table = whole_codes(responses)
    item_names(bank.items, table.shape[1])
    return bank, recode(table, bank.categories, bank.items)
