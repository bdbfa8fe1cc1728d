"""The lines of a plain text: which of them make one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.marks import read_mark
from kepu.core.plans.source import Paragraph, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span

_CLOSED = re.compile(r"[。！？；：:;!?…”』」》]$|[）)]$")
_CONTENTS = re.compile(r"(?:[.．…·]{3,}|[-—]{6,})\s*[（(]?\d{1,3}[）)]?\s*$")
PAGE = re.compile(r"^[-—–―─\s·]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/共]\s*\d{1,3}\s*页?)?[-—–―─\s·]*$")
DASHED_PAGE = re.compile(r"^[-—–―─]\s*\d{1,3}\s*[-—–―─]$")
_LONGEST_HEAD = 30
_LEAST_WIDTH = 22  # columns of a page that is wrapped; narrower lines are titles and lists
_LEAST_SHARE = 0.6
_LONGEST_LINE = 1000  # characters; a longer one may be a whole document
_GAP = re.compile(r"(?<=[^\x00-\x7f])[ \u3000]+(?=\S)")
_ENDS = "。；：:;！!）)》章节"
_FEWEST_BREAKS = 10
_LEAST_BREAKS = 0.4  # share of the spaces that stand between paragraphs; in a text set to full width it is small


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, without the spaces around it."""

    start: int  # of the words
    end: int
    tabs: bool  # the line begins with a tab
    indent: int
    raw_start: int


def split_lines(text: str) -> list[Line]:
    """Split a text into lines.

    Parameters
    ----------
    text : str
        The normalised text.

    Returns
    -------
    list of Line
        One for each line, blank ones with ``start == end``.
    """
    lines = []
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        start = position + (indent if stripped else 0)
        lines += _broken(
            text, Line(start, start + len(stripped), line.startswith("\t"), indent if stripped else 0, position)
        )
        position += len(line) + 1
    return lines


def _broken(text: str, line: Line) -> list[Line]:
    """Break a line at its spaces where these stand for the line breaks of a whole document."""
    if line.end - line.start < _LONGEST_LINE:
        return [line]
    gaps = list(_GAP.finditer(text, line.start, line.end))
    breaks = sum(text[gap.start() - 1] in _ENDS or read_mark(text, gap.end()) is not None for gap in gaps)
    if len(gaps) < _FEWEST_BREAKS or breaks < len(gaps) * _LEAST_BREAKS:
        return [line]
    starts = [line.start, *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), line.end]
    return [Line(start, end, False, 0, start) for start, end in zip(starts, ends, strict=True)]


def wrap_width(text: str, lines: Sequence[Line]) -> int | None:
    """Find the width at which a text is wrapped by hand or by its page, or None.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        Its lines.

    Returns
    -------
    int or None
        Characters of a full line.
    """
    lengths = sorted(line.end - line.start for line in lines if line.end - line.start >= _LEAST_WIDTH // 2)
    if len(lengths) < 20:  # noqa: PLR2004  too few to see a habit
        return None
    width = lengths[int(len(lengths) * 0.9)]
    if not _LEAST_WIDTH <= width <= 80:  # noqa: PLR2004  longer lines are paragraphs
        return None
    full = [line for line in lines if line.end - line.start >= width - 4]
    unfinished = sum(not _CLOSED.search(text[line.start : line.end]) for line in full)
    many = len(full) >= len(lengths) * 0.35
    return width if many and unfinished >= len(full) * _LEAST_SHARE else None


def running_heads(text: str, lines: Sequence[Line]) -> set[int]:
    """Find the lines at the tops of pages: behind the number of a page, and printed elsewhere as well.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        Its lines.

    Returns
    -------
    set of int
        Where they begin.
    """
    printed = [text[line.start : line.end] for line in lines]
    times = Counter(printed)
    return {
        lines[at].start
        for at in range(1, len(lines))
        if DASHED_PAGE.match(printed[at - 1]) and times[printed[at]] > 1 and 0 < len(printed[at]) <= _LONGEST_HEAD
    }


def paragraphs(text: str, lines: Sequence[Line]) -> list[Paragraph]:
    """Join the lines of a text into paragraphs, leaving out contents pages and page numbers.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        The lines to use.

    Returns
    -------
    list of Paragraph
        In order.
    """
    width = wrap_width(text, lines)
    heads = running_heads(text, lines)
    margin = _margin(lines)
    found: list[Paragraph] = []
    runs: list[Span] = []  # of the paragraph that is open: more than one where a page ends in it
    previous: Line | None = None
    torn = False
    for line in lines:
        words = text[line.start : line.end]
        dropped = DASHED_PAGE.match(words) or (width and PAGE.match(words)) or line.start in heads
        if not words or dropped or _CONTENTS.search(words[-80:]):
            previous = None if not words else previous
            torn = True
            continue
        joined = (
            width is not None
            and previous is not None
            and previous.end - previous.start >= width - 4
            and line.indent <= margin
            and read_mark(words) is None
            and not (_CLOSED.search(text[previous.start : previous.end]) and previous.end - previous.start < width)
        )
        if not joined and runs:
            found.append(_of_runs(text, runs))
            runs = []
        if joined and not torn:
            runs[-1] = (runs[-1][0], line.end)
        else:
            runs.append((line.start, line.end))
        previous, torn = line, False
    return [*found, _of_runs(text, runs)] if runs else found


def _margin(lines: Sequence[Line]) -> int:
    """Give the spaces that nearly every line begins with; more of them begin a paragraph."""
    indents = sorted(line.indent for line in lines if line.start < line.end)
    return indents[len(indents) // 10] if indents else 0


def _of_runs(text: str, runs: Sequence[Span]) -> Paragraph:
    """Make a paragraph of the runs of lines that a page parts."""
    parts = [paragraph(text, start, end) for start, end in runs]
    if len(parts) == 1:
        return parts[0]
    return Paragraph("".join(part.text for part in parts), [at for part in parts for at in part.offsets])
