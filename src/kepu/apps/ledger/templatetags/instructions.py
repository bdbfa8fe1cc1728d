"""The place for an instruction that other pages have in their lines."""

from __future__ import annotations

import uuid
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("ledger/_instruct.html")
def instruct_field(name: str, pk: int) -> dict[str, Any]:
    """One field about a task or a unit (`name` is "task" or "unit"), sent without leaving the page."""
    return {"name": name, "pk": pk, "slot": f"instruct-{name}-{pk}", "request_id": uuid.uuid4()}
