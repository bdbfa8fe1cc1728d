"""`kepu territory import`: the national tree of divisions."""

from __future__ import annotations

import csv
import json
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction


def add_parser(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the command."""
    territory = commands.add_parser("territory", help="区划")
    parts = territory.add_subparsers(dest="part", metavar="PART", required=True)
    load = parts.add_parser("import", help="导入全国区划（可重复运行）")
    load.add_argument("--edition", type=date.fromisoformat, metavar="DATE", help="区划版本的日期，默认为随包数据的日期")
    load.add_argument("--file", type=Path, metavar="CSV", help="另一份列名为 code,name 的 CSV（可用 gzip 压缩）")
    load.add_argument("--format", choices=("text", "json"), default="text", help="结果的格式")
    load.set_defaults(run=run_import)


def run_import(chosen: Namespace) -> int:
    """Import an edition and say what became of it."""
    from kepu.cli.django_start import start

    start()
    from kepu.apps.territory import national
    from kepu.apps.territory.importing import import_edition

    rows = read(chosen.file)
    done = import_edition(rows, chosen.edition or national.EDITION, progress if sys.stderr.isatty() else None)
    if chosen.format == "json":
        print(json.dumps(vars(done)))
    else:
        print(f"新增 {done.created}，更新 {done.changed}，停用 {done.ended}，未变 {done.unchanged}")
    return 0


def read(file: Path | None) -> list[tuple[str, str]]:
    """The rows of a file, or why it cannot be read."""
    from kepu.apps.base.errors import Refused
    from kepu.apps.territory import national
    from kepu.apps.territory.codes import TerritoryCode

    try:
        return list(national.rows(file))
    except FileNotFoundError:
        raise Refused(TerritoryCode.NO_NATIONAL_FILE) from None
    except (OSError, KeyError, ValueError, EOFError, csv.Error, zlib.error) as error:
        raise Refused(TerritoryCode.BAD_FILE, row=1, text=str(error)) from None


def progress(done: int, of: int) -> None:
    """Show how far it is."""
    print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
