"""What the steps of an import have in common: where one is, and the way back to the same place of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import CandidateKind, PlanState
from kepu.apps.ledger.models import Candidate, Plan
from kepu.apps.ledger.services.candidates import prepare_review
from kepu.apps.people.http import get_or_404, require

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT = ("kind", "show", "q", "page")
LONGEST, MOST = 500, 300  # characters; a receipt keeps addresses of 500
IMPORT, READ, CHECK, NAMES, CONFIRM = range(1, 6)


def steps(plan: Plan | None, current: int) -> list[dict[str, Any]]:
    """Import, read, check, units, confirm: those of a plan in review may be gone to in any order."""
    labels = (_("导入"), _("识别"), _("核对"), pgettext("several", "单位"), _("确认"))
    pages = {CHECK: "ledger:review", NAMES: "ledger:names", CONFIRM: "ledger:confirm"}
    return [
        {
            "label": label,
            "current": number == current,
            "done": number < current,
            "url": reverse(pages[number], args=[plan.pk])
            if plan and plan.state == PlanState.REVIEW and number in pages and number != current
            else "",
        }
        for number, label in enumerate(labels, IMPORT)
    ]


def reviewed(request: HttpRequest, pk: int, *, deciding: bool = False) -> Plan:
    """The plan that somebody checks, with its findings; in another state it is shown where it stands."""
    user: Any = request.user
    rows = Plan.objects.defer("tables").select_related("closed_by", "earlier_version", "implements")
    plan = get_or_404(rows, rules.PLAN, user, pk=pk)
    if deciding or request.method == "POST":
        require(rules.CONFIRM, user, plan)
    if plan.state == PlanState.REVIEW and not plan.candidates.exists():
        prepare_review(plan.pk)
        plan.refresh_from_db()
    return plan


def found(request: HttpRequest, pk: int) -> Candidate:
    """A finding of a plan that this person may see, and decide about."""
    user: Any = request.user
    rows = Candidate.objects.select_related("plan__closed_by", "decided_by", "last_decision")
    candidate = get_object_or_404(rows.defer("plan__text", "plan__tables", "plan__warnings"), pk=pk)
    if not rules.PLAN.allows(user, candidate.plan):
        raise Http404
    require(rules.CONFIRM, user, candidate.plan)
    return candidate


def kept(query: str) -> str:
    """The part of an address that says where in the list somebody was; nothing else of what was sent."""
    given = QueryDict(query[:LONGEST])
    found = urlencode({name: given[name] for name in KEPT if given.get(name)})
    return (
        found if len(found) <= MOST else urlencode({name: given[name] for name in KEPT[:2] if given.get(name)})[:MOST]
    )


def kind_of(request: HttpRequest) -> CandidateKind:
    """The kind of findings that is shown."""
    given = request.GET.get("kind", "")
    return CandidateKind(given) if given in CandidateKind.values else CandidateKind.TASK


def review_address(plan_id: int, back: str = "", *, candidate: Candidate | None = None) -> str:
    """The review at the place where somebody was, with a finding lit."""
    query = kept(back)
    address = reverse("ledger:review", args=[plan_id]) + (f"?{query}" if query else "")
    return f"{address}#{candidate.key}" if candidate else address
