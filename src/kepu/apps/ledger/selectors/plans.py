"""Questions about plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan

if TYPE_CHECKING:
    from kepu.apps.ledger.models.plan import PlanQuerySet
    from kepu.apps.people.models import User


def plan_list(user: User) -> PlanQuerySet:
    """Every plan that the user may see, without texts."""
    return Plan.objects.visible_to(user).light().select_related("created_by")


def earlier_import(user: User, *, sha256: str, region_code: str) -> Plan | None:
    """The same document imported before for the same region, if the user may see it."""
    same = Plan.objects.visible_to(user).light().filter(sha256=sha256, region_code=region_code)
    return same.exclude(state__in=[PlanState.FAILED, PlanState.DISCARDED]).order_by("-created_at").first()


def plan_words(text: str) -> Q:
    """Plans whose head contains the text."""
    return Q(title__icontains=text) | Q(doc_number__icontains=text) | Q(issuer__icontains=text)


def is_state(value: str) -> Q:
    """Plans in one state."""
    return Q(state=value)


def may_see_plan(user: User, plan_id: str) -> bool:
    """Who may see a plan may see the document it came from."""
    plan = Plan.objects.light().filter(pk=plan_id).first() if plan_id.isdecimal() else None
    return plan is not None and rules.PLAN.allows(user, plan)


def describe_plan(plan_id: str) -> tuple[str, str]:
    """The title and the address of a plan."""
    plan = Plan.objects.light().get(pk=plan_id)
    return plan.title, plan.get_absolute_url()
