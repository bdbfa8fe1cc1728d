"""What the loaders of the demonstration share."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from kepu.core.measures import PeriodKind, period_of

if TYPE_CHECKING:
    from datetime import date

    from kepu.apps.people.models import User
    from kepu.apps.territory.models import Organisation, Region
    from kepu.core.measures import Period

SIZES = ("small", "district", "100k")
PROVINCE, CITY, DISTRICT, SIBLING = "990000000000", "990100000000", "990102000000", "990103000000"


@dataclass
class DemoContext:
    """The arguments, and what earlier loaders made: regions by code, organisations by code, users by username."""

    seed: int
    size: str
    as_of: date
    regions: dict[str, Region] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    # Username → password, of accounts whose password was made in this run.
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def district(self) -> Region:
        """The demonstration district."""
        return self.regions[DISTRICT]

    @property
    def periods(self) -> list[Period]:
        """The last three quarters that are over: what units report about."""
        last = period_of(self.as_of, PeriodKind.QUARTER).previous()
        return [last.previous().previous(), last.previous(), last]

    @property
    def office(self) -> User:
        """The person of the district's office: who imports and confirms plans."""
        return self.users["office"]

    def random(self, part: str) -> Random:
        """A generator of its own for each part: what one part draws moves no other."""
        return Random(f"{self.seed}/{part}")  # noqa: S311  # data to look at, not secrets
