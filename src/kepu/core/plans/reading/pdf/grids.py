"""Tables with drawn lines: the grid from the lines, merged cells where a line is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.reading.pdf.lines import lines_of
from kepu.core.plans.reading.pdf.page import Rule
from kepu.core.plans.reading.pdf.table import GridCell, PageTable, write_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.reading.pdf.page import Glyph, Page

SNAP = 3.0  # points in which lines are the same line, or meet
_COVERED = 0.6  # of a side of a cell: then the side is drawn
_SMALLEST = 5.0  # points: nearer than this, two lines are one double line
_COLUMNS_OF_A_FRAME = 3  # edges
_MOST_PLACES = 20_000
_MOST_RULES = 6_000


def find_grids(page: Page) -> list[PageTable]:
    """Find the tables of a page whose cells are drawn.

    Parameters
    ----------
    page : Page
        The page.

    Returns
    -------
    list of PageTable
        From top to bottom; frames around text and single rows of boxes without words are no tables.
    """
    if len(page.across) + len(page.down) > _MOST_RULES:
        return []
    across = _merged(page.across)
    down = _merged(page.down)
    found = []
    for horizontal, vertical in _connected(across, down):
        table = _table(page, horizontal, vertical)
        if table is not None:
            found.append(table)
    found.sort(key=lambda table: table.top)
    return _outermost(found)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Join lines that lie on one line and touch; borders of cells are often drawn cell by cell."""
    clusters: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: each.at):
        if clusters and rule.at - clusters[-1][-1].at <= SNAP and rule.at - clusters[-1][0].at <= SNAP * 2:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    found: list[Rule] = []
    for cluster in clusters:
        at = sum(rule.at for rule in cluster) / len(cluster)
        open_rule: Rule | None = None
        for rule in sorted(cluster, key=lambda each: each.start):
            if open_rule is not None and rule.start - open_rule.end <= SNAP:
                open_rule.end = max(open_rule.end, rule.end)
            else:
                open_rule = Rule(at, rule.start, rule.end)
                found.append(open_rule)
    return [rule for rule in found if rule.end - rule.start >= _SMALLEST]


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group lines that cross or meet."""
    group = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for number, line in enumerate(across):
        for other, column in enumerate(down):
            meets = (
                line.start - SNAP <= column.at <= line.end + SNAP
                and column.start - SNAP <= line.at <= column.end + SNAP
            )
            if meets:
                group[root(len(across) + other)] = root(number)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, line in enumerate(across):
        found.setdefault(root(number), ([], []))[0].append(line)
    for other, column in enumerate(down):
        found.setdefault(root(len(across) + other), ([], []))[1].append(column)
    return [both for both in found.values() if both[0] and both[1]]


def _edges(places: Iterable[float]) -> list[float]:
    """Make one edge of places that are nearer than a cell can be wide."""
    edges: list[float] = []
    for place in sorted(places):
        if edges and place - edges[-1] < _SMALLEST:
            continue
        edges.append(place)
    return edges


def _table(page: Page, across: list[Rule], down: list[Rule]) -> PageTable | None:
    left = min([rule.start for rule in across] + [rule.at for rule in down])
    right = max([rule.end for rule in across] + [rule.at for rule in down])
    top = min([rule.at for rule in across] + [rule.start for rule in down])
    bottom = max([rule.at for rule in across] + [rule.end for rule in down])
    xs = _edges([left, right, *(rule.at for rule in down)])
    ys = _edges([top, bottom, *(rule.at for rule in across)])
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_PLACES:  # noqa: PLR2004  two columns
        return None
    inside = [
        glyph
        for glyph in page.glyphs
        if xs[0] - SNAP <= glyph.middle <= xs[-1] + SNAP and top - SNAP <= glyph.y - 0.35 * glyph.size <= bottom + SNAP
    ]
    cells = _cells(xs, ys, across, down)
    table = PageTable(page.number, top, bottom, xs, cells, len(ys) - 1)
    _fill(table, ys, inside)
    filled = sum(bool(cell.lines) for cell in cells)
    least = 1 if len(xs) > _COLUMNS_OF_A_FRAME else 2  # a row that a page cut may have words in one cell only
    if filled < least or len(cells) < 2:  # noqa: PLR2004  a frame
        return None
    without_empty(table)
    write_cells(table)
    return table


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= _SMALLEST
    )
    return covered >= _COVERED * (end - start)


def _cells(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> list[GridCell]:
    """Grow each cell to the right and down until a line is drawn."""
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    by_row = [[_drawn(across, ys[r], xs[c], xs[c + 1]) for c in range(n_columns)] for r in range(n_rows)]
    by_column = [[_drawn(down, xs[c], ys[r], ys[r + 1]) for c in range(n_columns)] for r in range(n_rows)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(n_rows):
        for column in range(n_columns):
            if (row, column) in taken:
                continue
            width = 1
            while (
                column + width < n_columns and not by_column[row][column + width] and (row, column + width) not in taken
            ):
                width += 1
            height = 1
            while row + height < n_rows and _grows(by_row, by_column, row + height, column, width):
                height += 1
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            cells.append(GridCell(row, column, height, width))
    return cells


def _grows(by_row: list[list[bool]], by_column: list[list[bool]], row: int, column: int, width: int) -> bool:
    """Tell whether a cell goes on into the next row: nothing is drawn above it nor within it."""
    return not any(by_row[row][column : column + width]) and not any(by_column[row][column + 1 : column + width])


def _fill(table: PageTable, ys: list[float], glyphs: Iterable[Glyph]) -> None:
    """Give each character to the cell it stands in."""
    xs = table.edges
    owner = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        column = next((n for n in range(len(xs) - 1) if glyph.middle < xs[n + 1]), len(xs) - 2)
        height = glyph.y - 0.35 * glyph.size
        row = next((n for n in range(len(ys) - 1) if height < ys[n + 1]), len(ys) - 2)
        held.setdefault(id(owner[row, column]), []).append(glyph)
    for cell in table.cells:
        cell.lines = lines_of(held.get(id(cell), ()), table.page)


def without_empty(table: PageTable) -> None:
    """Leave out rows and columns that double lines make: no cell begins and ends there that says anything."""
    for column in reversed(range(table.n_columns)):
        narrow = table.edges[column + 1] - table.edges[column] < _SMALLEST * 2
        own = [cell for cell in table.cells if cell.column == column and cell.columns == 1]
        if narrow and not any(cell.lines for cell in own):
            _drop_column(table, column)
    for row in reversed(range(table.n_rows)):
        begins = [cell for cell in table.cells if cell.row == row]
        if table.n_rows > 1 and all(not cell.lines and cell.rows == 1 for cell in begins) and _ends(table, row):
            _drop_row(table, row)


def _ends(table: PageTable, row: int) -> bool:
    """Tell whether a row has nothing of its own: every cell of it is empty or stands there from above."""
    begins = sum(cell.columns for cell in table.cells if cell.row == row)
    return begins in (table.n_columns, 0)


def _drop_row(table: PageTable, row: int) -> None:
    table.cells = [cell for cell in table.cells if not (cell.row == row and cell.rows == 1)]
    for cell in table.cells:
        if cell.row > row:
            cell.row -= 1
        elif cell.row + cell.rows > row:
            cell.rows -= 1
    table.n_rows -= 1


def _drop_column(table: PageTable, column: int) -> None:
    table.cells = [cell for cell in table.cells if not (cell.column == column and cell.columns == 1)]
    for cell in table.cells:
        if cell.column > column:
            cell.column -= 1
        elif cell.column + cell.columns > column:
            cell.columns -= 1
    del table.edges[column + (column == 0)]


def _outermost(tables: list[PageTable]) -> list[PageTable]:
    """Leave out tables that stand inside another."""
    kept: list[PageTable] = []
    for table in tables:
        inside = any(
            other.top - SNAP <= table.top and table.bottom <= other.bottom + SNAP
            and other.edges[0] - SNAP <= table.edges[0] and table.edges[-1] <= other.edges[-1] + SNAP
            for other in tables if other is not table and len(other.cells) > len(table.cells)
        )  # fmt: skip
        if not inside:
            kept.append(table)
    return kept
