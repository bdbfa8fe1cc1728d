"""What the columns of a workbook hold: asked when nobody knows, shown and changeable otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base.services import once
from kepu.apps.ledger import rules
from kepu.apps.ledger.columns_forms import ColumnsForm
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import ColumnReading, Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.left_out import notices_of_reading
from kepu.apps.ledger.services.mapping import answer_columns
from kepu.apps.ledger.views.wizard import READ, steps
from kepu.apps.people.http import get_or_404, permission_required, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422
ASKED = (PlanState.COLUMNS, PlanState.REVIEW)


@permission_required(LedgerPermission.VIEW_PLAN)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Each column with its first values; POST reads the workbook again as it was said."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.light().select_related("closed_by", "source_file"), rules.PLAN, user, pk=pk)
    reading = ColumnReading.objects.select_related("mapping__made_by").filter(plan=plan).first()
    if reading is None:
        raise Http404
    if request.method == "POST":
        require(rules.IMPORT, user, plan)
    elif plan.state in {PlanState.IMPORTING, PlanState.FAILED}:
        return redirect("ledger:progress", plan.pk)
    form = ColumnsForm(request.POST or None, reading=reading)
    if request.method == "POST" and form.is_valid():
        return _answer(request, plan, form)
    in_review = plan.state == PlanState.REVIEW
    context = {
        "plan": plan,
        "reading": reading,
        "form": form,
        "lines": form.lines,
        "n_unclear": sum(line.is_unclear for line in form.lines),
        "in_review": in_review,
        "left_out": notices_of_reading(reading),
        "may_answer": plan.state in ASKED
        and rules.IMPORT.allows(user, plan)
        and (not in_review or rules.CONFIRM.allows(user, plan)),
        "steps": steps(plan, READ),
    }
    return render(request, "ledger/plan_columns.html", context, status=UNPROCESSABLE if form.errors else 200)


def _answer(request: HttpRequest, plan: Plan, form: ColumnsForm) -> HttpResponse:
    user: Any = request.user
    given = form.cleaned_data
    if plan.state == PlanState.REVIEW and not given["is_news"]:
        messages.info(request, _("没有改动，仍按原来的含义核对。"))
        return redirect("ledger:review", plan.pk)

    def do() -> str:
        found = answer_columns(plan_id=plan.pk, user=user, columns=given["said"], year=given["year"])
        return reverse("ledger:progress", args=[found.pk])

    address = once(user.pk, given["request_id"], do)
    if given["said"]:
        messages.success(request, _("已记住这些列的含义，下次导入表头相同的台账时照此读取。"))
    return redirect(address)
