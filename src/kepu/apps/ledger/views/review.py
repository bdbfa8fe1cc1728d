"""Check what was found beside the text: a page of findings at a time, each decision saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kepu.apps.base.services import once
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import CandidateKind, CandidateState, PlanState
from kepu.apps.ledger.findings_forms import BulkForm
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.findings import finding_list, items_of, notices_of, page_of, places_of, tallies
from kepu.apps.ledger.services.deciding import judge_many
from kepu.apps.ledger.services.reshaping import merge
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.ledger.views.wizard import CHECK, kept, kind_of, review_address, reviewed, steps
from kepu.apps.people.http import get_or_404, permission_required, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

IN_SIGHT = 3
LONGEST_KEY = 18  # digits


@permission_required(LedgerPermission.VIEW_PLAN)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Text left, findings right; htmx asks for the right side only."""
    plan = reviewed(request, pk)
    if plan.state != PlanState.REVIEW:
        return redirect(plan)
    at = request.GET.get("at", "")
    if at.isdecimal() and len(at) <= LONGEST_KEY:
        candidate = plan.candidates.live().filter(pk=at).first()
        if candidate is not None:
            query = f"kind={candidate.kind}&page={page_of(plan, candidate)}"
            return redirect(review_address(plan.pk, query, candidate=candidate))
    context = list_context(request, plan)
    if wants_part(request):
        return render(request, "ledger/_findings.html", context)
    notices = notices_of(plan)
    context |= {
        "places": places_of(plan),
        "notices": notices,
        "first_notices": notices[:IN_SIGHT],
        "more_notices": notices[IN_SIGHT:],
        "steps": steps(plan, CHECK),
    }
    return render(request, "ledger/plan_review.html", context)


def list_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What the right side shows: the numbers of every kind and a page of one."""
    user: Any = request.user
    kind = kind_of(request)
    listed = finding_list(plan, kind, request.GET)
    counts = tallies(plan)
    return {
        "plan": plan,
        "kind": kind,
        "list": listed,
        "page": listed.page,
        "items": items_of(plan, kind, list(listed.page)),
        "tallies": counts,
        "tally": next(each for each in counts if each.kind == kind),
        "n_unsure": sum(each.open_doubtful for each in counts),
        "n_sure": sum(each.open_sure for each in counts),
        "back": kept(request.GET.urlencode()),
        "bulk": BulkForm(initial={"kind": kind, "back": kept(request.GET.urlencode())}),
        "may_decide": rules.CONFIRM.allows(user, plan),
    }


@permission_required(LedgerPermission.VIEW_PLAN)
@require_POST
def review_many(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision about many findings."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.light().select_related("closed_by"), rules.PLAN, user, pk=pk)
    require(rules.CONFIRM, user, plan)
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("这一页不完整，请刷新后再提交。"))
        return redirect(review_address(plan.pk, request.POST.get("back", "")))
    given = form.cleaned_data

    def do() -> str:
        if given["do"] == "merge":
            made = merge(plan_id=plan.pk, user=user, ids=given["ids"])
            return review_address(plan.pk, given["back"], candidate=made)
        n = _judged(plan, user, given)
        messages.success(request, _("已处理 %(n)s 条。可以在“核对记录”里撤销。") % {"n": n})
        return review_address(plan.pk, given["back"])

    return redirect(once(user.pk, given["request_id"], do))


def _judged(plan: Plan, user: Any, given: dict[str, Any]) -> int:
    """Say it of all that were meant, and give their number."""
    if given["do"] == "accept_sure":
        return judge_many(plan_id=plan.pk, user=user, state=CandidateState.ACCEPTED, sure_only=True)
    if given["do"] == "accept_kind":
        kind = CandidateKind(given["kind"])
        return judge_many(plan_id=plan.pk, user=user, state=CandidateState.ACCEPTED, kind=kind)
    state = CandidateState.ACCEPTED if given["do"] == "accept" else CandidateState.REJECTED
    return judge_many(plan_id=plan.pk, user=user, state=state, ids=given["ids"])
