"""Addresses of regions and organisations."""

from tests.addresses import MARK, Address, page
from tests.factories.territory import make_alias, make_organisation, make_region


def organisation(world):
    """An organisation of the district."""
    owner = make_organisation(region=world.district, name=MARK, code="M1")
    return {"code": owner.code}


def alias(world):
    """A short form of an organisation of the district."""
    owner = make_organisation(region=world.district, name=MARK, code="M1")
    return {"code": owner.code, "pk": make_alias(owner, f"{MARK}简称").pk}


def listed(world):
    """Something to list."""
    organisation(world)
    return {}


def town(world):
    """A town of the district."""
    return {"code": make_region("990102101", name=MARK).code}


ADDRESSES = {
    "territory:organisations": page(make=listed, shows_mark=True),
    "territory:organisation": Address(organisation, shows_mark=True),
    "territory:alias_add": Address(organisation, shows_mark=True),
    "territory:alias_end": Address(alias, shows_mark=True),
    "territory:regions": page(neighbour=302, owner=302),
    "territory:region": Address(town, shows_mark=True),
}
