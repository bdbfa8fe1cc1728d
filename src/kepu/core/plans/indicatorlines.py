"""A table of indicators of which every cell became a line of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.columns import AIMED, DATED, INDICATOR, PRESENT, is_indicator_header
from kepu.core.plans.indicatortables import UNITS
from kepu.core.plans.linetables import grid_of
from kepu.core.plans.normalise import half_width, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.source import Table
    from kepu.core.plans.textlines import Line

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_MOST_LINES = 2  # of a name that a narrow column parts
_MOST_HEADER_LINES = 24
_SERIAL = re.compile(r"序号?|编号")
_OTHER = re.compile(r"(?:指标)?(?:属性|性质|类型)|备注|(?:责任|牵头|主管)(?:单位|部门)|来源|数据来源")
_OF_YEAR = re.compile(r"(?:现状|基期|基准|实际|目标|规划|预期|完成)?(?:值|数|情况)|现状|基期|实际|目标|规划")
_CELLS = {
    "serial": re.compile(r"\d{1,3}[.、]?"),
    "unit": re.compile(r"[^\d。，；]{1,6}"),
    "value": re.compile(r"[-—–―─/]{1,4}|[^。；]{0,8}\d[^。；]{0,12}|全覆盖"),
    "other": re.compile(r"[^。；]{1,20}"),
    "name": re.compile(r"(?=[^。；]*[\u4e00-\u9fff])[^。；]{2,40}"),
}


def indicator_per_line(text: str, lines: Sequence[Line], first: int) -> tuple[Table, int] | None:
    """Read a table of indicators of which each cell became a line, without tabs.

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
    ahead = lines[first : first + _MOST_HEADER_LINES]
    filled = [first + n for n, line in enumerate(ahead) if line.start < line.end]
    header, kinds = _header(text, lines, filled)
    cells = [squeeze("".join(text[a:b] for a, b in cell)) for cell in header]
    if len(header) < _FEWEST_COLUMNS or not is_indicator_header(cells):
        return None
    rows = [header]
    at = behind = filled[sum(len(cell) for cell in header) - 1] + 1
    while (read := _row(text, lines, at, kinds)) is not None:
        rows.append(read[0])
        at = behind = read[1]
    return (grid_of(text, rows, len(header), lines[first].raw_start), behind) if len(rows) > _FEWEST_ROWS else None


def _header(text: str, lines: Sequence[Line], filled: Sequence[int]) -> tuple[list[list[Span]], list[str]]:
    """Read the lines of the header; 2020年 over 现状值 is one cell."""
    header: list[list[Span]] = []
    kinds: list[str] = []
    for n in filled:
        span = (lines[n].start, lines[n].end)
        words = squeeze(half_width(text[span[0] : span[1]]))
        if kinds and kinds[-1] == "value" and _OF_YEAR.fullmatch(words) and len(header[-1]) == 1:
            header[-1].append(span)
            continue
        kind = _kind(words)
        if kind is None or (kind == "name" and "value" in kinds):
            break
        header.append([span])
        kinds.append(kind)
    return header, kinds


def _kind(words: str) -> str | None:
    if _SERIAL.fullmatch(words):
        return "serial"
    if words in UNITS:
        return "unit"
    if _OTHER.fullmatch(words):
        return "other"
    if INDICATOR.search(words) and len(words) <= 10:  # noqa: PLR2004  a header word
        return "name"
    dated = DATED.match(words) or (len(words) <= 12 and (PRESENT.search(words) or AIMED.search(words)))  # noqa: PLR2004
    return "value" if dated else None


def _row(text: str, lines: Sequence[Line], at: int, kinds: Sequence[str]) -> tuple[list[list[Span]], int] | None:
    """Read one row: a line for each cell, two for a long name."""
    row: list[list[Span]] = []
    for column, kind in enumerate(kinds):
        found: list[Span] = []
        following = kinds[column + 1] if column + 1 < len(kinds) else None
        while at < len(lines) and len(found) < (_MOST_LINES if kind == "name" else 1):
            line = lines[at]
            if line.start == line.end:
                at += 1
                continue
            words = squeeze(half_width(text[line.start : line.end]))
            if found and following and _CELLS[following].fullmatch(words):
                break
            if not _CELLS[kind].fullmatch(words):
                return None
            found.append((line.start, line.end))
            at += 1
        if not found:
            return None
        row.append(found)
    return row, at
