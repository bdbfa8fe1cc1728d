"""`kepu restore`: an archive into an empty data folder and an empty database; verified before anything is written.

Django is not started: it would make keys of its own. Only files that go to S3 need it, after the keys are back.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from kepu.cli.maintenance import archive, postgres
from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.cli.maintenance.manifest import POSTGRES_MEMBER, SQLITE_MEMBER
from kepu.config import environment
from kepu.config.database import postgres as postgres_settings
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from kepu.cli.maintenance.manifest import Manifest
    from kepu.config.environment import Environment

STAGING = ".restoring"
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
IGNORED = {"lost+found", STAGING}


def restore(source: Path) -> Manifest:
    """Restore a backup; give its manifest. What is written is readable by its owner only."""
    before = os.umask(0o077)
    try:
        return _restore(source)
    finally:
        os.umask(before)


def _restore(source: Path) -> Manifest:
    chosen = environment.read()
    data = chosen.data.resolve()
    _refuse_full_folder(data)
    manifest = archive.verified(source)
    _refuse_other_database(manifest, chosen)
    if chosen.database_url:
        _refuse_full_database(chosen)
    staging = data / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700, parents=True)
    archive.unpack(source, staging, manifest)
    _check_counts_of_sqlite(staging, manifest)
    if chosen.database_url:
        _restore_postgres(chosen, staging)
    _move_into_place(data, staging)
    if chosen.storage == "s3":
        _send_files(data)
    return manifest


def _refuse_full_folder(data: Path) -> None:
    present = sorted(path.name for path in data.iterdir() if path.name not in IGNORED) if data.is_dir() else []
    if present:
        message = (
            f"数据目录 {data} 不是空的（{'、'.join(present[:3])}），什么也没有恢复。"
            "请把 KEPU_DATA 指向一个空目录，或先把现有内容移到别处。"
        )
        raise InputError(MaintenanceCode.FOLDER_NOT_EMPTY, message, path=str(data), present=present[:20])


def _refuse_other_database(manifest: Manifest, chosen: Environment) -> None:
    wanted = "postgresql" if chosen.database_url else "sqlite"
    if manifest.database != wanted:
        way_out = "请把 DATABASE_URL 指向一个空的 PostgreSQL 数据库" if wanted == "sqlite" else "请去掉 DATABASE_URL"
        message = (
            f"备份里是 {KINDS.get(manifest.database, manifest.database)} 数据库，这里设置的是 {KINDS[wanted]}，"
            f"什么也没有恢复。{way_out}，再恢复。"
        )
        raise InputError(MaintenanceCode.OTHER_DATABASE, message, backup=manifest.database, here=wanted)


def _refuse_full_database(chosen: Environment) -> None:
    with postgres.connect(postgres_settings(chosen.database_url)) as own:
        (tables,) = own.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone()
    if tables:
        message = f"DATABASE_URL 指向的数据库里已有 {tables} 张表，什么也没有恢复。请新建一个空数据库，把 DATABASE_URL 指向它。"
        raise InputError(MaintenanceCode.DATABASE_NOT_EMPTY, message, tables=tables)


def _check_counts_of_sqlite(staging: Path, manifest: Manifest) -> None:
    """The hashes hold, so this finds only a backup that was wrong when it was made: better now than later."""
    path = staging / SQLITE_MEMBER
    if not path.is_file():
        return
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        counts = {
            table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608  names from the manifest
            for table in manifest.tables
        }
        sound = database.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    if not sound or counts != manifest.tables:
        raise archive.damaged(path, SQLITE_MEMBER)


def _restore_postgres(chosen: Environment, staging: Path) -> None:
    database = postgres_settings(chosen.database_url)
    with postgres.connect(database) as own:
        server = own.info.server_version
    dump = staging / POSTGRES_MEMBER
    postgres.restore(database, dump, server=server)
    dump.unlink()


def _move_into_place(data: Path, staging: Path) -> None:
    """Renames only: each folder is there wholly or not at all, the keys last among what Django looks for."""
    for path in [*_children(staging / "database"), *_children(staging / "data")]:
        path.rename(data / path.name)
    for name in ("files", "keys"):
        if (staging / name).is_dir():
            (staging / name).rename(data / name)
    shutil.rmtree(staging)


def _children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _send_files(data: Path) -> None:
    """Put the content of files back into S3; what is there already must be the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kepu.config.settings")
    import django

    django.setup()
    from django.core.files import File
    from django.core.files.storage import default_storage

    folder = data / "files"
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        with path.open("rb") as stream:
            if not default_storage.exists(name):
                default_storage.save(name, File(stream))
                continue
            with default_storage.open(name, "rb") as there:
                if archive.digest_of(there) != archive.digest_of(stream):
                    message = f"S3 存储桶里已有另一个 {name}，与备份不同，没有覆盖。请换一个空的存储桶，再恢复。"
                    raise InputError(MaintenanceCode.STORAGE_DIFFERS, message, path=name)
    shutil.rmtree(folder)
