"""Which homes a person has: what their memberships let them do decides, not what their role is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.ledger.permissions import LedgerPermission as May
from kepu.apps.territory.models import Organisation, Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.apps.people.models import User
    from kepu.apps.territory.scopes import Grant

OFFICE_WORK = frozenset({May.SUPERVISE, May.RUN_ROUNDS, May.CHECK_REPORTS})
UNIT_WORK = frozenset({May.FILE_REPORT, May.VIEW_UNIT_REPORT})


class HomeKind(StrEnum):
    """The homes, in the order of their tabs."""

    OFFICE = "office"
    LEADER = "leader"
    UNIT = "unit"
    NO_UNIT = "no-unit"
    INSPECTOR = "inspector"
    ABOVE = "above"
    GENERAL = "general"


ORDER = list(HomeKind)


@dataclass(frozen=True)
class Home:
    """One home: of a region, or of a unit."""

    kind: HomeKind
    region_code: str = ""
    organisation_id: int | None = None

    @property
    def key(self) -> str:
        """What the address calls it."""
        return f"{self.kind.value}-{self.organisation_id or self.region_code}"


def homes_of(user: User) -> list[Home]:
    """The homes of a person, the office's first; without a query. Nobody is without one."""
    found = {home for grant in user.grants for home in _of_grant(grant)}
    working = sorted(found, key=lambda home: (ORDER.index(home.kind), home.key))
    return working or [Home(HomeKind.GENERAL)]


def _of_grant(grant: Grant) -> Iterator[Home]:
    held = {May(code) for code in grant.permissions if code in set(May)}
    if grant.is_inspection:
        if May.VIEW_REPORTS in held:
            yield Home(HomeKind.INSPECTOR, grant.low)
        return
    if grant.organisation_id is not None:
        if held & UNIT_WORK:
            yield Home(HomeKind.UNIT, grant.low, grant.organisation_id)
        return
    office, leader = bool(held & OFFICE_WORK), May.INSTRUCT in held
    if office:
        yield Home(HomeKind.OFFICE, grant.low)
    if leader:
        yield Home(HomeKind.LEADER, grant.low)
    if not (office or leader):
        if May.VIEW_REPORTS in held:
            yield Home(HomeKind.ABOVE, grant.low)
        elif held & UNIT_WORK:
            yield Home(HomeKind.NO_UNIT, grant.low)


def chosen_home(homes: Sequence[Home], key: str) -> Home:
    """The home in the address; the first one otherwise."""
    return next((home for home in homes if home.key == key), homes[0])


def tab_labels(homes: Sequence[Home]) -> list[str]:
    """What the tabs are called: with their place where two are alike. No query for a single home."""
    words = {
        HomeKind.OFFICE: _("办公室"),
        HomeKind.LEADER: _("领导"),
        HomeKind.UNIT: _("本单位"),
        HomeKind.NO_UNIT: _("本单位"),
        HomeKind.INSPECTOR: _("督查"),
        HomeKind.ABOVE: _("所辖地区"),
        HomeKind.GENERAL: _("工作台"),
    }
    kinds = [home.kind for home in homes]
    if len(set(kinds)) == len(kinds):
        return [words[kind] for kind in kinds]
    regions = Region.objects.in_bulk({home.region_code for home in homes})
    units = Organisation.objects.in_bulk({home.organisation_id for home in homes if home.organisation_id})
    labels = []
    for home in homes:
        place = units.get(home.organisation_id or 0) or regions.get(home.region_code)
        labels.append(f"{words[home.kind]} · {place.name}" if place else words[home.kind])
    return labels
