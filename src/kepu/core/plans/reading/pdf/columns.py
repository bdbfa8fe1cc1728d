"""Columns that only gaps part: to which column words belong, and which lines begin a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.pdf.lines import next_width, pieces
from kepu.core.plans.reading.pdf.page import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.page import Rule

GAP_IN_ROW = 0.8
GAP_AT_EDGE = 0.25  # where columns meet, words may stand close
_LONGEST_BAND = 40
_WIDEST_GAP = 3.0  # characters between a full line and the middle of the gap behind it
_FARTHEST_BAND = 2.2  # characters from the last row of a page


@dataclass(slots=True)
class Columns:
    """Where the columns of a table without drawn cells stand."""

    edges: list[float]
    serial: int | None
    size: float

    def of(self, piece: Line) -> tuple[int, int]:
        """Give the first and the last column that a piece of a line touches."""
        inside = [
            n
            for n in range(len(self.edges) - 1)
            if min(piece.x1, self.edges[n + 1]) - max(piece.x0, self.edges[n]) > 0.3 * self.size
        ]
        return (inside[0], inside[-1]) if inside else (0, 0)

    def part(self, end: float, start: float) -> bool:
        """Tell whether an edge parts two pieces that stand close."""
        slack = 0.2 * self.size
        return any(end - slack <= edge <= start + slack for edge in self.edges)


def cut_line(line: Line, columns: Columns) -> list[tuple[int, int, Line]]:
    """Cut a line into its cells, at the gaps and where an edge parts characters that stand close."""
    found: list[tuple[int, int, Line]] = []
    for piece in pieces(line, GAP_AT_EDGE):
        first, last = columns.of(piece)
        close = bool(found) and piece.x0 - found[-1][2].x1 <= GAP_IN_ROW * columns.size
        if found and (found[-1][1] >= first or (close and not columns.part(found[-1][2].x1, piece.x0))):
            before = found[-1][2]
            found[-1] = (found[-1][0], max(last, found[-1][1]), Line([*before.glyphs, *piece.glyphs], line.page))
        else:
            found.append((first, last, piece))
    return found


def is_band(lines: Sequence[Line], at: int, columns: Columns) -> bool:
    """Tell a heading across the table: one short piece, and rows go on behind it."""
    words = squeeze(lines[at].text)
    mark = read_mark(words)
    cells = cut_line(lines[at], columns)
    if len(words) > _LONGEST_BAND or len(cells) > 1:
        return False
    first, last, _ = cells[0]
    headed = mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET and first == 0
    if not headed and first == last:
        return False
    if at + 1 == len(lines):  # rows may go on on the next page
        return headed and at > 0 and lines[at].top - lines[at - 1].bottom < _FARTHEST_BAND * columns.size
    behind = [cut_line(line, columns) for line in lines[at + 1 : at + 3]]
    return any(len(row) > 1 and all(a == b for a, b, _ in row) for row in behind)


def row_starts(lines: Sequence[Line], rules: Sequence[Rule], columns: Columns) -> list[int]:
    """Tell which lines begin a row.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the table below its header.
    rules : sequence of Rule
        Horizontal lines of the page: between two lines, they part rows.
    columns : Columns
        The columns.

    Returns
    -------
    list of int
        Drawn lines decide; else white bands, when some are wider than others; else numbers; else every line that has
        words in most of the columns.
    """
    width = columns.edges[-1] - columns.edges[0]
    ruled = [
        at
        for at in range(1, len(lines))
        if any(lines[at - 1].y < rule.at < lines[at].top + 2 and rule.end - rule.start > 0.5 * width for rule in rules)
    ]
    if ruled and len(ruled) >= len(lines) // 8:
        return [0, *ruled]
    numbered = _numbered(lines, columns)
    banded = _banded(lines)
    if numbered is not None and (not banded or len(numbered) >= len(banded) + 1):
        return numbered
    return [0, *banded] if banded else _filled(lines, columns)


def _numbered(lines: Sequence[Line], columns: Columns) -> list[int] | None:
    """Begin rows at the serial numbers, when these stand on the first lines of their rows; bands are rows as well."""
    if columns.serial is None:
        return None
    starts = []
    for at, line in enumerate(lines):
        cells = cut_line(line, columns)
        own = next((squeeze(piece.text) for first, last, piece in cells if first == last == columns.serial), "")
        if own.strip(".．、").isdigit() or is_band(lines, at, columns):
            starts.append(at)
    if not starts:
        return None
    return starts if starts[0] == 0 else [0, *starts]


def _banded(lines: Sequence[Line]) -> list[int]:
    """Begin rows behind the wider ones of the white bands between lines."""
    gaps: list[float] = []
    reach = lines[0].bottom
    for line in lines[1:]:  # lines of neighbouring cells may stand between one another
        gaps.append(line.top - reach)
        reach = max(reach, line.bottom)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    between = [gap for gap in gaps if gap > -0.2 * size]
    if len(between) < 2:  # noqa: PLR2004  nothing to compare
        return []
    limit = min(between) + 0.3 * size
    return [at + 1 for at, gap in enumerate(gaps) if gap > limit]


def _filled(lines: Sequence[Line], columns: Columns) -> list[int]:
    """Begin a row on each line that has words in more than half of the columns, and does not go on in all of them."""
    n_columns = len(columns.edges) - 1
    cut = [{first: piece for first, last, piece in cut_line(line, columns) if first == last} for line in lines]
    rights = {column: max(row[column].x1 for row in cut if column in row) for column in {c for row in cut for c in row}}
    starts = [0]
    for at in range(1, len(lines)):
        many = len(cut[at]) * 2 > n_columns and not _wrapped(cut[at - 1], cut[at], rights, columns)
        if many or is_band(lines, at, columns):
            starts.append(at)
    return starts


def _wrapped(before: dict[int, Line], cells: dict[int, Line], rights: dict[int, float], columns: Columns) -> bool:
    """Tell whether every cell of a line goes on with the cell above, which fills its column."""
    return all(
        column in before
        and rights[column] - before[column].x1 < next_width(piece) + 0.35 * columns.size
        and columns.edges[column + 1] - before[column].x1 < _WIDEST_GAP * columns.size
        for column, piece in cells.items()
    )
