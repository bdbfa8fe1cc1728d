"""What people made of what was read, as examples to measure the reader by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import CandidateKind, CandidateState, PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.services.header import HEAD
from kepu.apps.ledger.services.result import final_result
from kepu.core.divisions import subtree_range
from kepu.core.plans.examples import as_annotation, hide_contacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

FINISHED = (PlanState.CONFIRMED, PlanState.REPLACED)


@dataclass(frozen=True)
class Example:
    """One confirmed plan: its text, what the reader gave, what a person confirmed; nobody is named."""

    key: str
    text: str
    read: dict[str, Any]
    confirmed: dict[str, Any]
    facts: dict[str, Any]


def confirmed_examples(*, since: date | None = None, region_code: str = "") -> Iterator[Example]:
    """Give the examples, oldest first; ledgers with figures of their own are no plans and stay out."""
    plans = Plan.objects.filter(state__in=FINISHED, parse__isnull=False, candidates__isnull=False).distinct()
    if since is not None:
        plans = plans.filter(closed_at__date__gte=since)
    if region_code:
        low, high = subtree_range(region_code)
        plans = plans.filter(region_code__gte=low, region_code__lt=high)
    for pk in plans.order_by("pk").values_list("pk", flat=True):
        plan = Plan.objects.select_related("parse").get(pk=pk)
        if "history" not in plan.parse.result:
            yield example_of(plan)


def example_of(plan: Plan) -> Example:
    """Put one example together."""
    read = plan.parse.result
    confirmed = as_annotation({**final_result(plan), "document": _head(plan, read["document"])})
    return Example(
        key=f"{plan.pk:06}",
        text=hide_contacts(read["text"]),
        read=as_annotation(read),
        confirmed=confirmed,
        facts=_facts(plan),
    )


def _head(plan: Plan, document: dict[str, Any]) -> dict[str, Any]:
    """What the head says after a person has checked it; the region as printed."""
    corrected = {name: getattr(plan, name) or None for name in HEAD}
    corrected["issued_on"] = plan.issued_on.isoformat() if plan.issued_on else None
    return {**document, **corrected}


def _facts(plan: Plan) -> dict[str, Any]:
    """By which reader it was read, and how much of it people changed."""
    said: Counter[str] = Counter()
    for kind, state, is_edited, is_read in plan.candidates.values_list("kind", "state", "is_edited", "item"):
        if state == CandidateState.SUPERSEDED:
            said[f"{CandidateKind(kind).value}_reshaped"] += is_read is not None
            continue
        said[f"{kind}_{state}"] += 1
        said[f"{kind}_edited"] += is_edited
    return {
        "reader": plan.parse.reader or "",
        "read_on": plan.parse.created_at.date().isoformat(),
        "confirmed_on": plan.closed_at.date().isoformat() if plan.closed_at else "",
        "kind": plan.kind,
        "decisions": {name: n for name, n in sorted(said.items()) if n},
    }
