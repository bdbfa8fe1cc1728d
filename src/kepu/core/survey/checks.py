"""Columns as the library needs them, or a refusal that names the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError, ShapeError
from kepu.core.survey.codes import SurveyCode

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SHOWN = 10


def numbers(values: ArrayLike, name: str, n: int | None = None) -> NDArray[np.float64]:
    """A column of numbers; NaN is missing.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers or booleans.
    name : str
        What the column is called in a refusal.
    n : int, optional
        The length that it must have.

    Returns
    -------
    ndarray of float64, shape (n,)
        The numbers.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        array = _from_objects(array, name)
    if array.ndim != 1 or (n is not None and len(array) != n):
        message = f"{name} has shape {array.shape}; one value for each of {n} rows is needed."
        raise ShapeError(SurveyCode.WRONG_LENGTH, message, name=name, shape=list(array.shape), n=n)
    return array.astype(np.float64, copy=False)


def refuse_rows(bad: NDArray[np.bool_], code: SurveyCode, message: str, **details: Any) -> None:
    """Refuse when any row is bad, with the first of them.

    Parameters
    ----------
    bad : ndarray of bool, shape (n,)
        Which rows are wrong.
    code : SurveyCode
        The refusal.
    message : str
        What is wrong with them.
    **details
        Further facts.
    """
    found = np.flatnonzero(bad)
    if len(found):
        rows = found[:SHOWN].tolist()
        listed = ", ".join(str(row) for row in rows) + (", …" if len(found) > SHOWN else "")
        text = f"{message} Rows (counted from 0): {listed}."
        raise InputError(code, text, rows=rows, n_rows=len(found), **details)


def _from_objects(array: NDArray[Any], name: str) -> NDArray[np.float64]:
    """Objects (None is missing) or texts; text where a number should be is refused with its row."""
    result = np.empty(array.shape, dtype=np.float64)
    bad = np.zeros(array.shape, dtype=bool)
    for index, value in np.ndenumerate(array):
        if value is None:
            result[index] = np.nan
            continue
        if isinstance(value, str):
            bad[index] = True
            continue
        try:
            result[index] = float(value)
        except (TypeError, ValueError):
            bad[index] = True
    if bad.ndim == 1:
        refuse_rows(bad, SurveyCode.NOT_A_NUMBER, f"{name} holds values that are no numbers.", name=name)
    return result
