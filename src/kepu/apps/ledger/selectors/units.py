"""Which organisation a printed name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base import clock
from kepu.apps.territory.selectors import OrganisationNames

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kepu.apps.territory.models import Organisation


def match_units(names: Iterable[str], region_code: str, on: date | None) -> dict[str, Organisation | None]:
    """Give for every printed name the organisation of that name on the day of the document, if one is known."""
    known = OrganisationNames(region_code, on or clock.today())
    return {name: known.find(name) for name in dict.fromkeys(names)}
