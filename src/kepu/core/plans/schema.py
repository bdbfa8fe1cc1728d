"""The JSON Schema of a parsed plan, made from the dataclasses that hold it, so that the two cannot part."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kepu.core.plans import model
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.model import Place, Plan
from kepu.core.plans.serialise import KEYS

_NAMES = {"PlanCode": PlanCode}
_SPAN = {
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "items": False,
    "minItems": 2,
    "description": "start and end in code points of `text`, the end exclusive",
}
_PLACE = {
    "span": {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]},
    "line": {"type": ["integer", "null"], "description": "line of `text`, from 1"},
    "spans": {
        "type": "array",
        "items": {"$ref": "#/$defs/span"},
        "minItems": 2,
        "description": "every place, when there are several",
    },
}
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}


def plan_schema() -> dict[str, Any]:
    """Describe what `to_json` gives.

    Returns
    -------
    dict
        A JSON Schema, draft 2020-12.

    Examples
    --------
    >>> sorted(plan_schema()["properties"])[:3]
    ['coordination_bodies', 'document', 'interleaving']
    """
    definitions: dict[str, Any] = {"span": _SPAN}
    properties = _properties(Plan, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Plan",
        "type": "object",
        "properties": {key: properties[key] for key in KEYS},
        "required": list(KEYS),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _properties(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind, {**vars(model), **_NAMES})
    made: dict[str, Any] = {}
    for field in fields(kind):
        if hints[field.name] is Place:
            made.update(_PLACE)
        else:
            made[field.name] = _describe(hints[field.name], definitions)
        if field.name == "confidence":
            made[field.name] = {"type": "number", "minimum": 0, "maximum": 1}
    return made


def _describe(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911  one line for each kind
    if hint == model.Span:
        return {"$ref": "#/$defs/span"}
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return {"$ref": f"#/$defs/{_define(hint, definitions)}"}
    if hint is PlanCode:
        return {"enum": [code.value for code in PlanCode]}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_describe(argument, definitions) for argument in arguments]}
    if origin is dict:
        return {"type": "object", "additionalProperties": _describe(arguments[1], definitions)}
    return {"type": "array", "items": _describe(arguments[0], definitions)}


def _define(kind: type, definitions: dict[str, Any]) -> str:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        properties = _properties(kind, definitions)
        required = [key for key in properties if key != "spans" or kind is model.Document]
        definitions[name] = {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    return name
