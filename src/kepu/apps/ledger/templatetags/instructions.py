"""The place for an instruction that other pages have."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import template

from kepu.apps.ledger import rules

if TYPE_CHECKING:
    from django.template import Context

    from kepu.apps.ledger.models import Task
    from kepu.apps.territory.models import Organisation

register = template.Library()
TASK, UNIT = "task", "unit"


@register.inclusion_tag("ledger/_instruct.html")
def instruct_field(name: str, pk: int) -> dict[str, Any]:
    """One field about a task or a unit (`name` is "task" or "unit"), sent without leaving the page."""
    request_id = uuid.uuid4()
    # A page may have two places for the same task.
    return {"name": name, "pk": pk, "slot": f"instruct-{name}-{pk}-{request_id.hex[:6]}", "request_id": request_id}


@register.simple_tag(takes_context=True)
def may_instruct(context: Context, row: Task | Organisation) -> dict[str, Any]:
    """What this reader may do about a task or a unit: a leader instructs, the office chases; falsy for others."""
    user = context["request"].user
    place: str = getattr(row, "region_code", None) or row.region_id  # type: ignore[union-attr]  # one of the two has it
    found = {
        "instruct": rules.INSTRUCT.reaches(user, place),
        "supervise": rules.SUPERVISE.reaches(user, place),
    }
    return found if any(found.values()) else {}
