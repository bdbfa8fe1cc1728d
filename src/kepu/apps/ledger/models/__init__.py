"""Plans, what stands in them, and what units report about it."""

from kepu.apps.ledger.models.board import Facet
from kepu.apps.ledger.models.candidates import Candidate, Decision, UnitChoice, VersionMatch
from kepu.apps.ledger.models.content import Section, Target, Task, TaskLink, TaskUnit
from kepu.apps.ledger.models.instructions import Instruction, InstructionReply, InstructionUnit
from kepu.apps.ledger.models.mapping import ColumnMapping, ColumnReading
from kepu.apps.ledger.models.plan import Parse, Plan
from kepu.apps.ledger.models.reporting import (
    ChaseLog,
    Entry,
    EntryText,
    Evidence,
    Round,
    SupportRequest,
    UnitReport,
)
from kepu.apps.ledger.models.rounds import RoundEvent

__all__ = [
    "Candidate",
    "ChaseLog",
    "ColumnMapping",
    "ColumnReading",
    "Decision",
    "Entry",
    "EntryText",
    "Evidence",
    "Facet",
    "Instruction",
    "InstructionReply",
    "InstructionUnit",
    "Parse",
    "Plan",
    "Round",
    "RoundEvent",
    "Section",
    "SupportRequest",
    "Target",
    "Task",
    "TaskLink",
    "TaskUnit",
    "UnitChoice",
    "UnitReport",
    "VersionMatch",
]
