"""Database settings: SQLite in the data folder, or PostgreSQL by address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

# FULL: what is acknowledged survives a power cut. recursive_triggers: REPLACE must not slip past the append-only ones.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=MEMORY",
)


def database(url: str, data: Path) -> dict[str, Any]:
    """Give the value of DATABASES["default"]."""
    return postgres(url) if url else sqlite(data / "kepu.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """Settings for one file: writers queue (IMMEDIATE) instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": ";".join(SQLITE_PRAGMAS)},
        # A file, so that several connections of one test (threads, a worker process) see the same rows.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def postgres(url: str) -> dict[str, Any]:
    """Settings from postgresql://user:password@host:port/name?option=value; a socket folder may be ?host=/path."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "kepu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
