"""Lines of a desk: what, whose, since when, and the button that does the next thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Window

from kepu.apps.ledger.lights import NOTHING, Light

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Button:
    """The next step."""

    label: str
    url: str


@dataclass(frozen=True)
class Item:
    """One line; what `is_report` says stands on paper as a name under its round."""

    what: str
    whose: str = ""
    url: str = ""
    kind: str = ""
    since: date | None = None
    note: str = ""
    light: Light = NOTHING
    button: Button | None = None
    is_report: bool = False


@dataclass(frozen=True)
class Section:
    """Lines under one heading; `total` counts those beyond the lines, too."""

    key: str
    title: str
    items: list[Item] = field(default_factory=list)
    total: int = 0
    more_url: str = ""
    empty: str = ""

    @property
    def n_more(self) -> int:
        """How many are not among the lines."""
        return self.total - len(self.items)


def counted(rows: QuerySet[Any], most: int) -> tuple[list[Any], int]:
    """The first rows, and how many there are in all: one query."""
    found = list(rows.annotate(n_all=Window(Count("pk")))[:most])
    return found, found[0].n_all if found else 0
