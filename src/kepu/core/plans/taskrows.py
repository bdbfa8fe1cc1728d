"""Tables of duties: rows to tasks, with what blank cells take from the row above."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role, is_header, roles_of, settle
from kepu.core.plans.dutyrows import DITTO, DutyTable, Row, words_of
from kepu.core.plans.groupcells import heading_of
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.source import cell_paragraph

if TYPE_CHECKING:
    from kepu.core.plans.groupcells import Heading
    from kepu.core.plans.marks import Mark
    from kepu.core.plans.source import Cell, Table, TableLayout

_HEADER_ROWS = 4
_NUMERAL = re.compile("[一二三四五六七八九十]{1,3}")
_RANKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]{1,3}、?",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,3}[.、]?",
        r"\d{1,2}[.-]\d{1,2}|[（(]\d{1,3}[）)]",
    )
)
_STOP = re.compile("[。；;]")
_NOTE = re.compile(r"^(?:备注|注|说明|填表说明)\s*[:：]")


def read_duties(text: str, table: Table) -> DutyTable | None:
    """Read a table of duties.

    Parameters
    ----------
    text : str
        The normalised text.
    table : Table
        Any table.

    Returns
    -------
    DutyTable or None
        None when no row of the first four is the header of a table of duties.
    """
    grid = table.grid()
    if table.layout is not None:
        known = table.layout
        duties = DutyTable(table, tuple(Role(each) for each in known.roles), known.header, known.header_rows)
        _Reader(text, duties, grid, known=known).read()
        return duties
    header_rows = 0
    heads = [is_header([words_of(text, cell) for cell in dict.fromkeys(row)]) for row in grid[: _HEADER_ROWS + 1]]
    for number, row in enumerate(grid[:_HEADER_ROWS]):
        if heads[number]:
            header_rows = number + 1
            if not any(cell.row + cell.rows > number + 1 for cell in row) and not any(heads[number + 1 : number + 2]):
                break
    if not header_rows:
        return None
    header_rows = max(header_rows, *(cell.row + cell.rows for cell in grid[header_rows - 1]))
    header = tuple(
        next((words for row in reversed(grid[:header_rows]) if (words := words_of(text, row[column]))), "")
        for column in range(table.n_columns)
    )
    body = grid[header_rows:]
    lengths = [
        sum(len(words_of(text, row[column])) for row in body) / max(1, len(body)) for column in range(table.n_columns)
    ]
    roles = settle(roles_of(header), lengths)
    duties = DutyTable(table, _single_number(roles), header, header_rows)
    _Reader(text, duties, grid).read()
    return duties


def _single_number(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    seen = False
    kept = []
    for role in roles:
        kept.append(Role.OTHER if role is Role.NUMBER and seen else role)
        seen = seen or role is Role.NUMBER
    return tuple(kept)


def has_header(text: str, table: Table) -> bool:
    """Tell whether one of the first rows is the header of a table of duties.

    Parameters
    ----------
    text : str
        The normalised text.
    table : Table
        Any table.

    Returns
    -------
    bool
        False for the rest of a table behind a page break.
    """
    return any(is_header([words_of(text, cell) for cell in dict.fromkeys(row)]) for row in table.grid()[:_HEADER_ROWS])


@dataclass(slots=True)
class _Reader:
    text: str
    duties: DutyTable
    grid: list[list[Cell]]
    category: Heading | None = None
    group: Heading | None = None
    lead: tuple[Cell, ...] = ()
    support: tuple[Cell, ...] = ()
    due: str = ""
    key: tuple[object, ...] = ()
    known: TableLayout | None = None
    banded: bool = False  # the category is printed across the table, or in a row that heads others
    bracketed: bool = False  # as （一）, with nothing above it

    def read(self) -> None:
        roles = self.duties.roles
        text_column = roles.index(Role.TEXT) if Role.TEXT in roles else None
        if text_column is None:
            return
        for number in range(self.duties.header_rows, len(self.grid)):
            row = self.grid[number]
            if self.known is not None and number in self.known.skipped:
                if row[text_column].lines:
                    self.groups(row, number)
                continue
            filled = [cell for cell in dict.fromkeys(row) if cell.lines]
            if not filled or (self.known is None and is_header([words_of(self.text, cell) for cell in filled])):
                continue
            if len(filled) == 1 and self.band(filled[0], text_column):
                continue
            self.groups(row, number)
            cell = self.words(row, text_column)
            if cell.lines and self.heads_rows(row, number):
                self.head(row, cell)
            elif cell.lines and cell.row == number:
                self.task(row, number, cell)
            elif self.known is None:
                self.further_units(row, number)

    def heads_rows(self, row: list[Cell], number: int) -> bool:
        """Tell a row that heads the next ones: 一 in the column of serial numbers, nobody in charge, then 1."""
        if number + 1 >= len(self.grid) or self.is_led(row):
            return False
        below = self.grid[number + 1]
        own, next_rank = _rank(self.column(row, Role.NUMBER)), _rank(self.column(below, Role.NUMBER))
        return own is not None and next_rank is not None and own < next_rank and (not own or self.is_led(below))

    def is_led(self, row: list[Cell]) -> bool:
        """Tell whether a row names units."""
        return any(row[n].lines for n, role in enumerate(self.duties.roles) if role in {Role.LEAD, Role.SUPPORT})

    def head(self, row: list[Cell], cell: Cell) -> None:
        """Take up a row that heads the next ones."""
        found = heading_of(self.text, cell)
        self.category = replace(found, number=found.number or self.column(row, Role.NUMBER).strip("（）()、."))
        self.group, self.banded = None, True
        self.leave()

    def leave(self) -> None:
        """Forget what blank cells of the group that ends would take from the row above."""
        self.lead, self.support, self.due = (), (), ""

    def words(self, row: list[Cell], text_column: int) -> Cell:
        """Give the cell that says what is to be done."""
        cell = row[text_column]
        if cell.lines or self.known is None or self.known.else_text is None:
            return cell
        instead = row[self.known.else_text]
        return instead if instead.rows == 1 else cell

    def band(self, cell: Cell, text_column: int) -> bool:
        """Read a row with a single filled cell: a heading across the table, or a note below it."""
        words = words_of(self.text, cell)
        if _NOTE.match(words):
            return True
        mark = read_mark(words)
        wide = cell.columns > 1 or cell.column < text_column
        if not wide or cell.rows > 1 or (mark is None and len(words) > 40):  # noqa: PLR2004  a sentence, no heading
            return False
        inner = mark is not None and mark.style is MarkStyle.CHINESE_BRACKET
        if inner and self.category is not None and not self.bracketed:
            self.group = heading_of(self.text, cell)
        else:
            self.bracketed = inner
            self.category, self.group = heading_of(self.text, cell), None
            self.banded = True
        self.leave()
        return True

    def groups(self, row: list[Cell], number: int) -> None:
        """Take up what the row prints in the columns that group it."""
        columns = [column for column, role in enumerate(self.duties.roles) if role is Role.CATEGORY]
        key: list[object] = list(self.key) or [None, None]
        for depth, column in enumerate(columns[:2]):
            cell = row[column]
            if cell.lines and cell.row == number and words_of(self.text, cell) not in DITTO:
                found = heading_of(self.text, cell)
                if depth == 0 and not (self.banded and len(columns) == 1):
                    self.category, self.group = found, None
                    key = [cell, None]
                else:
                    self.group = found
                    key[1] = cell
        if tuple(key) != self.key:
            self.key = tuple(key)
            due = self.due if columns and self.period_leads(columns[0]) else ""
            self.leave()
            self.due = due  # the month goes on

    def task(self, row: list[Cell], number: int, cell: Cell) -> None:
        lead, own_lead = self.assigned(row, Role.LEAD, self.lead, number)
        due, begins = self.dated(row)
        inherit = () if own_lead and (begins or self.duties.table.merges_known) else self.support
        support, own_support = self.assigned(row, Role.SUPPORT, inherit, number)
        self.lead, self.support, self.due = lead, support, due
        words = cell_paragraph(self.text, cell)
        serial = self.column(row, Role.NUMBER)
        start, printed = 0, None
        mark = read_mark(words.text)
        counts = mark is not None and _counts_on(words.text, mark)
        if mark is not None and mark.style is not MarkStyle.DASH and mark.end < len(words.text) and not counts:
            start, printed = mark.end, mark.printed
            if _NUMERAL.fullmatch(serial) and mark.style >= MarkStyle.DIGIT:  # 一 numbers the group, 1. the task
                serial = ""
        group = self.group
        self.duties.rows.append(
            Row(
                number,
                self.category,
                group,
                serial or printed,
                words,
                start if (printed and (not serial or printed == serial)) else 0,
                lead,
                support,
                not own_lead,
                not own_support,
                due or None,
                full=row[-1].columns > 0 and (row[-1].rows > 0),
            )
        )

    def further_units(self, row: list[Cell], number: int) -> None:
        """Add the units of a row that says nothing else to do to those of the task above, whose cell was merged."""
        leading = (Role.NUMBER, Role.CATEGORY, Role.TEXT)
        begun = any(row[n].lines and row[n].row == number for n, its in enumerate(self.duties.roles) if its in leading)
        if begun or not self.duties.rows:
            return
        last = self.duties.rows[-1]
        last.lead += tuple(cell for cell in self.assigned(row, Role.LEAD, (), number)[0] if cell.row == number)
        last.support += tuple(cell for cell in self.assigned(row, Role.SUPPORT, (), number)[0] if cell.row == number)

    def column(self, row: list[Cell], role: Role) -> str:
        if role not in self.duties.roles:
            return ""
        return words_of(self.text, row[self.duties.roles.index(role)])

    def period_leads(self, column: int) -> bool:
        """Tell whether the time limits stand left of a column: 3月 and what is to be done in it."""
        roles = self.duties.roles
        return Role.DUE in roles and roles.index(Role.DUE) < column

    def dated(self, row: list[Cell]) -> tuple[str, bool]:
        """Give the time limit, that of the row above where the units are too, and whether the row begins a period."""
        leads_in = self.period_leads(self.duties.roles.index(Role.TEXT))
        own = self.column(row, Role.DUE)
        if own and own not in DITTO:
            return own, leads_in
        goes_on = own or leads_in or not self.column(row, Role.LEAD)
        return (self.due if goes_on else ""), False

    def assigned(
        self, row: list[Cell], role: Role, above: tuple[Cell, ...], number: int
    ) -> tuple[tuple[Cell, ...], bool]:
        """Give the cells that name the units: the row's own, the merged ones, or those of the row above."""
        columns = [column for column, its in enumerate(self.duties.roles) if its is role]
        found = tuple(dict.fromkeys(row[column] for column in columns if row[column].lines))
        if found and words_of(self.text, found[0]) in DITTO:
            return (self.lead if role is Role.LEAD else self.support), False
        return (found, any(cell.row == number for cell in found)) if found else (above, False)


def _rank(serial: str) -> int | None:
    """Tell how deep a serial number stands: 一, （一）, 1, 1.1 or （1）; None for none."""
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.fullmatch(serial)), None)


def _counts_on(words: str, first: Mark) -> bool:
    """Tell a cell with a numbered list in it: the number at its head is that of the first item, not of the row."""
    marks = (read_mark(words, stop.end()) for stop in _STOP.finditer(words))
    return any(mark and (mark.style, mark.value) == (first.style, first.value + 1) for mark in marks)
