"""Characters to lines, and lines to the pieces that wide gaps part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.reading.pdf.page import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.reading.pdf.page import Glyph

_SAME_LINE = 0.35  # of a character
_SMALL = 0.75  # of the size of its line: a raised or lowered character
WIDE_GAP = 1.45  # characters: parts columns and cells, and seldom words
_CLOSING = "，。、；：！？）》”’〉】％%"


def lines_of(glyphs: Iterable[Glyph], page: int = 0) -> list[Line]:
    """Put characters on their lines.

    Parameters
    ----------
    glyphs : iterable of Glyph
        Characters of one region of a page.
    page : int
        The number of the page.

    Returns
    -------
    list of Line
        From top to bottom; raised and lowered small characters stand on the line they belong to.
    """
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.y, each.x0)):
        last = groups[-1] if groups else None
        if last is not None and glyph.y - last[0].y <= _SAME_LINE * min(glyph.size, last[0].size):
            last.append(glyph)
        else:
            groups.append([glyph])
    lines = [Line(sorted(group, key=lambda each: each.x0), page) for group in groups]
    return sorted(_raised(lines), key=lambda line: line.y)


def _raised(lines: list[Line]) -> list[Line]:
    """Join lines of small characters that stand a little above or below a line of larger ones."""
    kept: list[Line] = []
    for at, line in enumerate(lines):
        neighbours = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
        host = next((each for each in neighbours if _carries(each, line)), None)
        if host is None:
            kept.append(line)
        else:
            host.glyphs = sorted([*host.glyphs, *line.glyphs], key=lambda each: each.x0)
    return kept


def _carries(host: Line, small: Line) -> bool:
    size = host.size
    if small.size > _SMALL * size or len(small.glyphs) > len(host.glyphs):
        return False
    if not -0.6 * size < small.y - host.y < 0.3 * size:
        return False
    return all(
        any(abs(glyph.x0 - each.x1) < 0.5 * size or abs(each.x0 - glyph.x1) < 0.5 * size for each in host.glyphs)
        for glyph in (small.glyphs[0],)
    )


def pieces(line: Line, gap: float = WIDE_GAP) -> list[Line]:
    """Cut a line where gaps are wide.

    Parameters
    ----------
    line : Line
        A line.
    gap : float
        In characters of the size of the line.

    Returns
    -------
    list of Line
        From left to right.
    """
    cut: list[list[Glyph]] = [[line.glyphs[0]]]
    limit = gap * line.size
    reach = line.glyphs[0].x1
    for glyph in line.glyphs[1:]:
        if glyph.x0 - reach > limit:
            cut.append([])
        cut[-1].append(glyph)
        reach = max(reach, glyph.x1)
    return [Line(group, line.page) for group in cut]


def next_width(line: Line) -> float:
    """Give the width of what would have had to fit at the end of the line before.

    Parameters
    ----------
    line : Line
        The line that follows.

    Returns
    -------
    float
        A wide character, or a Latin word or figure, and the closing marks that must not begin a line.
    """
    first = line.glyphs[0]
    is_word = first.text[0].isascii()
    reach = first.x1
    for glyph in line.glyphs[1:]:
        closing = glyph.text[0] in _CLOSING
        is_word = is_word and glyph.text[0].isascii() and glyph.text[0] != "(" and not closing
        if not (is_word or closing) or glyph.x0 - reach > 0.2 * first.size:
            break
        reach = glyph.x1
    return reach - line.x0


def joined(lines: Sequence[Line], right: float, centred: float | None = None) -> str:
    """Join the lines of a cell: a line that had room for what follows ends a paragraph.

    Parameters
    ----------
    lines : sequence of Line
        From top to bottom.
    right : float
        Where the longest lines of the column end.
    centred : float, optional
        Where lines begin at the earliest, when the column is centred: then room on both sides counts.

    Returns
    -------
    str
        Paragraphs, each on a line.
    """
    text = ""
    for before, line in zip([None, *lines[:-1]], lines, strict=True):
        if before is None:
            text = line.text
            continue
        room = right - before.x1 + (before.x0 - centred if centred is not None else 0.0)
        full = room < next_width(line) + 0.35 * before.size
        text = glue(text, line.text, parted=not (full or text.endswith(("、", "，", ",", "（", "《"))))
    return text


def glue(before: str, behind: str, *, parted: bool = False) -> str:
    """Put two lines together: parted, or run on, with a space between Latin words and no hyphen of the line end."""
    if parted:
        return f"{before}\n{behind}"
    if before.endswith("\u00ad"):
        return before[:-1] + behind
    latin = before[-1:].isascii() and before[-1:].isalpha() and behind[:1].isascii() and behind[:1].isalpha()
    return f"{before} {behind}" if latin else before + behind
