"""Addresses of accounts."""

from tests.addresses import MARK, NOT_ALLOWED, Address, page, personal
from tests.factories.people import make_membership, make_role, make_user
from tests.factories.posts import make_group, make_post, make_seat
from tests.factories.territory import make_organisation


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


def post(world):
    """A liaison of a unit of the district."""
    unit = make_organisation(region=world.district, name=MARK, code="M1")
    return {"pk": make_post(organisation=unit, name=MARK).pk}


def posted(world):
    """Somebody in the list of contacts."""
    post(world)
    return {}


def unit(world):
    """A unit of the district with a liaison."""
    post(world)
    return {"code": "M1"}


def here(world):
    """The district."""
    return {"code": world.district.code}


def group(world):
    """A leading group of the district."""
    shown = make_group(region=world.district, name=MARK)
    make_seat(shown, name=MARK)
    return {"pk": shown.pk}


def seat(world):
    """A seat of a leading group of the district."""
    shown = make_group(region=world.district, name=MARK)
    return {"pk": shown.pk, "seat": make_seat(shown, name=MARK).pk}


def grouped(world):
    """A group to list."""
    group(world)
    return {}


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
    "people_posts": page(make=posted, shows_mark=True),
    "people_post_add": page(),
    "people_posts_import": page(),
    "people_posts_print": page(make=posted, shows_mark=True),
    "people_posts_export": page(make=posted),
    "people_unit_posts": Address(unit, shows_mark=True),
    "people_region_posts": Address(here, owner=302),
    "people_post": Address(post, shows_mark=True),
    "people_post_change": Address(post, shows_mark=True),
    "people_post_end": Address(post, shows_mark=True),
    "people_post_remove": Address(post, shows_mark=True),
    "people_post_take_over": Address(post, shows_mark=True),
    "people_post_numbers": Address(post, neighbour=NOT_ALLOWED, owner=NOT_ALLOWED),
    "people_groups": page(make=grouped, shows_mark=True),
    "people_group_add": page(),
    "people_group": Address(group, shows_mark=True),
    "people_seat": Address(seat, shows_mark=True),
    "people_group_adjust": Address(group, shows_mark=True),
    "people_group_print": Address(group, shows_mark=True),
}
