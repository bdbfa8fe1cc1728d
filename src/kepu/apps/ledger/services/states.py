"""From which state a plan may go to which, with the row locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import ALLOWED_FROM, PlanState
from kepu.apps.ledger.models import Plan

if TYPE_CHECKING:
    from typing import Any

CONFLICT = 409


class Decided(Refused):
    """Somebody else has already decided about the plan."""

    status = CONFLICT

    def __init__(self, code: LedgerCode, plan: Plan, **details: Any) -> None:
        super().__init__(code, **details)
        self.plan = plan


def locked(plan_id: int) -> Plan:
    """Give the plan with its row locked until the transaction ends."""
    return Plan.objects.select_for_update().get(pk=plan_id)


def move(plan: Plan, state: PlanState) -> None:
    """Set the next state, or say why it cannot follow."""
    if PlanState(plan.state) in ALLOWED_FROM[state]:
        plan.state = state
        return
    who = plan.closed_by.name if plan.closed_by else ""
    if plan.state == PlanState.CONFIRMED:
        raise Decided(LedgerCode.ALREADY_CONFIRMED, plan, who=who)
    if plan.state == PlanState.DISCARDED:
        raise Decided(LedgerCode.ALREADY_DISCARDED, plan, who=who)
    raise Decided(LedgerCode.WRONG_STATE, plan, state=plan.state_label)
