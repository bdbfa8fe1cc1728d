"""A plan as JSON: always the same bytes for the same plan."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
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
_AS_THEY_ARE = {str, int, bool, type(None)}
_AT_ONCE = 10_000


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
    encoder = json.JSONEncoder(ensure_ascii=False, indent=indent)
    pieces = iter(encoder.iterencode(to_dict(plan)))
    joined = iter(lambda: "".join(islice(pieces, _AT_ONCE)), "")  # a piece is a few characters: never all of them
    return "".join(joined) + "\n"


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(kind):
        return _item(value)
    return value


def _item(value: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    kind: Any = type(value)
    for name in _names(kind):
        item = getattr(value, name)
        if isinstance(item, Place):
            made["span"] = _plain(item.span)
            made["line"] = item.line
            if len(item.spans) > 1:
                made["spans"] = _plain(item.spans)
        else:
            made[name] = _plain(item)
    return made


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
