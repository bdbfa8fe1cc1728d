"""A ledger as plain values: the result of a plan, its history and its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.core.plans.serialise import to_dict
from kepu.core.workbooks import column_letters

if TYPE_CHECKING:
    from kepu.core.plans.ledgers.model import Ledger, LedgerColumn, Report


def ledger_dict(ledger: Ledger) -> dict[str, Any]:
    """Give a ledger as plain values.

    Parameters
    ----------
    ledger : Ledger
        What `read_ledger` gave.

    Returns
    -------
    dict
        The keys of a plan, and ``history``, ``columns``, ``signature`` and ``year``.
    """
    return {
        **to_dict(ledger.plan),
        "history": [_report(report) for report in ledger.history],
        "columns": [_column(column) for sheet in ledger.sheets for column in sheet.columns],
        "signature": ledger.signature,
        "year": ledger.year,
        "is_year_missing": ledger.is_year_missing,
    }


def _report(report: Report) -> dict[str, Any]:
    percent = report.percent
    return {
        "task_id": report.task_id,
        "period": report.period,
        "progress": report.progress,
        "percent": int(percent) if percent is not None and percent.is_integer() else percent,
        "problems": report.problems,
        "next_step": report.next_step,
        "state_word": report.state_word,
        "light": report.light,
        "evidence": report.evidence,
        "units": list(report.units),
        "cells": dict(report.cells),
    }


def _column(column: LedgerColumn) -> dict[str, Any]:
    return {
        "sheet": column.sheet,
        "column": column_letters(column.index),
        "key": column.key,
        "header": list(column.header),
        "role": column.role.value,
        "period": column.period,
        "suffix": column.suffix,
        "confidence": column.confidence,
        "source": column.source,
        "values": list(column.values),
        "is_unclear": column.is_unclear,
    }
