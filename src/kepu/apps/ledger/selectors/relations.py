"""How plans relate: what one rests on, what it carries out, and which plan of the ledger that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.selectors.versions import base_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.people.models import User

MOST = 300
DEEPEST = 6
BRACKETS = str.maketrans(
    {"[": "〔", "]": "〕", "【": "〔", "】": "〕", "(": "〔", ")": "〕", "（": "〔", "）": "〕", " ": None}
)
FIELDS = ("pk", "title", "doc_number", "state", "region_code", "implements_id", "closed_at")


@dataclass(frozen=True)
class Basis:
    """An instrument that a plan names, and the plan of the ledger that it is, if one is."""

    title: str
    doc_number: str
    plan: Plan | None


@dataclass(frozen=True)
class Link:
    """One plan of a chain with what it names."""

    plan: Plan
    bases: list[Basis] = field(default_factory=list)


def ledger_plans(user: User, besides: Plan) -> list[Plan]:
    """Plans of the ledger that this person may see, the newest first."""
    rows = Plan.objects.visible_to(user).filter(state=PlanState.CONFIRMED).exclude(pk=besides.pk)
    return list(rows.only(*FIELDS).order_by("-closed_at", "-pk")[:MOST])


def plain_number(number: str) -> str:
    """A document number as it is compared: brackets in one form, without white space."""
    return "".join(number.split()).translate(BRACKETS)


def meant(title: str, number: str, plans: Sequence[Plan]) -> Plan | None:
    """The plan of this number; without one, the plan whose whole title stands in the title of the instrument."""
    if number:
        wanted = plain_number(number)
        found = next((plan for plan in plans if plan.doc_number and plain_number(plan.doc_number) == wanted), None)
        if found:
            return found
    plain = base_title(title)
    return next((plan for plan in plans if len(plan.title) > DEEPEST and base_title(plan.title) in plain), None)


def proposed_plan(plan: Plan, plans: Sequence[Plan]) -> Plan | None:
    """What a plan carries out, by its bases: the one it names last is the nearest above it."""
    found = (meant(str(each["title"]), str(each.get("doc_number") or ""), plans) for each in reversed(plan.based_on))
    return next((each for each in found if each), None)


def chain_of(user: User, plan: Plan) -> list[Link]:
    """From a plan upwards: what it names, the plan that it carries out, what that one names, and so on."""
    visible = Plan.objects.visible_to(user).filter(state__in=rules.IN_LEDGER)
    plans = list(visible.exclude(pk=plan.pk).only(*FIELDS).order_by("state", "-closed_at", "-pk")[:MOST])
    links: list[Link] = []
    seen = {plan.pk}
    now: Plan | None = plan
    while now is not None and len(links) < DEEPEST:
        bases = [
            Basis(str(each["title"]), str(each.get("doc_number") or ""), _other(each, plans, now))
            for each in now.based_on
        ]
        links.append(Link(now, bases))
        above = now.implements_id or next((each.plan.pk for each in reversed(bases) if each.plan), None)
        now = (
            None
            if above is None or above in seen
            else visible.defer("text", "tables", "warnings").filter(pk=above).first()
        )
        seen.add(above or 0)
    return links


def _other(basis: dict[str, str | None], plans: Sequence[Plan], besides: Plan) -> Plan | None:
    found = meant(str(basis["title"]), str(basis.get("doc_number") or ""), plans)
    return None if found is None or found.pk == besides.pk else found


def versions_of(user: User, plan: Plan) -> list[Plan]:
    """The version before a plan and the one after it."""
    near = Q(later_versions=plan) | Q(earlier_version=plan)
    rows = Plan.objects.filter(rules.visible_plans(user), near, state__in=rules.IN_LEDGER).distinct()
    return list(rows.only(*FIELDS).order_by("closed_at"))
