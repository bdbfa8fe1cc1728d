"""What `kepu items` prints, in the format that was asked for."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.codes import CliCode
from kepu.core.errors import InputError
from kepu.core.items.report_notes import in_chinese

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kepu.core.items import Calibration

DICHOTOMOUS = ("rasch", "2pl", "3pl")
HEADINGS = {
    "item": "题目",
    "paper": "卷",
    "place": "题序",
    "benchmark": "基准",
    "point": "基准点",
    "kind": "题型",
    "id": "编号",
    "theta": "能力",
    "sd": "标准误",
    "n_items": "答题数",
}


@dataclass(frozen=True)
class Result:
    """A result in all formats: plain values, and the same as a table."""

    body: dict[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    summary: Sequence[str] = ()
    title: str = ""
    notes: Sequence[str] = field(default=())


def write(result: Result, arguments: argparse.Namespace) -> None:
    """Write a result."""
    if arguments.format == "json":
        text = json.dumps(plain(result.body), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        put(text.encode(), arguments.output)
    elif arguments.format == "csv":
        put(_as_csv(result), arguments.output)
    elif arguments.format == "xlsx":
        put(_as_workbook(result), arguments.output)
    else:
        put(("\n".join(_as_table(result)) + "\n").encode(), arguments.output)


def put(content: bytes, output: str | None) -> None:
    """Write bytes to a file or to standard output."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        message = f"{output} cannot be written: {error.strerror}."
        raise InputError(CliCode.FILE_UNWRITABLE, message, file=output) from error


def of_calibration(found: Calibration) -> Result:
    """Parameters with their errors."""
    body = found.as_dict()
    n_steps = int(found.bank.n_steps.max())
    polytomous = found.model not in DICHOTOMOUS
    if polytomous:
        # The codes of the categories, without which the file could not be scored with.
        for row, categories in zip(body["items"], found.bank.categories, strict=True):
            row["categories"] = list(categories)
    steps = [f"b{step}" for step in range(1, n_steps + 1)] if polytomous else ["b"]
    names = ["item", "model", "a", *steps, "c", "se_a", *(f"se_{name}" for name in steps), "se_c"]
    names += ["categories"] if polytomous else []
    names += ["variance"] if found.model == "rasch" else []
    rows = []
    for row in body["items"]:
        cells = [row["item"], found.model, row["a"], *_spread(row["b"], n_steps), row["c"]]
        cells += [row["se"].get("a"), *_spread(row["se"].get("b"), n_steps), row["se"].get("c")]
        cells += [" ".join(map(str, row["categories"]))] if polytomous else []
        cells += [found.variance] if found.model == "rasch" else []
        rows.append(cells)
    said = f"{found.model}: log-likelihood {found.log_likelihood:.4f}, {found.cycles} cycles"
    said += f", {found.n_respondents} respondents, errors: {found.se_method}"
    return Result(body, names, rows, [said], "题目参数", found.warnings)


def plain(value: Any) -> Any:
    """Values that JSON can hold: what is not finite is null."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _spread(value: Any, n: int) -> list[Any]:
    listed = value if isinstance(value, list) else [value]
    return [*listed, *[None] * (n - len(listed))]


def _as_csv(result: Result) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(result.columns)
    for row in result.rows:
        writer.writerow(["" if value is None or value != value else value for value in row])  # noqa: PLR0124  NaN
    return stream.getvalue().encode()


def _as_workbook(result: Result) -> bytes:
    from kepu.core.documents import Sheet, SheetCell, write_sheets

    lines: list[Sequence[Any]] = [[HEADINGS.get(name, name) for name in result.columns], *result.rows]
    lines += [[said] for said in (*result.summary, *map(in_chinese, result.notes))]
    cells = [
        SheetCell(row, column, value if isinstance(value, str) else _number(value))
        for row, line in enumerate(lines)
        for column, value in enumerate(line)
        if value is not None and (isinstance(value, str) or math.isfinite(value))
    ]
    sheet = Sheet(name=result.title, cells=cells, n_columns=len(result.columns), title=result.title)
    return write_sheets([sheet])


def _number(value: Any) -> float:
    return float(value)


def _as_table(result: Result) -> list[str]:
    rows = [[_shown(value) for value in row] for row in result.rows]
    lines = [list(result.columns), *rows]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(result.columns))]
    body = [
        "  ".join(" " * (width - _width(cell)) + cell for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]
    return [*result.summary, *body, *(f"* {in_chinese(note)}" for note in result.notes)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _shown(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124  NaN
        return "—"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
