"""Where pages of organisations and regions lead on: the apps above register what they know about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class PlaceLink:
    """A page about one organisation or region, whose address takes the code and nothing else."""

    label: _StrPromise
    url_name: str
    permission: str
    icon: str = "list"


_ORGANISATIONS: list[PlaceLink] = []
_REGIONS: list[PlaceLink] = []


def register_organisation(link: PlaceLink) -> None:
    """Add a link to the page of every organisation (in AppConfig.ready)."""
    if link not in _ORGANISATIONS:
        _ORGANISATIONS.append(link)


def register_region(link: PlaceLink) -> None:
    """Add a link to the page of every region (in AppConfig.ready)."""
    if link not in _REGIONS:
        _REGIONS.append(link)


def of_organisation(user: Any, code: str) -> list[dict[str, str]]:
    """The links of an organisation that this reader may follow."""
    return _offered(_ORGANISATIONS, user, code)


def of_region(user: Any, code: str) -> list[dict[str, str]]:
    """The links of a region that this reader may follow."""
    return _offered(_REGIONS, user, code)


def _offered(links: list[PlaceLink], user: Any, code: str) -> list[dict[str, str]]:
    return [
        {"label": str(link.label), "url": reverse(link.url_name, args=[code]), "icon": link.icon}
        for link in links
        if user.has_permission(link.permission)
    ]
