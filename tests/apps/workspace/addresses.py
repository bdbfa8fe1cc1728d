"""Addresses of the workspace."""

from datetime import date

from kepu.apps.base import clock
from tests.addresses import MARK, NOT_ALLOWED, Address, page, personal
from tests.factories.ledger import make_confirmed_plan, make_result, make_review_plan, make_task
from tests.factories.reporting import make_round, make_unit_report
from tests.factories.territory import make_organisation


def waiting(world):
    """A plan that waits for a person of the district."""
    make_review_plan(region=world.district, title=f"{MARK}方案")
    return {}


def overdue(world):
    """A task that is overdue in the district."""
    result = make_result([make_task(id=1, text=f"{MARK}：办好科普月。")])
    plan = make_confirmed_plan(result, region=world.district)
    plan.tasks.update(due_on=date(2020, 1, 1))
    return {}


def round_of(world):
    """A round of the district."""
    return {"pk": make_round(world.district).pk}


def filed(world):
    """A page that was filed."""
    make_unit_report(organisation=unit_of(world), first_filed_at=clock.now())
    return {}


def filed_page(world):
    """The address of a page that was filed."""
    return {"key": make_unit_report(organisation=unit_of(world), first_filed_at=clock.now()).key}


def unit_of(world):
    """A unit of the district."""
    return make_organisation(region=world.district, name=f"{MARK}局")


ADDRESSES = {
    "home": personal(make=waiting, shows_mark=True),
    "gallery": personal(),
    "week": page(make=overdue, shows_mark=True),
    "week_chase": Address(round_of, neighbour=NOT_ALLOWED, owner=NOT_ALLOWED),
    "filed": page(make=filed, shows_mark=True),
    "filed_report": Address(filed_page, shows_mark=True),
}
