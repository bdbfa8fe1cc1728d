"""Tables without drawn cells: found by their header, columns by the gaps, rows by numbers, lines or white bands."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role, is_indicator_header, role_of
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.pdf.columns import GAP_AT_EDGE, Columns, cut_line, is_band, row_starts
from kepu.core.plans.reading.pdf.lines import pieces
from kepu.core.plans.reading.pdf.page import Line
from kepu.core.plans.reading.pdf.table import GridCell, PageTable, write_cells
from kepu.core.plans.texttables import begins_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.page import Rule

_GAPS = (1.45, 0.8, 0.45)  # characters between the words of a header, the widest first
_MOST_HEADER_LINES = 3
_ENDS = re.compile(r"(?:备注|注|说明|填表说明)\s*[:：]|附件|附录|主题词|抄送")
_FARTHEST = 4.0  # lines of white space that end a table
_LONGEST_HEADER = 20
_HEADER_ENDS = re.compile(r"[（(].*[）)]|号|[单位部门内容任务时限间名称措施目标事项类别指]{2,4}")
_ABOUT_WORK = {Role.NUMBER, Role.CATEGORY, Role.TEXT, Role.TARGET}
_SENTENCE = re.compile("[，。；：！？]")
_FEWEST_ROWS = 2


@dataclass(slots=True)
class Found:
    """A table that was found among lines, and which of the lines it is."""

    table: PageTable
    first: int
    behind: int
    columns: Columns


def header_at(lines: Sequence[Line], at: int) -> tuple[list[Line], int] | None:
    """Read the header of a table of duties or indicators, which may be printed on several lines.

    Parameters
    ----------
    lines : sequence of Line
        The lines of a page.
    at : int
        The line to look at.

    Returns
    -------
    tuple of list of Line and int, or None
        One line for each column, and the line behind the header.
    """
    for gap in _GAPS:
        cells = pieces(lines[at], gap)
        behind = at + 1
        for _ in range(_MOST_HEADER_LINES):
            if _is_header(cells) and _fits_below(lines, behind, cells, gap):
                return _whole_header(lines, behind, cells, gap)
            if behind >= len(lines) or lines[behind].top - lines[behind - 1].bottom > lines[at].size:
                break
            cells = _stacked(cells, pieces(lines[behind], gap))
            behind += 1
    return None


def _is_header(cells: Sequence[Line]) -> bool:
    """Tell a header from two columns of text, of which words may look like one."""
    words = [squeeze(cell.text) for cell in cells]
    if len(cells) < 2 or not begins_table(words):  # noqa: PLR2004  two columns
        return False
    if any(len(each) > _LONGEST_HEADER or _SENTENCE.search(each) or _unbalanced(each) for each in words):
        return False
    return len(cells) > 2 or any(role_of(each) in _ABOUT_WORK for each in words) or is_indicator_header(words)  # noqa: PLR2004


def _unbalanced(words: str) -> bool:
    return sum(words.count(each) for each in "（(《“") != sum(words.count(each) for each in "）)》”")


def _whole_header(lines: Sequence[Line], behind: int, cells: list[Line], gap: float) -> tuple[list[Line], int]:
    """Take the next line into the header, when it stands close and its words go on with header words."""
    if behind < len(lines) and lines[behind].top - lines[behind - 1].bottom < 0.7 * cells[0].size:
        below = pieces(lines[behind], gap)
        stacked = _stacked(cells, below)
        goes_on = len(stacked) == len(cells) and all(_HEADER_ENDS.fullmatch(squeeze(each.text)) for each in below)
        if goes_on and _is_header(stacked):
            return stacked, behind + 1
    return cells, behind


def _fits_below(lines: Sequence[Line], behind: int, cells: Sequence[Line], gap: float) -> bool:
    """Tell that the next line is cut too: what looks like a header may be a sentence."""
    return behind >= len(lines) or len(pieces(lines[behind], gap)) > 1 or len(cells) > 2  # noqa: PLR2004


def _stacked(above: list[Line], below: list[Line]) -> list[Line]:
    """Put the pieces of two lines of a header over one another."""
    cells = [Line(list(cell.glyphs), cell.page) for cell in above]
    for piece in below:
        over = next((cell for cell in cells if cell.x0 < piece.x1 and piece.x0 < cell.x1), None)
        if over is None:
            cells.append(piece)
        else:
            over.glyphs += piece.glyphs
    return sorted(cells, key=lambda cell: min(glyph.x0 for glyph in cell.glyphs))


def find_columns(lines: Sequence[Line], rules: Sequence[Rule], at: int) -> Found | None:
    """Read the table without drawn cells that begins at a line.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the page outside of other tables, from top to bottom.
    rules : sequence of Rule
        The horizontal lines of the page.
    at : int
        The line to look at.

    Returns
    -------
    Found or None
        None when no header begins there, or no rows follow.
    """
    header = header_at(lines, at)
    if header is None:
        return None
    cells, first = header
    columns = _columns(cells, lines[first : first + 60])
    if columns is None:
        return None
    behind = _end(lines, first, columns)
    if behind == first < len(lines):
        return None
    table = _table(lines[first:behind], rules, columns, cells)
    return Found(table, at, behind, columns) if table.n_rows >= _FEWEST_ROWS or behind == len(lines) else None


def go_on(lines: Sequence[Line], rules: Sequence[Rule], columns: Columns) -> Found | None:
    """Read the rows of a table of the page before that go on at the top of a page.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the page.
    rules : sequence of Rule
        Its horizontal lines.
    columns : Columns
        The columns of the table.

    Returns
    -------
    Found or None
        None when the page begins with something else.
    """
    behind = _end(lines, 0, columns)
    if not behind or all(len(cut_line(line, columns)) < 2 for line in lines[:behind]):  # noqa: PLR2004
        return None
    return Found(_table(lines[:behind], rules, columns, None), 0, behind, columns)


def _columns(cells: Sequence[Line], body: Sequence[Line]) -> Columns | None:
    """Part the columns in the widest gap between neighbouring header words that the rows leave free."""
    size = cells[0].size
    spans = [(min(glyph.x0 for glyph in cell.glyphs), max(glyph.x1 for glyph in cell.glyphs)) for cell in cells]
    parts = [piece for line in body for piece in pieces(line, GAP_AT_EDGE)]
    left = min([spans[0][0], *(part.x0 for part in parts)])
    right = max([spans[-1][1], *(part.x1 for part in parts)])
    edges = [left - size]
    for (_, end), (start, _) in itertools.pairwise(spans):
        edge = _quietest(parts, end, start)
        if edge is None:
            return None
        edges.append(edge)
    serial = next((n for n, cell in enumerate(cells) if role_of(squeeze(cell.text)) is Role.NUMBER), None)
    return Columns([*edges, right + size], serial, size)


def _quietest(parts: Sequence[Line], low: float, high: float) -> float | None:
    """Find the middle of the widest stretch between two header words that the fewest pieces cross."""
    if high <= low:
        return None
    stops = sorted({low, high, *(x for part in parts for x in (part.x0, part.x1) if low < x < high)})
    best: tuple[float, float, float] | None = None
    for start, end in itertools.pairwise(stops):
        middle = (start + end) / 2
        crossing = sum(part.x0 < middle < part.x1 for part in parts)
        key = (crossing, start - end, middle)
        if best is None or key < best:
            best = key
    return best[2] if best else (low + high) / 2


def _end(lines: Sequence[Line], first: int, columns: Columns) -> int:
    """Find the line behind the table."""
    at = first
    while at < len(lines):
        line = lines[at]
        if at > first and line.top - lines[at - 1].bottom > _FARTHEST * columns.size:
            break
        cells = cut_line(line, columns)
        crossing = any(last > begin for begin, last, _ in cells)
        if len(cells) == 1 and _stands_behind(lines, at, columns):
            break
        if (crossing or line.x0 < columns.edges[0]) and not is_band(lines, at, columns):
            break
        at += 1
    return at


def _stands_behind(lines: Sequence[Line], at: int, columns: Columns) -> bool:
    """Tell a note, an annex or a heading behind the table from words that stand alone in a cell."""
    words = squeeze(lines[at].text)
    if _ENDS.match(words) or abs(lines[at].size - columns.size) > 0.12 * columns.size:
        return True
    mark = read_mark(words)
    return mark is not None and mark.style <= MarkStyle.CHINESE and not is_band(lines, at, columns)


def _table(lines: Sequence[Line], rules: Sequence[Rule], columns: Columns, header: Sequence[Line] | None) -> PageTable:
    starts = row_starts(lines, rules, columns) if lines else []
    cells: list[GridCell] = []
    n_rows = 0
    if header is not None:
        for column, words in enumerate(header):
            cells.append(GridCell(0, column, lines=[words]))
        n_rows = 1
    for start, behind in pairwise([*starts, len(lines)]):
        held: dict[tuple[int, int], list[Line]] = {}
        for line in lines[start:behind]:
            for first, last, piece in cut_line(line, columns):
                held.setdefault((first, last), []).append(piece)
        if len(held) == 1 and is_band(lines, start, columns):
            cells.append(GridCell(n_rows, 0, 1, len(columns.edges) - 1, next(iter(held.values()))))
        else:
            cells += _row_cells(n_rows, held, len(columns.edges) - 1)
        n_rows += 1
    every = [*(header or ()), *lines]
    table = PageTable(every[0].page, every[0].top, every[-1].bottom, list(columns.edges), cells, n_rows, ruled=False)
    write_cells(table)
    return table


def _row_cells(row: int, held: dict[tuple[int, int], list[Line]], n_columns: int) -> list[GridCell]:
    cells: list[GridCell] = []
    column = 0
    while column < n_columns:
        wide = next(((a, b) for a, b in held if a == column and b > a), None)
        if wide is not None and all(key == wide or key[0] > wide[1] for key in held):
            cells.append(GridCell(row, column, 1, wide[1] - wide[0] + 1, held[wide]))
            column = wide[1] + 1
            continue
        lines = [line for (first, _), each in held.items() if first == column for line in each]
        cells.append(GridCell(row, column, lines=sorted(lines, key=lambda line: line.y)))
        column += 1
    return cells
