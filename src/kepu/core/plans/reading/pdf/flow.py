"""The order in which a page is read: columns of text, one after another, and what stands across them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.reading.pdf.lines import lines_of, pieces
from kepu.core.plans.reading.pdf.table import PageTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.page import Line

_GUTTER = 0.7  # characters
_HANGING = 0.6  # of a character that a bracket may stand out of its column
_FEWEST_LINES = 4  # in each column
_LEAST_FILLED = 0.6  # of the column that its usual line fills
_NARROWEST = 8  # characters of a column of text; less is a column of words
_MOST_PLACES = 40
_DEEPEST = 3


@dataclass(slots=True)
class Item:
    """A piece of a line or a table, with its box."""

    x0: float
    x1: float
    top: float
    bottom: float
    what: Line | PageTable


@dataclass(slots=True)
class Region:
    """Lines or a table that are read together; the place tells which lines of other pages have the same margins."""

    lines: list[Line]
    table: PageTable | None
    place: tuple[int, ...]


@dataclass(slots=True)
class Cut:
    """A page parted at a gutter, and what stands above and below the columns."""

    gutter: float
    above: list[Item]
    left: list[Item]
    right: list[Item]
    below: list[Item]


def items_of(lines: Sequence[Line], tables: Sequence[PageTable]) -> list[Item]:
    """Give the boxes of what stands on a page: lines cut at their gaps, and tables."""
    items = [
        Item(piece.x0, piece.x1, piece.top, piece.bottom, piece) for line in lines for piece in pieces(line, _GUTTER)
    ]
    return items + [Item(table.edges[0], table.edges[-1], table.top, table.bottom, table) for table in tables]


def gutter_of(items: list[Item]) -> float | None:
    """Give the place between the columns of text of a page, or None when it has one column."""
    cut = _columns(items, ())
    return cut.gutter if cut is not None else None


def regions_of(items: list[Item], width: float, gutters: Sequence[float]) -> list[Region]:
    """Order what stands on a page.

    Parameters
    ----------
    items : list of Item
        What `items_of` gave.
    width : float
        The width of the page, in points.
    gutters : sequence of float
        Where other pages of the document part their columns: there, a few lines are enough.

    Returns
    -------
    list of Region
        In reading order.
    """
    return _regions(items, (round(width / 10),), gutters, 0)


def _regions(items: list[Item], place: tuple[int, ...], gutters: Sequence[float], depth: int) -> list[Region]:
    cut = _columns(items, gutters) if depth < _DEEPEST else None
    if cut is None:
        return _plain(items, place)
    inner = depth + 1
    return [
        *_regions(cut.above, place, gutters, inner),
        *_regions(cut.left, (*place, 1, _key(cut.left)), (), inner),
        *_regions(cut.right, (*place, 2, _key(cut.right)), (), inner),
        *_regions(cut.below, place, gutters, inner),
    ]


def _key(items: Sequence[Item]) -> int:
    return round(min(item.x0 for item in items) / 10)


def _plain(items: Sequence[Item], place: tuple[int, ...]) -> list[Region]:
    """Order what stands in one column from top to bottom."""
    tables = sorted((item for item in items if isinstance(item.what, PageTable)), key=lambda item: item.top)
    glyphs = [glyph for item in items if not isinstance(item.what, PageTable) for glyph in item.what.glyphs]
    page = next((item.what.page for item in items), 0)
    lines = lines_of(glyphs, page)
    found: list[Region] = []
    for item in tables:
        before = [line for line in lines if line.y < item.top + 2]
        lines = lines[len(before) :]
        if before:
            found.append(Region(before, None, place))
        if isinstance(item.what, PageTable):
            found.append(Region([], item.what, place))
    if lines:
        found.append(Region(lines, None, place))
    return found


def _columns(items: list[Item], gutters: Sequence[float]) -> Cut | None:
    """Find the gutter that parts most lines into two columns of text, and what stands above and below it."""
    if len(items) < 2:  # noqa: PLR2004  two columns
        return None
    low, high = min(item.x0 for item in items), max(item.x1 for item in items)
    sizes = sorted(item.bottom - item.top for item in items)
    size = sizes[len(sizes) // 2]
    ordered = sorted(items, key=lambda item: item.bottom)
    begins = Counter(round(item.x0 / 2) * 2 for item in items)
    places = [place - _HANGING * size for place, _ in begins.most_common(_MOST_PLACES)]
    best: tuple[int, int, float] | None = None
    for x in [place for place in places if low + 0.15 * (high - low) < place < high - 0.15 * (high - low)]:
        for start, behind in _runs(ordered, x):
            key = (start - behind, start, x)
            if _is_text(ordered[start:behind], x) and (best is None or key < best):
                best = key
    if best is None:
        for x in gutters:
            for start, behind in _runs(ordered, x):
                run = ordered[start:behind]
                sides = sum(item.x1 <= x for item in run), sum(item.x0 >= x for item in run)
                key = (start - behind, start, x)
                if min(sides) and max(sides) >= _FEWEST_LINES and (best is None or key < best):
                    best = key
    if best is None:
        return None
    length, start, x = best
    behind = start - length
    run = ordered[start:behind]
    left, right = [item for item in run if item.x1 <= x], [item for item in run if item.x0 >= x]
    return Cut(x, ordered[:start], left, right, ordered[behind:])


def _runs(ordered: Sequence[Item], x: float) -> list[tuple[int, int]]:
    """Give the longest stretches of items of which none crosses a place."""
    found, start = [], 0
    for at, item in enumerate(ordered):
        if item.x0 < x < item.x1:
            if at - start > 1:
                found.append((start, at))
            start = at + 1
    if len(ordered) - start > 1:
        found.append((start, len(ordered)))
    return found


def _is_text(run: Sequence[Item], x: float) -> bool:
    """Tell that both sides are columns of text: several lines, most of which fill their column."""
    for side in ([item for item in run if item.x1 <= x], [item for item in run if item.x0 >= x]):
        rows = len({round(item.bottom / 6) for item in side})
        if rows < _FEWEST_LINES:
            return False
        width = max(item.x1 for item in side) - min(item.x0 for item in side)
        long = sorted(item.x1 - item.x0 for item in side)[len(side) * 3 // 4]
        if long < max(_LEAST_FILLED * width, _NARROWEST * (side[0].bottom - side[0].top)):
            return False
    return True
