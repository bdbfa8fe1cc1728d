"""Makers of accounts, roles and memberships."""

from datetime import date
from itertools import count

from kepu.apps.base import clock
from kepu.apps.people.models import Membership, Role, User
from tests.factories.territory import make_region

PASSWORD = "竹外桃花3两枝-kepu"
numbers = count(1)


def make_user(*roles, region=None, organisation=None, permissions=(), **overrides):
    """A person; `roles` are codes of roles held in `region`, `permissions` make a role of their own."""
    number = next(numbers)
    values = {
        "username": f"user{number}",
        "name": f"用户{number}",
        "password_changed_at": clock.now(),
        "region": region,
    }
    password = overrides.pop("password", PASSWORD)
    user = User(**{**values, **overrides})
    user.set_password(password)
    user.save()
    for role in roles:
        make_membership(user, role, region=region, organisation=organisation)
    if permissions:
        make_membership(user, make_role(permissions=permissions), region=region, organisation=organisation)
    return user


def make_role(code="", *, permissions=(), **overrides):
    """A role with these permissions."""
    code = code or f"role-{next(numbers)}"
    values = {"label": code, "permissions": [str(each) for each in permissions]}
    return Role.objects.update_or_create(code=code, defaults={**values, **overrides})[0]


def make_membership(user, role, *, region=None, organisation=None, **overrides):
    """A membership since long ago; `role` is a role or the code of one."""
    values = {
        "user": user,
        "role": Role.objects.get(code=role) if isinstance(role, str) else role,
        "region": region or (organisation.region if organisation else make_region()),
        "organisation": organisation,
        "since": date(2020, 1, 1),
    }
    membership = Membership.objects.create(**{**values, **overrides})
    user.forget_grants()
    return membership
