"""The structure of a sample: which unit of each stage a respondent belongs to, and how these were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import DesignError, InputError
from kepu.core.survey.checks import numbers, refuse_rows
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.labels import Encoded, combine, encode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

LONELY = ("refuse", "adjust", "average", "certainty")
# A stratum of which less than this is left out counts as taken whole (R survey: the same).
WHOLE = 1e-7


@dataclass(frozen=True)
class Stage:
    """One stage of selection.

    Attributes
    ----------
    unit : ndarray of int64, shape (n,)
        The unit of each row.
    parent : ndarray of int64, shape (n_units,)
        The stratum (first stage) or the unit of the stage before, of each unit.
    size : ndarray of int64, shape (n_parents,)
        Units sampled in each parent.
    fraction : ndarray of float64, shape (n_parents,), or None
        Share of the parent's units that was sampled; None when drawn with replacement.
    """

    unit: NDArray[np.int64]
    parent: NDArray[np.int64]
    size: NDArray[np.int64]
    fraction: NDArray[np.float64] | None

    @property
    def n_units(self) -> int:
        """How many units were sampled at this stage."""
        return len(self.parent)

    @property
    def left_out(self) -> NDArray[np.float64]:
        """One minus the sampling fraction of each parent."""
        return np.ones(len(self.size)) if self.fraction is None else 1 - self.fraction

    @property
    def lonely(self) -> NDArray[np.bool_]:
        """Parents with one unit from which no variance can be computed."""
        found: NDArray[np.bool_] = (self.size == 1) & (self.left_out >= WHOLE)
        return found


def encode_strata(strata: ArrayLike | Sequence[ArrayLike] | None, n: int) -> Encoded:
    """Strata as codes; several columns are crossed, none is one stratum."""
    if strata is None:
        return Encoded(np.zeros(n, dtype=np.int64), (None,))
    columns: Sequence[Any] = list(strata) if _is_list_of_columns(strata) else [strata]  # type: ignore[arg-type]
    encoded = [_complete(column, f"strata[{place}]", n) for place, column in enumerate(columns)]
    joined = combine(encoded)
    return joined if len(encoded) > 1 else encoded[0]


def build_stages(
    strata: Encoded, clusters: Sequence[ArrayLike] | None, fpc: Sequence[ArrayLike] | None
) -> tuple[Stage, ...]:
    """The stages of a design, checked.

    Parameters
    ----------
    strata : Encoded
        First-stage strata.
    clusters : sequence of array_like, or None
        One column per stage; None when respondents were drawn directly.
    fpc : sequence of array_like, or None
        One column per stage: a population count (> 1) or a sampling fraction (≤ 1).

    Returns
    -------
    tuple of Stage
        As many as there are columns of clusters; one without.
    """
    n = len(strata.codes)
    columns = list(clusters) if clusters is not None else []
    if clusters is not None and not columns:
        raise InputError(SurveyCode.EMPTY, "clusters is an empty list; leave it out when there are none.")
    count = max(len(columns), 1)
    if fpc is not None and len(fpc) != count:
        message = f"fpc has {len(fpc)} columns for {count} stages; give one per stage, or none."
        raise InputError(SurveyCode.BAD_FPC, message, given=len(fpc), stages=count)
    stages: list[Stage] = []
    above, n_above = strata.codes, strata.n_labels
    for place in range(count):
        unit, parent = _units(columns, place, above, n)
        size = np.bincount(parent, minlength=n_above)
        fraction = None if fpc is None else _fractions(fpc[place], place, above, size, n)
        stages.append(Stage(unit, parent, size, fraction))
        above, n_above = unit, len(parent)
        if fpc is None:
            break  # drawn with replacement: later stages add nothing that can be told apart
    return tuple(stages)


def check_lonely(stages: Sequence[Stage], strata: Encoded) -> None:
    """Refuse a design in which a parent has one unit."""
    for place, stage in enumerate(stages):
        found = np.flatnonzero(stage.lonely)
        if len(found):
            what = "Strata" if place == 0 else "Units of the stage before"
            labels = [str(strata.labels[index]) for index in found[:10]] if place == 0 else []
            message = (
                f"{what} with one sampled unit at stage {place + 1}: {len(found)}"
                f"{' (' + ', '.join(labels) + ')' if labels else ''}. No variance can be computed from one unit; merge "
                "strata, or choose lonely='adjust', 'average' or 'certainty'."
            )
            raise DesignError(SurveyCode.LONELY_PSU, message, stage=place + 1, strata=labels, n_strata=len(found))


def _units(
    columns: Sequence[ArrayLike], place: int, above: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if not columns:
        return np.arange(n, dtype=np.int64), above
    labels = _complete(columns[place], f"clusters[{place}]", n)
    if place == 0:
        home = np.empty(labels.n_labels, dtype=np.int64)
        home[labels.codes] = above
        refuse_rows(
            home[labels.codes] != above,
            SurveyCode.PSU_IN_TWO_STRATA,
            "A primary sampling unit stands in two strata; give it a name of its own in each.",
        )
        return labels.codes, home
    pair = encode(above * labels.n_labels + labels.codes)
    return pair.codes, np.asarray(pair.labels, dtype=np.int64) // labels.n_labels


def _fractions(
    column: ArrayLike, place: int, above: NDArray[np.int64], size: NDArray[np.int64], n: int
) -> NDArray[np.float64]:
    name = f"fpc[{place}]"
    given = numbers(column, name, n)
    refuse_rows(~(given > 0), SurveyCode.BAD_FPC, f"{name} must be above zero.", stage=place + 1)
    known = np.empty(len(size))
    known[above] = given
    refuse_rows(
        known[above] != given, SurveyCode.BAD_FPC, f"{name} differs inside one stratum (or unit).", stage=place + 1
    )
    as_count = known > 1
    short = as_count & (known < size)
    refuse_rows(
        short[above], SurveyCode.BAD_FPC, f"{name} is smaller than the number of units sampled.", stage=place + 1
    )
    return np.where(as_count, size / np.where(as_count, known, 1), known)


def _complete(column: ArrayLike, name: str, n: int) -> Encoded:
    labels = encode(column, name)
    if len(labels.codes) != n:
        message = f"{name} has {len(labels.codes)} rows, the weights have {n}."
        raise InputError(SurveyCode.WRONG_LENGTH, message, name=name, n=n)
    refuse_rows(labels.codes < 0, SurveyCode.MISSING_LABEL, f"{name} is missing.", name=name)
    return labels


def _is_list_of_columns(strata: Any) -> bool:
    return (
        isinstance(strata, (list, tuple))
        and len(strata) > 0
        and not isinstance(strata[0], (str, int, float))
        and (strata[0] is not None and np.ndim(strata[0]) == 1)
    )
