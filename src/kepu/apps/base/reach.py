"""Where a permission reaches, for the floors below territory: a user is whoever has `grants`, a place is a range of codes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q


def ranges(user: Any, permission: str) -> list[tuple[str, str]]:
    """The ranges of region codes over which this user has the permission."""
    return [(grant.low, grant.high) for grant in user.grants if permission in grant.permissions]


def within(user: Any, permission: str, path: str) -> Q:
    """The rows whose region code at `path` lies in one of those ranges."""
    condition = Q(pk__in=())
    for low, high in ranges(user, permission):
        condition |= Q(**{f"{path}__gte": low, f"{path}__lt": high})
    return condition
