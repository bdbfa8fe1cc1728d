"""Decisions of a place about its local rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format

from kepu.apps.audit import services as audit
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.territory.codes import TerritoryCode
from kepu.apps.territory.models import Policy, Region

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kepu.apps.territory.policies import PolicyKind, Value

CHANGEABLE = ("values", "valid_from", "valid_until", "source")


@transaction.atomic
def set_policy(
    *,
    region: Region,
    kind: PolicyKind,
    values: Mapping[str, Value],
    valid_from: date,
    source: str,
    valid_until: date | None = None,
) -> Policy:
    """Decide anew from a day on; what was in force stays as it was."""
    Region.objects.select_for_update().get(pk=region.pk)  # two decisions of one place come one after the other
    _check_dates(region, kind, valid_from, valid_until)
    read = kind.read(values)
    row = Policy.objects.create(
        kind=kind.code,
        region=region,
        values=kind.stored(read),
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )
    audit.record("territory.policy_set", row, after=_described(row))
    return row


@transaction.atomic
def change_policy(
    row: Policy,
    *,
    kind: PolicyKind,
    version: int,
    values: Mapping[str, Value],
    valid_from: date,
    source: str,
    valid_until: date | None = None,
) -> Policy:
    """Change a decision that has not begun."""
    Region.objects.select_for_update().get(pk=row.region_id)
    current = Policy.objects.get(pk=row.pk)
    if has_begun(current):
        raise Refused(TerritoryCode.POLICY_BEGUN)
    _check_dates(row.region, kind, valid_from, valid_until, but=row.pk)
    before = _described(current)
    row.values, row.source = kind.stored(kind.read(values)), source
    row.valid_from, row.valid_until = valid_from, valid_until
    save_version(row, version, CHANGEABLE)
    audit.record("territory.policy_changed", row, before=before, after=_described(row))
    return row


def has_begun(row: Policy) -> bool:
    """Whether a decision holds or has held."""
    return row.valid_from <= clock.today()


def _check_dates(
    region: Region, kind: PolicyKind, valid_from: date, valid_until: date | None, but: int | None = None
) -> None:
    """The first decision may begin in the past; a later one changes nothing that was done under an earlier."""
    if valid_until and valid_until < valid_from:
        raise Refused(TerritoryCode.POLICY_DATES)
    rows = Policy.objects.filter(region=region, kind=kind.code)
    others = [row for row in rows if row.pk != but]
    if any(row.valid_from == valid_from for row in others):
        raise Refused(TerritoryCode.POLICY_SAME_DAY, on=date_format(valid_from, "Y-m-d"))
    today = clock.today()
    if valid_from < today and any(has_begun(row) for row in others):
        raise Refused(TerritoryCode.POLICY_PAST, earliest=date_format(today, "Y-m-d"))


def _described(row: Policy) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "source": row.source,
        "values": row.values,
    }
