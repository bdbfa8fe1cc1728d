"""One finding: accepted, rejected, edited, split, merged, and everything taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.base.services import once
from kepu.apps.ledger.enums import CandidateKind, CandidateState, PlanState
from kepu.apps.ledger.findings_forms import DoForm, SplitForm, finding_form
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.findings import excerpt_of, items_of, tallies
from kepu.apps.ledger.services.deciding import edit, judge, take_back
from kepu.apps.ledger.services.reshaping import merge, split
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.ledger.views.wizard import CHECK, found, kept, review_address, steps
from kepu.apps.people.http import permission_required
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.submitting import renewed, submitted
from kepu.core.plans import cutting_places

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Candidate

PREVIEW = 16  # characters on each side of a place to cut
STATES = {"accept": CandidateState.ACCEPTED, "reject": CandidateState.REJECTED, "open": CandidateState.OPEN}


@permission_required(LedgerPermission.VIEW_PLAN)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding in its list; POST decides about it."""
    user: Any = request.user
    candidate = found(request, pk)
    at = f"{reverse('ledger:review', args=[candidate.plan_id])}?at={candidate.pk}"
    form = DoForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return redirect(at)
    given = form.cleaned_data
    back = given["back"]
    reshaped = given["do"] == "merge"

    def do() -> str:
        nonlocal reshaped
        if given["do"] == "merge":
            return review_address(candidate.plan_id, back, candidate=_merged(candidate, user))
        if given["do"] == "undo":
            now = take_back(candidate_id=pk, user=user, version=given["version"])
            reshaped = now is None
            return review_address(candidate.plan_id, back, candidate=now or _first_of(candidate))
        now = judge(candidate_id=pk, user=user, version=given["version"], state=STATES[given["do"]])
        return review_address(candidate.plan_id, back, candidate=now)

    try:
        address = once(user.pk, given["request_id"], do)
    except Stale:
        return _one(request, candidate, back, _("刚刚有人改过这一条，下面是它现在的样子。请看过以后再操作。"))
    except Refused as refusal:
        if not wants_part(request) or candidate.plan.state != PlanState.REVIEW:
            raise
        return _one(request, candidate, back, refusal.sentence)
    if not wants_part(request):
        return redirect(address)
    # Another fragment of the same address would load nothing: `?at=` leads there from outside.
    return HttpResponseClientRedirect(_afresh(address)) if reshaped else _one(request, candidate, back)


def _afresh(address: str) -> str:
    path, _mark, key = address.partition("#c")
    return f"{path.partition('?')[0]}?at={key}" if key else path


def _merged(candidate: Candidate, user: Any) -> Candidate:
    """Merge a task with the one that is printed after it."""
    later = candidate.plan.candidates.live().exclude(state=CandidateState.REJECTED).filter(kind=CandidateKind.TASK)
    after = later.filter(place__gt=candidate.place).in_order().first()
    return merge(plan_id=candidate.plan_id, user=user, ids=[candidate.pk, *([after.pk] if after else [])])


def _first_of(candidate: Candidate) -> Candidate | None:
    """What stands again where a part or a whole has given way."""
    return candidate.plan.candidates.live().filter(pk__in=candidate.made_from).in_order().first()


def _one(request: HttpRequest, candidate: Candidate, back: str, sentence: str = "") -> HttpResponse:
    """The finding as it is now, with the numbers of the page; without script the page it stands in."""
    now = candidate.plan.candidates.select_related("decided_by").get(pk=candidate.pk)
    if not wants_part(request):
        messages.warning(request, sentence)
        return redirect(review_address(candidate.plan_id, back, candidate=now))
    counts = tallies(candidate.plan)
    context = {
        "plan": candidate.plan,
        "item": items_of(candidate.plan, now.kind, [now])[0],
        "back": kept(back),
        "may_decide": True,
        "sentence": sentence,
        "tallies": counts,
        "kind": now.kind,
        "n_unsure": sum(each.open_doubtful for each in counts),
    }
    return render(request, "ledger/_finding_answer.html", context)


@permission_required(LedgerPermission.VIEW_PLAN)
def finding_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The fields of a finding beside its sentence; when somebody was quicker, both texts."""
    user: Any = request.user
    candidate = found(request, pk)
    if candidate.plan.state != PlanState.REVIEW:
        return redirect(candidate.plan)
    back = kept(request.GET.get("back", ""))
    form = finding_form(candidate, request.POST or None, back)
    context: dict[str, Any] = {"form": form}

    def do() -> str:
        given = form.cleaned_data
        now = edit(candidate_id=pk, user=user, version=given["version"], changes=form.changes(candidate.data))
        return review_address(candidate.plan_id, given["back"], candidate=now)

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = compared(form, _Shown(stale.current), form.own())
        renewed(form, stale.current.version)
    status = 409 if "stale_rows" in context else 422 if form.errors else 200
    return render(request, "ledger/finding_edit.html", context | page(candidate, back), status=status)


class _Shown:
    """The data of a finding as attributes, for the comparison with a form."""

    def __init__(self, candidate: Candidate) -> None:
        self.__dict__.update(candidate.data)

    def __getattr__(self, name: str) -> str:
        return ""


@permission_required(LedgerPermission.VIEW_PLAN)
def finding_split(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a task, to be cut with a line break or at one of the places that are offered."""
    user: Any = request.user
    candidate = found(request, pk)
    if candidate.plan.state != PlanState.REVIEW or candidate.kind != CandidateKind.TASK:
        return redirect(candidate.plan)
    back = kept(request.GET.get("back", ""))
    words = candidate.data["text"]
    form = SplitForm(
        request.POST or None, words=words, initial={"text": words, "version": candidate.version, "back": back}
    )

    def do() -> str:
        given = form.cleaned_data
        made = split(candidate_id=pk, user=user, version=given["version"], places=given["places"])
        return review_address(candidate.plan_id, given["back"], candidate=made[0])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        form.add_error(None, _("刚刚有人改过这项任务，下面是它现在的文字。请重新选择要分开的地方。"))
        words = stale.current.data["text"]
        renewed(form, stale.current.version)
        data: Any = form.data
        data["text"], data["at"] = words, ""
    offers = [
        {"at": at, "before": words[max(at - PREVIEW, 0) : at], "after": words[at : at + PREVIEW]}
        for at in cutting_places(words)
    ]
    context = {"form": form, "offers": offers, **page(candidate, back)}
    return render(request, "ledger/finding_split.html", context, status=422 if form.errors else 200)


def page(candidate: Candidate, back: str) -> dict[str, Any]:
    """What the pages about one finding show around their form."""
    return {
        "plan": candidate.plan,
        "candidate": candidate,
        "excerpt": excerpt_of(candidate),
        "back_url": review_address(candidate.plan_id, back, candidate=candidate),
        "steps": steps(candidate.plan, CHECK),
    }
