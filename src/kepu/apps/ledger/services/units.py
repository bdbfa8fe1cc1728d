"""Units of a plan: which organisation a printed name means, and the official order of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.apps.territory.enums import SEQUENCE, OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.territory.models import Organisation

LONGEST = 200


@dataclass(frozen=True)
class PlannedUnit:
    """One unit of one plan, whatever short forms it is printed with."""

    key: str
    label: str
    organisation: Organisation | None
    order: str
    rank: int = 0


def planned_units(
    result: Mapping[str, Any], organisations: Mapping[str, Organisation | None]
) -> dict[str, PlannedUnit]:
    """Give for every printed name its unit, ranked in official order; names without an organisation come last."""
    kinds = {unit["name"]: unit.get("kind") for unit in result["units"]}
    canonical = {unit["name"]: unit.get("canonical") or unit["name"] for unit in result["units"]}
    units: dict[str, PlannedUnit] = {}
    for name in printed_names(result["tasks"]):
        organisation = organisations.get(name)
        key = unit_key(organisation, canonical.get(name, name))
        known = next((unit for unit in units.values() if unit.key == key), None)
        units[name] = known or PlannedUnit(
            key, name[:LONGEST], organisation, unit_order(organisation, name, str(kinds.get(name)))
        )
    appearance = {unit.key: place for place, unit in reversed(list(enumerate(units.values())))}
    # Among names without an organisation the printed order stays inside a kind; across plans their names decide.
    unique = sorted(
        {unit.key: unit for unit in units.values()}.values(),
        key=lambda unit: (unit.order if unit.organisation else unit.order[:2], appearance[unit.key]),
    )
    ranks = {unit.key: rank for rank, unit in enumerate(unique, 1)}
    return {
        name: PlannedUnit(unit.key, unit.label, unit.organisation, unit.order, ranks[unit.key])
        for name, unit in units.items()
    }


def printed_names(tasks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every name in a cell of leads or supports, once, in the order of printing."""
    return list(dict.fromkeys(name for task in tasks for name in (*task["lead"], *task["support"])))


def unit_key(organisation: Organisation | None, canonical: str) -> str:
    """What stands in an address for a unit."""
    return f"o{organisation.pk}" if organisation else f"n{canonical[:LONGEST]}"


def unit_order(organisation: Organisation | None, name: str, kind: str) -> str:
    """A text that sorts as units are listed officially."""
    if organisation:
        return f"0{organisation.sequence}{organisation.position:010}{organisation.code}"
    known = OrganisationKind(kind) if kind in OrganisationKind.values else OrganisationKind.GROUP
    return f"1{SEQUENCE[known]}{name[:LONGEST]}"
