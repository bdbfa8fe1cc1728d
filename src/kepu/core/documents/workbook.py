"""Workbooks: tables with merged cells, ready to print."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CELL = 32_767  # characters; what a cell of a workbook can hold
_LINE = 15.0  # points of a line of 10.5 point type
_PADDING = 6.0
HIGHEST = 409.0  # points of a row
_NARROW, _WIDE = 6.0, 60.0  # columns' widths, in digits
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA = tuple("=+-@")
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same table gives the same bytes
FONT = "宋体"
PAPERS = {"A3": 8, "A4": 9}  # the numbers that workbooks have for sizes of paper
# Behind a word that says the same: colour alone says nothing on a grey copy.
_FILLS = {"good": "#E2F1E4", "warn": "#FFF1CC", "bad": "#FBDDDD"}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell and how far it extends; `tone` (good, warn, bad) fills it."""

    row: int
    column: int
    value: str | float | None
    rows: int = 1
    columns: int = 1
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet.

    Attributes
    ----------
    name : str
        On its tab.
    cells : sequence of SheetCell
        Header first; no two may overlap.
    n_columns : int
        Columns of the table.
    header_rows : int
        Rows that are printed again on each page.
    title : str
        Printed above the table on each page.
    widths : sequence of float
        Widths in digits; empty to fit the contents.
    centred : frozenset of int
        Columns with short contents.
    landscape : bool
        The paper lies on its side.
    paper : str
        ``A4`` or ``A3``.
    frozen_columns : int
        Columns that stay in sight when one scrolls to the right.
    """

    name: str
    cells: Sequence[SheetCell]
    n_columns: int
    header_rows: int = 1
    title: str = ""
    widths: Sequence[float] = ()
    centred: frozenset[int] = frozenset()
    landscape: bool = True
    paper: Literal["A4", "A3"] = "A4"
    frozen_columns: int = 0


def write_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | float | None]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    *,
    name: str = "",
    widths: Sequence[float] = (),
    landscape: bool = True,
) -> bytes:
    """Write one table as a workbook.

    Parameters
    ----------
    title : str
        Printed above the table.
    columns : sequence of str
        The header.
    rows : sequence of rows
        Text stays text, whatever it begins with; numbers are numbers; None is blank.
    merges : sequence of (row, column, rows, columns)
        In rows of `rows`; the value is that of the first cell.
    name : str, optional
        Of the sheet; the title when empty.
    widths : sequence of float, optional
        Column widths in digits.
    landscape : bool
        The paper is A4.

    Returns
    -------
    bytes
        An .xlsx file; the same table gives the same bytes.

    Raises
    ------
    ValueError
        If a cell is longer than `MAX_CELL`, or two lie on each other: mistakes of the caller.
    """
    merged = {(row, column): (height, width) for row, column, height, width in merges}
    covered = {
        (row + down, column + right)
        for (row, column), (height, width) in merged.items()
        for down in range(height)
        for right in range(width)
        if down or right
    }
    cells = [SheetCell(0, column, words) for column, words in enumerate(columns)]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if (row, column) not in covered or (row, column) in merged:
                height, width = merged.get((row, column), (1, 1))
                cells.append(SheetCell(row + 1, column, value, height, width))
    return write_sheets([Sheet(name or title, cells, len(columns), title=title, widths=widths, landscape=landscape)])


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as a workbook.

    Parameters
    ----------
    sheets : sequence of Sheet
        At least one.

    Returns
    -------
    bytes
        An .xlsx file; the same sheets give the same bytes.

    Raises
    ------
    ValueError
        If a cell is longer than `MAX_CELL`, or two lie on each other: mistakes of the caller.
    """
    import xlsxwriter  # loaded only where a workbook is written

    for sheet in sheets:
        _check(sheet)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": MADE})
    formats = _Formats(book)
    names: set[str] = set()
    for sheet in sheets:
        _write(book.add_worksheet(tab_name(sheet.name, names)), sheet, formats)
    book.close()
    return stream.getvalue()


def _check(sheet: Sheet) -> None:
    taken: set[tuple[int, int]] = set()
    for cell in sheet.cells:
        if isinstance(cell.value, str) and len(cell.value) > MAX_CELL:
            raise ValueError(f"A cell has {len(cell.value)} characters; a workbook holds {MAX_CELL} in one.")
        places = {(cell.row + r, cell.column + c) for r in range(cell.rows) for c in range(cell.columns)}
        if places & taken:
            raise ValueError(f"Two cells lie on each other in row {cell.row + 1}, column {cell.column + 1}.")
        taken |= places


class _Formats:
    """The looks of cells, made when first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[bool, bool, bool, str], Any] = {}

    def get(self, *, header: bool, centred: bool, quoted: bool, tone: str = "") -> Any:
        key = (header, centred, quoted, tone)
        if key not in self._made:
            look: dict[str, Any] = {
                "font_name": FONT, "font_size": 10.5, "border": 1, "text_wrap": True, "valign": "vcenter",
                "align": "center" if header or centred else "left", "bold": header,
            }  # fmt: skip
            if header:
                look["bg_color"] = "#EDEDED"
            elif tone in _FILLS:
                look["bg_color"] = _FILLS[tone]
            if quoted:
                look["quote_prefix"] = True  # also after the cell was edited, it stays text
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    widths = list(sheet.widths) or _fitting(sheet)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for row, height in _heights(sheet, widths).items():
        page.set_row(row, height)
    for cell in sheet.cells:
        _write_cell(page, cell, sheet, formats)
    page.set_paper(PAPERS[sheet.paper])
    page.set_margins(left=0.5, right=0.5, top=0.9 if sheet.title else 0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer("&C&P / &N")
    if sheet.landscape:
        page.set_landscape()
    if sheet.title:
        page.set_header(f'&C&"{FONT},Bold"&16{printable(sheet.title).replace("&", "&&")[:200]}')
    if sheet.header_rows:
        page.repeat_rows(0, sheet.header_rows - 1)
        page.freeze_panes(sheet.header_rows, sheet.frozen_columns)


def _write_cell(page: Any, cell: SheetCell, sheet: Sheet, formats: _Formats) -> None:
    value = printable(cell.value) if isinstance(cell.value, str) else cell.value
    header = cell.row < sheet.header_rows
    quoted = isinstance(value, str) and value.startswith(FORMULA)
    look = formats.get(header=header, centred=cell.column in sheet.centred, quoted=quoted, tone=cell.tone)
    if cell.rows > 1 or cell.columns > 1:
        page.merge_range(cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1, "", look)
    if value is None or value == "":
        page.write_blank(cell.row, cell.column, None, look)
    elif isinstance(value, str):
        page.write_string(cell.row, cell.column, value, look)
    else:
        page.write_number(cell.row, cell.column, value, look)


def printable(words: str) -> str:
    """Give a text without what a workbook cannot hold."""
    return _UNPRINTED.sub("", words)


def tab_name(wanted: str, taken: set[str]) -> str:
    """Give a name that a tab can have and that is not taken, and take it."""
    base = _SHEET_NAME.sub("", printable(wanted)).strip("' ")[:28] or "Sheet"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base}{number}", number + 1
    taken.add(name.lower())
    return name


def columns_of(words: str) -> int:
    """Give the width of a text in digits: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in words)


def _words(cell: SheetCell) -> str:
    return "" if cell.value is None else str(cell.value)


def _fitting(sheet: Sheet) -> list[float]:
    """Fit columns to their contents: short ones in one line, long ones share the page."""
    longest = [_NARROW] * sheet.n_columns
    for cell in sheet.cells:
        if cell.columns == 1 and cell.column < sheet.n_columns:
            for line in _words(cell).split("\n"):
                longest[cell.column] = max(longest[cell.column], columns_of(line) + 2.0)
    return [min(width, max(12.0, _WIDE * math.sqrt(min(1.0, width / 200)))) for width in longest]


def _heights(sheet: Sheet, widths: Sequence[float]) -> dict[int, float]:
    """Height of each row; a merged cell that needs more gets it from its last row."""
    heights: dict[int, float] = {}

    def needed(cell: SheetCell) -> float:
        width = sum(widths[cell.column : cell.column + cell.columns]) or _NARROW
        lines = sum(max(1, math.ceil(columns_of(line) * 1.08 / width)) for line in _words(cell).split("\n"))
        return lines * _LINE + _PADDING

    for cell in sheet.cells:
        if cell.rows == 1:
            heights[cell.row] = max(heights.get(cell.row, _LINE + _PADDING), needed(cell))
    for cell in sheet.cells:
        if cell.rows > 1:
            rows = range(cell.row, cell.row + cell.rows)
            lacking = needed(cell) - sum(heights.get(row, _LINE + _PADDING) for row in rows)
            if lacking > 0:
                heights[rows[-1]] = heights.get(rows[-1], _LINE + _PADDING) + lacking
    return {row: min(height, HIGHEST) for row, height in sorted(heights.items())}
