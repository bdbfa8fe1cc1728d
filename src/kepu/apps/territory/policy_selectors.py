"""Which local rules are in force somewhere on a day, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.apps.territory.models import Policy, in_force
from kepu.apps.territory.policies import kinds
from kepu.core.divisions import ancestors, pad
from kepu.core.divisions.code import NATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.territory.models import Region
    from kepu.apps.territory.policies import PolicyKind, Value


@dataclass(frozen=True)
class InForce:
    """What holds for one kind, and the row that says so; without a row it is the default."""

    kind: PolicyKind
    values: dict[str, Value]
    row: Policy | None = None


def reach(region_code: str) -> list[str]:
    """The region and what it lies in, from near to far."""
    own = pad(region_code)
    return list(dict.fromkeys([own, *reversed(ancestors(own)), NATION]))


def in_force_for(region_codes: Iterable[str], on: date) -> dict[str, dict[str, InForce]]:
    """What holds in each region on a day, by kind; one query for all regions and kinds."""
    reaches = {code: reach(code) for code in region_codes}
    rows: dict[tuple[str, str], Policy] = {}
    wanted = {code for codes in reaches.values() for code in codes}
    found = Policy.objects.filter(in_force(on), region_id__in=wanted).select_related("region")
    for row in found.order_by("valid_from"):
        rows[row.kind, row.region_id] = row  # of several that hold, the one that began last
    return {code: {kind.code: _nearest(kind, codes, rows) for kind in kinds()} for code, codes in reaches.items()}


def values_for(kind: PolicyKind, region_codes: Iterable[str], on: date) -> dict[str, dict[str, Value]]:
    """The values of one kind that hold in each region on a day, without the rows that say so; one light query."""
    reaches = {code: reach(code) for code in region_codes}
    wanted = {code for codes in reaches.values() for code in codes}
    found = Policy.objects.filter(in_force(on), kind=kind.code, region_id__in=wanted).order_by("valid_from")
    held = dict(found.values_list("region_id", "values"))  # of several that hold, the one that began last
    nearest = {code: next((held[each] for each in codes if each in held), None) for code, codes in reaches.items()}
    return {code: kind.defaults if values is None else kind.read(values) for code, values in nearest.items()}


def _nearest(kind: PolicyKind, codes: list[str], rows: Mapping[tuple[str, str], Policy]) -> InForce:
    row = next((rows[kind.code, code] for code in codes if (kind.code, code) in rows), None)
    return InForce(kind, kind.read(row.values) if row else kind.defaults, row)


def decisions(region: Region, kind: PolicyKind) -> QuerySet[Policy]:
    """Every decision of a kind that the region or what it lies in has taken, newest first."""
    rows = Policy.objects.filter(kind=kind.code, region_id__in=reach(region.code)).select_related("region")
    return rows.order_by("-valid_from", "-region_id", "-pk")
