"""Addresses of the ledger."""

from tests.addresses import MARK, Address, page
from tests.factories.ledger import make_confirmed_plan, make_plan, make_result, make_review_plan, make_task
from tests.factories.reporting import make_instruction


def confirmed(world):
    """A plan in the ledger."""
    result = make_result([make_task(id=1, text=f"{MARK}：办好科普月。")], title=f"{MARK}方案")
    return make_confirmed_plan(result, region=world.district, title=f"{MARK}方案")


def plan(world):
    """A plan in the ledger, by its key."""
    return {"pk": confirmed(world).pk}


def listed(world):
    """Something to list."""
    confirmed(world)
    return {}


def importing(world):
    """A plan that is being read."""
    return {"pk": make_plan(region=world.district, title=f"{MARK}方案").pk}


def waiting(world):
    """A plan that waits for a person."""
    return {"pk": make_review_plan(region=world.district, title=f"{MARK}方案").pk}


def task(world):
    """A task."""
    return {"pk": confirmed(world).tasks.get().pk}


def instruction(world):
    """An instruction that a unit has to reply to."""
    return {"pk": make_instruction(region=world.district, text=f"{MARK}：请抓紧办。").pk}


def instructed(world):
    """An instruction to list."""
    instruction(world)
    return {}


ADDRESSES = {
    "ledger:plans": page(make=listed, shows_mark=True),
    "ledger:import": page(),
    "ledger:plan": Address(plan, shows_mark=True),
    "ledger:plan_units": Address(plan, shows_mark=True),
    "ledger:outline": Address(plan, shows_mark=True),
    "ledger:document": Address(plan, shows_mark=True),
    "ledger:progress": Address(importing, shows_mark=True),
    "ledger:review": Address(waiting, shows_mark=True),
    "ledger:discard": Address(waiting, shows_mark=True),
    "ledger:correct": Address(plan, shows_mark=True),
    "ledger:plan_export": Address(plan),
    "ledger:tasks": page(make=listed, shows_mark=True),
    "ledger:tasks_by_unit": page(make=listed, shows_mark=True),
    "ledger:task_export": page(make=listed),
    "ledger:task": Address(task, shows_mark=True),
    "ledger:instructions": page(make=instructed, shows_mark=True),
    "ledger:instructions_print": page(make=instructed, shows_mark=True),
    "ledger:instructions_export": page(make=instructed),
    "ledger:instruct": page(),
    "ledger:chase": page(),
    "ledger:instruction": Address(instruction, shows_mark=True),
    "ledger:instruction_forward": Address(instruction, shows_mark=True),
    "ledger:instruction_reply": Address(instruction, shows_mark=True),
    "ledger:instruction_return": Address(instruction, shows_mark=True),
    "ledger:instruction_close": Address(instruction, shows_mark=True),
}
