"""`kepu backup` and `kepu restore`: everything of an installation in one file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.django_start import start

if TYPE_CHECKING:
    import argparse

    from kepu.cli.maintenance.manifest import Manifest


def add_parser(commands: Any) -> None:
    """Add both commands."""
    backup = commands.add_parser("backup", help="备份：数据库、上传的文件、密钥和导出，做成一个文件")
    backup.add_argument(
        "file", type=Path, metavar="FILE", help="备份文件，例如 kepu-2026-01-31.tar.gz；不会覆盖已有文件"
    )
    backup.add_argument("--format", choices=["text", "json"], default="text", help="结果和错误的格式")
    backup.set_defaults(run=run_backup)

    restore = commands.add_parser("restore", help="恢复：把备份恢复到空的数据目录和空的数据库")
    restore.add_argument("file", type=Path, metavar="FILE", help="kepu backup 做的备份文件")
    restore.add_argument("--format", choices=["text", "json"], default="text", help="结果和错误的格式")
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Make a backup while the site runs."""
    start()
    from kepu.cli.maintenance import backup

    manifest = backup.make(arguments.file.absolute())
    print(as_json(arguments.file, manifest) if arguments.format == "json" else arguments.file)
    say(f"已备份 {rows(manifest)} 行数据、{files(manifest)} 个文件和全部密钥。")
    say("备份文件里有密钥，只有本人可读；请存放到安全的地方。")
    if manifest.missing:
        say(
            f"注意：有 {len(manifest.missing)} 个文件只有登记、没有内容，备份里也没有：{'、'.join(manifest.missing[:5])}"
        )
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore a backup; nothing runs yet."""
    from django.core.exceptions import ImproperlyConfigured

    from kepu.cli.maintenance import restore

    try:
        manifest = restore.restore(arguments.file.absolute())
    except ImproperlyConfigured as error:
        sys.exit(f"kepu: {error}")
    if arguments.format == "json":
        print(as_json(arguments.file, manifest))
    say(f"已恢复 {manifest.made_at} 的备份：{rows(manifest)} 行数据、{files(manifest)} 个文件。")
    say("请运行 kepu migrate，然后启动。")
    return 0


def rows(manifest: Manifest) -> int:
    """How many rows the database has."""
    return sum(manifest.tables.values())


def files(manifest: Manifest) -> int:
    """How many uploaded files there are."""
    return sum(name.startswith("files/") for name in manifest.members)


def as_json(path: Path, manifest: Manifest) -> str:
    """What a program wants to know of a backup."""
    result = {
        "file": str(path),
        "made_at": manifest.made_at,
        "version": manifest.kepu,
        "database": manifest.database,
        "rows": rows(manifest),
        "files": files(manifest),
        "missing": manifest.missing,
    }
    return json.dumps(result, ensure_ascii=False)


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output holds only the result."""
    print(sentence, file=sys.stderr)
