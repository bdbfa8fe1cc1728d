"""A workbook that came back: where its head is now, and what stands in its rows. Nothing is judged here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.apps.ledger.workbooks import layout
from kepu.core.workbooks import cell_address, read_workbook

if TYPE_CHECKING:
    from kepu.apps.ledger.workbooks.layout import Mark, RowKey
    from kepu.core.workbooks import Cell, Workbook, Worksheet

FIGURE_HEAD, VALUE_HEAD = re.compile(r"指标(\d+)"), re.compile(r"指标(\d+)本期数值")
KNOWN = (
    layout.KEY,
    layout.NUMBER,
    layout.PLAN,
    layout.TASK,
    layout.ROLE,
    layout.LAST,
    layout.ANSWER,
    layout.PROGRESS,
    layout.PERCENT,
    layout.REASON,
    layout.PROBLEMS,
    layout.NEXT_STEP,
)
WRITTEN = (layout.ANSWER, layout.PROGRESS, layout.PERCENT, layout.REASON, layout.PROBLEMS, layout.NEXT_STEP)
MOST_HEAD_ROWS = 60


@dataclass(frozen=True)
class ReturnedRow:
    """A row below the head: its cells by column, and how it was found."""

    number: int
    sheet: str
    key: RowKey | None
    cells: dict[str, Cell]
    is_hidden: bool
    columns: dict[str, int] = field(default_factory=dict)
    merged: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything in it."""
        return not any(name in self.cells for name in WRITTEN) and not any(
            VALUE_HEAD.fullmatch(name) for name in self.cells
        )

    @property
    def task_words(self) -> str:
        """What stands in its column of tasks."""
        cell = self.cells.get(layout.TASK)
        return cell.text if cell else ""

    def place(self, name: str) -> str:
        """Where a column of the row is, as people find it: `报送表!C5`."""
        if name not in self.columns:
            return self.row_place
        return f"{self.sheet}!{cell_address(self.number - 1, self.columns[name])}"

    @property
    def row_place(self) -> str:
        """Where the row is."""
        return f"{self.sheet}!{self.number}"


@dataclass(frozen=True)
class Returned:
    """What a workbook says."""

    mark: Mark | None
    has_head: bool
    columns: frozenset[str] = frozenset()
    rows: tuple[ReturnedRow, ...] = ()
    other_sheets: tuple[str, ...] = field(default=())


def read_returned(data: bytes) -> Returned:
    """Find the head by its words wherever it stands now, and give every row below it that holds something."""
    book = read_workbook(data)
    mark = _mark(book)
    found = [(sheet, head) for sheet in book.sheets for head in [_head(sheet)] if head is not None]
    if not found:
        return Returned(mark, has_head=False)
    # A copy on a hidden tab is not what somebody filled in.
    sheet, (row, columns) = next((each for each in found if not each[0].is_hidden), found[0])
    others = tuple(each.name for each in book.visible if each is not sheet and each.cells)
    return Returned(mark, True, frozenset(columns.values()), tuple(_rows(sheet, row, columns)), others)


def _mark(book: Workbook) -> Mark | None:
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if "kepu1:" in cell.text and (mark := layout.read_mark(cell.text)):
                return mark
    return None


def _head(sheet: Worksheet) -> tuple[int, dict[int, str]] | None:
    """The row with the words of the head, and which column is which."""
    for row in sheet.rows[:MOST_HEAD_ROWS]:
        columns: dict[int, str] = {}
        for column in range(sheet.n_columns):
            name = _column_name(sheet.text(row, column))
            if name and name not in columns.values():
                columns[column] = name
        if {layout.ANSWER, layout.PROGRESS} <= set(columns.values()):
            return row, columns
    return None


def _column_name(words: str) -> str:
    tidy = unicodedata.normalize("NFKC", re.sub(r"\s", "", words))
    for name in KNOWN:
        if tidy == unicodedata.normalize("NFKC", name):
            return name
    return tidy if VALUE_HEAD.fullmatch(tidy) or FIGURE_HEAD.fullmatch(tidy) else ""


def _rows(sheet: Worksheet, head: int, columns: dict[int, str]) -> list[ReturnedRow]:
    covered = {merge.row + step for merge in sheet.merges for step in range(merge.rows) if merge.row > head}
    rows = []
    for row in sorted({*sheet.rows, *covered}):
        if row <= head:
            continue
        cells, merged = {}, []
        for column, name in columns.items():
            cell = sheet.at(row, column)
            if cell is None:
                continue
            cells[name] = cell
            merge = sheet.merged.get((row, column))
            if merge is not None and merge.rows > 1 and (name in WRITTEN or VALUE_HEAD.fullmatch(name)):
                merged.append(name)
        if not cells:
            continue
        key = layout.read_key(cells[layout.KEY].text) if layout.KEY in cells else None
        rows.append(
            ReturnedRow(
                number=row + 1,
                sheet=sheet.name,
                key=key,
                cells=cells,
                is_hidden=row in sheet.hidden_rows,
                columns={name: column for column, name in columns.items()},
                merged=tuple(merged),
            )
        )
    return rows
