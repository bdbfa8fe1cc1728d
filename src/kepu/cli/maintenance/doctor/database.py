"""Checks of the database: reachable, up to date, guarded by its triggers; SQLite as it should be set."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kepu.apps.base import triggers
from kepu.cli.maintenance.doctor.finding import Finding, fail, ok, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST_SQLITE = (3, 35, 0)
OLDEST_POSTGRES = 14_00_00


def database() -> Iterator[Finding]:
    """Whether the database answers and has all migrations."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield fail("database", f"数据库连不上（{reason}）。", "请检查 DATABASE_URL、数据库服务和网络。")
        return
    if waiting:
        names = "、".join(f"{migration.app_label}.{migration.name}" for migration, _ in waiting[:3])
        yield fail("database", f"数据库还有 {len(waiting)} 项更新没有做（{names}）。", "请运行 kepu migrate。")
    else:
        yield ok("database", f"数据库（{connection.display_name}）可以连接，结构是最新的。")
    yield from _postgres() if connection.vendor == "postgresql" else _sqlite()


def append_only() -> Iterator[Finding]:
    """Whether the database itself refuses to change what must stay."""
    missing = triggers.missing(connection)
    if missing:
        yield fail(
            "triggers",
            f"防改动的触发器缺失：{'、'.join(missing)}。",
            "请运行 kepu migrate；若反复缺失，请查明是谁删除的。",
        )
    else:
        yield ok("triggers", "审计等只增不改的表有数据库触发器保护。")


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA quick_check(1)")
        sound = cursor.fetchone()[0]
    if sound != "ok":
        yield fail("sqlite", f"数据库文件已损坏（{sound}）。", "请停止运行，从最近的备份恢复。")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield fail("sqlite", f"SQLite {sqlite3.sqlite_version} 太旧。", "请升级 Python 或操作系统。")
    elif mode != "wal":
        yield fail("sqlite", f"SQLite 的日志模式是 {mode}，不是 wal。", "数据目录不要放在网络盘上；请移到本机磁盘。")
    elif sound == "ok":
        yield ok("sqlite", f"SQLite {sqlite3.sqlite_version}，WAL 模式，数据完好。")


def _postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    if encoding != "UTF8":
        yield fail("postgresql", f"数据库的编码是 {encoding}，不是 UTF8。", "请新建 UTF8 编码的数据库，再迁移数据。")
    if version < OLDEST_POSTGRES:
        yield warn("postgresql", f"PostgreSQL {version // 10000} 太旧。", "请升级到 14 或更新的版本。")
    elif encoding == "UTF8":
        yield ok("postgresql", f"PostgreSQL {version // 10000}，UTF8 编码。")
