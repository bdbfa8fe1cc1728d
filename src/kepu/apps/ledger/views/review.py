"""Check what was found beside the text, correct the head, confirm; or put the plan aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base.services import once
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.forms import ConfirmForm, DecideForm
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.regions import import_regions
from kepu.apps.ledger.selectors.review import review_of
from kepu.apps.ledger.selectors.units import match_units
from kepu.apps.ledger.services import confirm_plan, discard_plan
from kepu.apps.ledger.services.header import HEAD, read_header
from kepu.apps.ledger.services.states import Decided
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.views.comparing import compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


@permission_required(LedgerPermission.VIEW_PLAN)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Text left, findings right, the head to correct; POST confirms."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.light().select_related("closed_by"), rules.PLAN, user, pk=pk)
    if request.method == "POST":
        require(rules.CONFIRM, user, plan)
    elif plan.state != PlanState.REVIEW:
        return redirect(plan)
    result = plan.parse.result if hasattr(plan, "parse") else None
    if result is None:
        return redirect(plan)
    header = read_header(plan, result["document"])
    form = ConfirmForm(request.POST or None, regions=import_regions(user), header=header)
    if request.method == "POST" and form.is_valid():
        return _confirm(request, plan, form)
    names = [unit["name"] for unit in result["units"]]
    context = {
        "plan": plan,
        "form": form,
        "header": header,
        "review": review_of(result, match_units(names, plan.region_code, header.issued_on)),
        "other_region": _other_region(plan, result["document"].get("region")),
        "may_decide": rules.CONFIRM.allows(user, plan),
    }
    return render(request, "ledger/plan_review.html", context, status=UNPROCESSABLE if form.errors else 200)


def _confirm(request: HttpRequest, plan: Plan, form: ConfirmForm) -> HttpResponse:
    user: Any = request.user

    def do() -> str:
        return confirm_plan(plan_id=plan.pk, user=user, header=form.header()).get_absolute_url()

    try:
        address = once(user.pk, form.cleaned_data["request_id"], do)
    except Decided as refusal:
        rows = compared(form, refusal.plan, HEAD) if refusal.plan.state == PlanState.CONFIRMED else []
        return decided(request, refusal, [row for row in rows if row["differs"]])
    messages.success(request, _("方案已确认，全部任务已进入台账。"))
    return redirect(address)


@permission_required(LedgerPermission.VIEW_PLAN)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then put the plan aside."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.light().select_related("closed_by"), rules.PLAN, user, pk=pk)
    require(rules.CONFIRM, user, plan)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            discard_plan(plan_id=plan.pk, user=user)
            return reverse("ledger:plans")

        try:
            address = once(user.pk, form.cleaned_data["request_id"], do)
        except Decided as refusal:
            return decided(request, refusal)
        messages.success(request, _("已放弃这份方案，原文件仍然保留。"))
        return redirect(address)
    return render(request, "ledger/plan_discard.html", {"plan": plan, "form": form})


def decided(request: HttpRequest, refusal: Decided, rows: Sequence[Mapping[str, Any]] = ()) -> HttpResponse:
    """Say who was first, with the way to what they decided; what the second one wrote is not lost."""
    context = {"plan": refusal.plan, "sentence": refusal.sentence, "stale_rows": rows}
    return render(request, "ledger/plan_decided.html", context, status=refusal.status)


def _other_region(plan: Plan, printed: str | None) -> str:
    """The place that the document names, when it is not the one that was chosen."""
    return printed if printed and printed not in plan.region_name and not plan.region_name.endswith(printed) else ""
