"""Tables of which every cell became a line of its own, and the grid that rows of cells make."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise, zip_longest
from typing import TYPE_CHECKING

from kepu.core.plans.alignment import align
from kepu.core.plans.columns import is_header, role_of
from kepu.core.plans.kindtables import rows_by_kind
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.source import Cell, Table
from kepu.core.plans.unitnames import looks_like_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

_LEAST_COLUMNS = 3
_FEWEST_NUMBERED = 2
_MOST_HEADER_LINES = 40
_MOST_ALIKE = 2  # columns of one name
_LONGEST_BAND = 40
_NEAR = 4  # lines in which the first row follows
_LABEL = re.compile(r"(?:牵头|责任|主责|配合|参与|协办|支持)(?:单位|部门)?\s*[:：]")
_TORN = re.compile(
    r"序号|(?:牵头|责任|主责|配合|参与|协办|主办|承办)(?:单位|部门)|(?:完成|办理|推进)(?:时限|时间)|(?:重点|主要|工作|具体)(?:任务|措施|内容|举措)"
)
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?")
_NOTE = re.compile(r"(?:备注|注|说明)[:：]")


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
    if len(header) < _LEAST_COLUMNS or _comes_again(text, lines, header):
        return None
    if not is_header(["".join(squeeze(text[lines[n].start : lines[n].end]) for n in cell) for cell in header]):
        return None
    rows: list[list[list[Span]]] = [[[(lines[n].start, lines[n].end) for n in cell] for cell in header]]
    groups: list[list[Line]] = []
    bands: dict[int, list[Line]] = {}  # headings across the table, by the number of rows before them
    at = header[-1][-1] + 1
    while at < len(lines):
        words = squeeze(text[lines[at].start : lines[at].end])
        if words == str(len(groups) + 1):
            groups.append([])
        elif not groups and words and _is_first_band(text, lines, at):
            bands.setdefault(0, []).append(lines[at])
        elif (not groups and words) or (groups and _stands_behind(words, groups[-1], len(header))):
            break
        if groups:
            groups[-1].append(lines[at])
        at += 1
    if len(groups) < _FEWEST_NUMBERED:  # without serial numbers only the words tell rows and columns apart
        found = rows_by_kind(text, lines, header)
        return (grid_of(text, rows + found[0], len(header), lines[first].raw_start), found[1]) if found else None
    rows += _spaced_rows(groups, header) or _rows_of_groups(text, groups, bands, len(header))
    return grid_of(text, rows, len(header), lines[first].raw_start), at


def _header_lines(text: str, lines: Sequence[Line], first: int) -> list[list[int]]:
    """Find the lines of each cell of the header; narrow columns tear a word: 序 号, 牵头 单位."""
    header: list[list[int]] = []
    seen: Counter[str] = Counter()
    filled = [n for n in range(first, min(len(lines), first + _MOST_HEADER_LINES)) if lines[n].start < lines[n].end]
    words = {n: squeeze(text[lines[n].start : lines[n].end]) for n in filled}
    for n, following in zip_longest(filled, filled[1:]):
        if header and n in header[-1]:
            continue
        if following is not None and _TORN.fullmatch(words[n] + words[following]):
            header.append([n, following])
            continue
        if role_of(words[n]) is None or seen[words[n]] == _MOST_ALIKE:
            break
        seen[words[n]] += 1
        header.append([n])
    return header


def _comes_again(text: str, lines: Sequence[Line], header: Sequence[Sequence[int]]) -> bool:
    """Tell a header with no row under it, only the same header again."""
    first = lines[header[0][0]]
    again = lines[header[-1][-1] + 1 : header[-1][-1] + 2]
    return any(text[line.start : line.end] == text[first.start : first.end] for line in again)


def _stands_behind(words: str, row: Sequence[Line], n_columns: int) -> bool:
    """Tell a line behind the table: an annex, a note, or a heading when the row has all its cells."""
    if words.startswith("附件") or _NOTE.match(words):
        return True
    mark = read_mark(words)
    return len(row) >= n_columns and mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET


def _rows_of_groups(
    text: str, groups: Sequence[Sequence[Line]], bands: dict[int, list[Line]], n_columns: int
) -> list[list[list[Span]]]:
    """Make a row of each group of lines, and one of each heading across the table."""
    rows: list[list[list[Span]]] = []
    for number, group in enumerate(groups):
        band = _band_behind(text, group, n_columns) if number + 1 < len(groups) else []
        if number in bands:
            title = bands[number][-1]
            rows.append([[(title.start, title.end)]])
        rows.append(_row_of_lines(text, group[: group.index(band[0])] if band else group, n_columns))
        if band:
            bands[number + 1] = band
    return rows


def _spaced_rows(groups: Sequence[Sequence[Line]], header: Sequence[Sequence[int]]) -> list[list[list[Span]]]:
    """Make rows where blank lines part the cells and the lines of one cell stand together; none when the counts deny it.

    A cell more than the header has, behind the serial number, is a heading over this row and those that follow.
    """
    if any(later[0] - earlier[-1] < _FEWEST_NUMBERED for earlier, later in pairwise(header)):
        return []
    rows: list[list[list[Span]]] = []
    has_run = False  # of lines in one cell
    full = 0
    for group in groups:
        cells = [list(cell) for filled, cell in groupby(group, key=lambda line: line.start < line.end) if filled]
        has_run = has_run or any(len(cell) > 1 for cell in cells)
        row = [[(line.start, line.end) for line in cell] for cell in cells]
        if len(row) == len(header) + 1:
            rows.append([row.pop(1)])
        if len(row) > len(header):
            return []
        full += len(row) == len(header)
        rows.append(row)
    return rows if has_run and 2 * full > len(groups) else []


def _is_first_band(text: str, lines: Sequence[Line], at: int) -> bool:
    """Tell a heading between the header and the first row, or the line of its number."""
    words = text[lines[at].start : lines[at].end]
    following = [
        squeeze(text[line.start : line.end]) for line in lines[at + 1 : at + 2 * _NEAR] if line.start < line.end
    ]
    begins = following[1:2] if _NUMERAL.fullmatch(words) else following[:1]
    return len(words) <= _LONGEST_BAND and begins == ["1"]


def _band_behind(text: str, group: Sequence[Line], n_columns: int) -> list[Line]:
    """Find a heading across the table behind the last cell of a row: a filled line too many, or two with its number."""
    filled = [line for line in group if line.start < line.end]
    numbered = len(filled) > 1 and _NUMERAL.fullmatch(text[filled[-2].start : filled[-2].end])
    band = filled[-2:] if numbered else filled[-1:]
    words = text[filled[-1].start : filled[-1].end] if filled else ""
    row = group[: group.index(band[0])] if band else group
    too_many = len(_row_of_lines(text, row, n_columns)) == n_columns
    is_heading = len(words) <= _LONGEST_BAND and not set(words) & set("、，。；")
    return band if too_many and is_heading and not looks_like_units(words) else []


def _row_of_lines(text: str, group: Sequence[Line], n_columns: int) -> list[list[Span]]:
    """Make the cells of a row from its lines: empty lines are empty cells when the number of lines says so."""
    cells: list[list[Span]] = []
    joins = False
    for line in group:
        words = text[line.start : line.end]
        if words and (joins or _is_labelled_on(text, cells, words)):
            cells[-1].append((line.start, line.end))
        else:
            cells.append([(line.start, line.end)] if words else [])
        joins = bool(words) and (_only_mark(words) or words.endswith(("、", "，")))
    while len(cells) > n_columns and not cells[-1]:
        cells.pop()
    return cells if len(cells) == n_columns else [cell for cell in cells if cell]


def _is_labelled_on(text: str, cells: Sequence[Sequence[Span]], words: str) -> bool:
    """Tell 配合单位：… below 牵头单位：… in one cell."""
    last = cells[-1] if cells else []
    return bool(last) and bool(_LABEL.match(words)) and bool(_LABEL.match(text[last[0][0] : last[0][1]]))


def _only_mark(words: str) -> bool:
    """Tell a line that is nothing but 二、: the words stand on the next."""
    mark = read_mark(words)
    return mark is not None and mark.end >= len(words) and not words.strip().isdigit()


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
    placed = align(text, rows, n_columns)
    cells = [
        Cell(number, column, 1, width, tuple(lines))
        for number, row in enumerate(placed)
        for column, width, lines in row
    ]
    end = max((line[1] for cell in cells for line in cell.lines), default=start)
    others_are_full = len(rows) > _FEWEST_NUMBERED and all(len(row) >= n_columns for row in rows[1:-1])
    cut = others_are_full and 1 < len(rows[-1]) < n_columns
    return Table(len(rows), n_columns, tuple(cells), start, end, merges_known=False, cut=cut)
