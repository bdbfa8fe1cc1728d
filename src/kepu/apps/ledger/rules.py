"""Who may see and do what: each rule once, as a predicate and as a condition on rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.people.rules import AnyOf, Rule, Scope, declare

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
# A unit that was merged into another: the people of its successor go on with its page.
MERGED = tuple(f"organisation__{'succeeded_by__successor__' * step}succeeded_by__successor_id" for step in range(2))
OF_SUCCESSOR, FILED_BY_SUCCESSOR = (
    AnyOf(tuple(Scope(permission, region="", organisations=path, model="ledger.UnitReport") for path in MERGED))
    for permission in (LedgerPermission.VIEW_UNIT_REPORT, LedgerPermission.FILE_REPORT)
)
REPORT = VIEW_REPORTS | OWN_REPORT | FILE_REPORT | OF_SUCCESSOR | FILED_BY_SUCCESSOR
# Who may fill a page in: its unit, or what became of it; the office enters it for the unit by `RUN_ROUNDS`.
FILL_REPORT = FILE_REPORT | FILED_BY_SUCCESSOR
# Rounds as a whole are for those who read or run all of them; a page is handed in by its unit, or entered for it.
ROUND = VIEW_REPORTS | RUN_ROUNDS | CHECK_REPORTS
HAND_IN = FILL_REPORT | RUN_ROUNDS

RECORD_READING = Scope(LedgerPermission.RECORD_READING)

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


IN_LEDGER = (PlanState.CONFIRMED, PlanState.REPLACED)


class InLedger(Rule):
    """Readers of a region see its plans once they are confirmed, and those that a new version replaced."""

    def allows(self, user: Granted, obj: Plan) -> bool:
        """Whether the plan is in the ledger and this user reads there."""
        return obj.state in IN_LEDGER and VIEW.allows(user, obj)

    def visible(self, user: Granted) -> Q:
        """The same as a condition."""
        return Q(state__in=IN_LEDGER) & VIEW.visible(user)


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
declare("ledger.target", "ledger.Target", VIEW.allows, VIEW.visible)
declare("ledger.record_reading", "ledger.Target", RECORD_READING.allows, RECORD_READING.visible)
declare("ledger.edit_target", "ledger.Target", EDIT_TASK.allows, EDIT_TASK.visible)
declare("ledger.report", "ledger.UnitReport", REPORT.allows, REPORT.visible)
declare("ledger.file_report", "ledger.UnitReport", FILE_REPORT.allows, FILE_REPORT.visible)
declare("ledger.fill_report", "ledger.UnitReport", FILL_REPORT.allows, FILL_REPORT.visible)
declare("ledger.round", "ledger.Round", ROUND.allows, ROUND.visible)
declare("ledger.run_rounds", "ledger.Round", RUN_ROUNDS.allows, RUN_ROUNDS.visible)
declare("ledger.check_reports", "ledger.UnitReport", CHECK_REPORTS.allows, CHECK_REPORTS.visible)
declare("ledger.hand_in", "ledger.UnitReport", HAND_IN.allows, HAND_IN.visible)
declare("ledger.instruction", "ledger.Instruction", INSTRUCTION.allows, INSTRUCTION.visible)
declare("ledger.answer", "ledger.Entry", ANSWER.allows, ANSWER.visible)
