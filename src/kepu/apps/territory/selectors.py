"""Questions about regions and organisations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from kepu.apps.territory.enums import RegionKind
from kepu.apps.territory.models import (
    Alias,
    Collective,
    CollectiveMember,
    Organisation,
    OrganisationSuccession,
    Region,
    in_force,
)
from kepu.core.divisions import ancestors, pad, subtree_range

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

# How much two names share before one is offered for the other.
LIKE = 0.3
FULL_WIDTH = str.maketrans({"(": "（", ")": "）", " ": None, "\u3000": None, "\u00a0": None, "\t": None, "\n": None})


def tidy(name: str) -> str:
    """A name as it is compared: without white space, brackets in one form."""
    return name.translate(FULL_WIDTH)


class OrganisationNames:
    """Every name of a day in one region, what it lies in and what lies in it: loaded once, asked often."""

    def __init__(self, region_code: str, on: date) -> None:
        self.region_code = pad(region_code)
        self.on = on
        low, high = subtree_range(self.region_code)
        above = ancestors(self.region_code)
        # The own region first, then what lies in it (towns), then what it lies in, from near to far.
        self._distance = {code: 2 + step for step, code in enumerate(reversed(above))}
        here = Q(region_id__gte=low, region_id__lt=high) | Q(region_id__in=above)
        aliases = Alias.objects.filter(in_force(on))
        self.organisations: list[Organisation] = list(
            Organisation.objects.filter(here)
            .current(on)
            .official_order()
            .prefetch_related(Prefetch("aliases", aliases, to_attr="aliases_of_the_day"))
        )
        self._named: dict[str, list[tuple[int, Organisation]]] = defaultdict(list)
        for organisation in self.organisations:
            for name in self.names(organisation):
                self._named[tidy(name)].append((self._step(organisation), organisation))

    def names(self, organisation: Organisation) -> list[str]:
        """The full name and the short forms of the day."""
        aliases: Iterable[Alias] = organisation.aliases_of_the_day  # type: ignore[attr-defined]  # prefetched above
        return [organisation.name, *(alias.name for alias in aliases)]

    def _step(self, organisation: Organisation) -> int:
        if organisation.region_id == self.region_code:
            return 0
        return self._distance.get(organisation.region_id, 1)

    def find(self, name: str) -> Organisation | None:
        """The organisation of exactly this name or short form; None if there is none, or several equally near."""
        found = self._named.get(tidy(name), [])
        nearest = min((step for step, _ in found), default=None)
        candidates = {each.pk: each for step, each in found if step == nearest}
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    def suggest(self, name: str, limit: int = 5) -> list[Organisation]:
        """The organisations whose names share most with this one: offered to a person, never taken by themselves."""
        wanted = _pairs(tidy(name))
        scored: list[tuple[float, int, int, Organisation]] = []
        for organisation in self.organisations:
            score = max(_likeness(wanted, _pairs(tidy(each))) for each in self.names(organisation))
            if score >= LIKE:
                scored.append((-score, self._step(organisation), len(scored), organisation))
        return [each[-1] for each in sorted(scored)[:limit]]


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)} | set(name)


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient over characters and pairs of characters."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def find_organisation(name: str, region_code: str, on: date) -> Organisation | None:
    """The organisation that is called exactly so in a region on a day (for many names: `OrganisationNames`)."""
    return OrganisationNames(region_code, on).find(name)


def suggestions(name: str, region_code: str, on: date, limit: int = 5) -> list[Organisation]:
    """Organisations that might be meant."""
    return OrganisationNames(region_code, on).suggest(name, limit)


def successors(organisation: Organisation, on: date) -> list[Organisation]:
    """What an organisation has become by a day, through every change on the way; itself if nothing has changed."""
    following = defaultdict(list)
    for step in OrganisationSuccession.objects.filter(on__lte=on).select_related("successor").order_by("on", "pk"):
        following[step.predecessor_id].append(step.successor)
    found: dict[int, Organisation] = {}
    waiting, seen = [organisation], set()
    while waiting:
        each = waiting.pop(0)
        if each.pk in seen:
            continue
        seen.add(each.pk)
        if following[each.pk]:
            waiting += following[each.pk]
        else:
            found[each.pk] = each
    return sorted(found.values(), key=lambda each: (each.sequence, each.position, each.code))


def find_collective(name: str, region_code: str) -> Collective | None:
    """The collective of this name in a region or in what it lies in, the nearest first."""
    codes = [pad(region_code), *reversed(ancestors(region_code))]
    for collective in sorted(Collective.objects.filter(region_id__in=codes), key=lambda c: codes.index(c.region_id)):
        if tidy(name) in {tidy(each) for each in (collective.name, *collective.other_names)}:
            return collective
    return None


def resolve_collective(name: str, region_code: str, on: date) -> list[Organisation] | None:
    """The members of a collective on a day, in official order; None if there is no such collective."""
    collective = find_collective(name, region_code)
    return None if collective is None else list(members(collective, on))


def members(collective: Collective, on: date) -> QuerySet[Organisation]:
    """Those of the collective's kinds in its region and below, and those named one by one."""
    low, high = subtree_range(collective.region_id)
    by_kind = Q(kind__in=collective.kinds, region_id__gte=low, region_id__lt=high)
    named = CollectiveMember.objects.filter(in_force(on), collective=collective).values("organisation_id")
    return Organisation.objects.filter(by_kind | Q(pk__in=named)).current(on).official_order()


def children(region: Region, on: date) -> list[Region]:
    """The regions directly below: those of the next level, and those that skip it (counties directly under a province).

    Levels of statistics are passed over, so that the districts of 重庆 stand below 重庆.
    """
    low, high = subtree_range(region.code)
    below = Region.objects.filter(code__gt=low, code__lt=high, is_virtual=False).filter(in_force(on))
    level = below.order_by("level").values_list("level", flat=True).first()
    if level is None:
        return []
    rows = list(below.filter(level__in=(level, level + 1)).order_by("code"))
    direct = {each.code for each in rows if each.level == level}
    return [each for each in rows if each.code in direct or direct.isdisjoint(ancestors(each.code))]


def chain(region: Region) -> list[Region]:
    """What a region lies in, from the top, without the levels of statistics."""
    return list(Region.objects.filter(code__in=ancestors(region.code), is_virtual=False).order_by("level", "code"))


def is_demonstration() -> bool:
    """Whether this installation holds the demonstration district."""
    return Region.objects.filter(kind=RegionKind.DEMO).exists()
