"""A finding in two, or two in one: every part keeps the exact place where it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404

from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateAction, CandidateKind, CandidateState, Role
from kepu.apps.ledger.models import Candidate
from kepu.apps.ledger.services.deciding import decide, finding, opened
from kepu.core.plans import cut

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kepu.apps.ledger.models import Decision, Plan
    from kepu.apps.people.models import User
    from kepu.core.plans import Piece

DEEPEST = 96  # characters of a place; parts of parts of parts keep the place of their whole
ENDS = "。；;！？!?：:"
MOST = 20


@transaction.atomic
def split(*, candidate_id: int, user: User, version: int, places: Sequence[int]) -> list[Candidate]:
    """Cut a task at these offsets of its text."""
    plan, candidate = finding(candidate_id, user)
    if candidate.kind != CandidateKind.TASK:
        raise Refused(LedgerCode.ONLY_TASKS)
    spans = [(start, end) for start, end in candidate.spans]
    pieces = cut(candidate.data["text"], spans, plan.parse.result["text"], places)
    if len(pieces) < 2:  # noqa: PLR2004  # nothing would be cut
        raise Refused(LedgerCode.NOTHING_TO_SPLIT)
    decision = decide(plan, CandidateAction.SPLIT, user, [candidate])
    units = shared_out(candidate.data, pieces)
    made = [
        _made(
            plan,
            decision,
            place=f"{candidate.place}.{number}" if len(candidate.place) < DEEPEST else candidate.place,
            origins=candidate.origins,
            made_from=[candidate.pk],
            data={**candidate.data, **named, "text": piece.text},
            spans=[list(span) for span in piece.spans],
            is_doubtful=candidate.is_doubtful,
        )
        for number, (piece, named) in enumerate(zip(pieces, units, strict=True), 1)
    ]
    _give_way(candidate, decision)
    save_version(candidate, version, ["state", "last_decision"])
    return _written(decision, made)


def shared_out(data: Mapping[str, Any], pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """Give each piece the units that are printed in it; where that leaves one without a lead, all of them to each."""
    shares = [{role.value: _inside(data, role, piece) for role in Role} for piece in pieces]
    if not all(share[Role.LEAD.value][0] for share in shares):
        return [{} for _piece in pieces]
    return [
        {
            name: value
            for role, (names, spans) in share.items()
            for name, value in ((role, names), (f"{role}_spans", spans))
        }
        for share in shares
    ]


def _inside(data: Mapping[str, Any], role: Role, piece: Piece) -> tuple[list[str], list[Any]]:
    named = zip(data[role.value], data.get(f"{role.value}_spans") or [], strict=False)
    found = [
        (name, span)
        for name, span in named
        if span and any(start <= span[0] and span[1] <= end for start, end in piece.spans)
    ]
    return [name for name, _span in found], [span for _name, span in found]


@transaction.atomic
def merge(*, plan_id: int, user: User, ids: Collection[int]) -> Candidate:
    """Make one task of several; it is printed in all of their places."""
    plan = opened(plan_id, user)
    found = list(plan.candidates.filter(pk__in=ids).in_order())
    if len(found) < len(set(ids)):
        raise Http404
    if any(each.state == CandidateState.SUPERSEDED for each in found):
        raise Refused(LedgerCode.FINDING_GONE)
    if any(each.kind != CandidateKind.TASK for each in found):
        raise Refused(LedgerCode.ONLY_TASKS)
    if not 1 < len(found) <= MOST:
        raise Refused(LedgerCode.NOTHING_TO_MERGE, most=MOST)
    decision = decide(plan, CandidateAction.MERGE, user, found)
    made = _made(
        plan,
        decision,
        place=found[0].place,
        origins=sorted({origin for each in found for origin in each.origins}),
        made_from=[each.pk for each in found],
        data=joined([each.data for each in found]),
        spans=_all_spans(found),
        is_doubtful=any(each.is_doubtful for each in found),
    )
    for candidate in found:
        _give_way(candidate, decision)
        candidate.version += 1
    Candidate.objects.bulk_update(found, ["state", "last_decision", "version"])
    return _written(decision, [made])[0]


def joined(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What several tasks say as one: their words in order, their units once, who leads does not also support."""
    texts = list(dict.fromkeys(each["text"] for each in found))
    text = "".join(each if each[-1:] in ENDS else f"{each}；" for each in texts[:-1]) + texts[-1]
    leads = _named(found, Role.LEAD)
    supports = {name: span for name, span in _named(found, Role.SUPPORT).items() if name not in leads}
    dues = list(dict.fromkeys(each["due"] for each in found if each.get("due")))
    return {
        **found[0],
        "text": text,
        "lead": list(leads),
        "lead_spans": list(leads.values()),
        "support": list(supports),
        "support_spans": list(supports.values()),
        "due": "；".join(dues) or None,
        "open_ended": any(each.get("open_ended") for each in found),
    }


def _named(found: Sequence[Mapping[str, Any]], role: Role) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for each in found:
        spans = each.get(f"{role.value}_spans") or [None] * len(each[role.value])
        for name, span in zip(each[role.value], spans, strict=True):
            named.setdefault(name, span)
    return named


def _all_spans(found: Sequence[Candidate]) -> list[list[int]]:
    return [list(span) for span in sorted({(start, end) for each in found for start, end in each.spans})]


def _made(plan: Plan, decision: Decision, **values: Any) -> Candidate:
    """What a person made needs no second look."""
    return Candidate(
        plan=plan,
        kind=CandidateKind.TASK,
        state=CandidateState.ACCEPTED,
        is_edited=True,
        decided_by=decision.by,
        decided_at=decision.at,
        last_decision=decision,
        **values,
    )


def _give_way(candidate: Candidate, decision: Decision) -> None:
    candidate.state = CandidateState.SUPERSEDED
    candidate.last_decision = decision


def _written(decision: Decision, made: list[Candidate]) -> list[Candidate]:
    for candidate in made:
        candidate.save()
    decision.made = [each.pk for each in made]
    decision.save(update_fields=["made"])
    return made
