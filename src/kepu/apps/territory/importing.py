"""Importing an edition of the tree of divisions: in pieces, again and again to the same result."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from kepu.apps.base.errors import Refused
from kepu.apps.territory.codes import TerritoryCode
from kepu.apps.territory.enums import RegionKind
from kepu.apps.territory.models import Region
from kepu.core.divisions import Divisions, ancestors, is_virtual, level_of, parse_code
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

PIECE = 2000
FIELDS = ("name", "full_name", "level", "is_virtual", "edition", "valid_from", "valid_until")
# A city that exists in statistics only: 市辖区 of the four municipalities (01), 县 of 重庆 (02), counties under a province (90).
VIRTUAL_CITIES = {"01": "市辖区", "02": "县", "90": "省直辖县级行政区划"}


@dataclass
class ImportResult:
    """What an import did."""

    created: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0


@dataclass
class _Edition:
    """The rows of one edition beside those that are stored."""

    rows: dict[str, str]
    on: date
    stored: dict[str, Region] = field(default_factory=dict)

    def regions(self) -> Iterator[Region]:
        """What each row of the edition should look like."""
        names = Divisions(self.rows.items())
        is_first = not self.stored
        for code, name in self.rows.items():
            known = self.stored.get(code)
            begun = known.valid_from if known else (None if is_first else self.on)
            yield Region(
                code=code,
                name=name,
                full_name=f"{names.address(code)}（{name}）" if is_virtual(name) else names.address(code),
                level=level_of(code),
                is_virtual=is_virtual(name),
                kind=RegionKind.STATISTICAL,
                edition=self.on,
                valid_from=begun,
            )


def import_edition(
    rows: Iterable[tuple[str, str]], on: date, progress: Callable[[int, int], None] | None = None
) -> ImportResult:
    """Store an edition: new codes begin with it, vanished ones end the day before, successions stay.

    Rows of local and demonstration regions are left alone. An earlier edition than the stored one changes nothing that is
    newer. Killed half-way, the next run does the rest.
    """
    edition = _Edition(with_virtual_cities(checked(rows)), on)
    edition.stored = {each.code: each for each in Region.objects.filter(kind=RegionKind.STATISTICAL)}
    taken = set(Region.objects.exclude(kind=RegionKind.STATISTICAL).values_list("code", flat=True))
    fresh, changed = [], []
    for region in edition.regions():
        known = edition.stored.get(region.code)
        if known is None:
            if region.code not in taken:
                fresh.append(region)
        elif known.edition <= on and any(getattr(known, name) != getattr(region, name) for name in FIELDS):
            changed.append(region)
    ended = [
        each
        for code, each in edition.stored.items()
        if code not in edition.rows and each.valid_until is None and each.edition < on
    ]
    for each in ended:
        each.valid_until = max(on - timedelta(days=1), each.valid_from or on - timedelta(days=1))
    result = ImportResult(len(fresh), len(changed), len(ended), len(edition.rows) - len(fresh) - len(changed))
    write(fresh + changed + ended, progress)
    return result


def write(regions: list[Region], progress: Callable[[int, int], None] | None) -> None:
    """Write in pieces, each in a transaction of its own: readers and other writers get their turn."""
    for start in range(0, len(regions), PIECE):
        piece = regions[start : start + PIECE]
        with transaction.atomic():
            Region.objects.bulk_create(piece, update_conflicts=True, unique_fields=["code"], update_fields=FIELDS)
        if progress:
            progress(start + len(piece), len(regions))


def checked(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names by code; a row that cannot be read stops the import before anything is stored."""
    found: dict[str, str] = {}
    for number, (code, name) in enumerate(rows, start=2):
        try:
            full = parse_code(code).text
        except KepuError:
            full = ""
        if not full or not name or full in found:
            raise Refused(TerritoryCode.BAD_FILE, row=number, text=f"{code},{name}")
        found[full] = name
    return found


def with_virtual_cities(rows: dict[str, str]) -> dict[str, str]:
    """Add the levels of statistics that the list leaves out, so that every place has what it lies in."""
    missing = {above for code in rows for above in ancestors(code) if above not in rows}
    named = {code: VIRTUAL_CITIES[code[2:4]] for code in missing if code[2:4] in VIRTUAL_CITIES}
    return dict(sorted({**rows, **named}.items()))
