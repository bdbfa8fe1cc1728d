"""The working ledger of an office as a workbook: A3, a header of two rows, one group of columns for each period."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import TaskState
from kepu.apps.ledger.lights import LightCode
from kepu.apps.ledger.wording import figure
from kepu.core.documents.workbook import MAX_CELL, Sheet, SheetCell, write_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.apps.ledger.models import Plan, Target, Task
    from kepu.apps.ledger.selectors.ledger_rows import LedgerRow, Reported
    from kepu.core.measures import Period

HEADER_ROWS = 2
CATEGORY, GROUP = 2, 3  # columns whose equal values below each other are one cell
LIT = {LightCode.OVERDUE: "bad", LightCode.DUE_SOON: "warn", LightCode.NORMAL: "good"}


def ledger_book(title: str, rows: Sequence[LedgerRow], periods: Sequence[Period]) -> bytes:
    """Write the rows; the same rows give the same bytes."""
    is_finer = _groups_repeat([row.task for row in rows])
    cells = [*_header(periods), *_body(rows, periods, is_finer=is_finer)]
    widths = [5, 16, 12, 22, 34, 16, 7, 9, 14, 20, 9, 14, *([24, 7] * len(periods)), 8, 18, 18, 14, 9, 12]
    return write_sheets(
        [
            Sheet(
                _("工作台账"),
                cells,
                len(widths),
                header_rows=HEADER_ROWS,
                title=title,
                widths=widths,
                centred=frozenset({0, 6, 7, 10, 11, len(widths) - 6, len(widths) - 2}),
                paper="A3",
                frozen_columns=GROUP + 2,
            )
        ]
    )


def _header(periods: Sequence[Period]) -> Iterator[SheetCell]:
    """Two rows: single columns reach over both, a target and each period are groups."""
    column = 0
    for words in (_("序号"), _("任务来源"), _("类别"), _("重点任务"), _("具体措施")):
        yield SheetCell(0, column, words, rows=2)
        column += 1
    groups = [(_("年度目标"), (_("指标"), _("计量单位"), _("目标值")))]
    yield from _group(column, *groups[0])
    column += 3
    for words in (_("牵头单位"), _("责任单位"), _("责任人"), _("完成时限")):
        yield SheetCell(0, column, words, rows=2)
        column += 1
    for period in periods:
        yield from _group(column, period_label(period), (_("进展情况"), _("完成率")))
        column += 2
    for words in (_("亮灯"), _("存在问题"), _("下步措施"), _("佐证材料"), _("办结状态"), _("备注")):
        yield SheetCell(0, column, words, rows=2)
        column += 1


def _group(column: int, words: str, parts: Sequence[str]) -> Iterator[SheetCell]:
    yield SheetCell(0, column, words, columns=len(parts))
    for place, part in enumerate(parts):
        yield SheetCell(1, column + place, part)


def _groups_repeat(tasks: Sequence[Task]) -> bool:
    """Whether an action has several tasks: then these are its measures, and it is printed once over them."""
    return any(len(list(found)) > 1 for key, found in groupby(tasks, key=_place) if key[-1])


def _place(task: Task) -> tuple[int, str, str]:
    return task.plan_id, task.category, task.group if task.group != task.text else ""


def _body(rows: Sequence[LedgerRow], periods: Sequence[Period], *, is_finer: bool) -> Iterator[SheetCell]:
    merged = {CATEGORY: _runs([row.task for row in rows], 2)}
    merged[1] = _runs([row.task for row in rows], 1)
    if is_finer:
        merged[GROUP] = _runs([row.task for row in rows], 3)
    for place, row in enumerate(rows):
        for column, value in enumerate(_values(row, periods, is_finer=is_finer)):
            runs = merged.get(column)
            if runs is not None and place not in runs:
                continue  # covered by the merged cell above
            height = runs[place] if runs is not None else 1
            yield SheetCell(HEADER_ROWS + place, column, value, rows=height, tone=_tone(row, column, periods))


def _runs(tasks: Sequence[Task], depth: int) -> dict[int, int]:
    """Where rows with the same plan, category and group begin, and how many they are; blanks stay apart."""
    runs: dict[int, int] = {}
    start = 0
    for key, found in groupby(tasks, key=lambda task: _place(task)[:depth]):
        height = len(list(found))
        if key[-1]:
            runs[start] = height
        else:
            runs |= dict.fromkeys(range(start, start + height), 1)
        start += height
    return runs


def _tone(row: LedgerRow, column: int, periods: Sequence[Period]) -> str:
    return LIT.get(row.light.code, "") if column == GROUP + 9 + 2 * len(periods) else ""


def _values(row: LedgerRow, periods: Sequence[Period], *, is_finer: bool) -> list[str | float | None]:
    task = row.task
    group = _place(task)[-1]
    text = (group or task.text, task.text if group else "") if is_finer else (task.text, "")
    last = _last(row, periods)
    return [
        task.number or str(task.position),
        _source(task.plan),
        task.category or (group if not is_finer else ""),
        *text,
        "\n".join(target.indicator for target in row.targets),
        "\n".join(target.unit for target in row.targets),
        "\n".join(_figure(target) for target in row.targets),
        task.lead_names,
        task.support_names,
        row.persons,
        _due(task),
        *(value for period in periods for value in _of_period(row.reported.get(period.code))),
        row.light.word,
        *(_cut(words) for words in ((last.problems, last.next_step, last.evidence) if last else ("", "", ""))),
        str(TaskState(task.state).label),
        task.state_basis,
    ]


def _figure(target: Target) -> str:
    """The figure without its unit, which has a column of its own."""
    return figure(comparator=target.comparator, value=target.value, value_high=target.value_high)


def _of_period(reported: Reported | None) -> tuple[str, str | None]:
    if reported is None:
        return "", None
    percent = None if reported.percent is None else f"{reported.percent:g}%"
    return _cut(reported.progress), percent


def _last(row: LedgerRow, periods: Sequence[Period]) -> Reported | None:
    """What was said in the last period that was reported about."""
    return next((row.reported[each.code] for each in reversed(periods) if each.code in row.reported), None)


def _source(plan: Plan) -> str:
    return f"{plan.title}\n{plan.doc_number}" if plan.doc_number else plan.title


def _due(task: Task) -> str:
    day = task.due_on.isoformat() if task.due_on else ""
    return task.due or day


def _cut(words: str) -> str:
    return words if len(words) <= MAX_CELL else f"{words[: MAX_CELL - 1]}…"
