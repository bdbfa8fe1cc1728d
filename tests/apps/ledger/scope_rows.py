"""Rows for the test of rules."""

from tests.factories.ledger import make_confirmed_plan, make_plan


def plan_row(region, organisation):
    """A plan that is being read."""
    return make_plan(region=region)


def task_row(region, organisation):
    """A task of a confirmed plan."""
    return make_confirmed_plan(region=region).tasks.get()


MAKERS = {"ledger.Plan": plan_row, "ledger.Task": task_row}
