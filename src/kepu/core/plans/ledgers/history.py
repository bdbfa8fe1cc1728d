"""What the sheets report: for each task and period what stands in its columns, with the addresses of the cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.ledgers.model import Report
from kepu.core.plans.ledgers.percents import is_share, percent_of, says_nothing
from kepu.core.plans.ledgers.roles import REPORTED, LedgerRole
from kepu.core.plans.reading.sheetnotices import listed, ranges
from kepu.core.plans.source import Notice
from kepu.core.plans.unitnames import split_names
from kepu.core.workbooks import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.ledgers.matching import Row, Rows
    from kepu.core.plans.ledgers.model import LedgerColumn
    from kepu.core.plans.ledgers.sheets import Part
    from kepu.core.workbooks import Cell

_FIELDS = {
    LedgerRole.PROGRESS: "progress",
    LedgerRole.PERCENT: "percent",
    LedgerRole.PROBLEMS: "problems",
    LedgerRole.NEXT_STEP: "next_step",
    LedgerRole.STATE: "state_word",
    LedgerRole.LIGHT: "light",
    LedgerRole.EVIDENCE: "evidence",
}


@dataclass(slots=True)
class _Collected:
    """The words of one report while they are put together."""

    words: dict[str, str] = field(default_factory=dict)
    percent: float | None = None
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Collector:
    """Goes through the sheets once."""

    parts: Sequence[Part]
    rows: Rows
    task_ids: dict[Row, int]
    notices: list[Notice] = field(default_factory=list)
    found: dict[tuple[int, str, tuple[str, ...]], _Collected] = field(default_factory=dict)

    def collect(self) -> tuple[Report, ...]:
        """Give the reports by task, then by period."""
        for number, part in enumerate(self.parts):
            self.sheet(number, part)
        made = [
            Report(task_id, period, percent=each.percent, units=units, cells=each.cells, **each.words)
            for (task_id, period, units), each in self.found.items()
        ]
        return tuple(sorted(made, key=lambda report: (report.task_id, report.period)))

    def sheet(self, number: int, part: Part) -> None:
        """Take up one sheet."""
        reported = [column for column in part.columns if column.role in REPORTED and column.period]
        shares = {column.index for column in reported if self.holds_shares(part, column)}
        unreadable: list[Cell] = []
        homeless: list[int] = []
        for row in part.layout.body:
            if row in self.rows.totals.get(number, ()) or (number, row) in self.rows.headers:
                continue
            owner = self.rows.owners.get((number, row))
            task_id = self.task_ids.get(owner) if owner is not None else None
            if task_id is None:
                if any((row, column.index) in part.sheet.cells for column in reported):
                    homeless.append(row)
                continue
            unreadable += self.row(part, row, task_id, reported, shares)
        for code, words in (
            (PlanCode.PERCENT_UNREADABLE, {"cells": listed([cell.address for cell in unreadable])}),
            (PlanCode.REPORT_WITHOUT_TASK, {"rows": ranges(homeless) if homeless else ""}),
        ):
            if any(words.values()):
                self.notices.append(Notice(code, {"sheet": part.sheet.name, **words}))

    def holds_shares(self, part: Part, column: LedgerColumn) -> bool:
        """Tell whether a column of percentages holds shares of one, and say so."""
        if column.role is not LedgerRole.PERCENT:
            return False
        body = set(part.layout.body)
        share = is_share([c for (row, at), c in part.sheet.cells.items() if at == column.index and row in body])
        if share:
            details = {"sheet": part.sheet.name, "column": column_letters(column.index)}
            self.notices.append(Notice(PlanCode.PERCENT_AS_SHARE, dict(details)))
        return share

    def row(self, part: Part, row: int, task_id: int, reported: Sequence[LedgerColumn], shares: set[int]) -> list[Cell]:
        """Take up one row; give the cells whose percentages are no numbers."""
        text = part.sheet.at(row, part.text_column or 0)
        goes_on = text is not None and text.row < row
        units = _own_units(part, row) if goes_on or part.unit or _has_rows_below(part, row) else ()
        unreadable = []
        for column in reported:
            cell = part.sheet.at(row, column.index)
            # A cell merged over several tasks speaks of all of them; merged inside one task it speaks once.
            if cell is None or not cell.text or cell.is_error or (goes_on and cell.row < row):
                continue
            key = (task_id, column.period, units)
            name = _FIELDS[column.role]
            if column.role is LedgerRole.PERCENT:
                percent = percent_of(cell.text, share=column.index in shares)
                if percent is None:
                    unreadable += [] if says_nothing(cell.text) else [cell]
                    continue
                report = self.found.setdefault(key, _Collected())
                report.percent = percent if report.percent is None else report.percent
                report.cells.setdefault(name, part.sheet.place(cell))
            else:
                report = self.found.setdefault(key, _Collected())
                before = report.words.get(name, "")
                report.words[name] = f"{before}\n{cell.text}" if before and cell.text not in before else cell.text
                places = [place for place in (report.cells.get(name), part.sheet.place(cell)) if place]
                report.cells[name] = "、".join(dict.fromkeys(places))
        return unreadable


def _has_rows_below(part: Part, row: int) -> bool:
    merge = part.sheet.merged.get((row, part.text_column or 0))
    return merge is not None and merge.row == row and merge.rows > 1


def _own_units(part: Part, row: int) -> tuple[str, ...]:
    """Give the units of a row of its own inside a task: those its cells name, not those of a merged cell."""
    if part.unit:
        return (part.unit,)
    for role in (LedgerRole.LEAD, LedgerRole.SUPPORT):
        for column in part.by_role.get(role, ()):
            merge = part.sheet.merged.get((row, column))
            cell = part.sheet.cells.get((row, column))
            if cell is not None and cell.text and (merge is None or merge.rows == 1):
                return tuple(name.text for name in split_names(cell.text)[0])
    return ()
