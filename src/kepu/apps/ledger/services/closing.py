"""A person decides: the plan enters the ledger, whole, or it is put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateState, PlanState
from kepu.apps.ledger.selectors.units import chosen_units
from kepu.apps.ledger.selectors.versions import twins
from kepu.apps.ledger.services.candidates import begin_review
from kepu.apps.ledger.services.ending import archive_tasks
from kepu.apps.ledger.services.filling import CONTENT, COUNTS, fill_plan
from kepu.apps.ledger.services.header import HEAD
from kepu.apps.ledger.services.history import write_history
from kepu.apps.ledger.services.result import final_result
from kepu.apps.ledger.services.states import Decided, locked, move
from kepu.apps.ledger.services.units import printed_names
from kepu.apps.ledger.services.versions import earlier_of, lock_family, refuse_unseen, replace_version

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kepu.apps.ledger.models import Plan
    from kepu.apps.people.models import User


@transaction.atomic
def confirm_plan(*, plan_id: int, user: User, seen: Collection[int] | None = None, with_doubtful: bool = True) -> Plan:
    """Write what was accepted or left open into the ledger, in one transaction; who comes second is told who was first.

    `seen` are the confirmed versions of the same document that this person was shown; None for those who see no page.
    """
    plan = lock_family(plan_id)
    _require(user, plan)
    move(plan, PlanState.CONFIRMED)
    names = [] if plan.candidates.exists() else begin_review(plan, plan.parse.result)
    n_open = plan.candidates.filter(state=CandidateState.OPEN, is_doubtful=True).count()
    if n_open and not with_doubtful:
        raise Refused(LedgerCode.DOUBTFUL_OPEN, n=n_open)
    earlier = earlier_of(plan)
    if seen is not None:
        refuse_unseen(plan, twins(plan), seen)
    result = final_result(plan)
    result["document"] = {**result["document"], "based_on": plan.based_on}
    fill_plan(plan, result, chosen_units(plan, printed_names(result["tasks"])))
    _close(plan, user)
    plan.save(update_fields=[*names, *COUNTS, *CONTENT, "state", "closed_by", "closed_at"])
    if earlier:
        replace_version(earlier, plan, result)
    if result.get("history"):
        write_history(plan, user, result)
    if plan.is_archived:
        archive_tasks(plan)
    after = {name: getattr(plan, name) for name in ("title", *COUNTS, "after_end")}
    record("ledger.confirm_plan", plan, after=after)
    return plan


@transaction.atomic
def correct_head(*, plan_id: int, user: User, head: Mapping[str, Any], version: int) -> Plan:
    """Correct what the head of a plan in the ledger says; its tasks stay as they were confirmed."""
    plan = locked(plan_id)
    _require(user, plan)
    if plan.state != PlanState.CONFIRMED:
        raise Decided(LedgerCode.WRONG_STATE, plan, state=plan.state_label)
    before = {name: getattr(plan, name) for name in HEAD}
    for name in HEAD:
        setattr(plan, name, head[name])
    save_version(plan, version, HEAD)
    record("ledger.correct_head", plan, before=before, after={name: head[name] for name in HEAD})
    return plan


@transaction.atomic
def discard_plan(*, plan_id: int, user: User) -> Plan:
    """Put a plan aside that is not to enter the ledger; its source stays."""
    plan = locked(plan_id)
    _require(user, plan)
    before = plan.state
    move(plan, PlanState.DISCARDED)
    _close(plan, user)
    plan.save(update_fields=["state", "closed_by", "closed_at"])
    record("ledger.discard_plan", plan, before={"state": before}, after={"state": plan.state})
    return plan


def _require(user: User, plan: Plan) -> None:
    if not rules.CONFIRM.allows(user, plan):
        raise PermissionDenied


def _close(plan: Plan, user: User) -> None:
    plan.closed_by = user
    plan.closed_at = clock.now()
