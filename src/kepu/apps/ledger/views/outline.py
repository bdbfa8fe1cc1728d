"""The structure of a plan, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.selectors.outline import outline_of, reading_of
from kepu.apps.ledger.views.tabs import plan_tabs
from kepu.apps.people.http import get_or_404

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


def _confirmed() -> QuerySet[Plan]:
    return Plan.objects.filter(state=PlanState.CONFIRMED).select_related("created_by", "closed_by", "source_file")


@login_required
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Headings with their tasks and targets."""
    user: Any = request.user
    plan = get_or_404(_confirmed().defer("text", "tables", "warnings"), rules.PLAN, user, pk=pk)
    context = {"plan": plan, "tabs": plan_tabs(plan, "outline"), "outline": outline_of(plan)}
    return render(request, "ledger/plan_outline.html", context)


@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it was issued, with what became of it beside it."""
    user: Any = request.user
    plan = get_or_404(_confirmed().defer("tables", "warnings"), rules.PLAN, user, pk=pk)
    context = {"plan": plan, "tabs": plan_tabs(plan, "text"), "reading": reading_of(plan)}
    return render(request, "ledger/plan_text.html", context)
