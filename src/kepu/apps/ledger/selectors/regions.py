"""Where a person may bring plans in, and what places are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.territory.enums import RegionLevel
from kepu.apps.territory.models import Region, in_force
from kepu.core.divisions import Divisions

if TYPE_CHECKING:
    from kepu.apps.people.models import User

MOST = 4000


def import_regions(user: User) -> list[Region]:
    """Regions whose plans this person may import: their own first, then what lies in them, down to counties."""
    reach = Q(pk__in=())
    for grant in rules.IMPORT.grants(user):
        inside = Q(code__gte=grant.low, code__lt=grant.high)
        reach |= (inside & Q(level__lte=RegionLevel.COUNTY)) | Q(code=grant.low)
    rows = Region.objects.filter(reach & in_force(clock.today()), is_virtual=False)
    return list(rows.order_by("level", "code")[:MOST])


def division_names() -> Divisions:
    """The table by which the reader completes the name of a place."""
    return Divisions(Region.objects.filter(level__lte=RegionLevel.COUNTY).values_list("code", "name"))
