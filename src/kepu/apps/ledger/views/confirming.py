"""The last step: what the plan is, what will be written, what it replaces; then everything enters the ledger at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.base.services import once
from kepu.apps.ledger import rules
from kepu.apps.ledger.describing_forms import DescribeForm
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.findings import tallies
from kepu.apps.ledger.selectors.left_out import history_notices
from kepu.apps.ledger.selectors.regions import import_regions
from kepu.apps.ledger.selectors.relations import ledger_plans, proposed_plan
from kepu.apps.ledger.selectors.units import plan_names
from kepu.apps.ledger.selectors.versions import difference, newest_of, twins
from kepu.apps.ledger.services import confirm_plan, discard_plan
from kepu.apps.ledger.services.describing import describe_plan, write_bases
from kepu.apps.ledger.services.header import HEAD
from kepu.apps.ledger.services.result import final_result
from kepu.apps.ledger.services.states import Decided
from kepu.apps.ledger.views.wizard import CONFIRM, reviewed, steps
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.submitting import renewed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE, CONFLICT = 422, 409
LONGEST_KEY = 18  # digits


@permission_required(LedgerPermission.VIEW_PLAN)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The head and the relations of a plan, saved or saved and confirmed."""
    user: Any = request.user
    plan = reviewed(request, pk)
    if plan.state != PlanState.REVIEW and request.method != "POST":
        return redirect(plan)
    others = ledger_plans(user, plan)
    found = twins(plan)
    form = DescribeForm(
        request.POST or None,
        initial=_initial(plan, others, found),
        regions=import_regions(user),
        plans=[*(other for other in others if other.region_code == plan.region_code), *_replaced(request)],
        related=others,
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            return _submit(request, plan, form)
        except Decided as refusal:
            rows = compared(form, refusal.plan, HEAD) if refusal.plan.state == PlanState.CONFIRMED else []
            return decided(request, refusal, [row for row in rows if row["differs"]])
        except Stale as stale:
            context["stale_rows"] = compared(form, stale.current, HEAD)
            renewed(form, stale.current.version)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            found = twins(plan)
            _seen(form, found, newest_of(form.cleaned_data["earlier_version"]))
    status = CONFLICT if "stale_rows" in context else UNPROCESSABLE if form.errors else 200
    return render(request, "ledger/plan_confirm.html", context | _summary(request, plan, form, found), status=status)


def _submit(request: HttpRequest, plan: Plan, form: DescribeForm) -> HttpResponse:
    """Save; and, with the other button, confirm in the same transaction."""
    user: Any = request.user
    given = form.cleaned_data
    is_last = request.POST.get("do") == "confirm"

    def do() -> str:
        describe_plan(plan_id=plan.pk, user=user, version=given["version"], description=form.description())
        if not is_last:
            return reverse("ledger:confirm", args=[plan.pk])
        now = confirm_plan(plan_id=plan.pk, user=user, seen=given["seen"], with_doubtful=given["with_doubtful"])
        return now.get_absolute_url()

    address = once(user.pk, given["request_id"], do)
    messages.success(request, _("方案已确认，全部任务已进入台账。") if is_last else _("已保存，可以随时回来接着做。"))
    if is_last:
        for words in history_notices(plan):
            messages.warning(request, words)
    return redirect(address)


def _initial(plan: Plan, others: Sequence[Plan], found: Sequence[Plan]) -> dict[str, Any]:
    """What was saved; before that what is proposed."""
    implements, earlier = plan.implements_id, newest_of(plan.earlier_version_id)
    if not plan.is_described:
        proposed = proposed_plan(plan, others)
        implements = proposed.pk if proposed else None
        earlier = found[0].pk if found else None
    return {
        **{name: getattr(plan, name) for name in HEAD},
        "version": plan.version,
        "region": plan.region_code,
        "kind": plan.kind,
        "implements": implements,
        "earlier_version": earlier,
        "bases": write_bases(plan.based_on),
        "after_end": plan.after_end,
        "seen": ",".join(str(each.pk) for each in found),
    }


def _replaced(request: HttpRequest) -> Sequence[Plan]:
    """The plan that was chosen on a page made before it was replaced: refused with the reason, not as unknown."""
    user: Any = request.user
    chosen = request.POST.get("earlier_version", "")
    if not chosen.isdecimal() or len(chosen) > LONGEST_KEY:
        return []
    return list(Plan.objects.visible_to(user).light().filter(pk=chosen, state=PlanState.REPLACED))


def _seen(form: DescribeForm, found: Sequence[Plan], newest: int | None) -> None:
    """The page shows these versions now; what it probably replaces is what replaced the one that was chosen."""
    data: Any = form.data
    form.data = data = data.copy()
    data["seen"] = ",".join(str(each.pk) for each in found)
    if newest or found:
        data["earlier_version"] = str(newest or found[0].pk)


def _summary(request: HttpRequest, plan: Plan, form: DescribeForm, found: Sequence[Plan]) -> dict[str, Any]:
    """What will be written, what is still open, and what another version had."""
    user: Any = request.user
    result = final_result(plan) if plan.state == PlanState.REVIEW else None
    chosen = form["earlier_version"].value()
    earlier = (
        Plan.objects.visible_to(user).light().filter(pk=chosen, state=PlanState.CONFIRMED).first() if chosen else None
    )
    counts = tallies(plan)
    names = plan_names(plan, result) if result else []
    return {
        "plan": plan,
        "tallies": counts,
        "n_unsure": sum(each.open_doubtful for each in counts),
        "n_open": sum(each.open_sure for each in counts),
        "n_unsettled": sum(not row.is_settled for row in names),
        "n_names": len(names),
        "twins": found,
        "earlier": earlier,
        "difference": difference(plan, earlier, result) if earlier and result else None,
        "may_decide": rules.CONFIRM.allows(user, plan),
        "other_region": _other_region(plan, plan.parse.result["document"].get("region")),
        "steps": steps(plan, CONFIRM),
    }


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
