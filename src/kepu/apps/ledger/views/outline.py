"""The structure of a plan, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.outline import outline_of, reading_of
from kepu.apps.ledger.selectors.relations import chain_of, versions_of
from kepu.apps.ledger.views.tabs import plan_tabs
from kepu.apps.people.http import get_or_404, permission_required

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


def _confirmed() -> QuerySet[Plan]:
    return Plan.objects.filter(state__in=rules.IN_LEDGER).select_related("created_by", "closed_by", "source_file")


@permission_required(LedgerPermission.VIEW_PLAN)
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Headings with their tasks and targets."""
    user: Any = request.user
    plan = get_or_404(_confirmed().defer("text", "tables", "warnings"), rules.PLAN, user, pk=pk)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "outline"),
        "outline": outline_of(plan),
        "may_correct": rules.CONFIRM.allows(user, plan) and plan.state == PlanState.CONFIRMED,
        "chain": chain_of(user, plan),
        "versions": versions_of(user, plan),
    }
    return render(request, "ledger/plan_outline.html", context)


@permission_required(LedgerPermission.VIEW_PLAN)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it was issued, with what became of it beside it."""
    user: Any = request.user
    plan = get_or_404(_confirmed().defer("tables", "warnings"), rules.PLAN, user, pk=pk)
    context = {"plan": plan, "tabs": plan_tabs(plan, "text"), "reading": reading_of(plan)}
    return render(request, "ledger/plan_text.html", context)
