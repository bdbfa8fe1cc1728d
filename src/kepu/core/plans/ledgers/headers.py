"""Where the header of a ledger stands in a sheet, and the words over each column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.ledgers.roles import SURE, LedgerRole, role_of_words
from kepu.core.plans.ledgers.times import take_period
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.sheettables import distinct, is_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.workbooks import Cell, Worksheet

_WITHIN = 20  # filled rows before which the header stands
_DEEPEST = 4  # rows of a header
_FEWEST = 3
_SHARE = 0.4  # of the words of a header; offices have columns of their own
_WORK = {LedgerRole.TEXT, LedgerRole.MEASURE, LedgerRole.LEAD, LedgerRole.SUPPORT}


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet: lines above, header, body, notes below; rows of the sheet, from 0."""

    above: tuple[int, ...]
    header: tuple[int, ...]
    body: tuple[int, ...]
    below: tuple[int, ...]


def find_layout(sheet: Worksheet) -> Layout | None:
    """Find the header of a ledger or a table of duties.

    Parameters
    ----------
    sheet : Worksheet
        A sheet.

    Returns
    -------
    Layout or None
        None when none of the first rows is a header.
    """
    rows = sheet.rows
    first = next((at for at, row in enumerate(rows[:_WITHIN]) if _is_header(sheet, row)), None)
    if first is None:
        return None
    last = _last_header_row(sheet, rows, first)
    body = list(rows[last + 1 :])
    below: list[int] = []
    while body and is_note(sheet, body[-1]):
        below.insert(0, body.pop())
    return Layout(tuple(rows[:first]), tuple(rows[first : last + 1]), tuple(body), tuple(below))


def _is_header(sheet: Worksheet, row: int) -> bool:
    cells = distinct(sheet, row)
    found = [role for cell in cells if (role := _role(cell))]
    known = len(found) + sum(_is_period(cell) for cell in cells)
    is_sure = any(role in _WORK and confidence >= SURE for role, confidence in found)
    return known >= _FEWEST and known >= _SHARE * len(cells) and is_sure


def _role(cell: Cell) -> tuple[LedgerRole, float] | None:
    words = squeeze(cell.text)
    return role_of_words(words) or role_of_words(take_period(words)[1])


def _is_period(cell: Cell) -> bool:
    word, rest = take_period(squeeze(cell.text))
    return word is not None and not rest


def _last_header_row(sheet: Worksheet, rows: Sequence[int], first: int) -> int:
    """Go down through merged cells and through rows that hold only header words."""
    deepest = max(
        (merge.row + merge.rows - 1 for column in range(sheet.n_columns) if (merge := sheet.merged.get((rows[first], column)))),
        default=rows[first],
    )  # fmt: skip
    at = first
    while at + 1 < len(rows) and at + 1 - first < _DEEPEST:
        row = rows[at + 1]
        if row > deepest and not _continues(sheet, row):
            break
        at += 1
    return at


def _continues(sheet: Worksheet, row: int) -> bool:
    """Tell whether a row goes on with the header: words of headers only, or the numbers of the columns."""
    cells = [cell for cell in distinct(sheet, row) if cell.row == row]
    if is_numbering(cells):
        return True
    return len(cells) > 1 and all(_role(cell) or _is_period(cell) for cell in cells)


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Tell whether cells count the columns: 1, 2, 3 …"""
    counted = [squeeze(cell.text).strip("()（）") for cell in cells]
    return len(cells) > _FEWEST and counted == [str(number) for number in range(1, len(cells) + 1)]


def header_words(sheet: Worksheet, header: Sequence[int], column: int) -> tuple[str, ...]:
    """Give the words over a column, from the top; a group that is not merged reaches over the blanks to its right.

    Parameters
    ----------
    sheet : Worksheet
        The sheet.
    header : sequence of int
        The rows of the header.
    column : int
        The column, from 0.

    Returns
    -------
    tuple of str
        Empty where nothing is printed.
    """
    found: list[Cell] = []
    for at, row in enumerate(header):
        if is_numbering([cell for cell in distinct(sheet, row) if cell.row == row]):
            continue
        cell = sheet.at(row, column)
        if (cell is None or not cell.text) and any(sheet.text(below, column) for below in header[at + 1 :]):
            cell = _group_left_of(sheet, row, column, header[-1])
        if cell is not None and cell.text and all(cell is not each for each in found):
            found.append(cell)
    return tuple(squeeze(cell.text) for cell in found)


def _group_left_of(sheet: Worksheet, row: int, column: int, last: int) -> Cell | None:
    for left in range(column - 1, -1, -1):
        cell = sheet.at(row, left)
        if cell is not None and cell.text:
            merge = sheet.merged.get((row, left))
            reaches_down = merge is not None and merge.row + merge.rows - 1 >= last
            return (
                None
                if reaches_down or (merge is not None and merge.columns > 1) or not sheet.text(last, left)
                else cell
            )
    return None
