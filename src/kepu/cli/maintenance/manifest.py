"""What a backup says of itself: the last member of the archive."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.core.errors import InputError

NAME = "manifest.json"
FORMAT = 1
SQLITE_MEMBER = "database/kepu.sqlite3"
POSTGRES_MEMBER = "database/kepu.dump"
APPS = Path(__file__).resolve().parents[2] / "apps"
_MIGRATION = re.compile(r"\d{4}_\w+")


@dataclass
class Manifest:
    """Versions, hashes and counts."""

    format: int
    kepu: str
    made_at: str
    database: str  # sqlite or postgresql
    database_version: str
    tables: dict[str, int]
    migrations: list[str]  # "app.name" of our own apps
    members: dict[str, dict[str, Any]] = field(default_factory=dict)  # name: {"sha256", "size"}
    missing: list[str] = field(default_factory=list)  # rows of files whose content was not in the storage

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Manifest:
    """Read a manifest, or refuse what is none or comes from a later version."""
    try:
        values = json.loads(content)
        is_ours = isinstance(values, dict) and isinstance(values["format"], int)
        if is_ours and values["format"] > FORMAT:
            raise too_new(str(values.get("kepu", "")))
        manifest = Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            MaintenanceCode.NOT_A_BACKUP, "这个文件不是 kepu backup 做的备份。请换一个备份文件。"
        ) from error
    if unknown := sorted(set(manifest.migrations) - known_migrations()):
        raise too_new(manifest.kepu, unknown=unknown)
    return manifest


def too_new(version: str, **details: Any) -> InputError:
    """Make the refusal of a backup that a later version made."""
    message = f"这份备份由更新的版本（{version}）做成，本版本读不懂。请先升级 Kepu，再恢复。"
    return InputError(MaintenanceCode.TOO_NEW, message, version=version, **details)


def known_migrations() -> set[str]:
    """The migrations of this version, "app.name", read from its files: restoring must not start Django."""
    return {
        f"{path.parent.parent.name}.{path.stem}"
        for path in APPS.glob("*/migrations/*.py")
        if _MIGRATION.fullmatch(path.stem)
    }
