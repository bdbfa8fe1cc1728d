"""One cell of a returned workbook as a value: a word of the list, a text, a number; or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kepu.apps.base.errors import Refused
from kepu.apps.base.messages import sentence
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer
from kepu.apps.ledger.services.answering import LARGEST, LARGEST_PERCENT, MOST_CHARACTERS, clean_number
from kepu.apps.ledger.workbooks.layout import ANSWERS
from kepu.apps.measures.services import DECIMALS

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Target
    from kepu.core.workbooks import Cell

PERCENT_UNITS = ("%", "％")
# What people write instead of the word of the list.
SPELLINGS = {
    **{words: answer for answer, words in ANSWERS.items()},
    "同上期": Answer.SAME,
    "同上": Answer.SAME,
    "无变化": Answer.SAME,
    "没有变化": Answer.SAME,
    "无进展": Answer.NONE,
    "没有进展": Answer.NONE,
    "不适用": Answer.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Problem:
    """Something about a cell or row: an error keeps the row out, a note only says so."""

    place: str
    code: LedgerCode
    details: dict[str, Any]
    is_error: bool = True

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return sentence(self.code, self.details)


class Unreadable(Exception):  # noqa: N818  # reads as what happened
    """The cell says nothing that can be kept."""

    def __init__(self, code: LedgerCode, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def checked(cell: Cell) -> Cell:
    """The cell, if its value is there: a formula without a saved result and an error have none."""
    if cell.is_error:
        raise Unreadable(LedgerCode.SHEET_ERROR_VALUE, value=cell.text[:20])
    if cell.is_formula and not cell.is_computed:
        raise Unreadable(LedgerCode.SHEET_FORMULA)
    return cell


def read_answer(cell: Cell) -> Answer | None:
    """A word of the list, or one of its usual spellings; nothing for a blank cell."""
    words = re.sub(r"[\s。，,.]", "", unicodedata.normalize("NFKC", checked(cell).text))
    if not words:
        return None
    known = SPELLINGS.get(words)
    if known is None:
        raise Unreadable(
            LedgerCode.SHEET_UNKNOWN_ANSWER, value=cell.text.strip()[:20], known="、".join(ANSWERS.values())
        )
    return known


def read_text(cell: Cell) -> str:
    """What people see in the cell."""
    text = checked(cell).text
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(LedgerCode.SHEET_TOO_LONG, n=len(text), most=MOST_CHARACTERS)
    return text.strip()


def read_percent(cell: Cell) -> Decimal | None:
    """A percentage: 85, 85%, "85％" or a share that is shown as one. A bare 1 or 0.85 may mean two things."""
    number = _number(cell, unit="%", may_be_share=True)
    if number is not None and abs(number) > LARGEST_PERCENT:
        raise Unreadable(LedgerCode.SHEET_NOT_A_NUMBER, value=cell.text[:20])
    return number


def read_figure(cell: Cell, target: Target) -> Decimal | None:
    """A figure in the unit of its target."""
    is_percent = target.unit in PERCENT_UNITS
    number = _number(cell, unit=target.unit, may_be_share=is_percent and target.value > 1)
    if number is None:
        return None
    if abs(number) > LARGEST:
        raise Unreadable(LedgerCode.SHEET_NOT_A_NUMBER, value=cell.text[:20])
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        raise Unreadable(LedgerCode.SHEET_DECIMALS, value=cell.text[:20], most=DECIMALS)
    return number


def _number(cell: Cell, *, unit: str, may_be_share: bool) -> Decimal | None:
    value = checked(cell).value
    if isinstance(value, date | datetime | time):
        raise Unreadable(LedgerCode.SHEET_DATE, value=cell.text[:20])
    if isinstance(value, bool):
        raise Unreadable(LedgerCode.SHEET_NOT_A_NUMBER, value=cell.text[:20])
    shown_as_percent = cell.text.strip().endswith(PERCENT_UNITS)
    is_percent = unit in PERCENT_UNITS
    if shown_as_percent and not is_percent:
        raise Unreadable(LedgerCode.SHEET_NOT_A_NUMBER, value=cell.text[:20])
    if isinstance(value, float | int):
        exact = Decimal(f"{value:.15g}")
        if shown_as_percent:
            return (exact * 100).normalize() + 0
        return _unambiguous(exact, cell) if may_be_share else exact
    try:
        number = clean_number(value, unit=unit)
    except Refused:
        raise Unreadable(LedgerCode.SHEET_NOT_A_NUMBER, value=str(value)[:20]) from None
    if number is None or shown_as_percent or not may_be_share:
        return number
    return _unambiguous(number, cell)


def _unambiguous(number: Decimal, cell: Cell) -> Decimal:
    if 0 < abs(number) <= 1:
        share = f"{(number * 100).normalize():f}"
        raise Unreadable(LedgerCode.SHEET_AMBIGUOUS, value=cell.text[:20], low=f"{number:f}%", high=f"{share}%")
    return number
