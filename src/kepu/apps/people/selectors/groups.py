"""Questions about leading groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.people.enums import SeatKind
from kepu.apps.people.models import GroupSeat
from kepu.apps.territory.models import Organisation
from kepu.core.divisions import subtree_range

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.people.models import LeadingGroup

A_DAY = timedelta(days=1)


@dataclass
class SeatChange:
    """What a leading group became on a day."""

    on: date
    came: list[GroupSeat] = field(default_factory=list)
    left: list[GroupSeat] = field(default_factory=list)

    @property
    def documents(self) -> list[str]:
        """The documents of that day."""
        named = [*(seat.basis for seat in self.came), *(seat.end_basis for seat in self.left)]
        return list(dict.fromkeys(name for name in named if name))


def composition(group: LeadingGroup, on: date) -> list[tuple[SeatKind, list[GroupSeat]]]:
    """Who sits in a group on a day, by seat, in the order of a notice; seats that nobody takes are left out."""
    seats: dict[int, list[GroupSeat]] = defaultdict(list)
    for seat in group.seats.current(on).select_related("organisation").printed_order():
        seats[seat.kind].append(seat)
    return [(kind, seats[kind.value]) for kind in SeatKind if seats[kind.value]]


def changes(group: LeadingGroup) -> list[SeatChange]:
    """How a group came to be what it is, the latest day first."""
    days: dict[date, SeatChange] = {}
    for seat in group.seats.select_related("organisation").printed_order():
        days.setdefault(seat.since, SeatChange(seat.since)).came.append(seat)
        if seat.until:
            gone = seat.until + A_DAY
            days.setdefault(gone, SeatChange(gone)).left.append(seat)
    return [days[day] for day in sorted(days, reverse=True)]


def units_of(group: LeadingGroup, on: date) -> QuerySet[Organisation]:
    """The units that sit in one group on a day."""
    return units_with(group.seats.current(on), on)


def as_text(group: LeadingGroup, on: date) -> str:
    """The composition as a notice prints it: seat, name, title."""
    lines = [group.name]
    for kind, seats in composition(group, on):
        lines.append(_("%(label)s：%(value)s") % {"label": kind.label, "value": seats[0].who})
        lines += [f"{'　' * (len(str(kind.label)) + 1)}{seat.who}" for seat in seats[1:]]
    return "\n".join(lines)


def member_units(region_code: str, on: date) -> QuerySet[Organisation]:
    """The units that sit in the leading groups of a region and what lies in it, on a day."""
    low, high = subtree_range(region_code)
    return units_with(GroupSeat.objects.current(on).filter(group__region_id__gte=low, group__region_id__lt=high), on)


def units_with(seats: QuerySet[GroupSeat], on: date) -> QuerySet[Organisation]:
    """The units, as they are on a day, that have one of some seats."""
    held = seats.filter(organisation__isnull=False)
    return Organisation.objects.current(on).filter(pk__in=held.values("organisation_id"))
