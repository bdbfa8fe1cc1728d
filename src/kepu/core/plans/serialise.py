"""A plan as JSON: always the same bytes for the same plan."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from kepu.core.plans.model import Place

if TYPE_CHECKING:
    from kepu.core.plans.model import Plan

KEYS = (
    "document",
    "sections",
    "tasks",
    "targets",
    "units",
    "milestones",
    "coordination_bodies",
    "interleaving",
    "tables",
    "warnings",
    "text",
)


def to_dict(plan: Plan) -> dict[str, Any]:
    """Give a plan as plain values with the keys of its schema.

    Parameters
    ----------
    plan : Plan
        What `parse_plan` gave.

    Returns
    -------
    dict
        Spans are lists of two; a place becomes ``span``, ``line`` and, when printed more than once, ``spans``.
    """
    whole = _plain(plan)
    return {key: whole[key] for key in KEYS}


def to_json(plan: Plan, *, indent: int | None = 2) -> str:
    """Give a plan as JSON.

    Parameters
    ----------
    plan : Plan
        What `parse_plan` gave.
    indent : int, optional
        None for a single line.

    Returns
    -------
    str
        With a line end; Chinese is not escaped.
    """
    return json.dumps(to_dict(plan), ensure_ascii=False, indent=indent) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        made: dict[str, Any] = {}
        for field in fields(value):
            item = getattr(value, field.name)
            if isinstance(item, Place):
                made["span"] = _plain(item.span)
                made["line"] = item.line
                if len(item.spans) > 1:
                    made["spans"] = _plain(item.spans)
            else:
                made[field.name] = _plain(item)
        return made
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
