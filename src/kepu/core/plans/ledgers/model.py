"""What a ledger gives: its columns, its history, and the plan that it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.core.plans.ledgers.roles import LedgerRole
    from kepu.core.plans.model import Plan

BY_HEADER, BY_HAND = "header", "hand"
AS_PRINTED = "auto"  # the period is the one that header, tab or title print


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says about a column.

    Attributes
    ----------
    role : str
        A `LedgerRole`.
    period : str
        What follows the year in the code of its period (``Q1``, ``-03``; empty for a whole year), or ``auto``.
    """

    role: str
    period: str = AS_PRINTED


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says about a ledger: columns by their keys, and the year where none is printed."""

    columns: Mapping[str, Choice] = field(default_factory=dict)
    year: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """A column of one sheet.

    Attributes
    ----------
    sheet : str
        The name of the tab.
    index : int
        In the sheet, from 0.
    key : str
        The header without years, the same next year; by it a choice is remembered.
    header : tuple of str
        The printed words, from the top.
    role : LedgerRole
        What it holds.
    period : str
        The code of its period; empty where none applies or is known.
    suffix : str or None
        The period without its year; None where none is printed.
    confidence : float
        From 0 to 1.
    source : str
        ``header``, or ``hand`` when a person said so.
    values : tuple of str
        The first that it prints.
    is_unclear : bool
        A person has to say what it holds, or for which period.
    """

    sheet: str
    index: int
    key: str
    header: tuple[str, ...]
    role: LedgerRole
    period: str
    suffix: str | None
    confidence: float
    source: str
    values: tuple[str, ...]
    is_unclear: bool


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """A sheet that is a ledger: where its header stands, what its columns hold."""

    name: str
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    columns: tuple[LedgerColumn, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a ledger says about one task in one period; empty where it prints nothing.

    Attributes
    ----------
    task_id : int
        The task.
    period : str
        The code of the period.
    percent : float or None
        As printed, in percent; None where no number is printed, which is not nought.
    units : tuple of str
        Whose row it is, where a task has a row for each of its units.
    cells : dict of str to str
        Where each field stands, such as ``{"progress": "台账!H5"}``.
    """

    task_id: int
    period: str
    progress: str = ""
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    state_word: str = ""
    light: str = ""
    evidence: str = ""
    units: tuple[str, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger that was read.

    Attributes
    ----------
    plan : Plan
        Its tasks, units and targets, with the text of the workbook.
    sheets : tuple of LedgerSheet
        The sheets with their columns.
    history : tuple of Report
        By task, then by period.
    signature : str
        The same for workbooks with the same headers, whatever the year and the order of the columns.
    year : int or None
        The year of periods that print none.
    is_year_missing : bool
        A period is printed without a year, and nothing else names one.
    """

    plan: Plan
    sheets: tuple[LedgerSheet, ...]
    history: tuple[Report, ...]
    signature: str
    year: int | None
    is_year_missing: bool

    @property
    def is_clear(self) -> bool:
        """Whether nobody has to be asked."""
        return not (self.is_year_missing or any(column.is_unclear for sheet in self.sheets for column in sheet.columns))
