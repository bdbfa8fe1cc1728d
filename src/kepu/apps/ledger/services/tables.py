"""The printed table after tasks were corrected, split, merged or rejected: the same columns, order and merged cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Found = Mapping[str, Any]

# Columns whose words belong to one task each; the others (number, category) stay merged over its parts.
OWN = ("text", "lead", "support", "due")
NAMES = ("lead", "support")


@dataclass(frozen=True)
class Heir:
    """A task that came out of one that was read; of several that were merged the first keeps the row."""

    task: dict[str, Any]
    is_first: bool = True


@dataclass(frozen=True)
class _Row:
    """A row of the new table: the row it comes from, and what its task says now if that differs."""

    printed: int
    task: Found | None = None


def printed_tables(
    tables: Sequence[Found], read: Sequence[Found], heirs: Mapping[int, Sequence[Heir]]
) -> list[dict[str, Any]]:
    """Give the tables with the rows of the tasks that are kept; untouched ones stay as they are."""
    before = {task["id"]: task for task in read}
    return [_table(table, before, heirs) for table in tables]


def _table(table: Found, read: Mapping[int, Found], heirs: Mapping[int, Sequence[Heir]]) -> dict[str, Any]:
    rows: list[_Row] = []
    for printed, number in enumerate(table["tasks"]):
        if not number or number not in read:
            rows.append(_Row(printed))
            continue
        rows += [
            _Row(printed, None if heir.task["id"] == number and not heir.task["is_changed"] else heir.task)
            for heir in heirs.get(number, ())
            if heir.is_first
        ]
    if len(rows) == len(table["tasks"]) and not any(row.task for row in rows):
        return dict(table)
    cells = [cell for printed in table["cells"] for cell in _cells(printed, table, rows, read)]
    tasks = [row.task["id"] if row.task else table["tasks"][row.printed] for row in rows]
    return {**table, "cells": cells, "n_rows": len(rows), "tasks": tasks}


def _cells(cell: Found, table: Found, rows: Sequence[_Row], read: Mapping[int, Found]) -> Iterator[dict[str, Any]]:
    covered = [
        place for place, row in enumerate(rows) if cell["row"] <= row.printed < cell["row"] + cell["rows"]
    ]  # adjacent, as printed rows keep their order
    role = table["roles"][cell["column"]] if cell["column"] < len(table["roles"]) else ""
    if cell["row"] < table["header_rows"] or role not in OWN:
        if covered:
            yield {**cell, "row": covered[0], "rows": len(covered)}
        return
    for (text, _alone), places in groupby(covered, key=lambda place: _words(cell, rows[place], table, read, role)):
        found = list(places)
        yield {**cell, "row": found[0], "rows": len(found), "text": text}


def _words(cell: Found, row: _Row, table: Found, read: Mapping[int, Found], role: str) -> tuple[str, int]:
    """What stands in the cell of a row; texts of two tasks are never one cell, whatever they say."""
    if row.task is None:
        return cell["text"], 0
    printed = read[table["tasks"][row.printed]]
    same = row.task[role] == printed[role]
    alone = row.task["id"] if role == "text" else 0
    if same:
        return cell["text"], alone
    value = row.task[role]
    return ("、".join(value) if role in NAMES else value or ""), alone
