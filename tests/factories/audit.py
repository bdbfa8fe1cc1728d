"""Makers of audit rows, and the forgeries that a verification must find."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from django.db import connection

from kepu.apps.audit import sealing, services
from kepu.apps.base import triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.audit.models import AuditRow

ACTION = "tests.changed"


def make_row(action: str = ACTION, obj: Any = None, **facts: Any) -> AuditRow:
    """One row as the apps write it."""
    return services.record(action, obj, **{"after": {"title": "甲"}, **facts})


def make_sealed_rows(count: int) -> list[AuditRow]:
    """So many rows, sealed in this order."""
    rows = [make_row(after={"n": n}) for n in range(count)]
    sealing.seal()
    return rows


@contextlib.contextmanager
def forging() -> Iterator[Any]:
    """A cursor for raw SQL with the triggers lifted: what somebody with the database could do."""
    with triggers.lifted(), connection.cursor() as cursor:
        yield cursor


def key_of(value: Any) -> Any:
    """A UUID as raw SQL of this database writes it."""
    return value if connection.vendor == "postgresql" else value.hex
