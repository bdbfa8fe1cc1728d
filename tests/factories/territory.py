"""Makers of regions and organisations."""

from datetime import date
from itertools import count

from kepu.apps.territory.enums import OrganisationKind, RegionKind
from kepu.apps.territory.models import Alias, Collective, Organisation, Policy, Population, Region
from kepu.apps.territory.policies import find_kind
from kepu.core.divisions import ancestors, level_of, pad

DISTRICT, SIBLING, CITY, PROVINCE = "990102000000", "990103000000", "990100000000", "990000000000"
NAMES = {PROVINCE: "远山省", CITY: "云溪市", DISTRICT: "青禾区", SIBLING: "白石区"}
numbers = count(1)


def make_region(code=DISTRICT, **overrides):
    """A region with what it lies in; the same code gives the same row."""
    code = pad(code)
    chain = [*ancestors(code), code]
    for above in chain[:-1]:
        if not Region.objects.filter(code=above).exists():
            make_region(above)
    name = overrides.pop("name", NAMES.get(code, f"{code[:9]}镇"))
    values = {
        "name": name,
        "full_name": "".join(NAMES.get(each, "") for each in chain[:-1]) + name,
        "level": level_of(code),
        "kind": RegionKind.STATISTICAL,
        "edition": date(2025, 1, 1),
    }
    return Region.objects.update_or_create(code=code, defaults={**values, **overrides})[0]


def make_organisation(*, region=None, aliases=(), **overrides):
    """An organisation, with short forms when they are given."""
    number = next(numbers)
    values = {
        "code": f"U{number:05}",
        "name": f"第{number}局",
        "kind": OrganisationKind.GOVERNMENT,
        "region": region or make_region(),
        "position": number,
    }
    organisation = Organisation.objects.create(**{**values, **overrides})
    for name in aliases:
        make_alias(organisation, name)
    return organisation


def make_alias(organisation, name, **overrides):
    """A short form of an organisation."""
    return Alias.objects.create(
        **{"organisation": organisation, "region": organisation.region, "name": name, **overrides}
    )


def make_collective(name="各成员单位", *, region=None, members=(), **overrides):
    """A collective, with members when they are given."""
    collective = Collective.objects.create(region=region or make_region(), name=name, **overrides)
    for organisation in members:
        collective.members.create(organisation=organisation)
    return collective


def make_population(*, region=None, **overrides):
    """A row of population."""
    values = {"region": region or make_region(), "year": 2024, "persons": 1000, "source": "统计公报"}
    return Population.objects.create(**{**values, **overrides})


def make_policy(kind="ledger.lights", *, region=None, valid_from=date(2020, 1, 1), valid_until=None, **values):
    """A decision of a place about local rules; other values are the defaults."""
    known = find_kind(kind)
    return Policy.objects.create(
        kind=kind,
        region=region or make_region(),
        valid_from=valid_from,
        valid_until=valid_until,
        values=known.stored(known.read({**known.stored(known.defaults), **values})),
        source="青纲要办〔2026〕1号",
    )
