"""Rows for the test of rules."""

from tests.factories.ledger import make_confirmed_plan, make_plan
from tests.factories.reporting import make_instruction, make_unit_report


def plan_row(region, organisation):
    """A plan that is being read."""
    return make_plan(region=region)


def task_row(region, organisation):
    """A task of a confirmed plan."""
    return make_confirmed_plan(region=region).tasks.get()


def report_row(region, organisation):
    """A unit's page of a period."""
    return make_unit_report(region=region, organisation=organisation)


def instruction_row(region, organisation):
    """An instruction that a unit has to reply to."""
    return make_instruction(region=region, organisation=organisation)


MAKERS = {
    "ledger.Plan": plan_row,
    "ledger.Task": task_row,
    "ledger.UnitReport": report_row,
    "ledger.Instruction": instruction_row,
}
