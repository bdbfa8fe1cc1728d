"""A workbook in, a ledger out: the plan that it is, and what was reported."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.ledgers.completing import complete, task_rows
from kepu.core.plans.ledgers.documents import ledger_source
from kepu.core.plans.ledgers.history import Collector
from kepu.core.plans.ledgers.matching import match_rows
from kepu.core.plans.ledgers.model import Choices, Ledger, LedgerSheet
from kepu.core.plans.ledgers.roles import REPORTED
from kepu.core.plans.ledgers.sheets import has_history, ledger_parts
from kepu.core.plans.notices import notice_warnings
from kepu.core.plans.parse import parse_plan
from kepu.core.plans.reading.sheetnotices import ranges, sheet_notices
from kepu.core.plans.source import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.ledgers.matching import Row, Rows
    from kepu.core.plans.ledgers.sheets import Part
    from kepu.core.plans.model import Document
    from kepu.core.plans.places import DivisionTable
    from kepu.core.workbooks import Workbook


def read_ledger(
    book: Workbook, name: str = "", choices: Choices | None = None, divisions: DivisionTable | None = None
) -> Ledger | None:
    """Read the ledger of an office.

    Parameters
    ----------
    book : Workbook
        What `read_workbook` gave.
    name : str, optional
        The file name, which may print a year.
    choices : Choices, optional
        What a person said about columns and year.
    divisions : DivisionTable, optional
        See `parse_plan`.

    Returns
    -------
    Ledger or None
        None when no sheet reports about work: a table of duties, or no table at all.

    Notes
    -----
    What is not printed stays missing: no period without a column or a title that names it, no percentage without a number.
    """
    choices = choices or Choices()
    parts = ledger_parts(book, name, choices)
    if not has_history(parts):
        return None
    rows = match_rows(parts)
    source, placed = ledger_source(book, parts, rows, sheet_notices(book))
    plan = parse_plan(source, divisions)
    ids = task_rows(plan, placed)
    plan = complete(plan, parts, rows, placed, ids)
    collector = Collector(parts, rows, ids)
    history = collector.collect()
    notices = [*collector.notices, *_row_notices(parts, rows, ids)]
    year = next((part.year for part in parts if part.year), None)
    plan = replace(
        plan,
        document=_dated(plan.document, parts),
        warnings=(*plan.warnings, *notice_warnings(notices)),
    )
    return Ledger(
        plan=plan,
        sheets=tuple(_sheet(part) for part in parts),
        history=history,
        signature=_signature(parts),
        year=year,
        is_year_missing=any(
            column.role in REPORTED and column.suffix is not None and not column.period and column.values
            for part in parts
            for column in part.columns
        ),
    )


def _sheet(part: Part) -> LedgerSheet:
    return LedgerSheet(part.sheet.name, part.layout.header, part.layout.body, part.columns, part.year)


def _signature(parts: Sequence[Part]) -> str:
    keys = sorted({column.key for part in parts for column in part.columns})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def _dated(document: Document, parts: Sequence[Part]) -> Document:
    """A ledger is for the years of its periods, where its head names none."""
    if document.period_start or document.period_end:
        return document
    years = sorted({int(c.period[:4]) for part in parts for c in part.columns if c.period})
    return replace(document, period_start=years[0], period_end=years[-1]) if years else document


def _row_notices(parts: Sequence[Part], rows: Rows, ids: dict[Row, int]) -> list[Notice]:
    found = [
        Notice(PlanCode.TOTAL_ROW, {"sheet": parts[number].sheet.name, "rows": ranges(totals)})
        for number, totals in rows.totals.items()
    ]
    return found + [
        Notice(
            PlanCode.TASK_IN_ONE_SHEET, {"sheet": parts[number].sheet.name, "row": row + 1, "task": ids[number, row]}
        )
        for number, row in rows.single
        if (number, row) in ids
    ]
