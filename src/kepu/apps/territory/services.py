"""Changes of organisations' names."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Q

from kepu.apps.audit import services as audit
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.territory.codes import TerritoryCode
from kepu.apps.territory.models import Alias, Organisation

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def add_organisation(*, region_id: str, name: str, kind: str) -> Organisation:
    """Enter a unit of a region, last of its kind; one that has this name already is that unit."""
    known = Organisation.objects.filter(region_id=region_id, name=name, valid_until__isnull=True).first()
    if known:
        return known
    last = Organisation.objects.filter(region_id=region_id, kind=kind).aggregate(last=Max("position"))["last"] or 0
    organisation = Organisation.objects.create(
        code=f"{region_id[:6]}-{secrets.token_hex(4).upper()}",
        name=name,
        kind=kind,
        region_id=region_id,
        position=last + 1,
    )
    audit.record("territory.organisation_added", organisation, after={"name": name, "kind": kind})
    return organisation


@transaction.atomic
def add_alias(
    organisation: Organisation, *, name: str, version: int, valid_from: date | None, valid_until: date | None
) -> Alias:
    """Add a short form; one that another organisation of the region uses in the same time is refused."""
    save_version(organisation, version, [])
    if valid_from and valid_until and valid_until < valid_from:
        raise Refused(TerritoryCode.ALIAS_DATES)
    same_time = Q()
    if valid_until:
        same_time &= Q(valid_from__isnull=True) | Q(valid_from__lte=valid_until)
    if valid_from:
        same_time &= Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from)
    used = Alias.objects.filter(same_time, region_id=organisation.region_id, name=name).select_related("organisation")
    if other := used.first():
        raise Refused(TerritoryCode.ALIAS_IN_USE, name=name, organisation=other.organisation.name)
    alias = Alias.objects.create(
        organisation=organisation,
        region_id=organisation.region_id,
        name=name,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    audit.record("territory.alias_added", organisation, after=described(alias))
    return alias


@transaction.atomic
def end_alias(alias: Alias, *, on: date, version: int) -> Alias:
    """Let a short form end: `on` is the first day on which it is no longer used."""
    save_version(alias.organisation, version, [])
    alias.refresh_from_db()
    if alias.valid_until is not None:
        raise Refused(TerritoryCode.ALIAS_ENDED)
    until = on - timedelta(days=1)
    if alias.valid_from and until < alias.valid_from:
        raise Refused(TerritoryCode.ALIAS_DATES)
    before = described(alias)
    alias.valid_until = until
    alias.save(update_fields=["valid_until"])
    audit.record("territory.alias_ended", alias.organisation, before=before, after=described(alias))
    return alias


def described(alias: Alias) -> dict[str, Any]:
    """What the audit log keeps of a short form."""
    return {
        "alias": alias.name,
        "valid_from": alias.valid_from.isoformat() if alias.valid_from else None,
        "valid_until": alias.valid_until.isoformat() if alias.valid_until else None,
    }
