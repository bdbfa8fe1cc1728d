"""Every address of the site with what each kind of visitor is answered.

An app's entries stand in tests/apps/<app>/addresses.py as `ADDRESSES: dict[route name, Address]`; an address without an
entry fails tests/test_addresses.py.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kepu.apps.people.registry import permissions
from tests.factories.people import make_role, make_user
from tests.factories.territory import DISTRICT, SIBLING, make_region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OK, FOUND, FORBIDDEN, MISSING, NOT_ALLOWED, REFUSED = 200, 302, 403, 404, 405, 422
# What rows that could leak are called.
MARK = "勿外传之物"


@dataclass
class World:
    """Two districts side by side; everything that could leak is made in the first."""

    district: Any = field(default_factory=lambda: make_region(DISTRICT))
    sibling: Any = field(default_factory=lambda: make_region(SIBLING))

    @cached_property
    def owner(self) -> Any:
        """Somebody of the district who may do everything (no real person may)."""
        return make_user(region=self.district, permissions=list(permissions()))

    @cached_property
    def neighbour(self) -> Any:
        """Somebody who may do everything, in the sibling district."""
        return make_user(region=self.sibling, permissions=list(permissions()))

    @cached_property
    def lower(self) -> Any:
        """Somebody of the district whose role may do nothing here."""
        return make_user(make_role("lowest").code, region=self.district)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what a block wrote, so that one test can walk many addresses."""
    with suppress(Undo), transaction.atomic():
        yield
        raise Undo


class Undo(Exception):  # noqa: N818  # no error
    """Rolls a block back."""


def nothing(_: World) -> dict[str, Any]:
    """An address without arguments about nothing in particular."""
    return {}


@dataclass(frozen=True)
class Address:
    """What visitors are answered: `make` prepares what the address is about and gives its arguments.

    A neighbour's answer never contains MARK; the owner's does when `shows_mark`.
    """

    make: Callable[[World], dict[str, Any]] = nothing
    guest: int = FOUND
    lower: int = FORBIDDEN
    neighbour: int = MISSING
    owner: int = OK
    shows_mark: bool = False


def page(**answers: Any) -> Address:
    """A page without arguments that everybody with the permission may open, each seeing their own rows."""
    return Address(**{"neighbour": OK, **answers})


def personal(**answers: Any) -> Address:
    """A page about whoever is signed in."""
    return Address(**{"lower": OK, "neighbour": OK, **answers})


# The sign-in pages of allauth, and what every page uses.
COMMON = {
    "set_language": Address(guest=FOUND, lower=FOUND, neighbour=FOUND, owner=FOUND),
    "account_login": Address(guest=OK, lower=FOUND, neighbour=FOUND, owner=FOUND),
    "account_logout": Address(guest=FOUND, lower=OK, neighbour=OK),
    "account_inactive": Address(guest=OK, lower=OK, neighbour=OK),
    "account_change_password": personal(),
    "account_reauthenticate": personal(),
    "mfa_index": personal(),
    "mfa_authenticate": Address(lower=FOUND, neighbour=FOUND, owner=FOUND),
    "mfa_reauthenticate": Address(lower=FOUND, neighbour=FOUND, owner=FOUND),
    "mfa_activate_totp": personal(lower=FOUND, neighbour=FOUND, owner=FOUND),
    "mfa_deactivate_totp": Address(lower=MISSING, neighbour=MISSING, owner=MISSING),
    "mfa_view_recovery_codes": Address(lower=MISSING, neighbour=MISSING, owner=MISSING),
    "mfa_generate_recovery_codes": Address(lower=FOUND, neighbour=FOUND, owner=FOUND),
    "mfa_download_recovery_codes": Address(lower=MISSING, neighbour=MISSING, owner=MISSING),
}


def addresses() -> dict[str, Address]:
    """Every entry by route name."""
    found = dict(COMMON)
    for path in sorted(Path(__file__).parent.glob("apps/*/addresses.py")):
        found |= import_module(f"tests.apps.{path.parent.name}.addresses").ADDRESSES
    return found
