"""Addresses of the workspace."""

from tests.addresses import MARK, personal
from tests.factories.ledger import make_review_plan


def waiting(world):
    """A plan that waits for a person of the district."""
    make_review_plan(region=world.district, title=f"{MARK}方案")
    return {}


ADDRESSES = {"home": personal(make=waiting, shows_mark=True), "gallery": personal()}
