"""What speaks for and against the name of a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.confidence.surroundings import Evidence, Surroundings, flags, shared_evidence
from kepu.core.plans.unitnames import is_unit

if TYPE_CHECKING:
    from kepu.core.plans.model import Unit

_LEVEL = re.compile(r"[省市区县州盟旗镇乡]|团[省市区县]|各|有关|相关")
_ODD = re.compile(r"[\d，。；：“”《》]")
_JOINED = re.compile(r"[和与及、]")
_SHORT, _LONG = 3, 12


def unit_evidence(around: Surroundings) -> list[Evidence]:
    """Give the evidence for each unit of a plan, in their order."""
    units = around.plan.units
    endings = _endings(units)
    return [
        shared_evidence(around, unit.place.span, unit.rule, unit.confidence)
        | _own(unit)
        | flags(
            {
                "in several tasks": around.unit_names[unit.name] > 1,
                "printed once": len(unit.place.spans) <= 1,
                "ends another": unit.name in endings,
            }
        )
        for unit in units
    ]


def _own(unit: Unit) -> Evidence:
    name = unit.name
    return flags(
        {
            f"kind {unit.kind}": True,
            "ends like a unit": is_unit(name),
            "begins with a level": _LEVEL.match(name) is not None,
            "short": len(name) < _SHORT,
            "long": len(name) > _LONG,
            "odd": _ODD.search(name) is not None,
            "joined": _JOINED.search(name) is not None,
            "bracket": "（" in name or "(" in name,
            "torn bracket": name.count("（") + name.count("(") != name.count("）") + name.count(")"),
            "full name known": unit.canonical != name,
            "of the text": unit.source == "body",
        }
    )


def _endings(units: tuple[Unit, ...]) -> set[str]:
    """Give the names with which a longer one ends."""
    names = {unit.name for unit in units}
    return {
        unit.name[at:] for unit in units for at in range(1, min(len(unit.name), 2 * _LONG)) if unit.name[at:] in names
    }
