"""Tables of lines without serial numbers: what a cell holds tells its column."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role, role_of, settle
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.unitnames import is_mostly_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

_NOTE = re.compile(r"(?:备注|注|说明)[:：]|附件|（此件")
_DUE = re.compile(
    r"(?:20\d{2}年)?(?:\d{1,2}月)?(?:底|底前|末|前|\d{1,2}日)?(?:前|完成)?$|(?:持续|长期|全年|常年|每年|每季度|每月)"
)
_LONGEST_BAND = 40
_FEWEST_ROWS = 2
_LONGEST_CELL = 400


def rows_by_kind(
    text: str, lines: Sequence[Line], header: Sequence[Sequence[int]]
) -> tuple[list[list[list[Span]]], int] | None:
    """Read the rows of a table of which each cell became a line and the empty cells left none.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        All its lines.
    header : sequence of sequence of int
        The lines of each cell of the header.

    Returns
    -------
    tuple of rows and int, or None
        Rows of cells, each with as many as the header or, for a heading across the table, one; the line behind the
        table. None where the words do not tell the columns apart.
    """
    words = ["".join(squeeze(text[lines[n].start : lines[n].end]) for n in cell) for cell in header]
    roles = settle([role_of(word) for word in words], [0.0] * len(header))
    if Role.TEXT not in roles or Role.LEAD not in roles:
        return None
    reader = _Rows(text, roles)
    behind = header[-1][-1] + 1
    for (cell, after), (following, _) in pairwise(chain(_cells(text, lines, header), [([], 0)])):
        if _heads_a_list(reader.words(cell), reader.words(following)):
            reader.head(cell)
        elif not reader.take(cell):
            break
        behind = after
    return (reader.rows, behind) if reader.n_led >= _FEWEST_ROWS else None


def _cells(text: str, lines: Sequence[Line], header: Sequence[Sequence[int]]) -> Iterator[tuple[list[Span], int]]:
    """Join lines to cells: those without a blank line between them, else those that end in the middle of a list."""
    apart = any(line.start == line.end for line in lines[header[0][0] : header[-1][0]])
    cell: list[Span] = []
    behind = header[-1][-1] + 1
    fresh = True
    for at in range(behind, len(lines)):
        line = lines[at]
        if line.start == line.end:
            fresh = True
            continue
        unfinished = bool(cell) and text[cell[-1][1] - 1] in "、，"
        if cell and not unfinished and (fresh or not apart):
            yield cell, behind
            cell = []
        cell.append((line.start, line.end))
        behind, fresh = at + 1, False
    if cell:
        yield cell, behind


def _heads_a_list(words: str, following: str) -> bool:
    """Tell the heading of a group: short words without a number, behind which the numbers begin at one."""
    mark = read_mark(following)
    begins = mark is not None and mark.style is MarkStyle.DIGIT and mark.value == 1
    return begins and len(words) <= _LONGEST_BAND and read_mark(words) is None and not set(words) & set("、，。；")


class _Rows:
    """Takes cell after cell."""

    def __init__(self, text: str, roles: Sequence[Role]) -> None:
        self.text = text
        self.roles = roles
        self.rows: list[list[list[Span]]] = []
        self.row: list[list[Span]] | None = None
        self.pending: list[Span] = []
        self.n_led = 0
        self.numbered = False

    def words(self, cell: list[Span]) -> str:
        return squeeze("".join(self.text[start:end] for start, end in cell))

    def head(self, cell: list[Span]) -> None:
        """Take a heading across the table."""
        self.rows.append([cell])
        self.row = None

    def take(self, cell: list[Span]) -> bool:
        """Put a cell where it belongs; False when it stands behind the table."""
        words = self.words(cell)
        if _NOTE.match(words) or len(words) > _LONGEST_CELL:
            return False
        mark = read_mark(words)
        if mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET and len(words) <= _LONGEST_BAND:
            self.head(cell)
            return "。" not in words
        if is_mostly_units(words) and self.row is not None:
            return self.put(cell, (Role.LEAD, Role.SUPPORT))
        if _DUE.match(words) and self.row is not None and Role.DUE in self.roles:
            return self.put(cell, (Role.DUE,))
        numbered = mark is not None and mark.style is MarkStyle.DIGIT
        if self.numbered and not numbered:
            return False
        return self.begin(cell, numbered=numbered)

    def begin(self, cell: list[Span], *, numbered: bool) -> bool:
        """Begin a row at what is to be done; the row before must have been led, or be one of a numbered list."""
        if self.row is not None and not numbered and not any(self.row[self.roles.index(Role.LEAD)]):
            return False
        self.numbered = numbered
        self.row = [[] for _ in self.roles]
        self.row[self.roles.index(Role.TEXT)] = cell
        self.rows.append(self.row)
        return True

    def put(self, cell: list[Span], wanted: tuple[Role, ...]) -> bool:
        """Put a cell into the first free column of its kind."""
        assert self.row is not None
        for column, role in enumerate(self.roles):
            if role in wanted and not self.row[column]:
                self.row[column] = cell
                self.n_led += role is Role.LEAD
                return True
        return False
