"""People decide about findings: every step is saved at once and can be taken back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils.dateparse import parse_datetime

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateAction, CandidateState, PlanState
from kepu.apps.ledger.models import Candidate, Decision, Plan
from kepu.apps.ledger.services.states import move

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kepu.apps.people.models import User

BATCH = 500
WORDS = 200
NAMED = 50  # ids that one row of the audit log names
ACTIONS = {
    CandidateState.ACCEPTED: CandidateAction.ACCEPT,
    CandidateState.REJECTED: CandidateAction.REJECT,
    CandidateState.OPEN: CandidateAction.REOPEN,
}
DECIDED = ("state", "is_edited", "data", "decided_by", "decided_at", "last_decision")
# What gives other rows in exchange, or changes what is written, is taken back whole or not at all.
WHOLE = frozenset({CandidateAction.EDIT, CandidateAction.SPLIT, CandidateAction.MERGE})


def opened(plan_id: int, user: User) -> Plan:
    """Give the plan with its row locked, if it is in review and this person may decide; one change after the other."""
    plan = Plan.objects.light().select_for_update().get(pk=plan_id)  # without its text: this happens at every press
    if not rules.CONFIRM.allows(user, plan):
        raise PermissionDenied
    if plan.state != PlanState.REVIEW:
        move(plan, PlanState.CONFIRMED)  # refuses, and says who was quicker
    return plan


def finding(candidate_id: int, user: User) -> tuple[Plan, Candidate]:
    """Give a finding and its locked plan; one that was split or merged meanwhile is refused."""
    plan_id = Candidate.objects.filter(pk=candidate_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise Http404
    plan = opened(plan_id, user)
    candidate = plan.candidates.select_related("decided_by").get(pk=candidate_id)
    if candidate.state == CandidateState.SUPERSEDED:
        raise Refused(LedgerCode.FINDING_GONE)
    return plan, candidate


@transaction.atomic
def judge(*, candidate_id: int, user: User, version: int, state: CandidateState) -> Candidate:
    """Accept a finding, reject it, or leave it open again; two people who say the same do not disturb each other."""
    plan, candidate = finding(candidate_id, user)
    if candidate.state == state:
        return candidate
    decision = decide(plan, ACTIONS[state], user, [candidate])
    _say(candidate, user, decision, state)
    return save_version(candidate, version, DECIDED)


@transaction.atomic
def edit(*, candidate_id: int, user: User, version: int, changes: Mapping[str, Any]) -> Candidate:
    """Correct what was read; who corrects a finding accepts it."""
    plan, candidate = finding(candidate_id, user)
    data = {**candidate.data, **changes}
    if data == candidate.data and candidate.state == CandidateState.ACCEPTED:
        return candidate
    decision = decide(plan, CandidateAction.EDIT, user, [candidate])
    candidate.is_edited = candidate.is_edited or data != candidate.data
    candidate.data = data
    _say(candidate, user, decision, CandidateState.ACCEPTED)
    return save_version(candidate, version, DECIDED)


@transaction.atomic
def judge_many(
    *,
    plan_id: int,
    user: User,
    state: CandidateState,
    kind: str = "",
    ids: Collection[int] | None = None,
    sure_only: bool = False,
) -> int:
    """Say the same of every open finding: of a kind, of those chosen, of those that the reader is sure of."""
    plan = opened(plan_id, user)
    rows = plan.candidates.filter(state=CandidateState.OPEN)
    if ids is not None:
        rows = plan.candidates.filter(pk__in=ids).live().exclude(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if sure_only:
        rows = rows.filter(is_doubtful=False)
    found = list(rows.in_order())
    if found:
        decision = decide(plan, ACTIONS[state], user, found)
        said = {"state": state, "decided_by": user, "decided_at": decision.at, "last_decision": decision}
        keys = [candidate.pk for candidate in found]
        for start in range(0, len(keys), BATCH):
            part = plan.candidates.filter(pk__in=keys[start : start + BATCH])
            part.update(**said, version=F("version") + 1)
    return len(found)


def decide(plan: Plan, action: CandidateAction, user: User, taken: Sequence[Candidate]) -> Decision:
    """Keep what is about to be done, with what was before, and note it in the audit log."""
    record(
        "ledger.decide_finding",
        plan,
        after={"action": action.value, "n": len(taken), "findings": [each.pk for each in taken[:NAMED]]},
    )
    return Decision.objects.create(
        plan=plan,
        action=action,
        by=user,
        n_taken=len(taken),
        words="；".join(each.words for each in taken[:2])[:WORDS],
        taken=[before(each, with_data=action == CandidateAction.EDIT) for each in taken],
    )


def before(candidate: Candidate, *, with_data: bool = False) -> dict[str, Any]:
    """What a decision changes, as it is now."""
    kept: dict[str, Any] = {
        "id": candidate.pk,
        "state": candidate.state,
        "edited": candidate.is_edited,
        "by": candidate.decided_by_id,
        "at": candidate.decided_at.isoformat() if candidate.decided_at else None,
        "last": candidate.last_decision_id,
    }
    return {**kept, "data": candidate.data} if with_data else kept


def _say(candidate: Candidate, user: User, decision: Decision, state: CandidateState) -> None:
    candidate.state = state
    candidate.decided_by = user
    candidate.decided_at = decision.at
    candidate.last_decision = decision


@transaction.atomic
def take_back(*, candidate_id: int, user: User, version: int) -> Candidate | None:
    """Undo the last thing that was done to one finding; of a decision about many the others keep theirs.

    Gives the finding as it is now; None when it gave way to those it was split or merged from.
    """
    _plan, candidate = finding(candidate_id, user)
    last = candidate.last_decision
    if last is None:
        return candidate
    if last.n_taken == 1 or last.action in WHOLE:
        save_version(candidate, version, [])
        undo(decision_id=last.pk, user=user)
        candidate.refresh_from_db()
        return None if candidate.state == CandidateState.SUPERSEDED else candidate
    return judge(candidate_id=candidate_id, user=user, version=version, state=CandidateState.OPEN)


@transaction.atomic
def undo(*, decision_id: int, user: User) -> int:
    """Take a decision back, as long as nothing later stands on it; called again it changes nothing."""
    plan_id = Decision.objects.filter(pk=decision_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise Http404
    plan = opened(plan_id, user)
    decision = plan.decisions.get(pk=decision_id)
    if decision.undone_at:
        return 0
    earlier = {each["id"]: each for each in decision.taken}
    touched = plan.candidates.in_bulk([*earlier, *decision.made])
    now = {pk: each for pk, each in touched.items() if each.last_decision_id == decision.pk}
    if not now or (decision.action in WHOLE and len(now) < len(touched)):
        raise Refused(LedgerCode.DECIDED_SINCE)
    _restore(plan, {pk: earlier.get(pk) for pk in now})
    decision.undone_by, decision.undone_at = user, clock.now()
    decision.save(update_fields=["undone_by", "undone_at"])
    record("ledger.undo_finding", plan, after={"action": decision.action, "n": len(now)})
    return len(now)


def _restore(plan: Plan, earlier: Mapping[int, Mapping[str, Any] | None]) -> None:
    """What was there before goes back, what was made gives way; equal ones together: a decision may be about thousands."""
    alike: dict[str, list[int]] = defaultdict(list)
    for pk, was in earlier.items():
        alike[json.dumps({name: value for name, value in (was or {}).items() if name != "id"})].append(pk)
    for described, keys in alike.items():
        was = json.loads(described)
        values: dict[str, Any] = {"state": CandidateState.SUPERSEDED, "last_decision": None}
        if was:
            values = {
                "state": was["state"],
                "is_edited": was["edited"],
                "decided_by": was["by"],
                "decided_at": parse_datetime(was["at"]) if was["at"] else None,
                "last_decision": was["last"],
                **({"data": was["data"]} if "data" in was else {}),
            }
        for start in range(0, len(keys), BATCH):
            plan.candidates.filter(pk__in=keys[start : start + BATCH]).update(**values, version=F("version") + 1)
