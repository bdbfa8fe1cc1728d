"""Who may see and do what: each rule once, as a predicate and as a condition on rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.people.rules import Rule, Scope, declare

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Plan
    from kepu.apps.people.models import User
    from kepu.apps.territory.scopes import Granted

VIEW = Scope(LedgerPermission.VIEW_PLAN)
IMPORT = Scope(LedgerPermission.IMPORT_PLAN)
CONFIRM = Scope(LedgerPermission.CONFIRM_PLAN)
EXPORT = Scope(LedgerPermission.EXPORT_PLAN)
EDIT_TASK = Scope(LedgerPermission.EDIT_TASK)

# All reports of a region, and those of the own unit.
VIEW_REPORTS = Scope(LedgerPermission.VIEW_REPORTS)
# Of a unit the place does not matter: a town answers a round of its district.
OWN_REPORT = Scope(LedgerPermission.VIEW_UNIT_REPORT, region="", organisations="organisation_id")
FILE_REPORT = Scope(LedgerPermission.FILE_REPORT, region="", organisations="organisation_id")
RUN_ROUNDS = Scope(LedgerPermission.RUN_ROUNDS)
CHECK_REPORTS = Scope(LedgerPermission.CHECK_REPORTS)
REPORT = VIEW_REPORTS | OWN_REPORT | FILE_REPORT

INSTRUCT = Scope(LedgerPermission.INSTRUCT)
SUPERVISE = Scope(LedgerPermission.SUPERVISE)
# Units see what they have to reply to.
ASKED = "units__organisation_id"
REPLY = Scope(LedgerPermission.FILE_REPORT, region="", organisations=ASKED, model="ledger.Instruction")
READ_REPLY = Scope(LedgerPermission.VIEW_UNIT_REPORT, region="", organisations=ASKED, model="ledger.Instruction")
# Those who read every instruction of a region, with every reply.
ALL_INSTRUCTIONS = VIEW_REPORTS | INSTRUCT | SUPERVISE
INSTRUCTION = ALL_INSTRUCTIONS | REPLY | READ_REPLY


# What was filed about a task is read by everybody who works on it.
WITH_US = "task__units__organisation_id"
SAME_TASK = Scope(LedgerPermission.VIEW_UNIT_REPORT, region="", organisations=WITH_US, model="ledger.Entry")
OWN_ENTRY = Scope(LedgerPermission.VIEW_UNIT_REPORT, region="", organisations="report__organisation_id")
ANSWER = VIEW_REPORTS | OWN_ENTRY | SAME_TASK


class InLedger(Rule):
    """Readers of a region see its plans once they are confirmed."""

    def allows(self, user: Granted, obj: Plan) -> bool:
        """Whether the plan is in the ledger and this user reads there."""
        return obj.state == PlanState.CONFIRMED and VIEW.allows(user, obj)

    def visible(self, user: Granted) -> Q:
        """The same as a condition."""
        return Q(state=PlanState.CONFIRMED) & VIEW.visible(user)


# Before it is confirmed a plan is for those who work on it.
PLAN = InLedger() | IMPORT | CONFIRM


def visible_plans(user: User) -> Q:
    """Plans that a user may see."""
    return PLAN.visible(user)


def visible_tasks(user: User, region: str = "region_code") -> Q:
    """Rows of confirmed plans, which carry their region, that a user may see."""
    return Scope(LedgerPermission.VIEW_PLAN, region=region).visible(user)


def visible_reports(user: User) -> Q:
    """Pages of units that a user may see."""
    return REPORT.visible(user)


def visible_instructions(user: User) -> Q:
    """Instructions that a user may see."""
    return INSTRUCTION.visible(user)


declare("ledger.plan", "ledger.Plan", PLAN.allows, PLAN.visible)
declare("ledger.task", "ledger.Task", VIEW.allows, VIEW.visible)
declare("ledger.report", "ledger.UnitReport", REPORT.allows, REPORT.visible)
declare("ledger.file_report", "ledger.UnitReport", FILE_REPORT.allows, FILE_REPORT.visible)
declare("ledger.instruction", "ledger.Instruction", INSTRUCTION.allows, INSTRUCTION.visible)
declare("ledger.answer", "ledger.Entry", ANSWER.allows, ANSWER.visible)
