"""The table of duties as a workbook."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.columns import Role
from kepu.core.plans.tasknames import name_of

if TYPE_CHECKING:
    from kepu.core.documents.workbook import Sheet
    from kepu.core.plans.model import Plan, PrintedTable, Task

NAME = "分工表"
_HEADER = ("序号", "类别", "任务内容", "牵头单位", "责任单位")
_CENTRED = {Role.NUMBER.value, Role.CATEGORY.value, Role.LEAD.value, Role.DUE.value}
_WIDTHS = {
    Role.NUMBER.value: 6.0,
    Role.CATEGORY.value: 18.0,
    Role.TEXT.value: 48.0,
    Role.LEAD.value: 20.0,
    Role.SUPPORT.value: 32.0,
    Role.DUE.value: 14.0,
    Role.TARGET.value: 26.0,
}
_OTHER_WIDTH = 14.0


def workbook(plan: Plan) -> bytes:
    """Write the tables of duties of a plan as a workbook.

    Parameters
    ----------
    plan : Plan
        What `parse_plan` gave.

    Returns
    -------
    bytes
        An .xlsx file with a sheet for each printed table: the same columns, words, order and merged cells. A plan that
        assigns its tasks in sentences gets one table of the same kind; a plan without tasks only its header.

    Raises
    ------
    InputError
        ``plans.too_large``, if a cell has more characters than a workbook can hold in one.
    """
    from kepu.core.documents.workbook import MAX_CELL, write_sheets

    printed = [table for table in plan.tables if any(table.tasks)]
    sheets = [_printed_sheet(table, plan, number) for number, table in enumerate(printed, 1)]
    stated = [task for task in plan.tasks if task.assignment_source != "table"]
    if stated or not sheets:
        sheets.append(_stated_sheet(stated, plan))
    longest = max((len(str(cell.value or "")) for sheet in sheets for cell in sheet.cells), default=0)
    if longest > MAX_CELL:
        message = f"A cell of the table has {longest} characters; a workbook holds {MAX_CELL} in one."
        raise InputError(PlanCode.TOO_LARGE, message, size=longest, limit=MAX_CELL)
    return write_sheets(sheets)


def _printed_sheet(table: PrintedTable, plan: Plan, number: int) -> Sheet:
    from kepu.core.documents.workbook import Sheet, SheetCell

    return Sheet(
        name=NAME if number == 1 else f"{NAME}{number}",
        cells=[SheetCell(cell.row, cell.column, cell.text, cell.rows, cell.columns) for cell in table.cells],
        n_columns=table.n_columns,
        header_rows=table.header_rows,
        title=table.title or plan.document.title or "",
        widths=[_WIDTHS.get(role, _OTHER_WIDTH) for role in table.roles],
        centred=frozenset(column for column, role in enumerate(table.roles) if role in _CENTRED),
    )


def _stated_sheet(tasks: list[Task], plan: Plan) -> Sheet:
    """Make a table of tasks that are assigned in sentences; a category that goes on is one merged cell."""
    from kepu.core.documents.workbook import Sheet, SheetCell

    cells = [SheetCell(0, column, words) for column, words in enumerate(_HEADER)]
    row = 1
    for category, members in groupby(((task, name_of(task)) for task in tasks), key=_category):
        rows = list(members)
        cells.append(SheetCell(row, 1, category, rows=len(rows)))
        for task, name in rows:
            ends = "等" if task.open_ended else ""
            values = (str(task.id), None, name, "、".join(task.lead), "、".join(task.support) + ends)
            cells += [SheetCell(row, column, value) for column, value in enumerate(values) if column != 1]
            row += 1
    roles = (Role.NUMBER, Role.CATEGORY, Role.TEXT, Role.LEAD, Role.SUPPORT)
    return Sheet(
        name=NAME,
        cells=cells,
        n_columns=len(_HEADER),
        title=plan.document.title or "",
        widths=[_WIDTHS[role.value] for role in roles],
        centred=frozenset({0, 1, 3}),
    )


def _category(named: tuple[Task, str]) -> str:
    """What stands beside a task: its action, or what that lies in where the task bears its name."""
    task, name = named
    return (task.category if task.group in {None, name} else task.group) or ""
