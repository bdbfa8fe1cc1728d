"""The sheets of a workbook that are ledgers, with the year and the period that their tabs and titles name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.ledgers.columns import read_columns
from kepu.core.plans.ledgers.headers import Layout, find_layout
from kepu.core.plans.ledgers.roles import REPORTED, LedgerRole
from kepu.core.plans.ledgers.times import PeriodWord, take_period, year_in
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.sheettables import line_of
from kepu.core.plans.unitnames import is_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.ledgers.model import Choices, LedgerColumn
    from kepu.core.workbooks import Workbook, Worksheet

_TOTALS = ("合计", "小计", "总计", "共计", "累计")


@dataclass(slots=True)
class Part:
    """A sheet that is a ledger, while it is read."""

    sheet: Worksheet
    layout: Layout
    columns: tuple[LedgerColumn, ...]
    year: int | None
    by_role: dict[LedgerRole, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in self.columns:
            self.by_role.setdefault(column.role, []).append(column.index)

    @property
    def text_column(self) -> int | None:
        """The column that says what is to be done."""
        return next(iter(self.by_role.get(LedgerRole.TEXT, ())), None)

    @property
    def unit(self) -> str:
        """The unit whose sheet it is: named by the tab, where no column names any."""
        named = {LedgerRole.LEAD, LedgerRole.SUPPORT} & set(self.by_role)
        return squeeze(self.sheet.name) if not named and is_unit(squeeze(self.sheet.name)) else ""

    @property
    def else_text(self) -> int | None:
        """The column that says so where the text is blank: the last that groups the rows."""
        groups = self.by_role.get(LedgerRole.CATEGORY, [])
        return groups[-1] if groups and LedgerRole.MEASURE not in self.by_role else None

    def words(self, row: int, role: LedgerRole) -> str:
        """Give what a row prints in the first column of a role."""
        return next((self.sheet.text(row, column) for column in self.by_role.get(role, ())), "")

    def is_total(self, row: int) -> bool:
        """Tell whether a row adds others up."""
        first = [squeeze(self.sheet.text(row, column.index)) for column in self.columns[:4]]
        return any(words.rstrip(":：") in _TOTALS for words in first if words)

    def is_repeated_header(self, row: int) -> bool:
        """Tell whether a row prints the header again, as on a new page."""
        return any(
            all(self.sheet.text(row, c.index) == self.sheet.text(header, c.index) for c in self.columns)
            for header in self.layout.header
        )


def ledger_parts(book: Workbook, name: str, choices: Choices) -> list[Part]:
    """Find the sheets that are ledgers and read their columns.

    Parameters
    ----------
    book : Workbook
        The workbook.
    name : str
        The file name, which may print a year.
    choices : Choices
        What a person said.

    Returns
    -------
    list of Part
        In the order of the tabs; sheets that are hidden or have no header are left out.
    """
    found = [(sheet, layout) for sheet in book.visible if sheet.cells and (layout := find_layout(sheet))]
    titles = {sheet.name: [line_of(sheet, row) for row in layout.above] + [sheet.heading] for sheet, layout in found}
    everywhere = _first_year((*(words for lines in titles.values() for words in lines), name)) or choices.year
    parts = []
    for sheet, layout in found:
        year = _first_year((sheet.name, *titles[sheet.name])) or everywhere
        year = year or _first_year(
            sheet.text(row, column) for row in layout.header for column in range(sheet.n_columns)
        )
        word = _sheet_word((sheet.name, *titles[sheet.name]))
        parts.append(Part(sheet, layout, read_columns(sheet, layout, choices, word, year), year))
    return parts


def has_history(parts: Iterable[Part]) -> bool:
    """Tell whether the sheets report about work, and not only assign it."""
    reported = REPORTED - {LedgerRole.EVIDENCE}
    return any(reported & set(part.by_role) and part.text_column is not None for part in parts)


def _first_year(lines: Iterable[str]) -> int | None:
    return next((year for words in lines if (year := year_in(words))), None)


def _sheet_word(lines: Sequence[str]) -> PeriodWord | None:
    """Give the period that the tab or a title names: the first shorter than a year, else the year."""
    words = [found for line in lines if (found := take_period(line)[0])]
    year = year_in(lines[0])
    if year and not take_period(lines[0])[1]:
        words.append(PeriodWord("", year))  # a tab that says 2024年 and nothing else
    return next((word for word in words if word.suffix), words[0] if words else None)
