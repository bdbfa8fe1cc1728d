"""Tables that go on behind a page break as tables of their own, and the notes below them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kepu.core.plans.marks import read_mark
from kepu.core.plans.source import Paragraph, Table, paragraph
from kepu.core.plans.taskrows import has_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.marks import Mark
    from kepu.core.plans.source import Block


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
        A table of as many columns, with nothing in between, makes further rows of the one before; 1. 2. 3. below a table
        behind 注： are no headings.
    """
    joined: list[Block] = []
    item: Mark | None = None
    for block in blocks:
        item = _next_item(joined, block, item)
        if item is not None and item.value != 1 and isinstance(block, Paragraph):
            joined[-1] = paragraph(text, joined[-1].start, block.end)
            continue
        last = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(last, Table) and _goes_on(text, last, block):
            joined[-1] = _appended(last, block)
        else:
            joined.append(block)
    return joined


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


def _goes_on(text: str, first: Table, second: Table) -> bool:
    if first.layout is not None or second.layout is not None:
        return False
    return first.n_columns == second.n_columns and has_header(text, first) and not has_header(text, second)


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
