"""A range of rows of a sheet as a table: merged cells kept, blank rows and columns left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.raw import GridCell, RawGrid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.workbooks import Cell, Worksheet

_NOTE = re.compile(r"^(?:备注|注|说明|填表说明|填报说明)\s*[:：]|^(?:填表人|制表人|审核人|填报人|联系人|单位负责人)")
_LONG = 40  # a sentence, no heading


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with the rows and columns of the sheet that it was made of."""

    raw: RawGrid
    rows: tuple[int, ...]
    columns: tuple[int, ...]


def distinct(sheet: Worksheet, row: int) -> list[Cell]:
    """Give the cells with words that cover a row, each once, from left to right."""
    found: dict[int, Cell] = {}
    for column in range(sheet.n_columns):
        cell = sheet.at(row, column)
        if cell is not None and cell.text and id(cell) not in found:
            found[id(cell)] = cell
    return list(found.values())


def words_of_row(sheet: Worksheet, row: int) -> list[str]:
    """Give the words of a row without white space."""
    return [squeeze(cell.text) for cell in distinct(sheet, row)]


def line_of(sheet: Worksheet, row: int) -> str:
    """Give the words of a row that stands outside of a table."""
    return " ".join(" ".join(cell.text.split("\n")) for cell in distinct(sheet, row) if cell.row == row)


def is_note(sheet: Worksheet, row: int) -> bool:
    """Tell whether a row below a table says something about it."""
    cells = [cell for cell in distinct(sheet, row) if cell.row == row]
    if not cells:
        return False
    if _NOTE.match(squeeze(cells[0].text)):
        return True
    merge = sheet.merged.get((row, cells[0].column))
    return len(cells) == 1 and merge is not None and merge.columns > 1 and len(cells[0].text) > _LONG


def table_of(sheet: Worksheet, rows: Sequence[int]) -> SheetTable:
    """Make a table of some rows of a sheet.

    Parameters
    ----------
    sheet : Worksheet
        The sheet.
    rows : sequence of int
        Rows that hold something, in order.

    Returns
    -------
    SheetTable
        Columns that hold nothing in these rows are left out.
    """
    chosen = set(rows)
    columns = sorted({column for row, column in sheet.cells if row in chosen})
    place = {column: at for at, column in enumerate(columns)}
    cells: list[GridCell] = []
    begun: set[int] = set()
    for at, row in enumerate(rows):
        for number, column in enumerate(columns):
            merge = sheet.merged.get((row, column))
            if merge is None:
                cell = sheet.cells.get((row, column))
                cells.append((at, number, 1, 1, cell.text if cell is not None else ""))
            elif id(merge) not in begun:
                begun.add(id(merge))
                cell = sheet.cells.get((merge.row, merge.column))
                height = sum(each < merge.row + merge.rows for each in rows[at:])
                width = sum(each in place for each in range(column, merge.column + merge.columns))
                cells.append((at, number, height, width, cell.text if cell is not None else ""))
    return SheetTable(RawGrid(cells, len(rows), len(columns)), tuple(rows), tuple(columns))
