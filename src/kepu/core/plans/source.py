"""A document after reading: one text, and the blocks (paragraphs, tables) that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span

_FIRST_WIDE = 0x2010
_OPEN_RANGES = (
    (0x2E80, 0x9FFF),  # ideographs and their punctuation
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x2010, 0x2027),  # dashes and quotation marks
    (0x20000, 0x3FFFF),
)


def is_wide(character: str) -> bool:
    """Tell whether a space beside this character is layout, not part of the words."""
    code = ord(character)
    return code >= _FIRST_WIDE and any(low <= code <= high for low, high in _OPEN_RANGES)


class Paragraph:
    """A run of text without layout spaces, that knows where each of its characters is printed.

    Parameters
    ----------
    text : str
        The words.
    offsets : sequence of int
        For each character its position in the source text.
    echo : sequence of int, optional
        For each character the position of its second print, or -1.
    level : int, optional
        The outline level that the document itself gives the paragraph.
    """

    __slots__ = ("echo", "level", "offsets", "text")

    def __init__(
        self, text: str, offsets: Sequence[int], echo: Sequence[int] | None = None, level: int | None = None
    ) -> None:
        self.text = text
        self.offsets = offsets
        self.echo = echo
        self.level = level

    @property
    def start(self) -> int:
        """The first printed position."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """The position behind the last character."""
        return self.offsets[-1] + 1

    def cut(self, start: int, end: int | None = None) -> Paragraph:
        """Give a part of the paragraph, without the spaces at its ends."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        echo = self.echo[start:end] if self.echo is not None else None
        return Paragraph(self.text[start:end], self.offsets[start:end], echo, self.level)

    def spans(self, start: int, end: int, source: str) -> tuple[Span, ...]:
        """Give every place where a part of the paragraph stands in one piece.

        Parameters
        ----------
        start, end : int
            The part, in positions of the paragraph.
        source : str
            The whole text.

        Returns
        -------
        tuple of span
            In the order of the text; empty when the part is torn.
        """
        wanted = squeeze(self.text[start:end])
        if not wanted:
            return ()
        found = []
        for offsets in (self.offsets, self.echo):
            if offsets is None or offsets[start] < 0 or offsets[end - 1] < 0:
                continue
            span = (offsets[start], offsets[end - 1] + 1)
            if span[0] < span[1] and squeeze(source[span[0] : span[1]]) == wanted:
                found.append(span)
        return tuple(sorted(set(found)))


def joined_lines(parts: Sequence[Paragraph]) -> Paragraph:
    """Make one paragraph of several lines."""
    return Paragraph("".join(part.text for part in parts), [place for part in parts for place in part.offsets])


def paragraph(source: str, start: int, end: int, level: int | None = None) -> Paragraph:
    """Make a paragraph of source[start:end]: spaces between wide characters go, others become one."""
    characters: list[str] = []
    offsets: list[int] = []
    gap = -1
    for position in range(start, end):
        character = source[position]
        if character.isspace():
            gap = position if gap < 0 else gap
            continue
        if gap >= 0 and characters and not (is_wide(characters[-1]) or is_wide(character)):
            characters.append(" ")
            offsets.append(gap)
        gap = -1
        characters.append(character)
        offsets.append(position)
    return Paragraph("".join(characters), offsets, None, level)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table in the grid, with the spans of its lines in the source text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Span, ...]

    @property
    def span(self) -> Span | None:
        """From the first to the last printed character, or None for an empty cell."""
        return (self.lines[0][0], self.lines[-1][1]) if self.lines else None


@dataclass(frozen=True, slots=True)
class TableLayout:
    """What is known of a table before its words are looked at.

    Roles by their names; rows that are no tasks; a column that says what is to be done where the text is blank.
    """

    header: tuple[str, ...]
    roles: tuple[str, ...]
    header_rows: int
    skipped: frozenset[int] = frozenset()
    else_text: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; every place of the grid is covered by exactly one cell."""

    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]
    start: int
    end: int
    merges_known: bool
    cut: bool = False  # the last row ends before its last column
    layout: TableLayout | None = None

    def grid(self) -> list[list[Cell]]:
        """Give, for each place of the grid, the cell that covers it."""
        empty = Cell(0, 0, 1, 1, ())
        rows = [[empty] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.rows == cell.columns == 1:  # nearly all
                rows[cell.row][cell.column] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.rows, self.n_rows)):
                for column in range(cell.column, min(cell.column + cell.columns, self.n_columns)):
                    rows[row][column] = cell
        return rows


def cell_paragraph(source: str, cell: Cell) -> Paragraph:
    """Make a paragraph of the lines of a filled cell, without what stands between them where a page ends in it."""
    runs = [cell.lines[0]]
    for line in cell.lines[1:]:
        if source[runs[-1][1] : line[0]].strip():
            runs.append(line)
        else:
            runs[-1] = (runs[-1][0], line[1])
    parts = [paragraph(source, start, end) for start, end in runs]
    return parts[0] if len(parts) == 1 else joined_lines(parts)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader noticed, told later as a warning."""

    code: str
    details: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The normalised text of a document, its blocks in order, and what was noticed while reading.

    Blocks are None for plain text: they are then found from the lines, except those that are skipped, which stand in the
    text and are not of the document.
    """

    text: str
    blocks: tuple[Block, ...] | None = None
    notices: tuple[Notice, ...] = ()
    skipped: tuple[Span, ...] = ()
