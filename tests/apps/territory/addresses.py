"""Addresses of regions and organisations."""

from datetime import date

from tests.addresses import MARK, Address, page
from tests.factories.territory import make_alias, make_organisation, make_policy, make_region


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


def policies(world):
    """A town of the district, with its rules."""
    return {"code": town(world)["code"]}


def policy(world):
    """One kind of rules of a town."""
    return {**town(world), "kind": "ledger.lights"}


def coming(world):
    """A rule of a town that has not begun."""
    found = town(world)
    row = make_policy(region=make_region(found["code"], name=MARK), valid_from=date(2199, 1, 1))
    return {**found, "kind": row.kind, "pk": row.pk}


ADDRESSES = {
    "territory:own_policies": page(neighbour=302, owner=302),
    "territory:policies": Address(policies, shows_mark=True),
    "territory:policy": Address(policy, shows_mark=True),
    "territory:policy_set": Address(policy, shows_mark=True),
    "territory:policy_change": Address(coming, shows_mark=True),
    "territory:organisations": page(make=listed, shows_mark=True),
    "territory:organisation": Address(organisation, shows_mark=True),
    "territory:alias_add": Address(organisation, shows_mark=True),
    "territory:alias_end": Address(alias, shows_mark=True),
    "territory:regions": page(neighbour=302, owner=302),
    "territory:region": Address(town, shows_mark=True),
}
