"""Tests of association in tables of counts that come from a complex sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from kepu.core.errors import InputError
from kepu.core.survey import linear
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.domains import domains_of
from kepu.core.survey.sums import sum_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kepu.core.survey.design import Design


@dataclass(frozen=True)
class Association:
    """Test of independence of two variables.

    Attributes
    ----------
    statistic : float
        F statistic (second-order correction of Rao & Scott).
    df1, df2 : float
        Its degrees of freedom.
    p : float
        p value.
    chi_square : float
        Pearson's statistic of the estimated shares, times the number of respondents.
    df : int
        (rows − 1) × (columns − 1).
    p_first_order : float
        p value of the first-order correction: χ² over the mean design effect.
    """

    statistic: float
    df1: float
    df2: float
    p: float
    chi_square: float
    df: int
    p_first_order: float


def association(design: Design, rows: ArrayLike, columns: ArrayLike) -> Association:
    """Test whether two variables are independent (Rao & Scott 1984; R survey: `svychisq`, ``statistic = "F"``).

    Parameters
    ----------
    design : Design
        The sample.
    rows, columns : array_like, shape (n,)
        Labels; rows of the data with a missing label are left out of the table.

    Returns
    -------
    Association
    """
    domains = domains_of({"rows": rows, "columns": columns}, len(design))
    first = sorted({label[0] for label in domains.labels})
    second = sorted({label[1] for label in domains.labels})
    if len(first) < 2 or len(second) < 2:  # noqa: PLR2004  a table has two rows and two columns
        message = f"The table has {len(first)} rows and {len(second)} columns; two of each are the least."
        raise InputError(SurveyCode.NOBODY, message, rows=len(first), columns=len(second))
    place = np.array([first.index(a) * len(second) + second.index(b) for a, b in domains.labels])
    cell = np.where(domains.codes >= 0, place[np.maximum(domains.codes, 0)], -1)
    inside = cell >= 0
    n, size = int(inside.sum()), len(first) * len(second)
    weight = design.weights.sum(where=inside)
    share = sum_by(cell[inside], design.weights[inside], size) / weight
    table = share.reshape(len(first), len(second))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)).ravel()
    chi_square = float(n * ((share - expected) ** 2 / expected).sum())

    totals = linear.covariance(design, np.where(inside, 1 / weight, 0.0), cell, size)
    # Shares are ratios to the whole table: d p_k = (d t_k − p_k Σ d t) / N.
    to_shares = np.eye(size) - np.outer(share, np.ones(size))
    observed = to_shares @ totals @ to_shares.T
    contrasts = _interaction(len(first), len(second))
    scaled = contrasts.T * np.divide(1.0, share, out=np.zeros(size), where=share > 0)
    effects = np.linalg.solve(scaled @ contrasts / n, scaled @ observed @ scaled.T)
    mean_effect = float(np.trace(effects)) / contrasts.shape[1]
    trace, trace2 = float(np.trace(effects)), float(np.trace(effects @ effects))
    df1 = trace**2 / trace2
    df2 = df1 * design.df
    statistic = chi_square / trace
    df = contrasts.shape[1]
    return Association(
        statistic,
        df1,
        df2,
        float(special.fdtrc(df1, df2, statistic)),
        chi_square,
        df,
        float(special.chdtrc(df, chi_square / mean_effect)),
    )


def _interaction(n_rows: int, n_columns: int) -> np.ndarray:
    """Contrasts of the interaction, orthogonal to rows, columns and constant."""
    rows = np.vstack([np.eye(n_rows - 1), -np.ones(n_rows - 1)])
    columns = np.vstack([np.eye(n_columns - 1), -np.ones(n_columns - 1)])
    return np.kron(rows, columns)
