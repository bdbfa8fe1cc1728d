"""Tables that text extraction left as lines: found, cut into rows, aligned to columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from kepu.core.plans.indicatorlines import indicator_per_line
from kepu.core.plans.linetables import TORN, cell_per_line, grid_of
from kepu.core.plans.linetokens import BEHIND
from kepu.core.plans.lonelines import LoneLines
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.tabtables import MOST_COLUMNS, begins_table, split_at, split_tabs, tab_led
from kepu.core.plans.textlines import PAGE
from kepu.core.plans.tornrows import TornRows, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.source import Table
    from kepu.core.plans.textlines import Line

__all__ = ["begins_table", "find_table"]

_LEAST_COLUMNS = 3
_FEWEST_NUMBERED = 2
_ASIDE = re.compile(r"[（(][^（）()]{2,20}[）)]")  # below a word of the header: （排在首位的牵头）
_CONTINUED = re.compile(r"[（(]?(?:续表|接上表|续上表)\s*\d{0,2}[）)]?$")


Splitter: TypeAlias = "Callable[[str, Line], list[Span]]"


def find_table(text: str, lines: Sequence[Line], first: int) -> tuple[Table, int] | None:
    """Read the table that begins at a line.

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
    words = text[lines[first].start : lines[first].end]
    mark = read_mark(words)
    if not words or (mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET):
        return None  # 四、工作任务及责任单位 heads a section
    if (torn := _torn_header(text, lines, first)) is not None:
        return _one_line_rows(text, lines, split_tabs, *torn)
    for split in (split_tabs, _split_pipes, _split_bars, _split_spaces, _split_words):
        cells = split(text, lines[first])
        if len(cells) >= (_LEAST_COLUMNS if split in _BY_SPACE else 2) and begins_table(
            [squeeze(text[a:b]) for a, b in cells]
        ):
            header = _cells_of(text, lines[first], split, len(cells))
            return _one_line_rows(text, lines, split, [[cell] for cell in header], first + 1)
    if lines[first].tabs:
        return tab_led(text, lines, first)
    return cell_per_line(text, lines, first) or indicator_per_line(text, lines, first)


def _split_pipes(text: str, line: Line) -> list[Span]:
    words = text[line.start : line.end]
    return _pipe_cells(text, line) if words.count("|") >= _LEAST_COLUMNS else []


def _pipe_cells(text: str, line: Line) -> list[Span]:
    words = text[line.start : line.end]
    if not words.startswith("|"):
        return []
    return split_at(text, line, "|")[1 : -1 if words.endswith("|") else None]


def _split_bars(text: str, line: Line) -> list[Span]:
    """Cut at bars between the cells, with none around the row."""
    words = text[line.start : line.end]
    return split_at(text, line, "|") if "|" in words else []


def _split_spaces(text: str, line: Line) -> list[Span]:
    found: list[Span] = []
    position = line.start
    while position < line.end:
        end = position
        while end < line.end and text[end : end + 2].strip(" \u3000") != "" and text[end] != "\u3000":
            end += 1
        found.append((position, min(end, line.end)))
        position = end
        while position < line.end and text[position] in " \u3000":
            position += 1
    return found


def _split_words(text: str, line: Line) -> list[Span]:
    """Cut at every space, where the header has no wider ones: what extraction leaves of a table without its rules."""
    found: list[Span] = []
    position = line.start
    for word in text[line.start : line.end].split():
        start = text.index(word, position)
        position = start + len(word)
        found.append((start, position))
    return found


_BY_SPACE = (_split_spaces, _split_words)


def _torn_header(text: str, lines: Sequence[Line], first: int) -> tuple[list[list[Span]], int] | None:
    """Read a header between tabs that tears its words: 牵头, and on the next line 单位."""
    header = [[cell] for cell in split_tabs(text, lines[first])]
    behind = first + 1
    for line in lines[behind : behind + MOST_COLUMNS]:
        cells = split_tabs(text, line)
        goes_on = TORN.fullmatch(_words(text, [*header[-1], cells[0]])) or _ASIDE.fullmatch(_words(text, cells[:1]))
        if line.tabs or line.start == line.end or not goes_on:
            break
        header[-1].append(cells[0])
        header += [[cell] for cell in cells[1:]]
        behind += 1
    is_torn = behind > first + 1 and len(header) > 1 and begins_table([_words(text, cell) for cell in header])
    return (header, behind) if is_torn else None


def _words(text: str, cell: Sequence[Span]) -> str:
    return squeeze("".join(text[start:end] for start, end in cell))


def _one_line_rows(
    text: str, lines: Sequence[Line], split: Splitter, header: list[list[Span]], behind: int
) -> tuple[Table, int]:
    """Read a table with a row on each line; a line that has no separator continues the last cell."""
    words_of_header = [_words(text, cell) for cell in header]
    torn = TornRows.below(text, lines, lambda line: _torn_cells(text, line, split), words_of_header)
    lonely = LoneLines(text, lines, split, words_of_header, torn.roles)
    rows: list[list[list[Span]]] = [[[part for part in cell if part[0] < part[1]] for cell in header]]
    start = header[0][0][0]
    at = behind
    blank = 0
    while at < len(lines):
        line = lines[at]
        if line.start == line.end and not line.tabs:
            blank += 1
            at += 1
            continue
        words = text[line.start : line.end]
        cells = _cells_of(text, line, split, len(header))
        if _is_furniture(words, cells, split):
            at += 1
            continue
        if rest := torn.rest(at, rows[-1]):
            rows[-1][-1] += [rest[0]] if rest[0][0] < rest[0][1] else []
            rows[-1] += [[cell] if cell[0] < cell[1] else [] for cell in rest[1:]]
        elif len(cells) == 1 and torn.is_open(rows[-1]):
            rows[-1][-1].append((line.start, line.end))
        elif len(cells) > 1:
            rows.append([[cell] if cell[0] < cell[1] else [] for cell in cells])
        elif words.startswith("|") and words.endswith("|") and cells:
            rows.append([cells[:1]])
        elif lone := lonely.row(at, rows):
            rows.append(lone)
        elif blank or not _continues(words) or (split is _split_spaces and not line.indent):
            break
        else:
            rows[-1][-1].append((line.start, line.end))
        blank = 0
        at += 1
    n_columns = min(MOST_COLUMNS, max(len(header), *(len(row) for row in rows)))
    rows = [[unquoted(text, cell) for cell in row] for row in rows]
    return grid_of(text, rows, n_columns, start), at


def _cells_of(text: str, line: Line, split: Splitter, width: int) -> list[Span]:
    """Cut a line behind the header into cells; tabs at its end are blank cells."""
    cells = _pipe_cells(text, line) if split is _split_pipes else split(text, line)
    blanks = _blank_ends(text, line) if split is split_tabs else []
    if len(cells) > 1 or len(blanks) > 1:
        return [*cells, *blanks][: max(len(cells), width)]
    return cells


def _is_furniture(words: str, cells: Sequence[Span], split: Splitter) -> bool:
    """Tell rules of bars, （续表1）, and numbers of pages."""
    if split is _split_pipes and words and not words.strip("|:- "):
        return True
    return bool(_CONTINUED.match(words)) or (len(cells) <= 1 and bool(PAGE.match(words)))


def _blank_ends(text: str, line: Line) -> list[Span]:
    """Give the blank cells that tabs at the end of a line stand for."""
    stop = text.find("\n", line.end)
    behind = text[line.end : stop if stop >= 0 else len(text)]
    return [(line.end, line.end)] * behind.count("\t")


def _torn_cells(text: str, line: Line, split: Splitter) -> list[Span]:
    """Cut a line that may begin inside a cell; none where a bar begins a row."""
    words = text[line.start : line.end]
    if split in _BY_SPACE or words.startswith("|"):
        return []
    cells = split_at(text, line, "\t" if split is split_tabs else "|")
    if split is _split_pipes and words.endswith("|"):
        cells = cells[:-1]
    return [*cells, *_blank_ends(text, line)] if split is split_tabs else cells


def _continues(words: str) -> bool:
    mark = read_mark(words)
    if words.startswith("附表") or BEHIND.match(words):
        return False
    return mark is None or mark.style > 2  # noqa: PLR2004  一、 and （一） begin a section
