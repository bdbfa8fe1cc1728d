"""Domains: whom an estimate is about. They are parts of the sample, never samples of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError, ShapeError
from kepu.core.survey.codes import SurveyCode
from kepu.core.survey.labels import Encoded, combine, encode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Domains:
    """Domains of an analysis.

    Attributes
    ----------
    names : tuple of str
        Variables.
    codes : ndarray of int64, shape (n,)
        Domain of each row, −1 for none.
    labels : tuple of tuple
        Labels of each domain.
    """

    names: tuple[str, ...]
    codes: NDArray[np.int64]
    labels: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.labels)

    def only(self, known: NDArray[np.bool_]) -> Domains:
        """The same domains without the rows that have no answer."""
        if known.all():
            return self
        return Domains(self.names, np.where(known, self.codes, -1), self.labels)


def domains_of(by: Mapping[str, ArrayLike] | Sequence[ArrayLike] | None, n: int) -> Domains:
    """Cross the by-variables.

    Parameters
    ----------
    by : mapping of name to column, sequence of columns, or None
        None is one domain of everybody; rows with a missing label are in no domain.
    n : int
        Rows of the design.

    Returns
    -------
    Domains
        Sorted by the variables from left to right.
    """
    if by is None or len(by) == 0:
        return Domains((), np.zeros(n, dtype=np.int64), ((),))
    given = dict(by) if hasattr(by, "keys") else {f"by{place + 1}": column for place, column in enumerate(by)}
    columns: list[Encoded] = []
    for name, column in given.items():
        encoded = encode(column, name)
        if len(encoded.codes) != n:
            message = f"{name} has {len(encoded.codes)} rows, the design has {n}."
            raise ShapeError(SurveyCode.WRONG_LENGTH, message, name=name, n=n)
        columns.append(encoded)
    crossed = combine(columns)
    if not crossed.labels:
        message = "No row has all by-variables; nothing can be estimated."
        raise InputError(SurveyCode.NOBODY, message, by=list(given))
    return Domains(tuple(given), crossed.codes, crossed.labels)
