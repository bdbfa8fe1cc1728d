"""What a table of duties holds when it is read: its columns, and its rows with their blank cells filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from kepu.core.plans.columns import Role
    from kepu.core.plans.groupcells import Heading
    from kepu.core.plans.source import Cell, Paragraph, Table

DITTO = {"同上", "〃", "″", "同前", "″″"}  # the cell says what the one above says


@dataclass(slots=True)
class Row:
    """One row of duties, blank cells filled."""

    index: int
    category: Heading | None
    group: Heading | None
    number: str | None
    words: Paragraph
    start: int  # where the task begins in the words
    lead: tuple[Cell, ...]  # more than one where the rows below only name further units
    support: tuple[Cell, ...]  # of all columns that name who supports
    lead_inherited: bool
    support_inherited: bool
    due: str | None
    full: bool


@dataclass(slots=True)
class DutyTable:
    """A table of duties: what its columns hold and its rows."""

    table: Table
    roles: tuple[Role, ...]
    header: tuple[str, ...]
    header_rows: int
    rows: list[Row] = field(default_factory=list)


def words_of(text: str, cell: Cell) -> str:
    """Give the words of a cell without white space."""
    return squeeze("".join(text[start:end] for start, end in cell.lines))
