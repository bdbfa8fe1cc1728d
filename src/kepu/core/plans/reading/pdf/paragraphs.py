"""Lines to paragraphs: a line goes on with the next when it is full and the next does not begin anew."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.marks import read_mark
from kepu.core.plans.reading.pdf.lines import glue, next_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.reading.pdf.flow import Region
    from kepu.core.plans.reading.pdf.page import Line

Place = tuple[int, ...]

_CLOSED = re.compile(r"[。！？；：:;!?…][”』」》）)]?$")
_OPEN = re.compile(r"[，、,（(《“—]$")
_INDENT = 1.2  # characters
_SAME = 0.6  # of a character in which lines begin or end at one margin
_CENTRED = 0.3  # of a character that the middles of line and column may differ
_FEW_LINES = 8
_WIDEST_INDENT = 2.6  # characters
_LEAST_INDENTED = 0.15  # of the lines
_TITLE = 1.08  # times the usual size
_OTHER_SIZE = 0.12
_OTHER_GAP = 0.55  # of a character more than usual between lines


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a column begin and end, the usual distance between them, and their usual size."""

    left: float
    right: float
    pitch: float
    size: float = 0.0
    indented: bool = False  # paragraphs begin with an indent: a number at the margin is one within a sentence


def margins_of(regions: Iterable[Region]) -> dict[Place, Margins]:
    """Find the margins of each column of text, over all pages.

    Parameters
    ----------
    regions : iterable of Region
        The regions of all pages.

    Returns
    -------
    dict of Place to Margins
        The farthest places at which several lines begin and end.
    """
    lines: defaultdict[Place, list[Line]] = defaultdict(list)
    pitches: defaultdict[Place, list[float]] = defaultdict(list)
    for region in regions:
        lines[region.place] += region.lines
        pitches[region.place] += [
            below.y - above.y for above, below in zip(region.lines, region.lines[1:], strict=False)
        ]
    return {place: _margins(place, own, pitches[place]) for place, own in lines.items() if own}


def _margins(place: Place, lines: Sequence[Line], pitches: Sequence[float]) -> Margins:
    size = sorted(line.size for line in lines)[len(lines) // 2]
    left = _shared(sorted(line.x0 for line in lines), lines[0].size)
    right = -_shared(sorted(-line.x1 for line in lines), lines[0].size)
    if len(lines) < _FEW_LINES and len(place) == 1:  # too few to show the margin: that of the left, mirrored
        right = max(right, place[0] * 10 - left)
    begun = sum(_INDENT * size < line.x0 - left < _WIDEST_INDENT * size for line in lines)
    return Margins(left, right, _usual(pitches), size, indented=begun >= max(_FEW_LINES, len(lines) * _LEAST_INDENTED))


def _shared(sorted_places: Sequence[float], size: float) -> float:
    """Give the first place that several more lines have nearly."""
    least = min(len(sorted_places), max(3, len(sorted_places) // 25))
    for at, place in enumerate(sorted_places):
        if bisect_right(sorted_places, place + _SAME * size) - at >= least:
            return place
    return sorted_places[0]


def _usual(pitches: Sequence[float]) -> float:
    ordered = sorted(pitch for pitch in pitches if pitch > 0)
    return ordered[len(ordered) // 3] if ordered else 0.0


def goes_on(before: Line, line: Line, margins: Margins, *, same_region: bool, left: float, right: float) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it.

    Parameters
    ----------
    before, line : Line
        Two lines, one behind the other.
    margins : Margins
        Of the column of the second line.
    same_region : bool
        False when a column or a page ends between them.
    left, right : float
        The margins of the column of the first line.

    Returns
    -------
    bool
        True when the first has no room for what the second begins with, and the second is neither indented, set apart,
        printed in another size nor numbered.
    """
    size = before.size
    words, said = line.text, before.text
    if abs(line.size - size) > _OTHER_SIZE * size:
        return False
    if same_region and margins.pitch and line.y - before.y > margins.pitch + _OTHER_GAP * size:
        return False
    room = right - before.x1
    middle = (left + right) / 2
    centred = (
        line.x0 - left > _SAME * size
        and all(abs((each.x0 + each.x1) / 2 - middle) < _CENTRED * size for each in (before, line))
        and (before.x0 - left > _SAME * size or (line.size > _TITLE * margins.size and line.x0 - left > _INDENT * size))
    )
    if centred:
        room += before.x0 - left
    if room >= next_width(line) + 0.35 * size:
        return False
    if centred:
        return read_mark(words) is None
    indented = line.x0 - margins.left > _INDENT * size
    if indented or (read_mark(words) is not None and not margins.indented):
        return _OPEN.search(said) is not None or _under(before, line)
    return True


def _under(before: Line, line: Line) -> bool:
    """Tell that a line stands under the words of the line before, behind its number."""
    mark = read_mark(before.text)
    if mark is None or not 0 < mark.end < len(before.glyphs) or _CLOSED.search(before.text) or read_mark(line.text):
        return False
    return abs(before.glyphs[mark.end].x0 - line.x0) < _SAME * line.size


def paragraphs_of(regions: Sequence[Region], margins: dict[Place, Margins]) -> list[str]:
    """Join the lines of regions that follow each other without a table in between.

    Parameters
    ----------
    regions : sequence of Region
        In reading order.
    margins : dict of Place to Margins
        What `margins_of` gave.

    Returns
    -------
    list of str
        Paragraphs.
    """
    found: list[str] = []
    before: Line | None = None
    edge = Margins(0.0, 0.0, 0.0)
    for region in regions:
        own = margins[region.place] if region.lines else edge
        for number, line in enumerate(region.lines):
            same = number > 0
            if before is not None and goes_on(before, line, own, same_region=same, left=edge.left, right=edge.right):
                found[-1] = glue(found[-1], line.text)
            else:
                found.append(line.text)
            before, edge = line, own
    return found
