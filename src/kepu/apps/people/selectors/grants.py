"""What memberships give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base import clock
from kepu.apps.people.models import Membership
from kepu.apps.territory.models import in_force
from kepu.apps.territory.scopes import Grant
from kepu.core.divisions import subtree_range

if TYPE_CHECKING:
    from kepu.apps.people.models import User


def grants_of(user: User) -> tuple[Grant, ...]:
    """What today's memberships give, in one query."""
    if not user.is_active:
        return ()
    rows = (
        Membership.objects.filter(in_force(clock.today(), since="since", until="until"), user_id=user.pk)
        .order_by("pk")
        .values_list("role__code", "role__permissions", "role__is_inspection", "region_id", "organisation_id")
    )
    return tuple(
        Grant(role, frozenset(permissions), *subtree_range(region), organisation, is_inspection)
        for role, permissions, is_inspection, region, organisation in rows
    )
