"""Regions, population and organisations of the demonstration."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from kepu.apps.territory.enums import Audience, Change, OrganisationKind, RegionKind
from kepu.apps.territory.models import (
    Alias,
    Collective,
    CollectiveMember,
    Organisation,
    OrganisationSuccession,
    Population,
    Region,
)
from kepu.apps.workspace.demo import names
from kepu.apps.workspace.demo.context import CITY, DISTRICT, PROVINCE, SIBLING, DemoContext
from kepu.core.divisions import Divisions, Level, level_of, parse_code

if TYPE_CHECKING:
    from collections.abc import Iterable

TOP = {PROVINCE: "演示省", CITY: "云溪市", DISTRICT: "青禾区", SIBLING: "白石区"}
VILLAGES = {"small": 2, "district": 8, "100k": 8}
SOURCE = "演示数据（虚构）"
# Age intervals and about how much of the people they hold, in thousandths; the last is open.
AGES = ((0, 17, 170), (18, 59, 610), (60, 150, 220))
AUDIENCES = (
    (Audience.YOUTH, 160),
    (Audience.FARMER, 180),
    (Audience.WORKER, 240),
    (Audience.OLDER, 220),
    (Audience.OFFICIAL, 9),
)
THOUSAND = 1000


@transaction.atomic
def load_places(ctx: DemoContext) -> None:
    """Make everything that has a place."""
    load_regions(ctx)
    load_population(ctx)
    load_organisations(ctx)
    load_collectives(ctx)


def load_regions(ctx: DemoContext) -> None:
    """City, two districts, towns and villages."""
    table = {**TOP, **dict(names.TOWNS), **dict(names.SIBLING_TOWNS), **villages(ctx)}
    addresses = Divisions(table.items())
    rows = [
        Region(
            code=code,
            name=name,
            full_name=addresses.address(code),
            level=level_of(code),
            kind=RegionKind.DEMO,
            edition=date(ctx.as_of.year, 1, 1),
        )
        for code, name in sorted(table.items())
    ]
    Region.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "full_name", "level", "kind", "edition"],
    )
    ctx.regions = {row.code: row for row in Region.objects.subtree(PROVINCE)}


def villages(ctx: DemoContext) -> dict[str, str]:
    """Villages of towns, communities of streets; no name twice in one town."""
    random = ctx.random("villages")
    found = {}
    for town, name in (*names.TOWNS, *names.SIBLING_TOWNS):
        urban = name.endswith("街道")
        pairs = [first + second for first in names.VILLAGE_FIRST for second in names.VILLAGE_SECOND]
        for number, chosen in enumerate(random.sample(pairs, VILLAGES[ctx.size])):
            found[f"{town[:9]}{(1 if urban else 200) + number:03}"] = chosen + ("社区" if urban else "村")
    return found


def load_population(ctx: DemoContext) -> None:
    """People of the year before: villages are drawn, everything above is their sum."""
    random, year = ctx.random("population"), ctx.as_of.year - 1
    lowest = {code: random.randrange(900, 6000) for code in sorted(ctx.regions) if level_of(code) is Level.VILLAGE}
    total = dict(lowest)
    for code in sorted(ctx.regions):
        if level_of(code) is not Level.VILLAGE:
            prefix = parse_code(code).prefix
            total[code] = sum(n for below, n in lowest.items() if below.startswith(prefix))
    rows = []
    for code, persons in sorted(total.items()):
        rows.append(Population(region_id=code, year=year, persons=persons, source=SOURCE))
        if level_of(code) is Level.VILLAGE:
            continue
        rows += [
            Population(
                region_id=code,
                year=year,
                age_low=low,
                age_high=high,
                persons=persons * share // THOUSAND,
                source=SOURCE,
            )
            for low, high, share in AGES
        ]
        rows += [
            Population(region_id=code, year=year, audience=audience, persons=persons * share // THOUSAND, source=SOURCE)
            for audience, share in AUDIENCES
        ]
    Population.objects.filter(region_id__in=total, source=SOURCE, year=year).delete()
    Population.objects.bulk_create(rows)


def load_organisations(ctx: DemoContext) -> None:
    """Units of the district in official order, its towns, some of the city and of the next district."""
    for region, units in ((DISTRICT, names.UNITS), (CITY, names.CITY_UNITS), (SIBLING, names.SIBLING_UNITS)):
        for position, (kind, code, name, short_forms) in enumerate(units, start=1):
            unit = (kind, f"{region[:6]}-{code}", name.format(TOP[region]), short_forms)
            add(ctx, unit, region=region, position=position)
    for position, (code, name) in enumerate((*names.TOWNS, *names.SIBLING_TOWNS), start=1):
        body = "办事处" if name.endswith("街道") else "人民政府"
        unit = (OrganisationKind.TOWNSHIP, code[:9], f"{name}{body}", (name,))
        add(ctx, unit, region=code, position=position)
    load_succession(ctx)


def add(ctx: DemoContext, unit: names.Unit, *, region: str, position: int) -> Organisation:
    """One organisation with its short forms; again it is the same one."""
    kind, code, name, short_forms = unit
    values = {"name": name, "kind": kind, "region": ctx.regions[region], "position": position}
    row, _ = Organisation.objects.update_or_create(code=code, defaults=values)
    for short in short_forms:
        Alias.objects.get_or_create(organisation=row, name=short, defaults={"region": ctx.regions[region]})
    ctx.organisations[code] = row
    return row


def load_succession(ctx: DemoContext) -> None:
    """A reform two years ago: the science commission became the science bureau."""
    on = date(ctx.as_of.year - 2, 1, 1)
    eve = date(ctx.as_of.year - 3, 12, 31)
    former = (OrganisationKind.GOVERNMENT, "990102-204A", "青禾区科学技术委员会", ())
    old = add(ctx, former, region=DISTRICT, position=10)
    new = ctx.organisations["990102-204"]
    Organisation.objects.filter(pk=old.pk).update(valid_until=eve)
    Organisation.objects.filter(pk=new.pk).update(valid_from=on)
    Alias.objects.update_or_create(
        organisation=old, name="区科委", defaults={"region": ctx.district, "valid_until": eve}
    )
    OrganisationSuccession.objects.get_or_create(
        predecessor=old, successor=new, defaults={"on": on, "kind": Change.RENAMED}
    )


def load_collectives(ctx: DemoContext) -> None:
    """The names that plans use for many units at once."""
    department = [OrganisationKind.PARTY, OrganisationKind.GOVERNMENT, OrganisationKind.MASS_ORGANISATION]
    named = [f"990102-{code}" for code in names.MEMBERS]
    collective(ctx, "各成员单位", ("领导小组成员单位", "领导小组各成员单位", "各有关成员单位"), members=named)
    collective(ctx, "区级有关部门", ("各有关部门", "区级各部门", "各相关部门"), kinds=department)
    collective(ctx, "各镇街", ("各街镇", "各镇（街道）", "各乡镇（街道）"), kinds=[OrganisationKind.TOWNSHIP])
    collective(ctx, "涉农街镇", ("涉农镇街", "各涉农镇街"), members=[code[:9] for code in names.FARMING])


def collective(
    ctx: DemoContext, name: str, other_names: Iterable[str], *, kinds: Iterable[str] = (), members: Iterable[str] = ()
) -> None:
    """One collective."""
    row, _ = Collective.objects.update_or_create(
        region=ctx.district, name=name, defaults={"other_names": list(other_names), "kinds": list(kinds)}
    )
    for code in members:
        CollectiveMember.objects.get_or_create(collective=row, organisation=ctx.organisations[code])
