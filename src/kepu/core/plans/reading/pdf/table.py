"""A table on a page: its grid, its cells, and the words of the cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.reading.pdf.lines import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.page import Line


Columns = tuple[int, int]  # the first, and how many

_SLACK = 0.5  # of a character that a full line may be short of the padding


@dataclass(slots=True)
class GridCell:
    """A cell of a table: its place, its extent, its lines and the paragraphs they make."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[Line] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class PageTable:
    """A table, or the part of one that stands on a page."""

    page: int
    top: float
    bottom: float
    edges: list[float]  # of the columns, one more than columns
    cells: list[GridCell]
    n_rows: int
    ruled: bool = True
    rights: list[float] = field(default_factory=list)  # where the longest lines of each column end

    @property
    def n_columns(self) -> int:
        """Columns of the grid."""
        return len(self.edges) - 1

    def row(self, number: int) -> list[GridCell]:
        """Give the cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]


def write_cells(table: PageTable) -> None:
    """Join the lines of each cell, by where the lines of its column end when they are full.

    Parameters
    ----------
    table : PageTable
        Its cells get their text.
    """
    lefts: dict[Columns, float] = {}
    rights: dict[Columns, float] = {}
    for cell in table.cells:
        for line in cell.lines:
            key = (cell.column, cell.columns)
            lefts[key] = min(lefts.get(key, line.x0), line.x0)
            rights[key] = max(rights.get(key, line.x1), line.x1)
    _widen(table, lefts, rights)
    for cell in table.cells:
        key = (cell.column, cell.columns)
        if cell.lines:
            centred = lefts[key] if _is_centred(cell.lines, lefts[key], rights[key]) else None
            cell.text = joined(cell.lines, rights[key], centred)
    table.rights = [rights.get((column, 1), table.edges[column + 1]) for column in range(table.n_columns)]


def _widen(table: PageTable, lefts: dict[Columns, float], rights: dict[Columns, float]) -> None:
    """Let full lines reach nearly to the sides of the cell, when these are drawn, where none is so long."""
    sizes = sorted(line.size for cell in table.cells for line in cell.lines)
    if not sizes or not table.ruled:
        return
    size = sizes[len(sizes) // 2]
    pad = max(0.0, min([size, *(left - table.edges[column] for (column, _), left in lefts.items())]))
    for column, columns in list(rights):
        key = (column, columns)
        rights[key] = max(rights[key], table.edges[column + columns] - pad - _SLACK * size)
        lefts[key] = min(lefts[key], table.edges[column] + pad + _SLACK * size)


def _is_centred(lines: Sequence[Line], left: float, right: float) -> bool:
    middle = (left + right) / 2
    short = [line for line in lines if right - line.x1 > line.size or line.x0 - left > line.size]
    return bool(short) and all(abs((line.x0 + line.x1) / 2 - middle) < 0.6 * line.size for line in short)
