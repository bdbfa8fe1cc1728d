"""Tables of which every cell became a line of its own, and the grid that rows of cells make."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.alignment import Placed, align
from kepu.core.plans.columns import Role, is_header, role_of
from kepu.core.plans.linerows import fitting_rows
from kepu.core.plans.marks import read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.source import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

_FEWEST_COLUMNS = 2
_FEWEST_ROWS = 2
_PARTS = (Role.LEAD, Role.SUPPORT)
_ASSIGNING = {Role.LEAD, Role.SUPPORT}
_BEHIND_TEXT = {*_ASSIGNING, Role.DUE, Role.NOTE}
_LONGEST_UNKNOWN = 8
_MOST_HEADER_LINES = 40
_MOST_ALIKE = 2  # columns of one name
TORN = re.compile(
    r"[序编]号|类别|主题|时[限间]|备注|(?:牵头|责任|主责|配合|参与|协办|主办|承办)(?:单位|部门)|(?:完成|办理|推进)(?:时限|时间)|(?:重点|主要|工作|具体)(?:任务|措施|内容|举措)"
)


def cell_per_line(text: str, lines: Sequence[Line], first: int) -> tuple[Table, int] | None:
    """Read a table of which each cell became a line of its own, without tabs.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        All its lines.
    first : int
        The line to look at.

    Returns
    -------
    tuple of Table and int, or None
        The table and the line behind it.
    """
    header = _header_lines(text, lines, first)
    if len(header) < _FEWEST_COLUMNS or _comes_again(text, lines, header) or _stands_above(text, lines, header):
        return None
    if not is_header(["".join(squeeze(text[lines[n].start : lines[n].end]) for n in cell) for cell in header]):
        return None
    header = _with_parts(text, lines, header)
    found = fitting_rows(text, lines, header)
    if found is None:
        return None
    first_row = [[(lines[n].start, lines[n].end) for n in cell] for cell in header]
    placed = [_placed(row, len(header)) for row in (first_row, *found[0])]
    return _table(placed, len(header), lines[first].raw_start), found[1]


def _header_lines(text: str, lines: Sequence[Line], first: int) -> list[list[int]]:
    """Find the lines of each cell of the header; narrow columns tear a word: 序 号, 牵头 单位."""
    header: list[list[int]] = []
    seen: Counter[str] = Counter()
    ahead = range(first, min(len(lines), first + _MOST_HEADER_LINES))
    filled = (n for n in ahead if lines[n].start < lines[n].end)
    for n, following in pairwise(chain(filled, [None])):
        assert n is not None
        if header and n in header[-1]:
            continue
        words = squeeze(text[lines[n].start : lines[n].end])
        behind = "" if following is None else squeeze(text[lines[following].start : lines[following].end])
        if following is not None and TORN.fullmatch(words + behind):
            header.append([n, following])
            continue
        named = role_of(words) or (behind and _is_in_between(words, behind, seen))
        if not named or seen[words] == _MOST_ALIKE or "\t" in text[lines[n].start : lines[n].end]:
            break
        seen[words] += 1
        header.append([n])
    return header


def _is_in_between(words: str, following: str, before: Collection[str]) -> bool:
    """Tell a word of the header that is not known, before one that is; behind the units a row may begin."""
    known = role_of(following)
    led = any(role_of(each) in _ASSIGNING for each in before)
    fits = known in _BEHIND_TEXT if led else known is not None
    return bool(before) and fits and len(words) <= _LONGEST_UNKNOWN and not (words.isdigit() or read_mark(words))


def _stands_above(text: str, lines: Sequence[Line], header: Sequence[Sequence[int]]) -> bool:
    """Tell a title like 任务分工 from the first word of the header: it is set off, or the serial numbers come behind it."""
    above, first, *others = header
    apart = first[0] - above[-1] > 1
    together = bool(others) and all(later[0] - earlier[-1] == 1 for earlier, later in pairwise([first, *others]))
    numbered = role_of(squeeze(text[lines[first[0]].start : lines[first[0]].end])) is Role.NUMBER
    titled = text[lines[above[0]].start : lines[above[0]].end].endswith(("分工", "分解"))
    return (apart and together) or (titled and (numbered or lines[first[0]].tabs))


def _with_parts(text: str, lines: Sequence[Line], header: Sequence[list[int]]) -> list[list[int]]:
    """Put the second line of a header, 牵头单位 and 配合单位, into the place of 责任单位, which stands over them."""
    roles = [role_of("".join(squeeze(text[lines[n].start : lines[n].end]) for n in cell)) for cell in header]
    over = next((at for at, role in enumerate(roles) if role in _ASSIGNING), None)
    if over is None or over > len(header) - 1 - len(_PARTS) or tuple(roles[-len(_PARTS) :]) != _PARTS:
        return list(header)
    return [*header[:over], *header[-len(_PARTS) :], *header[over + 1 : -len(_PARTS)]]


def _comes_again(text: str, lines: Sequence[Line], header: Sequence[Sequence[int]]) -> bool:
    """Tell a header with no row under it, only the same header again."""
    first = lines[header[0][0]]
    again = lines[header[-1][-1] + 1 : header[-1][-1] + 2]
    return any(text[line.start : line.end] == text[first.start : first.end] for line in again)


def grid_of(text: str, rows: Sequence[Sequence[Sequence[Span]]], n_columns: int, start: int) -> Table:
    """Put cells into columns, rows with too few of them where their contents fit.

    Parameters
    ----------
    text : str
        The normalised text.
    rows : sequence of rows
        The first is the header; each cell is a list of lines.
    n_columns : int
        Columns of the table.
    start : int
        Where the table begins in the text.

    Returns
    -------
    Table
        With one cell for every place, blank or not; nothing is known of merges.
    """
    others_are_full = len(rows) > _FEWEST_ROWS and all(len(row) >= n_columns for row in rows[1:-1])
    cut = others_are_full and 1 < len(rows[-1]) < n_columns
    return _table(align(text, rows, n_columns), n_columns, start, cut=cut)


def _placed(row: Sequence[Sequence[Span]], n_columns: int) -> Placed:
    """Give the cells of a row their columns: one each, or a single cell all of them."""
    if len(row) == 1:
        return [(0, n_columns, list(row[0]))]
    return [(column, 1, list(lines)) for column, lines in enumerate(row)]


def _table(placed: Sequence[Placed], n_columns: int, start: int, *, cut: bool = False) -> Table:
    cells = [
        Cell(number, column, 1, width, tuple(lines))
        for number, row in enumerate(placed)
        for column, width, lines in row
    ]
    end = max((line[1] for cell in cells for line in cell.lines), default=start)
    return Table(len(placed), n_columns, tuple(cells), start, end, merges_known=False, cut=cut)
