"""What was done with the findings of a plan, by whom and when; each step can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base.lists import ListPage
from kepu.apps.base.services import once
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.findings_forms import UndoForm
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.deciding import undo
from kepu.apps.ledger.views.wizard import CHECK, reviewed, steps
from kepu.apps.people.http import permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Decision


@permission_required(LedgerPermission.VIEW_PLAN)
def decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first; POST takes one back."""
    user: Any = request.user
    plan = reviewed(request, pk)
    here = reverse("ledger:decisions", args=[plan.pk])
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            decision = plan.decisions.filter(pk=form.cleaned_data["decision"]).first()
            n = undo(decision_id=decision.pk, user=user) if decision else 0
            messages.success(request, _("已撤销，%(n)s 条恢复到原来的样子。") % {"n": n})
            return here

        return redirect(once(user.pk, form.cleaned_data["request_id"], do))
    listed: ListPage[Decision] = ListPage(
        plan.decisions.select_related("by", "undone_by").defer("taken", "made"), request.GET, order=("-pk",)
    )
    context = {
        "plan": plan,
        "page": listed.page,
        "form": form,
        "steps": steps(plan, CHECK),
        "may_decide": plan.state == PlanState.REVIEW and rules.CONFIRM.allows(user, plan),
    }
    return render(request, "ledger/plan_decisions.html", context)
