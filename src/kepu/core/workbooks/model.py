"""What a workbook holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from kepu.core.workbooks.addresses import cell_address

Value = str | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something.

    Attributes
    ----------
    row, column : int
        From 0.
    text : str
        What people see: codes with all digits, dates and percentages in their format. Empty for a formula without result.
    value : str, float, bool, date, datetime, time or None
        What the cell holds; a percentage is a share of one.
    is_formula : bool
        The value was computed by the program that saved the workbook.
    is_computed : bool
        False for a formula whose result was not saved.
    is_error : bool
        The result is an error such as ``#REF!``.
    """

    row: int
    column: int
    text: str
    value: Value
    is_formula: bool = False
    is_computed: bool = True
    is_error: bool = False

    @property
    def address(self) -> str:
        """Such as ``C5``."""
        return cell_address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of merged cells: where it begins, and how far it extends."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Worksheet:
    """A sheet with its cells; blank cells are not listed.

    Attributes
    ----------
    name : str
        On its tab.
    cells : dict of (int, int) to Cell
        By row and column.
    merges : tuple of Merge
        Inside the used area, none lying on another.
    hidden_rows, hidden_columns : frozenset of int
        Those with content that the program does not show, also because of a filter.
    is_hidden : bool
        The tab is not shown.
    heading : str
        What is printed above the sheet on each page, without its codes.
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    heading: str = ""

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows that hold something."""
        return tuple(sorted({row for row, _ in self.cells}))

    @cached_property
    def n_columns(self) -> int:
        """Columns up to the last that holds something."""
        return max((column for _, column in self.cells), default=-1) + 1

    @cached_property
    def merged(self) -> dict[tuple[int, int], Merge]:
        """For each place of a merged range, the range."""
        return {
            (row, column): merge
            for merge in self.merges
            for row in range(merge.row, merge.row + merge.rows)
            for column in range(merge.column, merge.column + merge.columns)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """Give the cell that covers a place: its own, or the one at the beginning of its merged range."""
        merge = self.merged.get((row, column))
        return self.cells.get((merge.row, merge.column) if merge else (row, column))

    def text(self, row: int, column: int) -> str:
        """Give what people see at a place, merged ranges included."""
        cell = self.at(row, column)
        return cell.text if cell is not None else ""

    def place(self, cell: Cell) -> str:
        """Give the address of a cell with the name of the sheet, such as ``一季度!C5``."""
        return f"{self.name}!{cell.address}"


@dataclass(frozen=True)
class Workbook:
    """Sheets in the order of their tabs."""

    sheets: tuple[Worksheet, ...]

    @property
    def visible(self) -> tuple[Worksheet, ...]:
        """The sheets whose tabs are shown."""
        return tuple(sheet for sheet in self.sheets if not sheet.is_hidden)
