"""Who may see a file: whoever may see a thing that it is attached to. The apps above say who may see their things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from kepu.apps.files.models import StoredFile

    Predicate = Callable[[Any, str], bool]
    Describe = Callable[[str], tuple[str, str]]


@dataclass(frozen=True)
class Target:
    """A type of things that files are attached to."""

    label: str | _StrPromise
    may_see: Predicate
    describe: Describe | None


_TARGETS: dict[str, Target] = {}


def register(
    target: str, predicate: Predicate, *, label: str | _StrPromise = "", describe: Describe | None = None
) -> None:
    """Say who may see the things called `target`, such as "ledger.plan" (in AppConfig.ready).

    `predicate(user, object_id)` decides; `describe(object_id)` gives the words and the address of a thing.
    """
    _TARGETS[target] = Target(label or target, predicate, describe)


def forget(target: str) -> None:
    """Take a registration back (tests)."""
    _TARGETS.pop(target, None)


def registered(target: str) -> Target | None:
    """What was registered under a name."""
    return _TARGETS.get(target)


def may_see_target(user: Any, target: str, object_id: str) -> bool:
    """Whether a person may see the thing that a file is attached to; nobody may, when no app speaks for it."""
    known = _TARGETS.get(target)
    return known is not None and known.may_see(user, object_id)


def may_see(user: Any, stored: StoredFile) -> bool:
    """Whether a person may see a file: by one of its attachments; its owner while there is none."""
    attachments = list(stored.attachments.all())
    if not attachments:
        return bool(stored.owner_id == user.pk)
    return any(may_see_target(user, each.target, each.object_id) for each in attachments)
