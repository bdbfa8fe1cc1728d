"""The workbook as one text with its tables, laid out as the columns say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role
from kepu.core.plans.ledgers.roles import LedgerRole
from kepu.core.plans.reading.raw import RawParagraph, assemble
from kepu.core.plans.reading.sheettables import line_of, table_of
from kepu.core.plans.reading.xlsx import sheet_blocks
from kepu.core.plans.source import SourceText, Table, TableLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.ledgers.matching import Rows
    from kepu.core.plans.ledgers.sheets import Part
    from kepu.core.plans.reading.raw import RawBlock
    from kepu.core.plans.reading.sheettables import SheetTable
    from kepu.core.plans.source import Notice
    from kepu.core.workbooks import Workbook

_ROLES = {
    LedgerRole.NUMBER: Role.NUMBER,
    LedgerRole.CATEGORY: Role.CATEGORY,
    LedgerRole.TEXT: Role.TEXT,
    LedgerRole.LEAD: Role.LEAD,
    LedgerRole.SUPPORT: Role.SUPPORT,
    LedgerRole.DUE: Role.DUE,
    LedgerRole.TARGET: Role.TARGET,
    LedgerRole.SOURCE: Role.NOTE,
    LedgerRole.NOTE: Role.NOTE,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """The table of a sheet in the text, with its rows and columns in the sheet."""

    table: Table
    made: SheetTable


def ledger_source(
    book: Workbook, parts: Sequence[Part], rows: Rows, notices: tuple[Notice, ...]
) -> tuple[SourceText, list[Placed]]:
    """Write a workbook as a document.

    Parameters
    ----------
    book : Workbook
        The workbook.
    parts : sequence of Part
        Its ledgers.
    rows : Rows
        What their rows are.
    notices : tuple of Notice
        What was noticed.

    Returns
    -------
    tuple of SourceText and list of Placed
        Everything that is shown, and where the table of each ledger stands.
    """
    numbers = {part.sheet.name: number for number, part in enumerate(parts)}
    blocks: list[RawBlock] = []
    made: list[SheetTable] = []
    for sheet in book.visible:
        if sheet.name not in numbers:
            blocks += sheet_blocks(sheet) if sheet.cells else []
            continue
        number = numbers[sheet.name]
        part = parts[number]
        table = _table(part, number, rows)
        made.append(table)
        above: list[RawBlock] = [RawParagraph(line_of(sheet, row)) for row in part.layout.above]
        if not above and sheet.heading:
            above = [RawParagraph(sheet.heading)]
        blocks += [*above, table.raw, *(RawParagraph(line_of(sheet, row)) for row in part.layout.below)]
    source = assemble(blocks, notices)
    tables = [block for block in source.blocks or () if isinstance(block, Table) and block.layout is not None]
    return source, [Placed(table, each) for table, each in zip(tables, made, strict=True)]


def _table(part: Part, number: int, rows: Rows) -> SheetTable:
    made = table_of(part.sheet, (*part.layout.header, *part.layout.body))
    made.raw.layout = _layout(part, number, rows, made)
    return made


def _layout(part: Part, number: int, rows: Rows, made: SheetTable) -> TableLayout:
    columns = {column.index: column for column in part.columns}
    totals = rows.totals.get(number, [])
    return TableLayout(
        header=tuple("·".join(columns[index].header) if index in columns else "" for index in made.columns),
        roles=tuple(
            _ROLES.get(columns[index].role, Role.OTHER).value if index in columns else Role.OTHER.value
            for index in made.columns
        ),
        header_rows=len(part.layout.header),
        skipped=frozenset(
            at
            for at, row in enumerate(made.rows)
            if row in totals or (number, row) in rows.repeated or (number, row) in rows.headers
        ),
        else_text=made.columns.index(part.else_text) if part.else_text in made.columns else None,
    )
