"""The one clock of the site: stored times are UTC, dates are Asia/Shanghai."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

_standing: ContextVar[datetime | None] = ContextVar("kepu_standing_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or timezone.now()


def today() -> date:
    """The date on the wall."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand, so that a demonstration can tell what happened months ago."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
