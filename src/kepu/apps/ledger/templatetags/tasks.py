"""How pages show the state and the light of a task, and a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString

from kepu.apps.base.periods import period_label
from kepu.apps.base.templatetags.kepu import status
from kepu.apps.ledger.enums import TaskState
from kepu.apps.ledger.selectors.dues import FILTERED, light_words

if TYPE_CHECKING:
    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Task

register = template.Library()


@register.simple_tag
def state(task: Task) -> SafeString:
    """How far the work is: word, shape and colour."""
    known = TaskState(task.state)
    return status(known.tone, str(known.label))


@register.simple_tag
def light(found: Light) -> SafeString:
    """A light that asks somebody to do something; others stay dark in lists."""
    return status(found.tone, light_words(found)) if found.code in FILTERED else SafeString("")


@register.filter
def period(code: str) -> str:
    """2026Q3 as 2026年三季度."""
    return period_label(code)
