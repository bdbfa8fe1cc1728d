"""Bytes of a PDF in, paragraphs and tables in reading order out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from kepu.core.plans.reading.pdf.checks import check_text
from kepu.core.plans.reading.pdf.flow import Region, gutter_of, items_of, regions_of
from kepu.core.plans.reading.pdf.furniture import begins_note, part_notes, without_furniture
from kepu.core.plans.reading.pdf.grids import SNAP, find_grids
from kepu.core.plans.reading.pdf.joining import go_together, join
from kepu.core.plans.reading.pdf.lines import glue, lines_of
from kepu.core.plans.reading.pdf.opening import MAX_PAGES, open_pages
from kepu.core.plans.reading.pdf.paragraphs import margins_of, paragraphs_of
from kepu.core.plans.reading.pdf.undrawn import find_columns, go_on
from kepu.core.plans.reading.raw import RawGrid, RawParagraph, assemble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.columns import Columns
    from kepu.core.plans.reading.pdf.flow import Item
    from kepu.core.plans.reading.pdf.page import Glyph, Line, Page
    from kepu.core.plans.reading.pdf.table import PageTable
    from kepu.core.plans.reading.pdf.undrawn import Found
    from kepu.core.plans.reading.raw import RawBlock
    from kepu.core.plans.source import SourceText

__all__ = ["MAX_PAGES", "read_pages", "read_pdf"]


def read_pdf(data: bytes, name: str) -> SourceText:
    """Read a PDF with a text layer.

    Parameters
    ----------
    data : bytes
        The document.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        Paragraphs and tables in reading order; running heads, page numbers and words along the margin are left out,
        notes at the foot of pages stand at the end.

    Raises
    ------
    InputError
        ``plans.broken_document``, ``plans.password_protected``, ``plans.too_many_pages``, ``plans.too_large``,
        ``plans.scanned`` or ``plans.unreadable_text``.
    """
    return read_pages(open_pages(data, name), name)


def read_pages(pages: Sequence[Page], name: str) -> SourceText:
    """Read pages of which the places of characters and drawn lines are known, of whatever kind of document.

    Parameters
    ----------
    pages : sequence of Page
        In order.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        As of `read_pdf`.

    Raises
    ------
    InputError
        ``plans.scanned`` or ``plans.unreadable_text``.
    """
    notices = check_text(pages, name)
    grids = [find_grids(page) for page in pages]
    lines = [lines_of(_outside(page, tables), page.number) for page, tables in zip(pages, grids, strict=True)]
    size = _usual_size(lines)
    contents: list[Contents] = []
    notes: list[Line] = []
    open_columns: Columns | None = None
    for page, tables, own in zip(pages, grids, without_furniture(pages, lines), strict=True):
        text, below = part_notes(page, own, size)
        notes += below
        found, rest = _undrawn(page, text, open_columns)
        contents.append(Contents(page, items_of(rest, [*tables, *(each.table for each in found)]), found))
        open_columns = _open_columns(contents[-1])
    gutters = [gutter for each in contents if (gutter := gutter_of(each.items)) is not None]
    regions = [region for each in contents for region in _regions(each, gutters)]
    return assemble([*_blocks(regions), *_note_blocks(notes)], notices)


def _outside(page: Page, tables: Sequence[PageTable]) -> list[Glyph]:
    """Give the characters that stand in none of the tables."""
    boxes = [(t.edges[0] - SNAP, t.top - SNAP, t.edges[-1] + SNAP, t.bottom + SNAP) for t in tables]
    return [
        glyph
        for glyph in page.glyphs
        if not any(
            left <= glyph.middle <= right and top <= glyph.y - 0.35 * glyph.size <= bottom
            for left, top, right, bottom in boxes
        )
    ]


def _usual_size(lines: Sequence[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for line in chain.from_iterable(lines):
        sizes[round(line.size, 1)] += len(line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 0.0


@dataclass(slots=True)
class Contents:
    """What stands on a page, and which of its tables have no drawn cells."""

    page: Page
    items: list[Item]
    found: list[Found]


def _regions(contents: Contents, gutters: Sequence[float]) -> list[Region]:
    """Order everything on a page, and find the tables without drawn cells within columns of text."""
    regions: list[Region] = []
    for region in regions_of(contents.items, contents.page.width, gutters):
        regions += _parted(contents.page, region) if len(region.place) > 1 else [region]
    return regions


def _open_columns(contents: Contents) -> Columns | None:
    """Give the columns of a table without drawn cells that ends a page, so that it may go on on the next."""
    last = max(contents.items, key=lambda item: item.bottom, default=None)
    return next((each.columns for each in contents.found if last is not None and each.table is last.what), None)


def _undrawn(page: Page, lines: list[Line], open_columns: Columns | None) -> tuple[list[Found], list[Line]]:
    """Give the tables without drawn cells, and the lines outside of them."""
    found: list[Found] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        table = find_columns(lines, page.across, at)
        if table is None and at == 0 and open_columns is not None:
            table = go_on(lines, page.across, open_columns)
        if table is None:
            rest.append(lines[at])
            at += 1
        else:
            found.append(table)
            at = table.behind
    return found, rest


def _parted(page: Page, region: Region) -> list[Region]:
    """Take the tables without drawn cells out of one of several columns of text."""
    found, _ = _undrawn(page, region.lines, None)
    parts: list[Region] = []
    at = 0
    for each in found:
        parts += [Region(region.lines[at : each.first], None, region.place), Region([], each.table, region.place)]
        at = each.behind
    parts.append(Region(region.lines[at:], region.table, region.place))
    return [part for part in parts if part.lines or part.table is not None]


def _blocks(regions: Sequence[Region]) -> list[RawBlock]:
    """Make paragraphs and tables of the regions of all pages."""
    margins = margins_of(regions)
    blocks: list[RawBlock] = []
    waiting: list[Region] = []
    table: PageTable | None = None
    for region in regions:
        if region.table is None:
            if table is not None:
                blocks.append(_grid(table))
                table = None
            waiting.append(region)
            continue
        blocks += [RawParagraph(text) for text in paragraphs_of(waiting, margins)]
        waiting = []
        if table is not None and go_together(table, region.table):
            table = join(table, region.table)
        else:
            blocks += [_grid(table)] if table is not None else []
            table = region.table
    if table is not None:
        blocks.append(_grid(table))
    return [*blocks, *(RawParagraph(text) for text in paragraphs_of(waiting, margins))]


def _grid(table: PageTable) -> RawGrid:
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return RawGrid(
        [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in cells], table.n_rows, table.n_columns
    )


def _note_blocks(lines: Sequence[Line]) -> list[RawBlock]:
    texts: list[str] = []
    for line in lines:
        if texts and not begins_note(line):
            texts[-1] = glue(texts[-1], line.text)
        else:
            texts.append(line.text)
    return [RawParagraph(text) for text in texts]
