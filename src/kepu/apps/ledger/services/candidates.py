"""What was read becomes rows that people decide about: once, in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from kepu.apps.ledger.enums import CandidateKind, PlanState
from kepu.apps.ledger.kinds import guess_kind
from kepu.apps.ledger.models import Candidate
from kepu.apps.ledger.selectors.review import is_unsure
from kepu.apps.ledger.services.header import read_header
from kepu.apps.ledger.services.states import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kepu.apps.ledger.models import Plan

    Found = Mapping[str, Any]

BATCH = 500


@transaction.atomic
def prepare_review(plan_id: int) -> None:
    """Give a plan in review its findings and its head, if it has none yet: plans read by an earlier release."""
    plan = locked(plan_id)
    if plan.state == PlanState.REVIEW and hasattr(plan, "parse") and not plan.candidates.exists():
        plan.save(update_fields=begin_review(plan, plan.parse.result))


def begin_review(plan: Plan, result: Found) -> list[str]:
    """Write a row for every finding and what the head of the document says; the caller saves the fields it is given."""
    create_candidates(plan, result)
    names = read_header(plan, result["document"]).write_to(plan)
    plan.based_on = result["document"].get("based_on") or []
    plan.text, plan.warnings = result["text"], result["warnings"]
    plan.kind = plan.kind or guess_kind(plan.title, has_history="history" in result)
    return [*names, "based_on", "text", "warnings", "kind"]


def create_candidates(plan: Plan, result: Found) -> list[Candidate]:
    """One row for every finding, in printed order."""
    return Candidate.objects.bulk_create(_candidates(plan, result), BATCH)


def _candidates(plan: Plan, result: Found) -> Iterator[Candidate]:
    for kind in CandidateKind:
        for index, found in enumerate(result[f"{kind.value}s"]):
            yield Candidate(
                plan=plan,
                kind=kind,
                place=f"{index:06}",
                item=index,
                origins=[index],
                data={name: value for name, value in found.items() if name not in {"span", "spans"}},
                spans=found.get("spans") or ([found["span"]] if found.get("span") else []),
                is_doubtful=_is_doubtful(kind, found),
            )


def _is_doubtful(kind: CandidateKind, found: Found) -> bool:
    """Whether somebody must look; what a name means is asked once, at the step of units, and nothing else follows from it."""
    if kind == CandidateKind.UNIT:
        return False
    return is_unsure(found) or (kind == CandidateKind.TASK and not found["lead"])
