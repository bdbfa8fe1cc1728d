"""Tables of answers: small whole numbers by the million, read without an object for each cell."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.errors import InputError
from kepu.core.tables.codes import TableCode
from kepu.core.tables.model import MISSING, SHOWN, Table
from kepu.core.tables.reading import decode, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

# Codes are stored in one byte.
HIGHEST = 100
# What a library of items writes for missing; in a file it means the same.
NO_ANSWER = -1
ZIP, PARQUET = b"PK\x03\x04", b"PAR1"


@dataclass(frozen=True)
class CodedTable:
    """Answers as they stand in a file.

    Attributes
    ----------
    names : tuple of str
        The columns of answers, in the order of the file.
    codes : ndarray of int8, shape (n_rows, n_columns)
        Answers; −1 is missing.
    others : Table
        The columns that hold no answers.
    first_line : int
        Line of the file in which the first row stands.
    """

    names: tuple[str, ...]
    codes: NDArray[np.int8]
    others: Table
    first_line: int = 2


def read_codes(data: bytes, name: str, *, others: Collection[str] = ()) -> CodedTable:
    """Read a table of which all columns but `others` hold codes.

    Parameters
    ----------
    data : bytes
        A .csv (UTF-8 or GB18030), .parquet or .xlsx file with a header row.
    name : str
        Its name; the ending says what it should be.
    others : collection of str
        Columns that hold something else.

    Returns
    -------
    CodedTable
        Codes from 0 to 100 in one byte each.

    Raises
    ------
    InputError
        `tables.bad_code` with line and column where a cell is no whole number from 0 to 100; or another of `TableCode`.
    """
    plain = _plain_csv(data, name)
    if plain is None:
        return _from_table(read_table(data, name), others)
    data, header = plain
    _check_others(header, others)
    return _from_csv(data, name, header, others)


def read_texts(data: bytes, name: str) -> Table:
    """Read a table of which all columns hold few different texts, such as the options that were chosen.

    Parameters
    ----------
    data : bytes
        A .csv (UTF-8 or GB18030), .parquet or .xlsx file with a header row.
    name : str
        Its name; the ending says what it should be.

    Returns
    -------
    Table
        Its columns are sequences of str; None is missing.

    Raises
    ------
    InputError
        One of `TableCode`.
    """
    import pyarrow as pa

    plain = _plain_csv(data, name)
    try:
        found = _arrow(plain[0], plain[1], {}) if plain is not None else None
    except pa.ArrowInvalid:
        found = None  # which lines are ragged is told below
    if found is None or plain is None:
        table = read_table(data, name)
        return Table({label: table.labels(label).tolist() for label in table.columns}, table.n_rows, table.first_line)
    columns = {}
    for label in plain[1]:
        coded = found.column(label).combine_chunks().dictionary_encode()
        texts = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
        columns[label] = texts[coded.indices.fill_null(len(texts) - 1).to_numpy()]
    return Table(columns, found.num_rows)


def _plain_csv(data: bytes, name: str) -> tuple[bytes, list[str]] | None:
    """The bytes in UTF-8 and the header of a table that is read at once; None for all others."""
    if PurePath(name).suffix.lower() != ".csv" or data.startswith((ZIP, PARQUET)) or not data.strip():
        return None
    if b"\x00" in data or not _is_utf8(data):
        data = decode(data, name).encode()
    data = data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") + b"\n"
    head = io.StringIO(data[: data.find(b"\n") + 1].decode("utf-8", "replace"), newline="")
    header = [label.strip() for label in next(csv.reader(head), [])]
    has_blank_line = len(header) > 1 and (b"\n\n" in data or b"\n\r\n" in data)
    is_bare = len(set(header)) < len(header) or not all(header) or data.count(b"\n") < 2  # noqa: PLR2004  header and a row
    return None if is_bare or has_blank_line else (data, header)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _from_csv(data: bytes, name: str, header: Sequence[str], others: Collection[str]) -> CodedTable:
    import pyarrow as pa

    answers = [label for label in header if label not in others]
    try:
        found = _arrow(data, header, dict.fromkeys(answers, pa.int8()))
    except pa.ArrowInvalid:
        return _with_reasons(data, name, header, others)
    codes = np.empty((found.num_rows, len(answers)), dtype=np.int8)
    for place, label in enumerate(answers):
        codes[:, place] = found.column(label).fill_null(NO_ANSWER).to_numpy()
    if codes.size and (codes.min() < NO_ANSWER or codes.max() > HIGHEST):
        return _with_reasons(data, name, header, others)
    rest = Table({label: found.column(label).to_pylist() for label in header if label in others}, found.num_rows)
    return CodedTable(tuple(answers), codes, rest)


def _arrow(data: bytes, header: Sequence[str], types: Mapping[str, Any]) -> Any:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    return arrow_csv.read_csv(
        pa.py_buffer(data),
        read_options=arrow_csv.ReadOptions(
            column_names=list(header),
            skip_rows=1,
            use_threads=False,  # a refused file leaves threads behind on which Python sometimes aborts at its end
        ),
        parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False, newlines_in_values=b'"' in data),
        convert_options=arrow_csv.ConvertOptions(
            column_types={label: types.get(label, pa.string()) for label in header},
            null_values=sorted(MISSING),
            strings_can_be_null=True,
        ),
    )


def _with_reasons(data: bytes, name: str, header: Sequence[str], others: Collection[str]) -> CodedTable:
    """The same from texts: numbers may be written 1.0, and what is wrong has a line."""
    import pyarrow as pa

    try:
        found = _arrow(data, header, {})
    except pa.ArrowInvalid:
        return _from_table(read_table(data, name), others)  # which tells the ragged lines
    columns = {label: found.column(label).to_pylist() for label in header}
    return _from_table(Table(columns, found.num_rows), others)


def _from_table(table: Table, others: Collection[str]) -> CodedTable:
    _check_others(list(table.columns), others)
    answers = [label for label in table.columns if label not in others]
    if "" in answers:
        place = list(table.columns).index("") + 1
        message = f"Column {place} has no name. Name it as the item or the number of the respondent that it is."
        raise InputError(TableCode.UNNAMED_COLUMN, message, columns=[place])
    codes = np.full((table.n_rows, len(answers)), NO_ANSWER, dtype=np.int8)
    wrong: list[tuple[int, str, str]] = []
    for place, label in enumerate(answers):
        column = table.columns[label]
        known: dict[Any, int | None] = {}
        for row, value in enumerate(column):
            if value not in known:
                known[value] = _code(value)
            code = known[value]
            if code is None:
                if len(wrong) < SHOWN:
                    wrong.append((row + table.first_line, label, str(value)))
            else:
                codes[row, place] = code
    if wrong:
        said = "; ".join(f"line {line}, column {label}: {value}" for line, label, value in wrong[:3])
        message = (
            f"Answers must be whole numbers from 0 to {HIGHEST} or empty; {said}. "
            "If a column holds no answers, name it as such."
        )
        raise InputError(
            TableCode.BAD_CODE,
            message,
            lines=[line for line, _, _ in wrong],
            columns=[label for _, label, _ in wrong],
            values=[value for _, _, value in wrong],
        )
    rest = {label: column for label, column in table.columns.items() if label in others}
    return CodedTable(tuple(answers), codes, Table(rest, table.n_rows, table.first_line), table.first_line)


def _code(value: Any) -> int | None:
    """A code, −1 where there is none, None where it is no code."""
    text = "" if value is None else str(value).strip()
    if text in MISSING:
        return NO_ANSWER
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() and NO_ANSWER <= number <= HIGHEST else None


def _check_others(header: Sequence[str], others: Collection[str]) -> None:
    for label in others:
        if label not in header:
            message = f"There is no column {label}; the file has {', '.join(list(header)[:20])}."
            raise InputError(TableCode.NO_COLUMN, message, column=label, columns=list(header))
