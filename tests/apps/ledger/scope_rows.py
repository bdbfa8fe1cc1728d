"""Rows for the test of rules."""

from tests.factories.ledger import make_confirmed_plan, make_plan
from tests.factories.reporting import give_task, make_entry, make_instruction, make_round, make_unit_report
from tests.factories.targets import make_shown_target
from tests.factories.territory import make_organisation


def plan_row(region, organisation):
    """A plan that is being read."""
    return make_plan(region=region)


def task_row(region, organisation):
    """A task of a confirmed plan."""
    return make_confirmed_plan(region=region).tasks.get()


def target_row(region, organisation):
    """A target of a confirmed plan."""
    return make_shown_target(region=region)


def report_row(region, organisation):
    """A unit's page of a period."""
    return make_unit_report(region=region, organisation=organisation)


def round_row(region, organisation):
    """A round of a region."""
    return make_round(region)


def instruction_row(region, organisation):
    """An instruction that a unit has to reply to."""
    return make_instruction(region=region, organisation=organisation)


def entry_row(region, organisation):
    """An answer of a unit about a task that another unit leads."""
    entry = make_entry(make_unit_report(region=region, organisation=organisation))
    give_task(entry.task, make_organisation(region=region))
    return entry


MAKERS = {
    "ledger.Plan": plan_row,
    "ledger.Target": target_row,
    "ledger.Task": task_row,
    "ledger.UnitReport": report_row,
    "ledger.Round": round_row,
    "ledger.Instruction": instruction_row,
    "ledger.Entry": entry_row,
}
