"""What a plan in review is, what it rests on, what it carries out and what it replaces: saved before it is confirmed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from kepu.apps.audit.services import record
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.services.deciding import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.services.header import Header
    from kepu.apps.people.models import User

BASIS = re.compile(r"^[\s\d.、—-]*《(?P<title>.+)》\s*(?:[（(](?P<number>[^（）()]+)[)）])?\s*[；;。]?$")
LONGEST_TITLE, LONGEST_NUMBER = 300, 100
RELATIONS = ("kind", "implements", "earlier_version", "based_on", "after_end", "is_described")


@dataclass(frozen=True)
class Description:
    """Everything about a plan that its text may not say, or say wrongly."""

    header: Header
    kind: str = ""
    implements_id: int | None = None
    earlier_version_id: int | None = None
    based_on: Sequence[dict[str, str | None]] = field(default=())
    after_end: str = ""


@transaction.atomic
def describe_plan(*, plan_id: int, user: User, version: int, description: Description) -> Plan:
    """Save what a plan in review is, so that whoever goes on finds it."""
    plan = opened(plan_id, user)
    names = description.header.write_to(plan)
    if not rules.CONFIRM.allows(user, plan):
        raise Http404  # a region out of reach
    plan.kind = description.kind
    plan.implements = _reachable(user, plan, description.implements_id)
    plan.earlier_version = _reachable(user, plan, description.earlier_version_id)
    plan.based_on = list(description.based_on)
    plan.after_end = description.after_end
    plan.is_described = True
    save_version(plan, version, [*names, *RELATIONS])
    record(
        "ledger.describe_plan",
        plan,
        after={
            "title": plan.title,
            "kind": plan.kind,
            "implements": plan.implements_id,
            "earlier_version": plan.earlier_version_id,
        },
    )
    return plan


def _reachable(user: User, plan: Plan, pk: int | None) -> Plan | None:
    """A plan of the ledger that this person may see."""
    if pk is None:
        return None
    states = (PlanState.CONFIRMED, PlanState.REPLACED)
    found = Plan.objects.visible_to(user).light().filter(pk=pk, state__in=states).exclude(pk=plan.pk).first()
    if found is None:
        raise Http404
    return found


def read_bases(text: str) -> tuple[list[dict[str, str | None]], list[str]]:
    """From one line for each, 《title》（number）, the bases; and the lines that are none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [(line, BASIS.match(line)) for line in lines]
    bases: list[dict[str, str | None]] = [
        {"title": match["title"][:LONGEST_TITLE], "doc_number": (match["number"] or "")[:LONGEST_NUMBER] or None}
        for _line, match in found
        if match
    ]
    return bases, [line for line, match in found if match is None]


def write_bases(bases: Sequence[dict[str, str | None]]) -> str:
    """The bases as lines to be corrected."""
    return "\n".join(
        f"《{each['title']}》" + (f"（{each['doc_number']}）" if each.get("doc_number") else "") for each in bases
    )
