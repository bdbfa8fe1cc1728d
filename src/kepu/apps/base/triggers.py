"""Append-only tables: the database itself refuses UPDATE and DELETE, whoever asks.

SQLite drops triggers at every rebuild of a table, so they are installed again after every migration.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.apps import AppConfig
    from django.db.backends.base.base import BaseDatabaseWrapper

# Tables, each with the condition on OLD under which a row is kept; empty is every row.
_TABLES: dict[str, str] = {}

REFUSE_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
FUNCTION_POSTGRES = """CREATE OR REPLACE FUNCTION kepu_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""
REFUSE_POSTGRES = """CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
FOR EACH {each} {when} EXECUTE FUNCTION kepu_append_only()"""


def append_only(table: str, *, when: str = "") -> None:
    """Declare a table append-only (in AppConfig.ready), or those of its rows of which a condition on OLD is true."""
    _TABLES[table] = when


def install_after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Install the triggers of the app whose migrations have just run."""
    install(connections[using], [table for table in _TABLES if table.startswith(f"{sender.label}_")])


def install(connection: BaseDatabaseWrapper, tables: list[str] | None = None) -> None:
    """Create the triggers of every declared table that exists."""
    present = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in list(_TABLES) if tables is None else tables:
            if table not in present:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(FUNCTION_POSTGRES)
                for event, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                    when = _when(table) if each == "ROW" else ""
                    cursor.execute(REFUSE_POSTGRES.format(table=table, event=event, each=each, when=when))
            else:
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(REFUSE_SQLITE.format(table=table, event=event, when=_when(table)))


def _when(table: str) -> str:
    return f"WHEN ({_TABLES[table]})" if _TABLES[table] else ""


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not, by name."""
    events = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name.lower() for (name,) in cursor.fetchall()}
    wanted = [f"{table}_no_{event}" for table in _TABLES for event in events]
    return [name for name in wanted if name not in present]


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers (tests that empty tables, tests that forge rows)."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present.intersection(_TABLES):
            if connection.vendor == "postgresql":
                for event in ("UPDATE", "DELETE", "TRUNCATE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event} ON {table}")
            else:
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")


@contextlib.contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Lift the triggers for the length of a block."""
    connection = connections[using]
    remove(connection)
    try:
        yield
    finally:
        install(connection)
