"""Which organisation a printed name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base import clock
from kepu.apps.territory.selectors import find_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.ledger.models import Plan
    from kepu.apps.territory.models import Organisation


def match_units(names: Iterable[str], plan: Plan) -> dict[str, Organisation | None]:
    """Give for every printed name the organisation of that name on the day of the document, if one is known."""
    on = plan.issued_on or clock.today()
    return {name: find_organisation(name, plan.region_code, on) for name in dict.fromkeys(names)}
