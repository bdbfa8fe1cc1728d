"""Replicate weights as multipliers of primary units: a table of replicates × units, never of replicates × respondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import hadamard

from kepu.core.errors import DesignError, InputError
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.replicates import Replicates
from kepu.core.survey.stages import WHOLE

if TYPE_CHECKING:
    from kepu.core.survey.design import Design

PAIR = 2


def bootstrap(design: Design, replicates: int, rng: np.random.Generator) -> Replicates:
    """Draw n − 1 of the n primary units of each stratum with replacement (Rao & Wu 1988; Rao, Wu & Yue 1992).

    Parameters
    ----------
    design : Design
        The sample; every stratum has two units or more, or was taken whole.
    replicates : int
        How many; two or more.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Replicates
        With a finite population the multipliers are drawn towards one by the square root of 1 − f.
    """
    if replicates < PAIR:
        message = f"{replicates} replicates were asked for; two are the least."
        raise InputError(SurveyCode.BAD_SAMPLE_SIZE, message, given=replicates)
    _require_pairs(design)
    stage = design.stages[0]
    table = np.ones((replicates, stage.n_units))
    units = np.argsort(stage.parent, kind="stable")
    starts = np.concatenate(([0], np.cumsum(stage.size)))
    for parent, size in enumerate(stage.size.tolist()):
        if size < PAIR or stage.left_out[parent] < WHOLE:
            continue
        mine = units[starts[parent] : starts[parent + 1]]
        drawn = rng.integers(0, size, (replicates, size - 1))
        key = (drawn + np.arange(replicates)[:, None] * size).ravel()
        times = np.bincount(key, minlength=replicates * size).reshape(replicates, size)
        pull = np.sqrt(stage.left_out[parent])
        table[:, mine] = 1 - pull + pull * (size / (size - 1)) * times
    return Replicates(design, table, scale=1 / (replicates - 1), scales=np.ones(replicates), kind="bootstrap")


def jackknife(design: Design) -> Replicates:
    """Leave out one primary unit at a time (Wolter 2007, section 4.2 and 4.5; R survey: JK1 and JKn)."""
    _require_pairs(design)
    stage = design.stages[0]
    size = stage.size[stage.parent].astype(np.float64)
    left_out = stage.left_out[stage.parent]
    deleted = np.flatnonzero((stage.size[stage.parent] >= PAIR) & (left_out >= WHOLE))
    table = np.ones((len(deleted), stage.n_units))
    same = stage.parent[deleted][:, None] == stage.parent[None, :]
    table = np.where(same, (size / np.maximum(size - 1, 1))[None, :], table)
    table[np.arange(len(deleted)), deleted] = 0.0
    scales = ((size - 1) / size * left_out)[deleted]
    kind = "JK1" if design.strata.n_labels == 1 else "JKn"
    return Replicates(design, table, scale=1.0, scales=scales, kind=kind)


def brr(design: Design, *, rho: float) -> Replicates:
    """Half samples by the rows of a Hadamard matrix (McCarthy 1969; Judkins 1990 for Fay's method)."""
    if not 0 <= rho < 1:
        message = f"rho is {rho}; it must be 0 or more and below 1."
        raise InputError(SurveyCode.BAD_PROBABILITY, message, rho=rho)
    stage = design.stages[0]
    wrong = np.flatnonzero(stage.size != PAIR)
    if len(wrong):
        labels = [str(design.strata.labels[index]) for index in wrong[:10]]
        message = (
            f"Half samples need two primary units in each stratum; {len(wrong)} strata have not: {', '.join(labels)}."
        )
        raise DesignError(SurveyCode.NOT_TWO_PSUS, message, strata=labels, n_strata=len(wrong))
    order = 1 << len(stage.size).bit_length()  # the first column is all ones and is left out
    signs = hadamard(order)[:, 1 : len(stage.size) + 1]
    _, first = np.unique(stage.parent, return_index=True)
    side = np.full(stage.n_units, -1.0)
    side[first] = 1.0
    table = 1 + (1 - rho) * signs[:, stage.parent] * side
    kind = "Fay" if rho else "BRR"
    return Replicates(design, table, scale=1 / (order * (1 - rho) ** 2), scales=np.ones(order), kind=kind)


def _require_pairs(design: Design) -> None:
    """A stratum of one unit cannot be resampled; only 'certainty' says that it adds nothing."""
    stage = design.stages[0]
    if design.lonely == "certainty" or not stage.lonely.any():
        return
    labels = [str(design.strata.labels[index]) for index in np.flatnonzero(stage.lonely)[:10]]
    message = (
        f"{int(stage.lonely.sum())} strata have one primary unit ({', '.join(labels)}); they cannot be resampled. "
        "Merge strata, or choose lonely='certainty'."
    )
    raise DesignError(SurveyCode.LONELY_PSU, message, stage=1, strata=labels, n_strata=int(stage.lonely.sum()))
