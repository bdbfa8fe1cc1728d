"""A table of data: one row per respondent, one column per variable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.tables.codes import TableCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# What stands for a missing value in files of statistical programs.
MISSING = frozenset({"", "NA", "N/A", "NaN", "nan", "NULL", "null", ".", "缺失"})
SHOWN = 10


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file.

    Attributes
    ----------
    columns : mapping of str to sequence
        Texts or numbers of each column, by its name, in the order of the file; None is missing.
    n_rows : int
        Rows without the header.
    first_line : int
        Line of the file in which the first row of data stands.
    """

    columns: Mapping[str, Sequence[Any]]
    n_rows: int
    first_line: int = 2

    def column(self, name: str) -> Sequence[Any]:
        """The values of a column, as in the file."""
        if name not in self.columns:
            known = ", ".join(list(self.columns)[:20])
            message = f"There is no column {name}; the file has {known}."
            raise InputError(TableCode.NO_COLUMN, message, column=name, columns=list(self.columns))
        return self.columns[name]

    def labels(self, name: str) -> NDArray[Any]:
        """A column as texts, shape (n_rows,); what is missing is None."""
        values = self.column(name)
        if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
            texts = [None if value != value else as_text(value) for value in values.tolist()]  # noqa: PLR0124  NaN
        else:
            texts = [None if value is None or value in MISSING else as_text(value) for value in values]
        return np.array(texts, dtype=object)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column as numbers, shape (n_rows,); what is missing is NaN.

        Raises
        ------
        InputError
            When a value is neither a number nor a sign of a missing one; with the lines of the file.
        """
        values = self.column(name)
        if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
            return values.astype(np.float64)
        found = np.empty(self.n_rows)
        wrong: list[int] = []
        for place, value in enumerate(values):
            try:
                found[place] = float(value)
            except (TypeError, ValueError):
                if not (value is None or value in MISSING or str(value).strip() in MISSING):
                    wrong.append(place)
                found[place] = np.nan
        if wrong:
            lines = [place + self.first_line for place in wrong[:SHOWN]]
            sample = ", ".join(repr(values[place]) for place in wrong[:3])
            message = f"Column {name} holds values that are no numbers ({sample}), first in line {lines[0]}."
            raise InputError(TableCode.NOT_A_NUMBER, message, column=name, lines=lines, n_rows=len(wrong))
        return found


def as_text(value: Any) -> str:
    """A label as people write it: 3, not 3.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
