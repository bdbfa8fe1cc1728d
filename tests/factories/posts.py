"""Makers of posts, leading groups and their seats."""

from datetime import date
from itertools import count

from kepu.apps.people.enums import PostKind, SeatKind
from kepu.apps.people.models import GroupSeat, LeadingGroup, Post
from tests.factories.territory import make_organisation, make_region

numbers = count(1)


def make_post(*, organisation=None, **overrides):
    """A liaison officer since long ago; the telephone number cannot exist."""
    number = next(numbers)
    values = {
        "organisation": organisation or make_organisation(),
        "kind": PostKind.LIAISON,
        "name": f"联络员{number}",
        "mobile": f"1000000{number:04}",
        "since": date(2020, 1, 1),
    }
    return Post.objects.create(**{**values, **overrides})


def make_group(*, region=None, **overrides):
    """A leading group without anybody in it."""
    number = next(numbers)
    values = {"region": region or make_region(), "name": f"第{number}领导小组", "document": f"演示发〔2020〕{number}号"}
    return LeadingGroup.objects.create(**{**values, **overrides})


def make_seat(group=None, **overrides):
    """A member since long ago."""
    number = next(numbers)
    values = {
        "group": group or make_group(),
        "kind": SeatKind.MEMBER,
        "name": f"成员{number}",
        "since": date(2020, 1, 1),
        "basis": "演示发〔2020〕1号",
        "position": number,
    }
    return GroupSeat.objects.create(**{**values, **overrides})
