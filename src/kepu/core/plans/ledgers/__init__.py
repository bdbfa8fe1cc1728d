"""Ledgers of offices: tables of tasks with what was reported about them, period by period."""

from kepu.core.plans.ledgers.model import AS_PRINTED, Choice, Choices, Ledger, LedgerColumn, LedgerSheet, Report
from kepu.core.plans.ledgers.reading import read_ledger
from kepu.core.plans.ledgers.result import ledger_dict
from kepu.core.plans.ledgers.roles import REPORTED, LedgerRole
from kepu.core.plans.ledgers.states import task_state

__all__ = [
    "AS_PRINTED",
    "REPORTED",
    "Choice",
    "Choices",
    "Ledger",
    "LedgerColumn",
    "LedgerRole",
    "LedgerSheet",
    "Report",
    "ledger_dict",
    "read_ledger",
    "task_state",
]
