"""Correct the head of a plan that is in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse

from kepu.apps.base.errors import Stale
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.forms import CorrectForm
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services import correct_head
from kepu.apps.ledger.services.header import HEAD
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.VIEW_PLAN)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; when somebody was quicker, both texts."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.light().filter(state=PlanState.CONFIRMED), rules.PLAN, user, pk=pk)
    require(rules.CONFIRM, user, plan)
    initial = {"version": plan.version, **{name: getattr(plan, name) for name in HEAD}}
    form = CorrectForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"plan": plan, "form": form}

    def do() -> str:
        correct_head(plan_id=plan.pk, user=user, head=form.head(), version=form.cleaned_data["version"])
        return reverse("ledger:outline", args=[plan.pk])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = compared(form, stale.current, HEAD)
        renewed(form, stale.current.version)
    status = 409 if "stale_rows" in context else 422 if form.errors else 200
    return render(request, "ledger/plan_correct.html", context, status=status)
