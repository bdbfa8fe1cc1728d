"""The side menu: each app registers its entries, each reader sees those that lead somewhere."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import get_script_prefix, reverse

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Entry:
    """One line of the menu; `permission` empty means everybody who is signed in, of several one is enough.

    `also` are beginnings of other addresses that belong to it.
    """

    label: _StrPromise
    url_name: str
    order: int
    permission: str | tuple[str, ...] = ""
    icon: str = "list"
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    label: str
    url: str
    icon: str
    current: bool


_ENTRIES: list[Entry] = []


def register(entry: Entry) -> None:
    """Add an entry (in AppConfig.ready)."""
    if entry not in _ENTRIES:
        _ENTRIES.append(entry)
        _ENTRIES.sort(key=lambda each: each.order)


def links(request: HttpRequest) -> list[Link]:
    """The entries that this reader may open; the longest beginning that fits the page says which is the current one.

    A page that belongs to an entry that this reader does not have belongs to none of theirs.
    """
    user: Any = request.user
    prefix = get_script_prefix()
    urls = [(entry, _address(entry.url_name, prefix)) for entry in _ENTRIES]
    fitting = (each for entry, url in urls for each in (url, *entry.also) if request.path.startswith(each))
    here = max(fitting, key=len, default="")
    return [
        Link(str(entry.label), url, entry.icon, here in {url, *entry.also})
        for entry, url in urls
        if _may_open(user, entry)
    ]


@functools.lru_cache(maxsize=256)
def _address(url_name: str, prefix: str) -> str:  # noqa: ARG001  the same name has another address under another prefix
    """An address of the menu, which every page needs: looked up once."""
    return reverse(url_name)


def _may_open(user: Any, entry: Entry) -> bool:
    asked = entry.permission if isinstance(entry.permission, tuple) else (entry.permission,)
    return not entry.permission or any(user.has_permission(code) for code in asked)


def context(request: HttpRequest) -> dict[str, Any]:
    """Give templates `navigation` (empty for guests)."""
    user = getattr(request, "user", None)
    return {"navigation": links(request) if user is not None and user.is_authenticated else []}
