"""Tables that text extraction left as lines: found, cut into rows, aligned to columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kepu.core.plans.columns import is_header, is_indicator_header, role_of
from kepu.core.plans.linetables import cell_per_line, grid_of
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.source import Table
    from kepu.core.plans.textlines import Line

_MOST_EXTRA = 3  # columns that a header may have fewer than its rows
_LEAST_REGULAR = 0.9
_LEAST_COLUMNS = 3
_FEWEST_NUMBERED = 2
_LONGEST_BAND = 40
_MOST_COLUMNS = 40
_CONTINUED = re.compile(r"[（(]?(?:续表|接上表|续上表)\s*\d{0,2}[）)]?$")


Splitter: TypeAlias = "Callable[[str, Line], list[Span]]"


@dataclass(frozen=True, slots=True)
class Token:
    """A cell before its row is known: its lines, and whether an empty line stands before it."""

    lines: tuple[Span, ...]
    gap: bool
    words: str
    line: int


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
    if not words:
        return None
    for split in (_split_tabs, _split_pipes, _split_spaces):
        cells = split(text, lines[first])
        if len(cells) >= (_LEAST_COLUMNS if split is _split_spaces else 2) and begins_table(
            [squeeze(text[a:b]) for a, b in cells]
        ):
            return _one_line_rows(text, lines, first, split)
    if lines[first].tabs:
        return _tab_led(text, lines, first)
    return cell_per_line(text, lines, first)


def begins_table(cells: Sequence[str]) -> bool:
    """Tell whether a row prints the header of a table of duties or of indicators."""
    return is_header(cells) or is_indicator_header(cells)


def _split_tabs(text: str, line: Line) -> list[Span]:
    return _split_at(text, line, "\t")


def _split_pipes(text: str, line: Line) -> list[Span]:
    words = text[line.start : line.end]
    return _pipe_cells(text, line) if words.count("|") >= _LEAST_COLUMNS else []


def _pipe_cells(text: str, line: Line) -> list[Span]:
    words = text[line.start : line.end]
    if not words.startswith("|"):
        return []
    return _split_at(text, line, "|")[1 : -1 if words.endswith("|") else None]


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


def _split_at(text: str, line: Line, separator: str) -> list[Span]:
    found = []
    position = line.raw_start if separator == "\t" else line.start
    for piece in text[position : line.end].split(separator):
        stripped = piece.strip()
        start = position + len(piece) - len(piece.lstrip()) if stripped else position
        found.append((start, start + len(stripped)))
        position += len(piece) + 1
    return found


def _one_line_rows(text: str, lines: Sequence[Line], first: int, split: Splitter) -> tuple[Table, int]:
    """Read a table with a row on each line; a line that has no separator continues the last cell."""
    header = split(text, lines[first])
    rows: list[list[list[Span]]] = []
    at = first
    blank = 0
    while at < len(lines):
        line = lines[at]
        if line.start == line.end and not line.tabs:
            blank += 1
            at += 1
            continue
        cells = _pipe_cells(text, line) if split is _split_pipes else split(text, line)
        if split is _split_tabs and len(cells) > 1:
            cells = [*cells, *_blank_ends(text, line)][: max(len(cells), len(header))]
        words = text[line.start : line.end]
        if split is _split_pipes and words and not words.strip("|:- "):
            at += 1
            continue
        if _CONTINUED.match(words):
            pass
        elif split is not _split_spaces and rows and (rest := _rest_of_row(text, line, split, rows[-1], len(header))):
            rows[-1][-1] += [rest[0]] if rest[0][0] < rest[0][1] else []
            rows[-1] += [[cell] if cell[0] < cell[1] else [] for cell in rest[1:]]
        elif len(cells) > 1:
            rows.append([[cell] if cell[0] < cell[1] else [] for cell in cells])
        elif _is_band(text, lines, at, split):
            rows.append([[(line.start, line.end)]])
        elif blank or not rows or not _continues(words):
            break
        else:
            rows[-1][-1].append((line.start, line.end))
        blank = 0
        at += 1
    n_columns = min(_MOST_COLUMNS, max(len(header), *(len(row) for row in rows)))
    return grid_of(text, rows, n_columns, lines[first].raw_start), at


def _blank_ends(text: str, line: Line) -> list[Span]:
    """Give the blank cells that tabs at the end of a line stand for."""
    stop = text.find("\n", line.end)
    behind = text[line.end : stop if stop >= 0 else len(text)]
    return [(line.end, line.end)] * behind.count("\t")


def _rest_of_row(text: str, line: Line, split: Splitter, row: Sequence[object], width: int) -> list[Span]:
    """Give the cells of a line that goes on with the row before, torn inside a cell; none when it does not.

    The two lines together have as many cells as the header, and this one begins with neither a number nor a bar.
    """
    words = text[line.start : line.end]
    if not words or line.tabs or words.startswith("|") or len(row) >= width:
        return []
    rest = _split_at(text, line, "|" if split is _split_pipes else "\t")
    if split is _split_pipes and words.endswith("|"):
        rest = rest[:-1]
    fits = len(rest) > 1 and len(row) + len(rest) - 1 == width
    return rest if fits and not text[rest[0][0] : rest[0][1]].strip().isdigit() else []


def _is_band(text: str, lines: Sequence[Line], at: int, split: Splitter) -> bool:
    """Tell a heading across the table: a number, no separator, and the next line is a row again."""
    mark = read_mark(text, lines[at].start)
    is_heading = mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET
    short = lines[at].end - lines[at].start <= _LONGEST_BAND
    return is_heading and short and at + 1 < len(lines) and len(split(text, lines[at + 1])) > 1


def _continues(words: str) -> bool:
    mark = read_mark(words)
    return mark is None or mark.style > 2  # noqa: PLR2004  一、 and （一） begin a section


def _tokens(text: str, lines: Sequence[Line], first: int) -> tuple[list[Token], int]:
    """Collect the cells of a region in which each cell begins with a tab."""
    tokens: list[Token] = []
    gap = False
    at = first
    last_tab = next((n for n in range(len(lines) - 1, first, -1) if lines[n].tabs), first)
    while at < len(lines):
        line = lines[at]
        words = text[line.start : line.end]
        if line.tabs:
            cells = _split_tabs(text, line)[1:] if words else [(line.start, line.start)]
            for number, (start, end) in enumerate(cells):
                spans = ((start, end),) if start < end else ()
                tokens.append(Token(spans, gap and number == 0, squeeze(text[start:end]), at))
            gap = False
        elif not words:
            gap = True
        elif gap and _ends_table(words, at > last_tab):
            break
        else:
            last = tokens[-1]
            tokens[-1] = Token((*last.lines, (line.start, line.end)), last.gap, last.words + squeeze(words), last.line)
            gap = False
        at += 1
    return tokens, at


def _ends_table(words: str, behind_last_cell: bool) -> bool:  # noqa: FBT001  called once
    """Tell whether words after an empty line, without a tab, stand behind the table."""
    mark = read_mark(words)
    return behind_last_cell or words.startswith("附件") or (mark is not None and mark.style <= 2 and len(words) > 8)  # noqa: PLR2004


def _tab_led(text: str, lines: Sequence[Line], first: int) -> tuple[Table, int] | None:
    ahead = [lines[n] for n in range(first, min(len(lines), first + _MOST_COLUMNS)) if lines[n].tabs]
    if not any(role_of(squeeze(text[line.start : line.end])) for line in ahead[:3]):
        return None
    tokens, behind = _tokens(text, lines, first)
    n_header = _header_width(tokens)
    if not n_header:
        return None
    body = tokens[n_header:]
    rows = [[list(token.lines) for token in tokens[:n_header]]]
    n_columns = _regular_width(body, n_header)
    if n_columns:
        rows += [[list(token.lines) for token in body[at : at + n_columns]] for at in range(0, len(body), n_columns)]
    else:
        rows += _irregular_rows(body)
        n_columns = min(_MOST_COLUMNS, max(len(row) for row in rows))
    return grid_of(text, rows, n_columns, lines[first].raw_start), behind


def _header_width(tokens: Sequence[Token]) -> int:
    """Count the cells of the header: up to the first empty line, else as many as are header words."""
    parted = next((at for at in range(1, min(len(tokens), _MOST_COLUMNS)) if tokens[at].gap), 0)
    if begins_table([token.words for token in tokens[:parted]]):
        return parted
    n_words = 0
    while n_words < min(len(tokens), _MOST_COLUMNS) and role_of(tokens[n_words].words):
        n_words += 1
    return n_words if begins_table([token.words for token in tokens[:n_words]]) else 0


def _regular_width(tokens: Sequence[Token], n_header: int) -> int | None:
    """Find the number of columns at which every row begins behind an empty line."""
    best, width = _LEAST_REGULAR, None
    for candidate in range(max(2, n_header), n_header + _MOST_EXTRA + 1):
        starts = range(0, len(tokens), candidate)
        regular = sum(tokens[at].gap or at == 0 for at in starts) / max(1, len(starts))
        enough = len(tokens) >= candidate
        if enough and (regular > best or (width is None and regular >= best)):
            best, width = regular, candidate
    return width


def _irregular_rows(tokens: Sequence[Token]) -> list[list[list[Span]]]:
    """Begin a row at each next serial number, or where there are none, behind each empty line."""
    numbered = [at for at, token in enumerate(tokens) if token.words.isdigit() and len(token.words) < 4]  # noqa: PLR2004
    starts, wanted = [], 1
    for at in numbered:
        if int(tokens[at].words) == wanted:
            starts.append(at)
            wanted += 1
    if len(starts) < 2:  # noqa: PLR2004
        starts = [at for at, token in enumerate(tokens) if token.gap or at == 0]
    starts = starts if starts[:1] == [0] else [0, *starts]
    ends = [*starts[1:], len(tokens)]
    return [[list(token.lines) for token in tokens[a:b]] for a, b in zip(starts, ends, strict=True)]
