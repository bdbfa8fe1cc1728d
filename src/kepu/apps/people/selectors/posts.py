"""Questions about posts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.territory.models import Organisation


def liaisons_of(organisation_ids: Collection[int], on: date) -> dict[int, list[Post]]:
    """The liaison officers of units on a day, in one query; a unit without one has an empty list."""
    found: dict[int, list[Post]] = {organisation: [] for organisation in organisation_ids}
    rows = Post.objects.current(on).filter(organisation_id__in=found, kind=PostKind.LIAISON)
    for post in rows.select_related("organisation").order_by("position", "pk"):
        found[post.organisation_id].append(post)
    return found


def posts_of(organisation_id: int, on: date) -> list[Post]:
    """Everybody who answers for a unit on a day: leader, head of section, liaison."""
    rows = Post.objects.current(on).filter(organisation_id=organisation_id)
    return list(rows.select_related("organisation").official_order())


def former_posts_of(organisation_id: int, on: date) -> list[Post]:
    """Everybody who answered for a unit before a day, the latest first."""
    rows = Post.objects.filter(organisation_id=organisation_id, until__lt=on).select_related("organisation")
    return list(rows.order_by("-until", "kind", "pk"))


def units_without_liaison(units: QuerySet[Organisation], on: date) -> list[Organisation]:
    """Those of some units that nobody can be called at."""
    held = Post.objects.current(on).filter(organisation_id=OuterRef("pk"), kind=PostKind.LIAISON)
    return list(units.filter(~Exists(held)).order_by("region_id", "sequence", "position", "code"))


def missing_kinds(organisation_ids: Collection[int], on: date) -> dict[int, list[PostKind]]:
    """The posts of units that nobody holds on a day, in one query."""
    held: dict[int, set[int]] = defaultdict(set)
    rows = Post.objects.current(on).filter(organisation_id__in=organisation_ids)
    for organisation, kind in rows.values_list("organisation_id", "kind"):
        held[organisation].add(kind)
    return {each: [kind for kind in PostKind if kind.value not in held[each]] for each in organisation_ids}
