"""One row of a returned workbook as an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.workbooks import cells, layout
from kepu.apps.ledger.workbooks.cells import Problem, Unreadable
from kepu.apps.measures.enums import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kepu.apps.ledger.models import Entry, Target
    from kepu.apps.ledger.selectors.entries import Previous
    from kepu.apps.ledger.workbooks.reading import ReturnedRow
    from kepu.core.workbooks import Cell

STANDINGS = {
    "缺报": Standing.MISSING,
    "没有数据": Standing.MISSING,
    "暂无": Standing.MISSING,
    "不适用": Standing.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Said:
    """What a row says: the fields of an answer, and what is wrong or worth knowing, cell by cell."""

    content: dict[str, Any]
    problems: tuple[Problem, ...]
    is_blank: bool = False


class _Reader:
    """Reads the cells of one row and keeps every problem."""

    def __init__(self, row: ReturnedRow) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def read(self, name: str, how: Callable[[Cell], Any], blank: Any) -> Any:
        cell = self.row.cells.get(name)
        if cell is None:
            return blank
        try:
            value = how(cell)
        except Unreadable as error:
            self.problems.append(Problem(self.row.place(name), error.code, error.details))
            return blank
        if cell.is_formula:
            self.note(name, LedgerCode.SHEET_FORMULA_VALUE, value=cell.text[:40])
        return blank if value is None else value

    def note(self, name: str, code: LedgerCode, **details: Any) -> None:
        self.problems.append(Problem(self.row.place(name), code, details, is_error=False))

    def fault(self, name: str, code: LedgerCode, **details: Any) -> None:
        self.problems.append(Problem(self.row.place(name), code, details))


def said_in(
    row: ReturnedRow,
    entry: Entry,
    columns: Collection[str],
    targets: Sequence[Target],
    previous: Previous | None,
) -> Said:
    """The answer of a row; columns that the workbook has no more leave their fields as they are."""
    if row.is_blank:
        return Said({}, (), is_blank=True)
    reader = _Reader(row)
    content: dict[str, Any] = {"answer": reader.read(layout.ANSWER, cells.read_answer, "")}
    for name, field in layout.TEXT_COLUMNS.items():
        if name in columns:
            content[field] = reader.read(name, cells.read_text, "")
    if layout.PERCENT in columns:
        percent = reader.read(layout.PERCENT, cells.read_percent, None)
        content["percent"] = None if percent is None else f"{percent:f}"
    content["figures"] = _figures(reader, entry, columns, targets)
    _look_around(reader)
    if not reader.problems or not any(problem.is_error for problem in reader.problems):
        _settle_answer(reader, content, previous)
    return Said(content, tuple(reader.problems))


def _figures(
    reader: _Reader, entry: Entry, columns: Collection[str], targets: Sequence[Target]
) -> dict[str, dict[str, str]]:
    """The figures by target: the key of the row says whose column is whose."""
    asked = quantities(targets, entry.figures)
    known = {target.pk: (target, each) for each in asked for target in each.targets}
    order = reader.row.key.targets if reader.row.key and reader.row.key.targets else [each.target.pk for each in asked]
    figures = dict(entry.figures)
    for number, pk in enumerate(order, 1):
        name = layout.VALUE.format(n=number)
        if pk not in known or name not in columns:
            continue
        target, quantity = known[pk]
        # A workbook from before the tasks were linked has a column for each of them.
        keys = [str(pk), *(str(each.pk) for each in quantity.targets if each.pk not in order)]
        figures = {key: said for key, said in figures.items() if key not in keys}
        cell = reader.row.cells.get(name)
        standing = STANDINGS.get(cell.text.strip()) if cell else None
        if standing is not None:
            figures |= {key: {"state": standing.value, "value": ""} for key in keys}
            continue
        value = reader.read(name, partial(cells.read_figure, target=target), None)
        if value is not None:
            figures |= {key: {"state": Standing.VALUE.value, "value": f"{value:f}"} for key in keys}
    return figures


def _look_around(reader: _Reader) -> None:
    """What is worth knowing about the row itself."""
    row = reader.row
    if row.is_hidden:
        reader.problems.append(Problem(row.row_place, LedgerCode.SHEET_HIDDEN_ROW, {}, is_error=False))
    for name in row.merged:
        reader.note(name, LedgerCode.SHEET_MERGED, column=name)


def _settle_answer(reader: _Reader, content: dict[str, Any], previous: Previous | None) -> None:
    """Make answer and texts agree: what was left out is inferred and said, what contradicts is a fault."""
    progress, reason = str(content.get("progress") or ""), str(content.get("reason") or "")
    before = str(previous.content.get("progress") or "") if previous else ""
    if not content["answer"]:
        content["answer"] = Answer.NONE if reason and not progress else Answer.PROGRESS
        reader.note(layout.ANSWER, LedgerCode.SHEET_ANSWER_TAKEN, answer=layout.ANSWERS[content["answer"]])
    elif content["answer"] == Answer.SAME and progress and progress != before.strip():
        content["answer"] = Answer.PROGRESS
        reader.note(layout.ANSWER, LedgerCode.SHEET_ANSWER_TAKEN, answer=layout.ANSWERS[Answer.PROGRESS])
    answer = content["answer"]
    if answer == Answer.SAME and previous is None:
        reader.fault(layout.ANSWER, LedgerCode.NOTHING_BEFORE)
    elif answer == Answer.PROGRESS and not progress and "progress" in content:
        reader.fault(
            layout.PROGRESS, LedgerCode.SHEET_INCOMPLETE, answer=layout.ANSWERS[answer], column=layout.PROGRESS
        )
    elif answer == Answer.NONE and not reason and "reason" in content:
        reader.fault(layout.REASON, LedgerCode.SHEET_INCOMPLETE, answer=layout.ANSWERS[answer], column=layout.REASON)
