"""Tables that go on over pages: one grid, the repeated header left out, a row that the page cut put together."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role, role_of
from kepu.core.plans.marks import read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.pdf.lines import glue, next_width
from kepu.core.plans.reading.pdf.table import GridCell, PageTable

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR = 8.0  # points in which edges of two pages are the same
_OVERLAP = 0.5  # of the narrower of two columns whose edges are seen only as gaps
_MOST_HEADER_ROWS = 4
_MOST_NUMBERED = 0.8  # of the rows have a number; bands across a table have none
_CLOSED = re.compile(r"[。；！？;!?][”』）)]?$")
_OPEN = re.compile(r"[，、,（(《“]$")


def go_together(first: PageTable, second: PageTable) -> bool:
    """Tell whether a table goes on on the next page.

    Parameters
    ----------
    first, second : PageTable
        Two tables with nothing in between.

    Returns
    -------
    bool
        True when they are as wide and stand on pages that follow each other, and their columns fit.
    """
    if second.page != first.page + 1 or first.ruled is not second.ruled:
        return False
    if not first.ruled:
        return first.n_columns == second.n_columns and all(
            min(a[1], b[1]) - max(a[0], b[0]) > _OVERLAP * min(a[1] - a[0], b[1] - b[0])
            for a, b in zip(pairwise(first.edges), pairwise(second.edges), strict=True)
        )
    shift = second.edges[0] - first.edges[0]  # left and right pages have different margins
    if abs(second.edges[-1] - first.edges[-1] - shift) > _NEAR:
        return False
    if first.n_columns == second.n_columns:
        return all(abs(b - a - shift) <= _NEAR for a, b in zip(first.edges, second.edges, strict=True))
    fewer, more = sorted((first, second), key=lambda table: table.n_columns)
    offset = shift if fewer is first else -shift
    return all(min(abs(a + offset - b) for b in more.edges) <= _NEAR for a in fewer.edges)


def join(first: PageTable, second: PageTable) -> PageTable:
    """Put the rows of a table that goes on under the rows before them.

    Parameters
    ----------
    first, second : PageTable
        Two parts that `go_together`.

    Returns
    -------
    PageTable
        One table, on the page of the second part, so that a third can follow.
    """
    edges = max((first.edges, second.edges), key=len)
    above = _fitted(first, edges, 0.0 if edges is first.edges else second.edges[0] - first.edges[0])
    below = _fitted(second, edges, 0.0 if edges is second.edges else first.edges[0] - second.edges[0])
    below, n_below = _without_header(above, below, second.n_rows)
    if n_below and _is_cut(above, below, first.n_rows, first, edges):
        below, n_below = _mend(above, below, (first.n_rows, n_below), _rights(first, edges))
    merged_down(above, below, first.n_rows)
    moved = [_moved(cell, first.n_rows) for cell in below]
    return PageTable(
        second.page, first.top, second.bottom, second.edges if len(second.edges) == len(edges) else edges,
        sorted([*above, *moved], key=lambda cell: (cell.row, cell.column)), first.n_rows + n_below, first.ruled,
        first.rights if len(first.rights) == len(edges) - 1 else [],
    )  # fmt: skip


def _moved(cell: GridCell, by: int) -> GridCell:
    return GridCell(cell.row + by, cell.column, cell.rows, cell.columns, cell.lines, cell.text)


def _fitted(table: PageTable, edges: Sequence[float], shift: float) -> list[GridCell]:
    """Give the cells in a finer grid."""
    if table.n_columns == len(edges) - 1:
        return [_moved(cell, 0) for cell in table.cells]
    at = [min(range(len(edges)), key=lambda n: abs(edges[n] - edge - shift)) for edge in table.edges]
    return [
        GridCell(
            cell.row,
            at[cell.column],
            cell.rows,
            at[cell.column + cell.columns] - at[cell.column],
            cell.lines,
            cell.text,
        )
        for cell in table.cells
    ]


def _row(cells: Sequence[GridCell], row: int) -> list[GridCell]:
    return [cell for cell in cells if cell.row == row]


def _words(cells: Sequence[GridCell], row: int) -> list[tuple[int, str]]:
    return [(cell.column, squeeze(cell.text)) for cell in _row(cells, row)]


def _without_header(above: Sequence[GridCell], below: list[GridCell], n_below: int) -> tuple[list[GridCell], int]:
    """Leave out first rows that repeat the first rows of the table."""
    repeated = 0
    while repeated < min(n_below, _MOST_HEADER_ROWS):
        words = _words(below, repeated)
        if not any(text for _, text in words) or words != _words(above, repeated):
            break
        repeated += 1
    kept = [cell for cell in below if cell.row >= repeated]
    for cell in kept:
        cell.row -= repeated
    return kept, n_below - repeated


def _last_cells(above: Sequence[GridCell], n_above: int) -> dict[int, GridCell]:
    """Give for each column the cell that ends at the foot of the page."""
    return {cell.column: cell for cell in above if cell.row + cell.rows == n_above}


def _is_cut(
    above: Sequence[GridCell], below: Sequence[GridCell], n_above: int, table: PageTable, edges: Sequence[float]
) -> bool:
    """Tell whether the page break cut a row: its number is missing, or what it has goes on with what stands above."""
    last = _last_cells(above, n_above)
    row = _row(below, 0)
    filled = [cell for cell in row if cell.text]
    if filled and len(filled) < len(row) and _lacks_number(above, row, n_above):
        return True
    if len(filled) == len(row) > 1:
        return all(_unfinished(last.get(cell.column), cell, None) for cell in filled)
    rights = _rights(table, edges)
    return bool(filled) and all(_unfinished(last.get(cell.column), cell, rights.get(cell.column)) for cell in filled)


def _rights(table: PageTable, edges: Sequence[float]) -> dict[int, float]:
    return dict(enumerate(table.rights)) if len(table.rights) == len(edges) - 1 else {}


def _lacks_number(above: Sequence[GridCell], row: Sequence[GridCell], n_above: int) -> bool:
    """Tell that every row has a serial number but this one, of which the cell is blank."""
    column = next((cell.column for cell in above if role_of(squeeze(cell.text)) is Role.NUMBER), None)
    numbers = [cell.text for cell in above if cell.column == column and cell.row and cell.columns == 1]
    blank = any(cell.column == column and cell.columns == cell.rows == 1 and not cell.text for cell in row)
    counted = sum(text.strip().isdigit() for text in numbers)
    return blank and counted * 2 > n_above and counted >= _MOST_NUMBERED * len(numbers)


def _unfinished(above: GridCell | None, below: GridCell, right: float | None) -> bool:
    """Tell whether the words of a cell go on in the cell on the next page."""
    if above is None or not above.text or above.columns != below.columns or squeeze(below.text).isdigit():
        return False
    right = right if above.columns == 1 else None
    if _OPEN.search(above.text):
        return True
    if _CLOSED.search(above.text) or read_mark(below.text) is not None:
        return False
    if right is None or not above.lines or not below.lines:
        return False
    end = above.lines[-1]
    return right - end.x1 < next_width(below.lines[0]) + 0.35 * end.size


def _mend(
    above: list[GridCell], below: list[GridCell], rows: tuple[int, int], rights: dict[int, float]
) -> tuple[list[GridCell], int]:
    """Put the first row of a page behind the last row of the page before."""
    n_above, n_below = rows
    last = _last_cells(above, n_above)
    for cell in _row(below, 0):
        host = last.get(cell.column)
        if cell.text and host is not None:
            parted = bool(host.text) and not _unfinished(host, cell, rights.get(cell.column))
            host.text = glue(host.text, cell.text, parted=parted)
            host.lines = [*host.lines, *cell.lines]
        if host is not None and cell.rows > 1:
            host.rows += cell.rows - 1
    kept = []
    for cell in below:
        if cell.row:
            cell.row -= 1
            kept.append(cell)
        elif cell.rows > 1 and cell.column not in last:
            cell.rows -= 1
            kept.append(cell)
    return kept, n_below - 1


def merged_down(above: Sequence[GridCell], below: list[GridCell], n_above: int) -> None:
    """Let a merged cell go on: a blank cell of several rows at the top of a page belongs to the cell above.

    Parameters
    ----------
    above, below : sequence of GridCell
        The cells of the two parts, each counted from its own first row; those that go on are taken out of the second.
    n_above : int
        Rows of the first part.
    """
    last = _last_cells(above, n_above)
    for cell in _row(below, 0):
        host = last.get(cell.column)
        if host is not None and host.text and not cell.text and cell.rows > 1 and host.columns == cell.columns:
            host.rows += cell.rows
            below.remove(cell)
