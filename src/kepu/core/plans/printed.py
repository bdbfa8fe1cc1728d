"""A table of duties as it is printed, for a workbook with the same columns, order and merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role
from kepu.core.plans.model import PrintedCell, PrintedTable
from kepu.core.plans.source import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.dutyrows import DutyTable
    from kepu.core.plans.node import Node

_MERGING = {Role.CATEGORY, Role.LEAD, Role.SUPPORT, Role.DUE}


def printed_table(text: str, duties: DutyTable, ids: Sequence[int], node: Node | None) -> PrintedTable:
    """Give a table of duties as it is printed.

    Parameters
    ----------
    text : str
        The normalised text.
    duties : DutyTable
        The table.
    ids : sequence of int
        The ids of its tasks, in order.
    node : Node or None
        The heading it stands under.

    Returns
    -------
    PrintedTable
        Where the merges are not known, blank cells below a group, a lead or a support belong to the cell above.
    """
    table = duties.table
    cells = list(table.cells) if table.merges_known else _merged(duties)
    by_row = {row.index: number for row, number in zip(duties.rows, ids, strict=True)}
    return PrintedTable(
        title=node.title if node is not None and node.style == "annex-title" else None,
        header=duties.header,
        roles=tuple(role.value for role in duties.roles),
        header_rows=duties.header_rows,
        n_rows=table.n_rows,
        n_columns=table.n_columns,
        cells=tuple(
            PrintedCell(cell.row, cell.column, cell.rows, cell.columns, words_in_lines(text, cell), cell.span)
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.column))
        ),
        tasks=tuple(by_row.get(row, 0) for row in range(table.n_rows)),
    )


def words_in_lines(text: str, cell: Cell) -> str:
    """Give the words of a cell with its printed line breaks."""
    return "\n".join(text[start:end] for start, end in cell.lines)


def _merged(duties: DutyTable) -> list[Cell]:
    """Join blank cells to the cell above them, column by column, never across a group."""
    table = duties.table
    grid = table.grid()
    kept: list[Cell] = [cell for cell in table.cells if cell.row < duties.header_rows]
    for column in range(table.n_columns):
        role = duties.roles[column]
        extents: list[Cell] = []
        for number in range(duties.header_rows, table.n_rows):
            cell = grid[number][column]
            if cell.column != column or cell.row != number:
                continue
            joins = (
                role in _MERGING
                and not cell.lines
                and extents
                and extents[-1].lines
                and extents[-1].columns == 1
                and extents[-1].row + extents[-1].rows == number
                and not _begins_group(duties, grid, number, column)
            )
            if joins:
                last = extents[-1]
                extents[-1] = Cell(last.row, last.column, last.rows + 1, last.columns, last.lines)
            else:
                extents.append(cell)
        kept += extents
    return kept


def _begins_group(duties: DutyTable, grid: Sequence[Sequence[Cell]], number: int, column: int) -> bool:
    """Tell whether a group column further left prints something in this row, or a wide cell spans it."""
    row = grid[number]
    last = column if duties.roles[column] is Role.CATEGORY else len(row)
    groups = [at for at, role in enumerate(duties.roles) if role is Role.CATEGORY and at < last]
    return any(row[at].lines for at in groups) or any(cell.columns > 1 for cell in row)
