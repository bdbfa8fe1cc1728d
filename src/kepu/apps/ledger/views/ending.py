"""The years of a plan in the ledger are over: are its tasks archived, or do they go on?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.ledger import rules
from kepu.apps.ledger.describing_forms import AfterEndForm
from kepu.apps.ledger.enums import AfterEnd, PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.ending import decide_after_end
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.VIEW_PLAN)
def after_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The question; when somebody was quicker, what they decided."""
    user: Any = request.user
    over = Q(period_end__lt=clock.today().year) | ~Q(after_end="")
    plan = get_or_404(Plan.objects.light().filter(over, state=PlanState.CONFIRMED), rules.PLAN, user, pk=pk)
    require(rules.CONFIRM, user, plan)
    initial = {"version": plan.version, "after_end": plan.after_end}
    form = AfterEndForm(request.POST or None, initial=initial, plan=plan)
    context: dict[str, Any] = {"plan": plan, "form": form}

    def do() -> str:
        given = form.cleaned_data
        choice = AfterEnd(given["after_end"])
        now = decide_after_end(plan_id=plan.pk, user=user, choice=choice, version=given["version"])
        messages.success(request, _("已按到期归档。") if now.is_archived else _("任务已恢复办理。"))
        return reverse("ledger:outline", args=[plan.pk])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        renewed(form, stale.current.version)
        context["changed"] = stale.current
    status = 409 if "changed" in context else 422 if form.errors else 200
    return render(request, "ledger/plan_after_end.html", context, status=status)
