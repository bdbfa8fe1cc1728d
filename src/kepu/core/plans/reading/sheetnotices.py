"""What a person must know of a workbook before trusting what was read: hidden parts, formulas without result."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.source import Notice
from kepu.core.workbooks import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.workbooks import Workbook, Worksheet

_MOST = 20  # addresses that a sentence names


def sheet_notices(book: Workbook) -> tuple[Notice, ...]:
    """Give the notices of a workbook, sheet by sheet.

    Parameters
    ----------
    book : Workbook
        The workbook.

    Returns
    -------
    tuple of Notice
        Hidden sheets are not read; hidden rows and columns are.
    """
    return tuple(notice for sheet in book.sheets for notice in _notices(sheet))


def _notices(sheet: Worksheet) -> Iterator[Notice]:
    if sheet.is_hidden:
        if sheet.cells:
            yield Notice(PlanCode.HIDDEN_SHEET, {"sheet": sheet.name})
        return
    if sheet.hidden_rows:
        yield Notice(PlanCode.HIDDEN_ROWS, {"sheet": sheet.name, "rows": ranges(sorted(sheet.hidden_rows))})
    if sheet.hidden_columns:
        letters = [column_letters(column) for column in sorted(sheet.hidden_columns)]
        yield Notice(PlanCode.HIDDEN_COLUMNS, {"sheet": sheet.name, "columns": "、".join(letters)})
    for code, addresses in (
        (PlanCode.FORMULA_NOT_COMPUTED, [cell.address for cell in sheet.cells.values() if not cell.is_computed]),
        (PlanCode.CELL_ERROR, [cell.address for cell in sheet.cells.values() if cell.is_error]),
    ):
        if addresses:
            yield Notice(code, {"sheet": sheet.name, "cells": listed(addresses), "count": len(addresses)})


def listed(addresses: Sequence[str]) -> str:
    """Name some addresses, the first of many."""
    return "、".join(addresses[:_MOST]) + ("……" if len(addresses) > _MOST else "")


def ranges(rows: Sequence[int]) -> str:
    """Name rows by their numbers from 1.

    Examples
    --------
    >>> ranges([3, 4, 5, 8])
    '4—6、9'
    """
    edges = [0, *(at for at, (low, high) in enumerate(pairwise(rows), 1) if high != low + 1), len(rows)]
    runs = [rows[low:high] for low, high in pairwise(edges)]
    return listed([f"{run[0] + 1}—{run[-1] + 1}" if len(run) > 1 else f"{run[0] + 1}" for run in runs])
