"""Addresses of the audit log."""

from tests.addresses import MARK, NOT_ALLOWED, Address, page
from tests.factories.audit import make_row


def row(world):
    """A row about the district."""
    return {"row_id": make_row(after={"title": MARK}, region_code=world.district.pk).pk}


def listed(world):
    """Something to list."""
    row(world)
    return {}


ADDRESSES = {
    "audit:list": page(make=listed, shows_mark=True),
    "audit:detail": Address(row, shows_mark=True),
    "audit:check": page(neighbour=NOT_ALLOWED, owner=NOT_ALLOWED),
}
