"""Which rows of the sheets are tasks, which go on with one, and which speak of a task of another sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.ledgers.roles import LedgerRole
from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.ledgers.sheets import Part

Row = tuple[int, int]  # which sheet, which row


@dataclass(slots=True)
class Rows:
    """What the rows are."""

    owners: dict[Row, Row] = field(default_factory=dict)  # for each row about a task, the row that begins the task
    repeated: set[Row] = field(default_factory=set)  # begin a task that an earlier sheet has
    totals: dict[int, list[int]] = field(default_factory=dict)
    headers: set[Row] = field(default_factory=set)
    single: list[Row] = field(default_factory=list)  # stand only in a later sheet


def match_rows(parts: Sequence[Part]) -> Rows:
    """Tell what the rows of the sheets are.

    Parameters
    ----------
    parts : sequence of Part
        The sheets in order.

    Returns
    -------
    Rows
        A row of a later sheet belongs to the task of an earlier one with the same words; of several, that with the same
        number and lead, else the next in order.
    """
    matcher = _Matcher(parts)
    for number in range(len(parts)):
        matcher.sheet(number)
    return matcher.rows


@dataclass(slots=True)
class _Matcher:
    parts: Sequence[Part]
    rows: Rows = field(default_factory=Rows)
    known: dict[str, list[Row]] = field(default_factory=dict)  # tasks of the sheets before
    used: set[Row] = field(default_factory=set)
    begun: dict[str, list[Row]] = field(default_factory=dict)  # tasks of this sheet

    def sheet(self, number: int) -> None:
        self.used, self.begun = set(), {}
        for row in self.parts[number].layout.body:
            self.row(number, row)
        for words, found in self.begun.items():
            self.known.setdefault(words, []).extend(found)

    def row(self, number: int, row: int) -> None:
        part, place = self.parts[number], (number, row)
        if part.is_repeated_header(row):
            self.rows.headers.add(place)
            return
        if part.is_total(row):
            self.rows.totals.setdefault(number, []).append(row)
            return
        begins = begins_at(part, row)
        if begins == row:
            self.task(place, _words(part, row))
        elif begins is not None and (number, begins) in self.rows.owners:
            self.rows.owners[place] = self.rows.owners[number, begins]

    def task(self, place: Row, words: str) -> None:
        candidates = [each for each in self.known.get(words, ()) if each not in self.used]
        earlier = _best(self.parts, place, candidates)
        if earlier is not None:
            self.used.add(earlier)
            self.rows.owners[place] = earlier
            self.rows.repeated.add(place)
            return
        self.rows.owners[place] = place
        self.begun.setdefault(words, []).append(place)
        if self.known and not self.parts[place[0]].unit:
            self.rows.single.append(place)


def begins_at(part: Part, row: int) -> int | None:
    """Give the row where the task of a row begins; None where the row is about no task."""
    if part.text_column is None:
        return None
    cell = part.sheet.at(row, part.text_column)
    if cell is not None and cell.text:
        return cell.row
    if part.else_text is not None:
        place = (row, part.else_text)
        merge = part.sheet.merged.get(place)
        own = part.sheet.cells.get(place)
        if own is not None and own.text and (merge is None or merge.rows == 1) and _is_more_than_heading(part, row):
            return row
    return None


def _is_more_than_heading(part: Part, row: int) -> bool:
    """Tell a row with a blank cell from a heading across the table, which fills a single cell."""
    cells = {
        id(cell) for column in part.columns if (cell := part.sheet.at(row, column.index)) is not None and cell.text
    }
    return len(cells) > 1


def _words(part: Part, row: int) -> str:
    column = part.text_column
    words = part.sheet.text(row, column) if column is not None else ""
    return squeeze(words or (part.sheet.text(row, part.else_text) if part.else_text is not None else ""))


def _best(parts: Sequence[Part], place: Row, candidates: Sequence[Row]) -> Row | None:
    def likeness(candidate: Row) -> int:
        here, there = parts[place[0]], parts[candidate[0]]
        return sum(
            squeeze(here.words(place[1], role)) == squeeze(there.words(candidate[1], role))
            for role in (LedgerRole.NUMBER, LedgerRole.LEAD, LedgerRole.CATEGORY)
        )

    return max(candidates, key=likeness, default=None)
