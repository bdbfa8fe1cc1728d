"""One sheet: its cells, merges, hidden rows and columns, and what is printed above it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.workbooks.addresses import place_of
from kepu.core.workbooks.archive import forget, local, whole
from kepu.core.workbooks.codes import WorkbookCode
from kepu.core.workbooks.formats import GENERAL, shown
from kepu.core.workbooks.model import Cell, Merge, Value, Worksheet

if TYPE_CHECKING:
    from lxml import etree

    from kepu.core.workbooks.archive import Archive

MAX_CELLS = 400_000
MAX_CHARACTERS = 20_000_000
MAX_MERGES = 100_000
MAX_COLUMNS = 500
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ON = {"1", "true"}
_TRUTH = {"1": "TRUE", "0": "FALSE"}
_HEADING_CODE = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-Fa-f]{6}|&[A-Za-z]')
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share."""

    strings: list[str]
    formats: list[str]
    from_1904: bool
    recalculated: bool


@dataclass(slots=True)
class _Sheet:
    book: Book
    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    heading: str = ""
    row: int = -1
    characters: int = 0

    def take_row(self, element: etree._Element) -> None:
        row = whole(element.get("r"), self.row + 2) - 1
        self.row = row if 0 <= row < _LAST_ROW else self.row + 1
        if element.get("hidden") in _ON or element.get("ht") == "0":
            self.hidden_rows.add(self.row)
        column = -1
        for each in element:
            place = place_of(each.get("r") or "")
            column = place[1] if place is not None else column + 1
            if column < _LAST_COLUMN:
                cell = self.cell(each, column)
                if cell is not None:
                    self.add(cell)

    def add(self, cell: Cell) -> None:
        self.cells[cell.row, cell.column] = cell
        self.characters += len(cell.text)
        if len(self.cells) > MAX_CELLS or self.characters > MAX_CHARACTERS:
            raise too_large(self.name, len(self.cells), MAX_CELLS)

    def cell(self, element: etree._Element, column: int) -> Cell | None:
        kind = element.get("t") or "n"
        raw: str | None = None
        is_formula = False
        for inner in element:
            tag = str(inner.tag)  # the namespace differs between the two editions of the standard
            if tag.endswith("}v"):
                raw = inner.text or ""
            elif tag.endswith("}f"):
                is_formula = True
            elif tag.endswith("}is"):
                raw = "".join(words.text or "" for words in inner.iter() if local(words) == "t")
        if raw is None or (raw == "" and kind == "n"):
            return Cell(self.row, column, "", None, is_formula=True, is_computed=False) if is_formula else None
        value, text = self.value(kind, raw, element.get("s"))
        if is_formula and self.book.recalculated and kind == "n" and value == 0:
            # Programs that only write formulas put 0 beside them and ask for computing at opening.
            return Cell(self.row, column, "", None, is_formula=True, is_computed=False)
        if not text and not is_formula:
            return None
        return Cell(self.row, column, text, value, is_formula, is_error=kind == "e")

    def value(self, kind: str, raw: str, style: str | None) -> tuple[Value, str]:
        if kind == "n":
            return self.number(raw, style)
        if kind == "s":
            at = whole(raw)
            raw = self.book.strings[at] if 0 <= at < len(self.book.strings) else ""
        if kind == "d":
            raw = raw.removesuffix("T00:00:00")
        if kind == "b":
            return raw == "1", _TRUTH.get(raw, raw)
        words = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw) if "_x" in raw else raw
        words = words.replace("\r\n", "\n").replace("\r", "\n")
        return words, words if words.strip() else ""

    def number(self, raw: str, style: str | None) -> tuple[Value, str]:
        try:
            number = float(raw)
        except ValueError:
            return raw, raw
        if not math.isfinite(number):
            return raw, raw
        at = whole(style, 0)
        code = self.book.formats[at] if at < len(self.book.formats) else GENERAL
        seen = shown(number, code, from_1904=self.book.from_1904)
        return seen.value, seen.text


def read_sheet(archive: Archive, part: str, name: str, book: Book, *, is_hidden: bool) -> Worksheet:
    """Read one sheet.

    Parameters
    ----------
    archive : Archive
        The workbook.
    part : str
        Where the sheet stands in it.
    name : str
        On its tab.
    book : Book
        What all sheets share.
    is_hidden : bool
        The tab is not shown.

    Returns
    -------
    Worksheet
        With the cells that hold something.

    Raises
    ------
    InputError
        ``workbooks.broken`` or ``workbooks.too_large``.
    """
    sheet = _Sheet(book, name)
    for element in archive.ends(part, "row", "mergeCell", "col", "oddHeader"):
        tag = local(element)
        if tag == "row":
            sheet.take_row(element)
            forget(element)
        elif tag == "mergeCell" and len(sheet.ranges) < MAX_MERGES:
            sheet.ranges.append(element.get("ref") or "")
        elif tag == "col" and (element.get("hidden") in _ON or element.get("width") == "0"):
            sheet.hidden_columns.append((whole(element.get("min")), whole(element.get("max"))))
        elif tag == "oddHeader":
            sheet.heading = _heading(element.text or "")
    n_columns = max((column for _, column in sheet.cells), default=-1) + 1
    if n_columns > MAX_COLUMNS:
        raise too_large(name, n_columns, MAX_COLUMNS)
    rows = {row for row, _ in sheet.cells}
    return Worksheet(
        name=name,
        cells=sheet.cells,
        merges=_merges(sheet.ranges, max(rows, default=-1) + 1, n_columns),
        hidden_rows=frozenset(sheet.hidden_rows & rows),
        hidden_columns=frozenset(
            column
            for column in {column for _, column in sheet.cells}
            if any(low - 1 <= column < high for low, high in sheet.hidden_columns)
        ),
        is_hidden=is_hidden,
        heading=sheet.heading,
    )


def _merges(ranges: list[str], n_rows: int, n_columns: int) -> tuple[Merge, ...]:
    """Read merged ranges such as ``A1:C2``."""
    places = []
    for each in ranges:
        first, _, last = each.partition(":")
        low, high = place_of(first), place_of(last or first)
        if low is not None and high is not None:
            places.append((*low, *high))
    return without_overlaps(places, n_rows, n_columns)


def without_overlaps(ranges: list[tuple[int, int, int, int]], n_rows: int, n_columns: int) -> tuple[Merge, ...]:
    """Clip merged ranges to the used area; one that lies on another is left out.

    Parameters
    ----------
    ranges : list of (int, int, int, int)
        First row, first column, last row, last column.
    n_rows, n_columns : int
        The used area.

    Returns
    -------
    tuple of Merge
        In the order of their places.
    """
    found: list[Merge] = []
    taken: set[tuple[int, int]] = set()
    for top, left, last_row, last_column in ranges:
        bottom, right = min(last_row, n_rows - 1), min(last_column, n_columns - 1)
        merge = Merge(top, left, bottom - top + 1, right - left + 1)
        if merge.rows < 1 or merge.columns < 1 or merge.rows * merge.columns == 1:
            continue
        if len(taken) + merge.rows * merge.columns > MAX_CELLS:
            break
        places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if not places & taken:
            found.append(merge)
            taken |= places
    return tuple(sorted(found, key=lambda merge: (merge.row, merge.column)))


def _heading(code: str) -> str:
    """Give the words in the middle of the header of the pages."""
    middle = re.search(r"&C(.*?)(?=&[LR]|$)", code, re.DOTALL)
    words = _HEADING_CODE.sub("", (middle[1] if middle else "").replace("&&", "\x00"))
    return words.replace("\x00", "&").strip()


def too_large(name: str, size: int, limit: int) -> InputError:
    """Make the refusal of a sheet that holds more than a table can."""
    message = f"The sheet {name} holds more than a table can ({size}, at most {limit})."
    return InputError(WorkbookCode.TOO_LARGE, message, sheet=name, size=size, limit=limit)
