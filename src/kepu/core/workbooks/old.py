"""Old workbooks (.xls, .et): the same sheets, cells and merges as of new ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code

from kepu.core.errors import InputError
from kepu.core.workbooks.archive import broken
from kepu.core.workbooks.codes import WorkbookCode
from kepu.core.workbooks.formats import GENERAL, shown
from kepu.core.workbooks.model import Cell, Merge, Value, Worksheet
from kepu.core.workbooks.sheets import MAX_CELLS, MAX_CHARACTERS, MAX_MERGES, too_large, without_overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = {XL_CELL_NUMBER, XL_CELL_DATE}
_CHINESE = "gb18030"


def read_old_sheets(data: bytes) -> list[Worksheet]:
    """Read the sheets of an old workbook.

    Parameters
    ----------
    data : bytes
        A compound file with a workbook.

    Returns
    -------
    list of Worksheet
        In the order of the tabs, hidden ones marked. What is a formula is not told: its saved result is a value.

    Raises
    ------
    InputError
        ``workbooks.password_protected``, ``workbooks.not_a_workbook``, ``workbooks.broken`` or
        ``workbooks.too_large``.
    """
    book = _opened(data)
    try:
        return [_sheet(book, number) for number in range(book.nsheets)]
    except InputError:
        raise
    except Exception as error:  # a broken file breaks the library in many ways
        raise broken("a sheet cannot be read") from error


def _opened(data: bytes) -> Any:
    """Open the workbook; one before 1997 that names no character set was written in Chinese."""
    try:
        return _open(data, None)
    except InputError:
        raise
    except (UnicodeDecodeError, LookupError):
        return _open(data, _CHINESE)


def _open(data: bytes, encoding: str | None) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            encoding_override=encoding,
        )
    except (UnicodeDecodeError, LookupError) as error:
        if encoding is None:
            raise
        raise broken("its words cannot be decoded") from error
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise InputError(
                WorkbookCode.PASSWORD_PROTECTED, "The workbook is protected by a password; save it without one."
            ) from error
        if "Can't find workbook" in str(error):
            raise InputError(WorkbookCode.NOT_A_WORKBOOK, "The old Office document is no workbook.") from error
        raise broken("its records cannot be followed") from error
    except Exception as error:  # as above
        raise broken("its records cannot be followed") from error


def _sheet(book: Any, number: int) -> Worksheet:
    sheet = book.sheet_by_index(number)
    cells: dict[tuple[int, int], Cell] = {}
    characters = 0
    for cell in _cells(book, sheet):
        cells[cell.row, cell.column] = cell
        characters += len(cell.text)
        if len(cells) > MAX_CELLS or characters > MAX_CHARACTERS:
            raise too_large(sheet.name, len(cells), MAX_CELLS)
    book.unload_sheet(number)
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    ranges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells[:MAX_MERGES]]
    return Worksheet(
        name=sheet.name,
        cells=cells,
        merges=_merges(ranges, rows, columns),
        hidden_rows=frozenset(row for row, facts in sheet.rowinfo_map.items() if facts.hidden and row in rows),
        hidden_columns=frozenset(
            column for column, facts in sheet.colinfo_map.items() if facts.hidden and column in columns
        ),
        is_hidden=bool(sheet.visibility),
    )


def _merges(ranges: list[tuple[int, int, int, int]], rows: set[int], columns: set[int]) -> tuple[Merge, ...]:
    return without_overlaps(ranges, max(rows, default=-1) + 1, max(columns, default=-1) + 1)


def _cells(book: Any, sheet: Any) -> Iterator[Cell]:
    for row in range(sheet.nrows):
        for column, each in enumerate(sheet.row(row)):
            value, text = _value(book, each)
            if text:
                yield Cell(row, column, text, value, is_error=each.ctype == XL_CELL_ERROR)


def _value(book: Any, cell: Any) -> tuple[Value, str]:
    if cell.ctype == XL_CELL_TEXT:
        words = cell.value.replace("\r\n", "\n").replace("\r", "\n")
        return words, words if words.strip() else ""
    if cell.ctype in _NUMBERS:
        seen = shown(cell.value, _format(book, cell.xf_index), from_1904=bool(book.datemode))
        return seen.value, seen.text
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value), "TRUE" if cell.value else "FALSE"
    if cell.ctype == XL_CELL_ERROR:
        words = error_text_from_code.get(cell.value, "#VALUE!")
        return words, words
    return None, ""


def _format(book: Any, style: int | None) -> str:
    if style is None or not 0 <= style < len(book.xf_list):
        return GENERAL
    found = book.format_map.get(book.xf_list[style].format_key)
    code = found.format_str if found is not None else ""
    return code or GENERAL
