"""Plans set in type as PDF, the way offices print them: columns, tables over pages, running heads, page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from kepu.core.plans.blocks import blocks_of
from kepu.core.plans.source import Table
from tests.core.plans.making_pdf import HEIGHT, WIDTH, Sheet, advance, broken_into, columns_between, edges_of, pdf_of

TOP, BOTTOM, LEFT, RIGHT = 105.0, 742.0, 79.0, 521.0
BODIES = tuple(
    "局部委办会院校府社区镇街道位协心厅联团站司室学程台"
)  # one on each line of a cell; other lines are torn words
PITCH = 1.75  # of the size: from line to line
LEADING = 1.35  # the same within cells


@dataclass
class Style:
    """How a plan is printed."""

    size: float = 16.0
    columns: int = 1
    ruled: bool = True
    repeats_header: bool = True
    head: str = ""
    foot: str = "— {page} —"
    cell_size: float = 10.5
    pad: float = 4.0


@dataclass
class Row:
    """A row of a table: the words of its cells, and how many rows each covers; None is covered from above or left."""

    cells: list[tuple[str, int, int] | None]
    height: float = 0.0


@dataclass
class Press:
    """Prints blocks, page after page."""

    style: Style
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0
    column: int = 0

    def __post_init__(self) -> None:
        self.turn()

    def turn(self) -> None:
        """Begin the next column, or the next page."""
        if self.sheets and self.column + 1 < self.style.columns:
            self.column += 1
            self.y = TOP
            return
        sheet = Sheet()
        self.sheets.append(sheet)
        self.column, self.y = 0, TOP
        if self.style.head:
            sheet.text(LEFT, 60, self.style.head, 9.0)

    def finish(self) -> bytes:
        """Print page numbers, and give the document."""
        for number, sheet in enumerate(self.sheets, 1):
            words = self.style.foot.format(page=number, pages=len(self.sheets))
            sheet.text((WIDTH - advance(words, 14)) / 2, HEIGHT - 55, words, 14.0)
        return pdf_of(self.sheets)

    def bounds(self) -> tuple[float, float]:
        """Give the left and right edge of the column."""
        gutter = 2 * self.style.size
        width = (RIGHT - LEFT - gutter * (self.style.columns - 1)) / self.style.columns
        left = LEFT + self.column * (width + gutter)
        return left, left + width

    def paragraph(self, words: str, *, title: bool = False) -> None:
        """Print a paragraph: indented by two characters, or centred and larger."""
        size = self.style.size * (1.375 if title else 1.0)
        left, right = self.bounds()
        lines = broken_into(words, right - left, size, 0.0 if title else 2 * size)
        for number, line in enumerate(lines):
            if self.y + size > BOTTOM:
                self.turn()
                left, right = self.bounds()
            x = left + (2 * size if number == 0 else 0.0)
            if title:
                x = max(left, (left + right - advance(line, size)) / 2)
            self.y += PITCH * size
            self.sheets[-1].text(x, self.y, line, size)

    def table(self, rows: list[Row], shares: list[float]) -> None:
        """Print a table over the whole width; a row that does not fit is cut by the page."""
        if self.style.columns > 1 and self.y > TOP:
            self.column = self.style.columns
            self.turn()
        edges = edges_of(LEFT, RIGHT, shares)
        self.y += 14
        header = rows[0]
        self.row(header, edges)
        opened: dict[int, tuple[float, int]] = {}
        for number, row in enumerate(rows[1:], 1):
            for column, cell in enumerate(row.cells):
                if cell is not None and cell[1] > 1:
                    opened[column] = (self.y, number + cell[1])
            self.row(row, edges, header, number=number, opened=opened)
        self.y += 10
        if self.style.columns > 1:
            self.column = self.style.columns
            self.turn()

    def row(self, row: Row, edges: list[float], header: Row | None = None, *, number: int = 0, opened=None) -> None:
        """Print a row, the part that does not fit on the next page."""
        size = self.style.cell_size
        places = columns_between(edges)
        waiting = {}
        for column, cell in enumerate(row.cells):
            if cell is not None and cell[0]:
                right = places[min(column + cell[2], len(places)) - 1][1]
                lines = [
                    line
                    for part in cell[0].split("\n")
                    for line in broken_into(part, right - places[column][0] - 2 * self.style.pad, size)
                ]
                waiting[column] = lines
        # A merged cell hands its words on: only what fits into its first row is counted, the rest hangs below.
        while True:
            room = int((BOTTOM - self.y - 2 * self.style.pad) / (LEADING * size))
            single = [lines for column, lines in waiting.items() if row.cells[column][1] == 1]
            wanted = max([len(lines) for lines in single] or [1], default=1)
            if room < min(wanted, 2):
                self.page_of_table(edges, header)
                continue
            shown = min(wanted, room)
            top = self.y
            for column, lines in waiting.items():
                count = shown if row.cells[column][1] == 1 else len(lines)
                for at, line in enumerate(lines[:count]):
                    y = top + self.style.pad + size + at * LEADING * size
                    self.sheets[-1].text(places[column][0] + self.style.pad, y, line, size)
                waiting[column] = lines[count:]
            self.y = top + 2 * self.style.pad + LEADING * size * shown
            self.rules(row, places, top, number, opened or {})
            if not any(waiting.values()):
                return
            self.page_of_table(edges, header)

    def page_of_table(self, edges: list[float], header: Row | None) -> None:
        """Go on on the next page, under the header when it is repeated."""
        self.column = self.style.columns
        self.turn()
        if header is not None and self.style.repeats_header:
            self.row(header, edges)

    def rules(self, row: Row, places, top: float, number: int, opened) -> None:
        """Draw the sides of the cells; a merged cell has no line within."""
        if not self.style.ruled:
            return
        sheet = self.sheets[-1]
        for column, (left, right) in enumerate(places):
            cell = row.cells[column]
            covered = column in opened and opened[column][1] > number > 0
            inside = covered and cell is None
            if not inside or top <= TOP + 1:
                sheet.line(left, top, right, top)
            if not (covered and opened[column][1] > number + 1) or self.y > BOTTOM - 30:
                sheet.line(left, self.y, right, self.y)
            if not (cell is None and not covered):
                sheet.line(left, top, left, self.y)
        sheet.line(places[-1][1], top, places[-1][1], self.y)


def rows_of(table: Table, text: str) -> list[Row]:
    """Give the rows of a table that was read."""
    grid: list[Row] = [Row([None] * table.n_columns) for _ in range(table.n_rows)]
    for cell in table.cells:
        lines = [text[start:end] for start, end in cell.lines]
        words = ("\n" if all(line.endswith(BODIES) for line in lines) else "").join(lines)
        grid[cell.row].cells[cell.column] = (words, cell.rows, cell.columns)
    return grid


def typeset(source, style: Style) -> bytes:
    """Print a document that was read from text."""
    press = Press(style)
    first = True
    for block in blocks_of(source):
        if isinstance(block, Table):
            rows = rows_of(block, source.text)
            longest = [
                max((len(row.cells[n][0]) for row in rows if row.cells[n] and row.cells[n][2] == 1), default=1)
                for n in range(block.n_columns)
            ]
            press.table(rows, [min(max(each, 6), 16) for each in longest])
        else:
            press.paragraph(block.text, title=first)
            first = False
    return press.finish()
