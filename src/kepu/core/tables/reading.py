"""Bytes in, table out."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from kepu.core.errors import InputError
from kepu.core.tables.codes import TableCode
from kepu.core.tables.model import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = (".csv", ".parquet", ".xlsx")
PARQUET, ZIP = b"PAR1", b"PK\x03\x04"
# Answers are short; a longer cell is a file of another kind.
LONGEST_CELL = 1_000_000


def read_table(data: bytes, name: str) -> Table:
    """Read a table with a header row.

    Parameters
    ----------
    data : bytes
        A .csv (UTF-8 or GB18030), .parquet or .xlsx file; of a workbook the first sheet that is shown.
    name : str
        Its name; the ending says what it should be, the content what it is.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        If it cannot be read; ``code`` is one of `TableCode`, or of `WorkbookCode` for a workbook.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        message = f"{name} is no table that can be read; give one of {', '.join(KINDS)}."
        raise InputError(TableCode.UNKNOWN_KIND, message, name=name, allowed=list(KINDS))
    if not data:
        raise InputError(TableCode.EMPTY, f"{name} is empty.", name=name)
    if ending == ".parquet" or data.startswith(PARQUET):
        return _from_parquet(data, name)
    if ending == ".xlsx" or data.startswith(ZIP):
        return _from_workbook(data, name)
    return _from_csv(data, name)


def decode(data: bytes, name: str) -> str:
    """Text of a file in UTF-8 or, failing that, GB18030.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What it is called in a refusal.

    Returns
    -------
    str

    Raises
    ------
    InputError
        If it is neither; ``code`` is ``tables.not_text``.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError(TableCode.NOT_TEXT, f"{name} is no text in UTF-8 or GB18030.", name=name)


def _from_csv(data: bytes, name: str) -> Table:
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(decode(data, name), newline="")))
    except csv.Error as error:
        raise InputError(TableCode.BROKEN, f"{name} is no table: {error}.", name=name) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return _table(rows, name)


def _from_workbook(data: bytes, name: str) -> Table:
    from kepu.core.workbooks import read_workbook

    shown = [sheet for sheet in read_workbook(data).sheets if not sheet.is_hidden and sheet.cells]
    if not shown:
        raise InputError(TableCode.EMPTY, f"{name} has no sheet with cells.", name=name)
    cells = shown[0].cells
    n_rows, n_columns = (max(place[side] for place in cells) + 1 for side in (0, 1))
    first = min(row for row, _ in cells)
    rows = [[_value(cells.get((row, column))) for column in range(n_columns)] for row in range(first, n_rows)]
    return _table(rows, name, first_line=first + 2)


def _value(cell: Any) -> str:
    if cell is None:
        return ""
    return repr(cell.value) if isinstance(cell.value, float) and not cell.value.is_integer() else cell.text


def _from_parquet(data: bytes, name: str) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        message = f"{name} is no Parquet file that can be read."
        raise InputError(TableCode.BROKEN, message, name=name) from error
    _check_names(found.column_names, name)
    columns: dict[str, Any] = {}
    for label, column in zip(found.column_names, found.columns, strict=True):
        kind = column.type
        is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
        columns[label] = column.to_numpy() if is_number and not column.null_count else column.to_pylist()
    return Table(columns, found.num_rows)


def _table(rows: Sequence[Sequence[str]], name: str, first_line: int = 2) -> Table:
    if not rows or not any(rows[0]):
        raise InputError(TableCode.EMPTY, f"{name} has no header row.", name=name)
    header = [label.strip() for label in rows[0]]
    _check_names(header, name)
    body = rows[1:]
    ragged = [place for place, row in enumerate(body) if len(row) != len(header)]
    if ragged:
        lines = [place + first_line for place in ragged[:10]]
        message = f"{name} has rows that do not have {len(header)} cells, first in line {lines[0]}."
        raise InputError(TableCode.RAGGED, message, name=name, lines=lines, n_rows=len(ragged))
    if not body:
        raise InputError(TableCode.EMPTY, f"{name} has a header and no rows.", name=name)
    columns = list(map(list, zip(*body, strict=True)))
    unnamed = [place for place, label in enumerate(header) if not label and any(map(str.strip, columns[place]))]
    if len(unnamed) > 1:  # one of them would hide the other
        places = [place + 1 for place in unnamed]
        message = f"{name} has columns with values but without a name: {', '.join(map(str, places))}."
        raise InputError(TableCode.UNNAMED_COLUMN, message, name=name, columns=places)
    held = [place for place, label in enumerate(header) if label or place in unnamed]
    return Table({header[place]: columns[place] for place in held}, len(body), first_line)


def _check_names(header: Sequence[str], name: str) -> None:
    twice = sorted({label for label in header if label and header.count(label) > 1})
    if twice:
        message = f"{name} has two columns of one name: {', '.join(twice)}."
        raise InputError(TableCode.TWO_COLUMNS_OF_ONE_NAME, message, name=name, columns=twice)
