"""How pages show the state and the light of a task, and a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString

from kepu.apps.base.periods import period_label
from kepu.apps.base.templatetags.kepu import status
from kepu.apps.ledger.charting import reading_words
from kepu.apps.ledger.enums import EntryState, InstructionState, ReportState, TaskState
from kepu.apps.ledger.models import Entry, Instruction, Task, UnitReport
from kepu.apps.ledger.selectors.dues import FILTERED, light_words

if TYPE_CHECKING:
    from django.db.models import Model

    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Target
    from kepu.apps.measures.models import Reading

register = template.Library()


STATES: dict[type[Model], Any] = {
    Task: TaskState,
    Entry: EntryState,
    UnitReport: ReportState,
    Instruction: InstructionState,
}


@register.simple_tag
def state(row: Model) -> SafeString:
    """How far something is: word, shape and colour."""
    known = STATES[type(row)](row.state)  # type: ignore[attr-defined]  # the four models have one
    return status(known.tone, str(known.label))


@register.simple_tag
def light(found: Light) -> SafeString:
    """A light that asks somebody to do something; others stay dark in lists."""
    return status(found.tone, light_words(found)) if found.code in FILTERED else SafeString("")


@register.filter
def period(code: str) -> str:
    """2026Q3 as 2026年三季度."""
    return period_label(code)


@register.filter
def reading(found: Reading, target: Target) -> str:
    """A reading with the unit of its target."""
    return reading_words(found, target.unit)
