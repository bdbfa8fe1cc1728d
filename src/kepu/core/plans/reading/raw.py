"""What .docx and .html readers give, before it has places: and how it becomes one text with blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from kepu.core.plans.columns import is_header
from kepu.core.plans.normalise import clean, squeeze
from kepu.core.plans.source import Block, Cell, Notice, SourceText, Table, TableLayout, paragraph

MAX_DEPTH = 12
_TEXT_PARAGRAPHS, _TEXT_CHARACTERS = 6, 600  # of one cell: a document, not a cell of a table
MAX_GRID = 200  # columns; more is a broken file, not a table of duties


@dataclass(slots=True)
class RawParagraph:
    """Words, and the outline level the document gives them."""

    text: str
    level: int | None = None


@dataclass(slots=True)
class RawCell:
    """A cell as marked up; `continues` tells that it belongs to the cell above."""

    content: list[RawBlock] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    continues: bool = False


@dataclass(slots=True)
class RawRow:
    """A row as marked up, with the grid columns that it leaves out before its first cell."""

    cells: list[RawCell] = field(default_factory=list)
    before: int = 0


@dataclass(slots=True)
class RawTable:
    """A table as marked up."""

    rows: list[RawRow] = field(default_factory=list)


GridCell = tuple[int, int, int, int, str]  # row, column, rows, columns, words


@dataclass(slots=True)
class RawGrid:
    """A table whose cells have their places already, row by row from left to right; every place is covered once."""

    cells: list[GridCell]
    n_rows: int
    n_columns: int
    layout: TableLayout | None = None


RawBlock = RawParagraph | RawTable | RawGrid


@dataclass(slots=True)
class _Placed:
    row: int
    column: int
    rows: int
    columns: int
    content: list[RawBlock]


class _Writer:
    """Collects the text and remembers where its blocks stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[tuple[int, int, int | None] | Table] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def lines(self, text: str) -> list[tuple[int, int]]:
        """Write the lines of a text, each with its line end, and give their places."""
        text = clean(text)
        if "\n" not in text:  # nearly all cells
            words = text.replace("\t", " ").strip()
            if not words:
                return []
            start = self.length
            self.write(words + "\n")
            return [(start, start + len(words))]
        places = []
        for line in text.replace("\t", " ").split("\n"):
            words = line.strip()
            if words:
                places.append((self.length, self.length + len(words)))
                self.write(words + "\n")
        return places

    def paragraph(self, raw: RawParagraph) -> None:
        """Write a paragraph with its tabs: they may be all that is left of the columns of a table."""
        for line in clean(raw.text).split("\n"):
            words = line.strip()
            if words:
                self.marks.append((self.length, self.length + len(words), raw.level))
                self.write(words + "\n")

    def source(self, notices: tuple[Notice, ...]) -> SourceText:
        text = "".join(self.parts)
        blocks: list[Block] = [
            mark if isinstance(mark, Table) else paragraph(text, mark[0], mark[1], mark[2]) for mark in self.marks
        ]
        return SourceText(text, tuple(blocks), notices)


def assemble(blocks: list[RawBlock], notices: tuple[Notice, ...] = ()) -> SourceText:
    """Write the blocks of a document as one text.

    Parameters
    ----------
    blocks : list of RawParagraph or RawTable
        In the order of the document.
    notices : tuple of Notice
        What the reader noticed.

    Returns
    -------
    SourceText
        A table is written cell by cell, each on a line that begins with a tab, rows parted by an empty line.
    """
    writer = _Writer()
    _write(blocks, writer, 0)
    return writer.source(notices)


def _write(blocks: list[RawBlock], writer: _Writer, depth: int) -> None:
    for block in blocks:
        if isinstance(block, RawParagraph):
            writer.paragraph(block)
        elif isinstance(block, RawGrid):
            _write_grid(block, writer)
        elif is_layout(block):
            for row in block.rows:
                for cell in row.cells:
                    _write(cell.content, writer, depth + 1)
        else:
            _write_table(block, writer)


def unrolled(blocks: list[RawBlock]) -> list[RawBlock]:
    """Take the content of tables that only arrange a page out of their cells.

    Parameters
    ----------
    blocks : list of RawParagraph or RawTable
        As marked up.

    Returns
    -------
    list of RawParagraph or RawTable
        In the order of the document; tables of words stay.
    """
    waiting = list(reversed(blocks))
    flat: list[RawBlock] = []
    while waiting:
        block = waiting.pop()
        if isinstance(block, RawTable) and is_layout(block):
            inner = [each for row in block.rows for cell in row.cells for each in cell.content]
            waiting.extend(reversed(inner))
        else:
            flat.append(block)
    return flat


def is_layout(table: RawTable) -> bool:
    """Tell a table that only arranges a page: one cell wide, or tables or a whole text within and no header of duties."""
    if max((len(row.cells) for row in table.rows), default=0) <= 1:
        return True
    cells = [cell.content for row in table.rows for cell in row.cells]
    nested = any(isinstance(block, RawTable) for content in cells for block in content)
    if not nested and not any(map(_is_text, cells)):
        return False
    return not any(is_header([squeeze(_flat(cell.content)) for cell in row.cells]) for row in table.rows[:3])


def _is_text(content: list[RawBlock]) -> bool:
    words = [block.text for block in content if isinstance(block, RawParagraph)]
    return len(words) >= _TEXT_PARAGRAPHS and sum(map(len, words)) >= _TEXT_CHARACTERS


def _flat(blocks: list[RawBlock]) -> str:
    """Give the words of a cell, line by line, inner tables included."""
    lines = []
    for block in blocks:
        if isinstance(block, RawParagraph):
            lines.append(block.text)
        elif isinstance(block, RawTable):
            lines.extend(_flat(cell.content) for row in block.rows for cell in row.cells)
    return "\n".join(lines)


def _write_table(table: RawTable, writer: _Writer) -> None:
    placed, n_columns = _place(table)
    start = writer.length
    cells: list[Cell] = []
    by_row: dict[int, list[_Placed]] = {}
    for cell in placed:
        by_row.setdefault(cell.row, []).append(cell)
    for row in range(len(table.rows)):
        for cell in sorted(by_row.get(row, []), key=lambda placed_cell: placed_cell.column):
            writer.write("\t")
            lines = writer.lines(_flat(cell.content))
            if not lines:
                writer.write("\n")
            cells.append(Cell(row, cell.column, cell.rows, cell.columns, tuple(lines)))
        writer.write("\n")
    writer.marks.append(Table(len(table.rows), n_columns, tuple(cells), start, writer.length, merges_known=True))


def _write_grid(grid: RawGrid, writer: _Writer) -> None:
    start = writer.length
    cells: list[Cell] = []
    before = 0
    for row, column, rows, columns, words in grid.cells:
        writer.write("\n" * (row - before))
        before = row
        writer.write("\t")
        lines = writer.lines(words) if words else []
        if not lines:
            writer.write("\n")
        cells.append(Cell(row, column, rows, columns, tuple(lines)))
    writer.write("\n" * (grid.n_rows - before))
    writer.marks.append(
        Table(grid.n_rows, grid.n_columns, tuple(cells), start, writer.length, merges_known=True, layout=grid.layout)
    )


def _place(table: RawTable) -> tuple[list[_Placed], int]:
    """Expand merges into the grid; a continuation without a beginning above it is a cell of its own."""
    n_rows = len(table.rows)
    taken: dict[tuple[int, int], _Placed] = {}
    placed: list[_Placed] = []
    n_columns = 0
    for number, row in enumerate(table.rows):
        column = row.before
        for cell in row.cells:
            while not cell.continues and (number, column) in taken:
                column += 1
            if cell.rows == cell.columns == 1 and not cell.continues:  # nearly all
                target = _Placed(number, column, 1, 1, list(cell.content))
                placed.append(target)
                taken[number, column] = target
                column += 1
                n_columns = max(n_columns, column)
                continue
            width = max(1, min(cell.columns, MAX_GRID - column))
            above = taken.get((number - 1, column)) if cell.continues else None
            if above is not None and above.column == column and above.columns == width:
                above.rows += 1
                above.content += cell.content
                target = above
            else:
                height = max(1, min(cell.rows, n_rows - number))
                target = _Placed(number, column, height, width, list(cell.content))
                placed.append(target)
            for covered_row in range(number, max(number + 1, target.row + target.rows)):
                for covered in range(column, column + width):
                    taken.setdefault((covered_row, covered), target)
            column += width
            n_columns = max(n_columns, column)
    return placed, n_columns
