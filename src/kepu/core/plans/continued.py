"""Tables that go on behind a page break as tables of their own, and the notes below them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kepu.core.plans.columns import is_header
from kepu.core.plans.dutyrows import words_of
from kepu.core.plans.marks import read_mark
from kepu.core.plans.source import Paragraph, Table, paragraph
from kepu.core.plans.taskrows import has_header
from kepu.core.plans.textlines import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.marks import Mark
    from kepu.core.plans.source import Block


_PAGE_END = re.compile(rf"{PAGE.pattern}|[（(]?(?:续表|接上表|续上表)\s*\d{{0,2}}[）)]?")
_NOTE = re.compile(r"(?:备注|注|说明|填表说明)[:：]\s*")


def join_tables(text: str, blocks: Iterable[Block]) -> list[Block]:
    """Join a table without a header to the table of duties right before it, and a note below a table to its items.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : iterable of Paragraph or Table
        In the order of the text.

    Returns
    -------
    list of Paragraph or Table
        A table of as many columns, with nothing but the end of a page in between, makes further rows of the one before; 1. 2. 3. below a table
        behind 注： are no headings.
    """
    joined: list[Block] = []
    item: Mark | None = None
    for block in blocks:
        item = _next_item(joined, block, item)
        if item is not None and item.value != 1 and isinstance(block, Paragraph):
            joined[-1] = paragraph(text, joined[-1].start, block.end)
            continue
        before = _before_page_end(joined)
        last = joined[before] if before >= 0 else None
        if (
            isinstance(block, Table)
            and isinstance(last, Table)
            and _goes_on(text, last, block, behind_page=before + 1 < len(joined))
        ):
            joined[before:] = [_appended(last, block)]
        else:
            joined += [*_title_in(text, block), block]
    return joined


def _before_page_end(joined: Sequence[Block]) -> int:
    """Give the place of the last block that is neither the number of a page nor （续表）."""
    at = len(joined) - 1
    while at >= 0 and (last := joined[at]) and isinstance(last, Paragraph) and _PAGE_END.fullmatch(last.text):
        at -= 1
    return at


def _title_in(text: str, block: Block) -> list[Paragraph]:
    """Give the title that a table of duties prints in a row of its own above its header."""
    if not isinstance(block, Table) or block.n_rows < 3:  # noqa: PLR2004  title, header and a row
        return []
    first, second = ([cell for cell in dict.fromkeys(row) if cell.lines] for row in block.grid()[:2])
    if len(first) != 1 or first[0].columns < block.n_columns or len(second) < 2:  # noqa: PLR2004
        return []
    headed = is_header([words_of(text, cell) for cell in second])
    return [paragraph(text, first[0].lines[0][0], first[0].lines[-1][1])] if headed else []


def _next_item(joined: Sequence[Block], block: Block, item: Mark | None) -> Mark | None:
    """Give the number of an item of a note below a table: the first behind 注：, or the one after the item before."""
    if not joined or not isinstance(block, Paragraph):
        return None
    if isinstance(joined[-1], Table):
        note = _NOTE.match(block.text)
        first = read_mark(block.text, note.end()) if note else None
        return first if first is not None and first.value == 1 else None
    mark = read_mark(block.text)
    if item is None or mark is None or (mark.style, mark.value) != (item.style, item.value + 1):
        return None
    return mark


def _goes_on(text: str, first: Table, second: Table, *, behind_page: bool) -> bool:
    """Tell a table that goes on with the one before: it has no header, or behind the end of a page the same one."""
    if first.layout is not None or second.layout is not None:
        return False
    if first.n_columns != second.n_columns or not has_header(text, first):
        return False
    same = behind_page and _head_words(text, first) == _head_words(text, second)
    return same or not has_header(text, second)


def _head_words(text: str, table: Table) -> list[str]:
    return [words_of(text, cell) for cell in table.grid()[0]]


def _appended(first: Table, second: Table) -> Table:
    moved = tuple(replace(cell, row=cell.row + first.n_rows) for cell in second.cells)
    return Table(
        first.n_rows + second.n_rows,
        first.n_columns,
        (*first.cells, *moved),
        first.start,
        second.end,
        merges_known=first.merges_known and second.merges_known,
        cut=second.cut,
    )
