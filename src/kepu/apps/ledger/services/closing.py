"""A person decides: the plan enters the ledger, whole, or it is put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.selectors.units import match_units
from kepu.apps.ledger.services.filling import CONTENT, COUNTS, fill_plan
from kepu.apps.ledger.services.header import HEAD, Header, read_header
from kepu.apps.ledger.services.states import Decided, locked, move
from kepu.apps.ledger.services.units import printed_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Plan
    from kepu.apps.people.models import User


@transaction.atomic
def confirm_plan(*, plan_id: int, user: User, header: Header | None = None) -> Plan:
    """Write everything that was found into the ledger, in one transaction; who comes second is told who was first."""
    plan = locked(plan_id)
    _require(user, plan)
    move(plan, PlanState.CONFIRMED)
    result = plan.parse.result
    names = (header or read_header(plan, result["document"])).write_to(plan)
    _require(user, plan)  # also where it now belongs
    fill_plan(plan, result, match_units(printed_names(result["tasks"]), plan.region_code, plan.issued_on))
    _close(plan, user)
    plan.save(update_fields=[*names, *COUNTS, *CONTENT, "state", "closed_by", "closed_at"])
    record("ledger.confirm_plan", plan, after={"title": plan.title, **{name: getattr(plan, name) for name in COUNTS}})
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
