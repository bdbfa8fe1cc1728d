"""`kepu backup`: database, files, keys and exports in one archive, while the site runs."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

import kepu
from kepu.apps.base import clock
from kepu.apps.files.models import StoredFile
from kepu.apps.files.storage import storage_errors
from kepu.cli.maintenance import archive, postgres
from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.cli.maintenance.manifest import FORMAT, POSTGRES_MEMBER, SQLITE_MEMBER, Manifest, known_migrations
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.cli.maintenance.archive import Writer

REPEATABLE_READ = 3  # psycopg's number for one snapshot during the whole transaction
# Made again from the rest, or a running server's own.
LEFT_OUT = {"files", "keys", "static", "pg", "postgres"}


def make(target: Path) -> Manifest:
    """Write a backup; give its manifest.

    The database comes first: content is written before its row and never changes, so every file that the copy of the
    database knows is still there when the files are copied.
    """
    manifest = Manifest(FORMAT, kepu.__version__, clock.now().isoformat(), connection.vendor, "", {}, [])
    try:
        with (
            archive.writing(target, manifest) as writer,
            tempfile.TemporaryDirectory(prefix=".kepu-backup-", dir=target.parent) as folder,
        ):
            _add_database(writer, Path(folder))
            _add_files(writer)
            keys = Path(settings.DATA) / "keys"
            _add_paths(writer, "keys", keys, sorted(keys.iterdir()))
            _add_rest(writer, target)
    except OSError as error:
        raise archive.cannot_write(target, error) from error
    return manifest


def _add_database(writer: Writer, folder: Path) -> None:
    if not known_migrations().intersection(_migrations()):
        raise no_database()
    if connection.vendor == "postgresql":
        copy = folder / "kepu.dump"
        _dump_postgres(writer.manifest, copy)
        writer.add_path(POSTGRES_MEMBER, copy)
    else:
        copy = folder / "kepu.sqlite3"
        _copy_sqlite(writer.manifest, copy)
        writer.add_path(SQLITE_MEMBER, copy)
    copy.unlink()


def _migrations() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            return [f"{app}.{name}" for app, name in cursor.fetchall()]
    except DatabaseError as error:
        raise no_database() from error


def no_database() -> InputError:
    """Make the refusal of an installation that holds nothing yet."""
    return InputError(
        MaintenanceCode.NO_DATABASE, "数据库还没有建好或连不上，没有可备份的内容。请先运行 kepu doctor 查看原因。"
    )


def _copy_sqlite(manifest: Manifest, copy: Path) -> None:
    """Copy with SQLite's online backup, which sees one moment and keeps nobody from writing."""
    copy.touch(mode=0o600)
    own = Path(connection.settings_dict["NAME"]).resolve()
    with (
        closing(sqlite3.connect(f"{own.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        manifest.database_version = sqlite3.sqlite_version
        manifest.tables = {
            table: target.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608  names from the schema
            for (table,) in target.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            ).fetchall()
        }
        rows = target.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        manifest.migrations = _ours(f"{app}.{name}" for app, name in rows)


def _dump_postgres(manifest: Manifest, copy: Path) -> None:
    """Count and dump inside one exported snapshot."""
    copy.touch(mode=0o600)
    database = connection.settings_dict
    with postgres.connect(database) as own:
        own.isolation_level, own.read_only = REPEATABLE_READ, True
        (snapshot,) = own.execute("SELECT pg_export_snapshot()").fetchone()
        manifest.database_version = str(own.info.server_version)
        manifest.tables = postgres_counts(own)
        rows = own.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        manifest.migrations = _ours(f"{app}.{name}" for app, name in rows)
        postgres.dump(database, copy, snapshot=snapshot, server=own.info.server_version)


def postgres_counts(own: Any) -> dict[str, int]:
    """Rows by table."""
    tables = own.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall()
    return {table: own.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for (table,) in tables}  # noqa: S608  names from the schema


def _ours(migrations: Iterable[str]) -> list[str]:
    own = {name.partition(".")[0] for name in known_migrations()}
    return [name for name in migrations if name.partition(".")[0] in own]


def _add_files(writer: Writer) -> None:
    """Add the content of every row; the rows are asked for after the copy of the database, so none is left out."""
    remote = tuple(each for each in storage_errors() if each is not OSError)
    for path in StoredFile.objects.order_by("pk").values_list("path", flat=True).iterator(chunk_size=2000):
        try:
            stream = default_storage.open(path, "rb")
        except FileNotFoundError:
            _check_bucket(path)
            writer.manifest.missing.append(path)
            continue
        except storage_errors() as error:
            raise _unreachable(path, error) from error
        with stream:
            try:
                writer.add(f"files/{path}", stream, stream.size)
            except remote as error:
                raise _unreachable(path, error) from error


def _check_bucket(path: str) -> None:
    """One object may be missing; a bucket that is missing looks the same, and must not pass for an empty one."""
    if settings.KEPU.storage != "s3":
        return
    storage: Any = default_storage
    try:
        storage.connection.meta.client.head_bucket(Bucket=storage.bucket_name)
    except storage_errors() as error:
        raise _unreachable(path, error) from error


def _unreachable(path: str, error: Exception) -> InputError:
    message = f"取不到上传的文件 {path}（{error}），备份没有做成。请先运行 kepu doctor 查看原因。"
    return InputError(MaintenanceCode.STORAGE_UNREACHABLE, message, path=path)


def _add_rest(writer: Writer, target: Path) -> None:
    """Add what else people keep in the data folder: exported heads of the audit chain, accounts of the demonstration."""
    for path in sorted(Path(settings.DATA).iterdir()):
        if path.name in LEFT_OUT or ".sqlite3" in path.name:
            continue
        inside = sorted(path.rglob("*")) if path.is_dir() and not path.is_symlink() else [path]
        _add_paths(writer, "data", Path(settings.DATA), [each for each in inside if not _is_backup(each, target)])


def _add_paths(writer: Writer, name: str, root: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            writer.add_path(f"{name}/{path.relative_to(root).as_posix()}", path)


def _is_backup(path: Path, target: Path) -> bool:
    """Earlier backups do not go into the next one."""
    return path.name.endswith((".tar.gz", ".tgz")) or path.suffixes == target.suffixes != []
