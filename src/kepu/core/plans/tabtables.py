"""Tables in which each cell begins with a tab: rows told by empty lines, by their width or by serial numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.columns import is_header, is_indicator_header, role_of
from kepu.core.plans.linetables import grid_of
from kepu.core.plans.marks import read_mark
from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.source import Table
    from kepu.core.plans.textlines import Line

_MOST_EXTRA = 3  # columns that a header may have fewer than its rows
_LEAST_REGULAR = 0.9
MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Token:
    """A cell before its row is known: its lines, and whether an empty line stands before it."""

    lines: tuple[Span, ...]
    gap: bool
    words: str
    line: int


def begins_table(cells: Sequence[str]) -> bool:
    """Tell whether a row prints the header of a table of duties or of indicators."""
    return is_header(cells) or is_indicator_header(cells)


def split_tabs(text: str, line: Line) -> list[Span]:
    return split_at(text, line, "\t")


def split_at(text: str, line: Line, separator: str) -> list[Span]:
    found = []
    position = line.raw_start if separator == "\t" else line.start
    for piece in text[position : line.end].split(separator):
        stripped = piece.strip()
        start = position + len(piece) - len(piece.lstrip()) if stripped else position
        found.append((start, start + len(stripped)))
        position += len(piece) + 1
    return found


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
            cells = split_tabs(text, line)[1:] if words else [(line.start, line.start)]
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


def tab_led(text: str, lines: Sequence[Line], first: int) -> tuple[Table, int] | None:
    ahead = [lines[n] for n in range(first, min(len(lines), first + MOST_COLUMNS)) if lines[n].tabs]
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
        rows += _parted_rows(body, n_header) or _irregular_rows(body)
        n_columns = min(MOST_COLUMNS, max(len(row) for row in rows))
    return grid_of(text, rows, n_columns, lines[first].raw_start), behind


def _header_width(tokens: Sequence[Token]) -> int:
    """Count the cells of the header: up to the first empty line, else as many as are header words."""
    parted = next((at for at in range(1, min(len(tokens), MOST_COLUMNS)) if tokens[at].gap), 0)
    if begins_table([token.words for token in tokens[:parted]]):
        return parted
    n_words = 0
    while n_words < min(len(tokens), MOST_COLUMNS) and role_of(tokens[n_words].words):
        n_words += 1
    return n_words if begins_table([token.words for token in tokens[:n_words]]) else 0


def _parted_rows(tokens: Sequence[Token], n_header: int) -> list[list[list[Span]]]:
    """Begin a row behind each empty line, where nearly all rows then have one width and the others a single cell."""
    starts = [at for at, token in enumerate(tokens) if token.gap or at == 0]
    rows = [tokens[a:b] for a, b in zip(starts, [*starts[1:], len(tokens)], strict=False)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    bands = sum(len(row) == 1 for row in rows)
    fits = n_header <= width <= n_header + _MOST_EXTRA and times > bands and times + bands >= len(rows) * _LEAST_REGULAR
    return [[list(token.lines) for token in row] for row in rows] if fits and bands else []


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
    numbered = [at for at, token in enumerate(tokens) if token.words.isdecimal() and len(token.words) < 4]  # noqa: PLR2004
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
