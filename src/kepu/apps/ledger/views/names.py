"""Which unit each printed name means: proposed, never decided silently, said once for the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.base.services import once
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import NameMeaning, PlanState
from kepu.apps.ledger.naming_forms import NamesForm, Said
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.units import plan_names
from kepu.apps.ledger.services.naming import add_unit, choose_unit, forget_unit
from kepu.apps.ledger.services.result import final_result
from kepu.apps.ledger.views.wizard import NAMES, reviewed, steps
from kepu.apps.people.http import permission_required
from kepu.apps.territory import rules as territory
from kepu.apps.territory.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Plan

UNPROCESSABLE = 422
MOST_UNITS = 1000


@permission_required(LedgerPermission.VIEW_PLAN)
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Every printed name, those to be asked about first."""
    user: Any = request.user
    plan = reviewed(request, pk)
    if plan.state != PlanState.REVIEW:
        return redirect(plan)
    rows = plan_names(plan, final_result(plan))
    may_create = territory.MANAGE_ORGANISATIONS.reaches(user, plan.region_code)
    form = NamesForm(request.POST or None, rows=rows, may_create=may_create)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = given["said"]
        if "rest" in request.POST:
            named = {each.name for each in said}
            left = [row for row in rows if not row.is_settled and row.name not in named]
            said = [*said, *(Said(row.name, row.version, NameMeaning.PRINTED) for row in left)]

        def do() -> str:
            _save(request, plan, said, is_remembered=given["is_remembered"])
            return reverse("ledger:names", args=[plan.pk])

        return redirect(once(user.pk, given["request_id"], do))
    context = {
        "plan": plan,
        "form": form,
        "n_unsettled": sum(not row.is_settled for row in rows),
        "units": _units(plan),
        "may_create": may_create,
        "may_decide": rules.CONFIRM.allows(user, plan),
        "steps": steps(plan, NAMES),
    }
    return render(request, "ledger/plan_names.html", context, status=UNPROCESSABLE if form.errors else 200)


def _units(plan: Plan) -> list[str]:
    """Names for the list that the browser completes from."""
    rows = Organisation.objects.subtree(plan.region_code).current(clock.today()).official_order()
    return list(rows.values_list("name", flat=True)[:MOST_UNITS])


def _save(request: HttpRequest, plan: Plan, said: list[Said], *, is_remembered: bool) -> None:
    """Write each choice; one that somebody else made meanwhile is left as it is and named."""
    user: Any = request.user
    behind = []
    for each in said:
        shared: dict[str, Any] = {"plan_id": plan.pk, "user": user, "name": each.name, "version": each.version}
        try:
            if each.meaning is None:
                forget_unit(**shared)
            elif each.full_name:
                add_unit(**shared, full_name=each.full_name, kind=each.kind, is_remembered=is_remembered)
            else:
                choose_unit(**shared, meaning=each.meaning, organisation=each.organisation, is_remembered=is_remembered)
        except Stale as stale:
            words = {"name": each.name, "who": stale.current.by.name if stale.current else ""}
            behind.append(_("%(name)s（%(who)s）") % words if stale.current else each.name)
    if behind:
        messages.warning(
            request,
            _("这些名称刚刚由别人确定了，没有改动：%(names)s。请看过以后再决定。") % {"names": _("、").join(behind)},
        )
    if len(behind) < len(said):
        messages.success(request, _("已保存 %(n)s 个名称。") % {"n": len(said) - len(behind)})
