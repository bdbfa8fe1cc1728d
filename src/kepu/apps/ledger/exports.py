"""Workbooks of boards: the printed table where one plan is asked for, plain columns across plans and by unit."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.codes import LedgerCode
from kepu.core.documents.workbook import write_table
from kepu.core.plans import Document, Place, PrintedCell, PrintedTable, workbook
from kepu.core.plans import Plan as PlanOnPaper
from kepu.core.plans import Task as TaskOnPaper

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from kepu.apps.ledger.models import Plan, Task, TaskUnit

MOST_ROWS = 50_000
NOWHERE = Place()


def refuse_too_many(rows: int) -> None:
    """Say so, and how to go on, when a workbook would be too large for one request."""
    if rows > MOST_ROWS:
        raise Refused(LedgerCode.EXPORT_TOO_LARGE, rows=rows, most=MOST_ROWS)


def duty_table(plan: Plan, tasks: Iterable[Task]) -> bytes:
    """The table of duties with these tasks: all of them give the printed table, cell by cell."""
    kept = {task.printed_id: task for task in tasks}
    tables = [printed_table(table) for table in plan.tables]
    in_tables = {number for table in tables for number in table.tasks}
    stated = [_on_paper(task) for number, task in kept.items() if number not in in_tables]
    narrowed = tuple(narrow(table, kept) for table in tables)
    return workbook(PlanOnPaper(text="", document=Document(title=plan.title), tasks=tuple(stated), tables=narrowed))


def printed_table(found: Mapping[str, Any]) -> PrintedTable:
    """A printed table from its stored form."""
    cells = tuple(
        PrintedCell(**{**cell, "span": tuple(cell["span"]) if cell["span"] else None}) for cell in found["cells"]
    )
    sequences = {name: tuple(found[name]) for name in ("header", "roles", "tasks")}
    return PrintedTable(**{**found, **sequences, "cells": cells})


def narrow(table: PrintedTable, kept: Collection[int]) -> PrintedTable:
    """Keep the header and the rows of some tasks; a merged cell covers what is left of its rows.

    A row without a task is a heading over the rows below it: it stays as long as one of these stays.
    """
    rows = _kept_rows(table, kept)
    if len(rows) == table.n_rows:
        return table
    place = {row: index for index, row in enumerate(rows)}
    cells = []
    for cell in table.cells:
        covered = [place[row] for row in range(cell.row, cell.row + cell.rows) if row in place]
        if covered:
            cells.append(replace(cell, row=covered[0], rows=len(covered)))
    return replace(table, cells=tuple(cells), n_rows=len(rows), tasks=tuple(table.tasks[row] for row in rows))


def _kept_rows(table: PrintedTable, kept: Collection[int]) -> list[int]:
    rows: list[int] = []
    headings: list[int] = []
    for row, task in enumerate(table.tasks):
        if row < table.header_rows:
            rows.append(row)
        elif not task:
            headings = [*headings, row] if headings and headings[-1] == row - 1 else [row]
        elif task in kept:
            rows += [*headings, row]
            headings = []
    complete = all(task in kept for task in table.tasks if task)
    return list(range(table.n_rows)) if complete else rows


def _on_paper(task: Task) -> TaskOnPaper:
    names = {role: tuple(name for name in text.split("、") if name) for role, text in _names(task)}
    return TaskOnPaper(
        id=task.printed_id,
        number=task.number or None,
        category=task.category or None,
        category_number=task.category_number or None,
        group=task.group or None,
        group_number=task.group_number or None,
        text=task.text,
        lead=names["lead"],
        support=names["support"],
        assignment_source="inline",
        inherited=False,
        open_ended=task.open_ended,
        section=None,
        place=NOWHERE,
        category_span=None,
        group_span=None,
        lead_spans=(),
        support_spans=(),
        confidence=task.confidence,
        rule=task.rule,
    )


def _names(task: Task) -> tuple[tuple[str, str], tuple[str, str]]:
    return (("lead", task.lead_names), ("support", task.support_names))


def task_table(tasks: QuerySet[Task], titles: Mapping[int, str]) -> bytes:
    """Tasks of several plans; a plan and a category that go on are merged."""
    columns = [
        pgettext("one", "方案"),
        _("类别"),
        _("行动（工程）"),
        _("序号"),
        _("任务"),
        _("牵头单位"),
        _("配合单位"),
        _("指标数"),
    ]
    rows = [
        (
            titles[task.plan_id],
            task.category,
            task.group,
            task.number or str(task.position),
            task.text,
            task.lead_names,
            task.support_names,
            task.n_targets,
        )
        for task in tasks
    ]
    return write_table(_("任务台账"), columns, rows, _merges(rows, 3), widths=[28, 16, 20, 6, 46, 20, 30, 7])


def part_table(title: str, parts: QuerySet[TaskUnit]) -> bytes:
    """Who does what, by unit."""
    columns = [_("单位"), _("角色"), _("序号"), _("任务"), _("行动（工程）"), _("牵头单位"), _("配合单位")]
    rows = [
        (
            part.unit_label,
            part.get_role_display(),
            part.task.number or str(part.task.position),
            part.task.text,
            part.task.group or part.task.category,
            part.task.lead_names,
            part.task.support_names,
        )
        for part in parts
    ]
    return write_table(title, columns, rows, _merges(rows, 1), name=_("按单位"), widths=[18, 10, 6, 46, 24, 20, 30])


def _merges(rows: Sequence[Sequence[Any]], depth: int) -> list[tuple[int, int, int, int]]:
    """Equal values below each other in the first columns, inside the merged cell to their left."""
    merges = []
    for column in range(depth):
        start = 0
        for _key, found in groupby(rows, key=lambda row: row[: column + 1]):  # used at once
            height = len(list(found))
            if height > 1:
                merges.append((start, column, height, 1))
            start += height
    return merges
