"""`kepu plan examples export`: confirmed plans as examples, in the layout that the scorer and the benchmark read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kepu.cli.codes import CliCode
from kepu.cli.django_start import start
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

INDEX = "index.jsonl"


def export(folder: Path, *, since: date | None = None, region: str = "") -> int:
    """Write text/, read/ and confirmed/, a file for each plan, and a line about each in index.jsonl."""
    start()
    from django.db import transaction

    from kepu.apps.audit.services import record
    from kepu.apps.ledger.services.examples import confirmed_examples

    lines = []
    try:
        for each in confirmed_examples(since=since, region_code=region):
            _write(folder / "text" / f"{each.key}.txt", each.text)
            _write(folder / "read" / f"{each.key}.json", _json(each.read))
            _write(folder / "confirmed" / f"{each.key}.json", _json(each.confirmed))
            lines.append(json.dumps({"key": each.key, **each.facts}, ensure_ascii=False))
        _write(folder / INDEX, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}."
        raise KepuError(CliCode.FILE_UNWRITABLE, message, file=str(folder)) from error
    with transaction.atomic():
        record("ledger.export_examples", after={"n": len(lines)}, region_code=region)
    print(f"导出了 {len(lines)} 份：{folder}")
    return 0


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def _json(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"
