"""Keyed codes: of a row, of a link of the chain, of a personal value. The key is a file outside the database."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from kepu.apps.base import secrets

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from kepu.apps.audit.models import AuditRow

ROW_FIELDS = (
    "id",
    "at",
    "actor_id",
    "request_id",
    "job_id",
    "action",
    "app",
    "model",
    "object_id",
    "region_code",
    "changes",
)
START = "0" * 64  # what the first link follows


def canonical(value: Any) -> str:
    """JSON of one spelling: sorted keys, no spaces, nothing that a database refuses."""
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode()


def row_mac(row: AuditRow) -> str:
    """The code of a row, over every other field of it."""
    return mac_of(tuple(getattr(row, name) for name in ROW_FIELDS))


def mac_of(values: tuple[Any, ...]) -> str:
    """The code of a row given as the values of ROW_FIELDS."""
    row_id, at, *rest = values
    return _keyed("row", canonical([str(row_id), at.astimezone(UTC).isoformat(timespec="microseconds"), *rest]))


def link(previous: str, position: int, row_id: UUID, mac: str) -> str:
    """The digest of one link of the chain."""
    return _keyed("seal", canonical([previous, position, str(row_id), mac]))


def personal(salt: bytes, field: str, value: Any) -> str:
    """The digest that stands for a personal value in one row."""
    return _keyed("personal", canonical([salt.hex(), field, value]))


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(_key(settings.DATA), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


@cache
def _key(data: Path) -> bytes:
    """The key, read once: a verification uses it twice per row."""
    return secrets.key("audit", data)
