"""Which organisation a printed name means: as a person said for this plan, else by its exact name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.apps.base import clock
from kepu.apps.ledger.enums import NameMeaning, Role, UnitKind
from kepu.apps.territory.models import Collective
from kepu.apps.territory.selectors import OrganisationNames, tidy
from kepu.core.divisions import ancestors, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kepu.apps.ledger.models import Plan, UnitChoice
    from kepu.apps.territory.models import Organisation

COLLECTIVE_MARKS = ("各", "有关", "相关", "成员单位", "镇街", "镇（街道）")


def match_units(names: Iterable[str], region_code: str, on: date | None) -> dict[str, Organisation | None]:
    """Give for every printed name the organisation of that name on the day of the document, if one is known."""
    known = OrganisationNames(region_code, on or clock.today())
    return {name: known.find(name) for name in dict.fromkeys(names)}


def chosen_units(plan: Plan, names: Iterable[str]) -> dict[str, Organisation | None]:
    """Give for every printed name of a plan its organisation: what was chosen before what is found by the name."""
    found = match_units(names, plan.region_code, plan.issued_on)
    for choice in plan.unit_choices.select_related("organisation"):
        if choice.name in found:
            found[choice.name] = choice.organisation
    return found


def is_collective(name: str, kind: str = "") -> bool:
    """Whether a name speaks of several units (各镇街、各成员单位)."""
    return kind == UnitKind.GROUP or any(mark in name for mark in COLLECTIVE_MARKS)


@dataclass(frozen=True)
class NameRow:
    """One printed name, how often it is used, and what it means."""

    name: str
    kind: str
    full_name: str
    n_lead: int
    n_support: int
    found: Organisation | None
    choice: UnitChoice | None
    proposals: Sequence[Organisation]
    is_collective: bool
    is_known_collective: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be asked."""
        return self.choice is not None or self.found is not None or self.is_known_collective

    @property
    def organisation(self) -> Organisation | None:
        """The unit that its tasks go to."""
        return self.choice.organisation if self.choice else self.found

    @property
    def version(self) -> int:
        """What a form about it was made from."""
        return self.choice.version if self.choice else 0

    @property
    def meaning(self) -> str:
        """What it stands for, in words."""
        if self.choice:
            return str(NameMeaning(self.choice.meaning).label)
        if self.found:
            return str(NameMeaning.ORGANISATION.label)
        return str(NameMeaning.COLLECTIVE.label) if self.is_known_collective else ""


def plan_names(plan: Plan, result: Mapping[str, Any]) -> list[NameRow]:
    """Every printed name of a plan in review: those to be asked about first, then as printed."""
    uses = {role: Counter(name for task in result["tasks"] for name in task[role.value]) for role in Role}
    names = list(dict.fromkeys([*uses[Role.LEAD], *uses[Role.SUPPORT]]))
    read = {unit["name"]: unit for unit in result["units"]}
    known = OrganisationNames(plan.region_code, plan.issued_on or clock.today())
    choices = {choice.name: choice for choice in plan.unit_choices.select_related("organisation", "by")}
    collectives = _collectives(plan.region_code)
    rows = []
    for name in names:
        unit = read.get(name, {})
        kind, full = str(unit.get("kind") or ""), str(unit.get("canonical") or name)
        found, choice = known.find(name), choices.get(name)
        several = is_collective(name, kind)
        asked = choice is None and found is None
        rows.append(
            NameRow(
                name=name,
                kind=kind,
                full_name=full,
                n_lead=uses[Role.LEAD][name],
                n_support=uses[Role.SUPPORT][name],
                found=found,
                choice=choice,
                proposals=_proposals(known, name, full) if asked and not several else (),
                is_collective=several,
                is_known_collective=tidy(name) in collectives,
            )
        )
    return sorted(rows, key=lambda row: row.is_settled)


def _proposals(known: OrganisationNames, name: str, full: str) -> list[Organisation]:
    """What might be meant, by the printed name and by the full name that the reader made of it."""
    exact = known.find(full)
    found = [*([exact] if exact else []), *known.suggest(full), *known.suggest(name)]
    return list({each.pk: each for each in found}.values())[:5]


def _collectives(region_code: str) -> set[str]:
    """The known names for several units in a region and in what it lies in."""
    codes = [pad(region_code), *ancestors(region_code)]
    rows = Collective.objects.filter(region_id__in=codes).values_list("name", "other_names")
    return {tidy(name) for own, others in rows for name in (own, *others)}
