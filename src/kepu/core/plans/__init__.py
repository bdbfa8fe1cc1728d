"""Plan documents: bytes to text, text to outline, tasks, units and targets."""

from kepu.core.plans.changes import Pair, Printed, Words, changed_names, match_tasks, word_diff
from kepu.core.plans.codes import REFUSALS, PlanCode
from kepu.core.plans.export import workbook
from kepu.core.plans.likeness import Likeness, likest
from kepu.core.plans.markdown import markdown
from kepu.core.plans.model import (
    Basis,
    CoordinationBody,
    Document,
    Interleaving,
    Milestone,
    Place,
    Plan,
    Post,
    PrintedCell,
    PrintedTable,
    Section,
    Span,
    Target,
    Task,
    Unit,
    Warning,  # noqa: A004  the word of the field
)
from kepu.core.plans.parse import parse_plan
from kepu.core.plans.pieces import Piece, added_breaks, cut, cutting_places
from kepu.core.plans.places import DivisionTable
from kepu.core.plans.reading import MAX_BYTES, MAX_CHARACTERS, read_document
from kepu.core.plans.schema import plan_schema
from kepu.core.plans.serialise import to_dict, to_json
from kepu.core.plans.source import SourceText
from kepu.core.plans.tasknames import task_name

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "REFUSALS",
    "Basis",
    "CoordinationBody",
    "DivisionTable",
    "Document",
    "Interleaving",
    "Likeness",
    "Milestone",
    "Pair",
    "Piece",
    "Place",
    "Plan",
    "PlanCode",
    "Post",
    "Printed",
    "PrintedCell",
    "PrintedTable",
    "Section",
    "SourceText",
    "Span",
    "Target",
    "Task",
    "Unit",
    "Warning",
    "Words",
    "added_breaks",
    "changed_names",
    "cut",
    "cutting_places",
    "likest",
    "markdown",
    "match_tasks",
    "parse_plan",
    "plan_schema",
    "read_document",
    "task_name",
    "to_dict",
    "to_json",
    "word_diff",
    "workbook",
]
