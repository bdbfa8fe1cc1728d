"""Workbooks (.xlsx): titles, tables and notes of each sheet that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.columns import is_header
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.raw import RawParagraph, assemble
from kepu.core.plans.reading.sheetnotices import sheet_notices
from kepu.core.plans.reading.sheettables import distinct, is_note, line_of, table_of, words_of_row
from kepu.core.workbooks import read_workbook

if TYPE_CHECKING:
    from kepu.core.plans.reading.raw import RawBlock
    from kepu.core.plans.source import SourceText
    from kepu.core.workbooks import Worksheet

_HEADER_WITHIN = 15  # filled rows before which the header stands


def read_xlsx(data: bytes) -> SourceText:
    """Read a workbook as a document.

    Parameters
    ----------
    data : bytes
        An .xlsx file.

    Returns
    -------
    SourceText
        For each sheet that is shown: the lines above the table, the table, the notes below it.

    Raises
    ------
    InputError
        ``code`` is one of `WorkbookCode`.
    """
    book = read_workbook(data)
    blocks = [block for sheet in book.visible for block in sheet_blocks(sheet)]
    return assemble(blocks, sheet_notices(book))


def sheet_blocks(sheet: Worksheet) -> list[RawBlock]:
    """Give the blocks of one sheet.

    Parameters
    ----------
    sheet : Worksheet
        A sheet.

    Returns
    -------
    list of RawParagraph or RawTable
        Blank rows and columns between are left out; without a header of duties all rows are one table.
    """
    rows = list(sheet.rows)
    header = next((at for at, row in enumerate(rows[:_HEADER_WITHIN]) if is_header(words_of_row(sheet, row))), None)
    above = rows[: header or 0]
    body = rows[header or 0 :]
    below: list[int] = []
    while header is not None and len(body) > 1 and is_note(sheet, body[-1]):
        below.insert(0, body.pop())
    if header is None and all(len(distinct(sheet, row)) <= 1 for row in rows):
        above, body = rows, []
    lines: list[RawBlock] = [RawParagraph(line_of(sheet, row)) for row in above]
    if sheet.heading and header is not None and not any(_is_title(line) for line in lines):
        lines.insert(0, RawParagraph(sheet.heading))
    table: list[RawBlock] = [table_of(sheet, body).raw] if body else []
    return [*lines, *table, *(RawParagraph(line_of(sheet, row)) for row in below)]


def _is_title(block: RawBlock) -> bool:
    return isinstance(block, RawParagraph) and len(squeeze(block.text)) > 3  # noqa: PLR2004  附件
