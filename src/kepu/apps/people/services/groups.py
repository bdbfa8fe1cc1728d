"""Changes of leading groups: a group is set up, its composition is adjusted by a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit import services as audit
from kepu.apps.audit.services import Change, record_all
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.people import rules
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.enums import SeatKind
from kepu.apps.people.models import GroupSeat, LeadingGroup

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from kepu.apps.people.models import User
    from kepu.apps.territory.models import Organisation, Region

A_DAY = timedelta(days=1)
PERSONAL = ("name",)


@dataclass(frozen=True)
class Newcomer:
    """Who takes a seat; `follows` is the key of the seat whose place in the order they take."""

    kind: int
    name: str = ""
    job_title: str = ""
    organisation: Organisation | None = None
    follows: int | None = None


@transaction.atomic
def create_group(*, actor: User, region: Region, name: str, document: str) -> LeadingGroup:
    """Set up a group; its seats are filled by the first adjustment."""
    if not rules.MANAGE_GROUPS.reaches(actor, region.code):
        raise Refused(PeopleCode.OUT_OF_REGION)
    if LeadingGroup.objects.filter(region=region, name=name).exists():
        raise Refused(PeopleCode.GROUP_EXISTS, name=name)
    group = LeadingGroup.objects.create(region=region, name=name, document=document)
    audit.record("people.group_created", group, after={"name": name, "document": document, "region": region.code})
    return group


@transaction.atomic
def adjust_group(
    *,
    actor: User,
    group: LeadingGroup,
    version: int,
    on: date,
    basis: str,
    leaving: Collection[int] = (),
    coming: Sequence[Newcomer] = (),
) -> LeadingGroup:
    """Adjust a composition in one step: some seats end the day before, others begin with the day."""
    if not rules.MANAGE_GROUPS.allows(actor, group):
        raise PermissionDenied
    if not leaving and not coming:
        raise Refused(PeopleCode.NOTHING_ADJUSTED)
    save_version(group, version, [])
    left = _end(group, leaving, on, basis)
    came = _begin(group, coming, on, basis)
    record_all(
        [
            *(Change("people.seat_ended", seat, None, described(seat), PERSONAL, group.region_id) for seat in left),
            *(Change("people.seat_taken", seat, None, described(seat), PERSONAL, group.region_id) for seat in came),
        ]
    )
    return group


@transaction.atomic
def correct_seat(*, actor: User, seat: GroupSeat, version: int, **values: Any) -> GroupSeat:
    """Correct what was written wrongly of a seat; who really comes or goes is an adjustment."""
    if not rules.MANAGE_GROUPS.allows(actor, seat.group):
        raise PermissionDenied
    save_version(seat.group, version, [])
    before = described(seat)
    for name, value in values.items():
        setattr(seat, name, value)
    if seat.until is not None and seat.until < seat.since:
        raise Refused(PeopleCode.ENDS_BEFORE_IT_BEGINS)
    seat.save(update_fields=list(values))
    after = described(seat)
    audit.record(
        "people.seat_corrected", seat, before=before, after=after, personal=PERSONAL, region_code=seat.group.region_id
    )
    return seat


@transaction.atomic
def remove_seat(*, actor: User, seat: GroupSeat, version: int) -> None:
    """Take out a seat that was a mistake; the log keeps that it was there."""
    if not rules.MANAGE_GROUPS.allows(actor, seat.group):
        raise PermissionDenied
    save_version(seat.group, version, [])
    region = seat.group.region_id
    audit.record("people.seat_removed", seat, before=described(seat), personal=PERSONAL, region_code=region)
    seat.delete()


def described(seat: GroupSeat) -> dict[str, Any]:
    """What the audit log keeps of a seat."""
    return {
        "group": seat.group_id,
        "kind": SeatKind(seat.kind).name.lower(),
        "organisation": seat.organisation.name if seat.organisation else "",
        "name": seat.name,
        "job_title": seat.job_title,
        "since": seat.since.isoformat(),
        "until": seat.until.isoformat() if seat.until else None,
        "basis": seat.basis,
        "end_basis": seat.end_basis,
    }


def _end(group: LeadingGroup, leaving: Collection[int], on: date, basis: str) -> list[GroupSeat]:
    seats = list(group.seats.filter(pk__in=leaving, until__isnull=True).select_related("organisation").order_by("pk"))
    until = on - A_DAY
    for seat in seats:
        if until < seat.since:
            raise Refused(PeopleCode.SEAT_TAKEN_LATER, name=str(seat), since=seat.since.isoformat())
        seat.until, seat.end_basis = until, basis
    GroupSeat.objects.bulk_update(seats, ["until", "end_basis"])
    return seats


def _begin(group: LeadingGroup, coming: Sequence[Newcomer], on: date, basis: str) -> list[GroupSeat]:
    places = dict(group.seats.values_list("pk", "position"))
    last = max(places.values(), default=0)
    seats = []
    for newcomer in coming:
        position = places.get(newcomer.follows or 0)
        if position is None:
            position = last = last + 1
        seat = GroupSeat(
            group=group,
            kind=newcomer.kind,
            organisation=newcomer.organisation,
            name=newcomer.name,
            job_title=newcomer.job_title,
            since=on,
            basis=basis,
            position=position,
        )
        seat.save()
        seats.append(seat)
    return seats
