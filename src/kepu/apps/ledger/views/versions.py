"""What a new version changes, and which task continues which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from kepu.apps.ledger import rules
from kepu.apps.ledger.describing_forms import MatchForm
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.versions import difference, twins
from kepu.apps.ledger.services.result import final_result
from kepu.apps.ledger.services.versions import match_task
from kepu.apps.ledger.views.wizard import CONFIRM, found, reviewed, steps
from kepu.apps.people.http import permission_required
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_KEY = 18
SHOWN = 60  # characters of a task in a list to choose from


@permission_required(LedgerPermission.VIEW_PLAN)
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Tasks added, left out and changed, word by word, and targets with other figures."""
    user: Any = request.user
    plan = reviewed(request, pk)
    if plan.state != PlanState.REVIEW:
        return redirect(plan)
    earlier = earlier_for(request, plan, request.GET.get("with", ""))
    if earlier is None:
        return redirect("ledger:confirm", plan.pk)
    context = {
        "plan": plan,
        "difference": difference(plan, earlier, final_result(plan)),
        "may_decide": rules.CONFIRM.allows(user, plan),
        "steps": steps(plan, CONFIRM),
    }
    return render(request, "ledger/plan_changes.html", context)


def earlier_for(request: HttpRequest, plan: Plan, asked: str) -> Plan | None:
    """The version in the address, else the one that was saved, else the one that is proposed."""
    user: Any = request.user
    rows = Plan.objects.visible_to(user).light().filter(state=PlanState.CONFIRMED, region_code=plan.region_code)
    if asked.isdecimal() and len(asked) <= LONGEST_KEY:
        return rows.exclude(pk=plan.pk).filter(pk=asked).first()
    if plan.earlier_version_id:
        return rows.filter(pk=plan.earlier_version_id).first()
    near = twins(plan)
    return rows.filter(pk=near[0].pk).first() if near else None


@permission_required(LedgerPermission.VIEW_PLAN)
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the task of the earlier version that a task continues."""
    user: Any = request.user
    candidate = found(request, pk)
    plan = candidate.plan
    asked = request.POST.get("back", "") or request.GET.get("with", "")
    earlier = earlier_for(request, plan, asked)
    if plan.state != PlanState.REVIEW or earlier is None:
        raise Http404
    now = next(
        (
            each
            for each in difference(plan, earlier, final_result(plan)).pairs
            if each.new and each.new["candidate"] == pk
        ),
        None,
    )
    tasks = earlier.tasks.order_by("position").values_list("pk", "position", "number", "text")
    choices = [(key, f"{number or position}. {text[:SHOWN]}") for key, position, number, text in tasks]
    form = MatchForm(
        request.POST or None,
        choices=choices,
        initial={
            "version": candidate.version,
            "old_task": now.old.pk if now and now.old else None,
            "back": str(earlier.pk),
        },
    )

    def do() -> str:
        match_task(candidate_id=pk, user=user, old_task_id=form.cleaned_data["old_task"])
        return f"{reverse('ledger:changes', args=[plan.pk])}?{urlencode({'with': earlier.pk})}#n{pk}"

    if done := submitted(request, form, do):
        return done
    context = {
        "plan": plan,
        "candidate": candidate,
        "earlier": earlier,
        "form": form,
        "steps": steps(plan, CONFIRM),
        "back_url": f"{reverse('ledger:changes', args=[plan.pk])}?with={earlier.pk}",
    }
    return render(request, "ledger/plan_match.html", context, status=422 if form.errors else 200)
