"""Addresses of accounts."""

from tests.addresses import MARK, Address, page, personal
from tests.factories.people import make_membership, make_role, make_user


def person(world):
    """Somebody of the district."""
    return {"pk": make_user(region=world.district, name=MARK).pk}


def listed(world):
    """Somebody to list."""
    person(world)
    return {}


def membership(world):
    """A membership of somebody of the district."""
    holder = make_user(region=world.district, name=MARK)
    return {"pk": make_membership(holder, "office", region=world.district).pk}


def role(world):
    """A role."""
    return {"code": make_role("example", label="样例").code}


ADDRESSES = {
    "people_me": personal(),
    "people_people": page(make=listed, shows_mark=True),
    "people_person_add": page(),
    "people_person": Address(person, shows_mark=True),
    "people_password_reset": Address(person, shows_mark=True),
    "people_person_switch": Address(person, shows_mark=True),
    "people_membership_add": Address(person, shows_mark=True),
    "people_membership_end": Address(membership, shows_mark=True),
    # Roles belong to the installation, not to a region.
    "people_roles": page(),
    "people_role_edit": page(make=role),
}
