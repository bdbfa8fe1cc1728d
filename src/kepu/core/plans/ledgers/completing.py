"""What the rows of a ledger say of a task beyond a table of duties: more units, figures with a column each."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from kepu.core.plans.assignments import Named, cell_units
from kepu.core.plans.dutyrows import DITTO
from kepu.core.plans.ledgers.roles import LedgerRole
from kepu.core.plans.model import Place, Target
from kepu.core.plans.normalise import half_width, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.ledgers.documents import Placed
    from kepu.core.plans.ledgers.matching import Row, Rows
    from kepu.core.plans.ledgers.sheets import Part
    from kepu.core.plans.model import Comparator, Plan, Task
    from kepu.core.plans.source import Cell

_VALUE = re.compile(
    r"(?P<word>不少于|不低于|至少|达到|超过|不超过|不高于|≥|≤|>=|<=|>|<)?\s*(?P<value>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿)?"
    r"\s*(?P<unit>[^\d\s]{0,8})"
)
_COMPARATORS: dict[str, Comparator] = {
    "不少于": ">=", "不低于": ">=", "至少": ">=", "达到": ">=", "≥": ">=", ">=": ">=", "超过": ">", ">": ">",
    "不超过": "<=", "不高于": "<=", "≤": "<=", "<=": "<=", "<": "<",
}  # fmt: skip
_SCALES = {"万": 10_000, "亿": 100_000_000}
_CONFIDENCE = 0.85


def task_rows(plan: Plan, placed: Sequence[Placed]) -> dict[Row, int]:
    """Give for each row of the sheets that begins a task the id of the task."""
    spans: list[tuple[int, int, Row]] = []
    for number, each in enumerate(placed):
        spans += [
            (*cell.span, (number, each.made.rows[cell.row])) for cell in each.table.cells if cell.span is not None
        ]
    spans.sort()
    starts = [start for start, _, _ in spans]
    found: dict[Row, int] = {}
    for task in plan.tasks:
        if task.place.span is None:
            continue
        at = bisect_right(starts, task.place.span[0]) - 1
        if at >= 0 and task.place.span[0] < spans[at][1]:
            found.setdefault(spans[at][2], task.id)
    return found


def complete(plan: Plan, parts: Sequence[Part], rows: Rows, placed: Sequence[Placed], ids: dict[Row, int]) -> Plan:
    """Add to the tasks the units of further columns and rows, and the figures that have columns of their own.

    Parameters
    ----------
    plan : Plan
        As read from the tables.
    parts, rows, placed : Part, Rows, Placed
        The sheets, what their rows are, and where they stand in the text.
    ids : dict of Row to int
        The task that each row begins.

    Returns
    -------
    Plan
        A unit that is named already is not added again.
    """
    more: dict[int, list[tuple[LedgerRole, Named]]] = {}
    targets: list[Target] = []
    of_row = {place: ids[owner] for place, owner in rows.owners.items() if owner in ids and place not in rows.repeated}
    for number, (part, each) in enumerate(zip(parts, placed, strict=True)):
        grid = each.table.grid()
        columns = {column: at for at, column in enumerate(each.made.columns)}
        for at, row in enumerate(each.made.rows):
            task_id = of_row.get((number, row))
            if task_id is None:
                continue
            for role, cell in _unit_cells(part, grid[at], columns, at, is_first=(number, row) in ids):
                found = cell_units(plan.text, cell)[0]
                more.setdefault(task_id, []).extend((role, named) for named in found if named.name not in DITTO)
            if (number, row) in ids:
                targets += _targets(plan, part, grid[at], columns, task_id)
    for (number, _row), owner in rows.owners.items():
        if parts[number].unit and owner in ids:
            more.setdefault(ids[owner], []).append((LedgerRole.LEAD, Named(parts[number].unit, ())))
    tasks = tuple(_with_units(_ungrouped(task), more.get(task.id, ())) for task in plan.tasks)
    dated = [_dated(target, parts) for target in plan.targets]
    known = {(target.task_id, target.indicator, target.value) for target in plan.targets}
    new = [target for target in targets if (target.task_id, target.indicator, target.value) not in known]
    return replace(plan, tasks=tasks, targets=(*dated, *new))


def _dated(target: Target, parts: Sequence[Part]) -> Target:
    """A figure in a ledger of one year is due in this year, unless it says otherwise."""
    years = {part.year for part in parts}
    if target.due_year or target.is_baseline or target.task_id is None or len(years) != 1:
        return target
    return replace(target, due_year=years.pop())


def _unit_cells(
    part: Part, line: Sequence[Cell], columns: dict[int, int], at: int, *, is_first: bool
) -> Iterator[tuple[LedgerRole, Cell]]:
    """Give the cells with units that a table of duties does not look at: further columns, further rows of a task."""
    for role in (LedgerRole.LEAD, LedgerRole.SUPPORT):
        its = part.by_role.get(role, [])
        for column in its if len(its) > 1 or not is_first else []:
            if column in columns and line[columns[column]].lines and line[columns[column]].row == at:
                yield role, line[columns[column]]


def _ungrouped(task: Task) -> Task:
    """A row of a ledger is a task; its words are no heading of a group, however short they are."""
    return task if task.group != task.text else replace(task, group=None, group_span=None)


def _with_units(task: Task, found: Sequence[tuple[LedgerRole, Named]]) -> Task:
    lead, lead_spans = list(task.lead), list(task.lead_spans)
    support, support_spans = list(task.support), list(task.support_spans)
    for role, named in found:
        if role is LedgerRole.LEAD and named.name not in lead:
            lead.append(named.name)
            lead_spans.append(named.spans[0] if named.spans else None)  # the tab is not in the text
        elif role is LedgerRole.SUPPORT and named.name not in support and named.name not in lead:
            support.append(named.name)
            support_spans.append(named.spans[0])
    if len(lead) == len(task.lead) and len(support) == len(task.support):
        return task
    return replace(
        task,
        lead=tuple(lead),
        lead_spans=tuple(lead_spans),
        support=tuple(support),
        support_spans=tuple(support_spans),
        confidence=task.confidence if task.lead or not lead else _CONFIDENCE,
    )


def _targets(plan: Plan, part: Part, line: Sequence[Cell], columns: dict[int, int], task_id: int) -> Iterator[Target]:
    """Read a figure whose indicator, unit and value have a column each."""

    def words(role: LedgerRole) -> tuple[str, Cell | None]:
        column = next((each for each in part.by_role.get(role, ()) if each in columns), None)
        cell = line[columns[column]] if column is not None else None
        return (squeeze(plan.text[slice(*cell.span)]), cell) if cell is not None and cell.span else ("", None)

    printed, cell = words(LedgerRole.TARGET_VALUE)
    match = _VALUE.fullmatch(half_width(printed))
    if match is None or cell is None or cell.span is None:
        return
    task = next(task for task in plan.tasks if task.id == task_id)
    indicator = words(LedgerRole.INDICATOR)[0] or words(LedgerRole.TARGET)[0] or task.text
    yield Target(
        indicator=indicator[:300],
        quote=plan.text[slice(*cell.span)],
        comparator=_COMPARATORS.get(match["word"] or "", "="),
        value=float(match["value"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1),
        value_high=None,
        unit=(match["unit"] or words(LedgerRole.TARGET_UNIT)[0])[:30],
        period="by_date",
        due_year=part.year,
        aspiration=False,
        task_group=task.group or task.category,
        is_baseline=False,
        as_of_year=None,
        qualitative=False,
        implied=False,
        task_id=task_id,
        section=None,
        place=Place(cell.span, ()),
        confidence=_CONFIDENCE,
        rule="target.ledger_columns",
    )
