"""Tables that go on behind a page break as tables of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kepu.core.plans.source import Table
from kepu.core.plans.taskrows import has_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.core.plans.source import Block


def join_tables(text: str, blocks: Iterable[Block]) -> list[Block]:
    """Join a table without a header to the table of duties right before it.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : iterable of Paragraph or Table
        In the order of the text.

    Returns
    -------
    list of Paragraph or Table
        A table of as many columns, with nothing in between, makes further rows of the one before.
    """
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(last, Table) and _goes_on(text, last, block):
            joined[-1] = _appended(last, block)
        else:
            joined.append(block)
    return joined


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
