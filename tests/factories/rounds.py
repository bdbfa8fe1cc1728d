"""Makers of rounds with units that lead tasks, of pages that were filed, and of workbooks that come back changed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from kepu.apps.ledger.enums import Answer, Role
from kepu.apps.ledger.models import TaskUnit, UnitReport
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.asking import ask
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.workbooks import unit_workbook
from kepu.core.workbooks import read_workbook
from tests.factories.answering import make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_result, make_task
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_round
from tests.factories.territory import make_organisation, make_region

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kepu.core.workbooks import Value

CHECKS = (
    LedgerPermission.VIEW_PLAN,
    LedgerPermission.VIEW_REPORTS,
    LedgerPermission.RUN_ROUNDS,
    LedgerPermission.CHECK_REPORTS,
    LedgerPermission.EXPORT_PLAN,
)
Grid = dict[tuple[int, int], "Value"]


def make_checker(region: Any = None, **overrides: Any) -> Any:
    """Somebody of the office who runs rounds and checks."""
    return make_user(region=region or make_region(), permissions=CHECKS, **overrides)


def make_led_plan(organisations: Sequence[Any], **overrides: Any) -> Any:
    """A plan in the ledger in which each of these units leads one task."""
    result = make_result([make_task(id=number, lead=[], support=[]) for number in range(1, len(organisations) + 1)])
    plan = make_confirmed_plan(result, **overrides)
    TaskUnit.objects.filter(plan=plan).delete()
    for task, organisation in zip(plan.tasks.order_by("position"), organisations, strict=True):
        give_task(task, organisation, Role.LEAD)
    return plan


def make_units_round(n_units: int, **overrides: Any) -> Any:
    """An open round in which so many units lead one task each."""
    make_led_plan([make_organisation() for _number in range(n_units)])
    opened = make_round(**overrides)
    ask(opened)
    return opened


def make_filed_page(
    n_tasks: int = 2, *, text: str = "三季度办了 5 场。", officer: Any = None, **content: Any
) -> UnitReport:
    """A page that its unit has filed."""
    report = make_page(n_tasks)
    fill_page(report, officer or make_officer(report.organisation), text=text, **content)
    return UnitReport.objects.get(pk=report.pk)


def fill_page(
    report: UnitReport, user: Any, *, text: str = "三季度办了 5 场。", filing: str = "own", **content: Any
) -> None:
    """Answer everything on a page and file it."""
    for entry in report.entries.all():
        save_answer(entry, user, {"answer": Answer.PROGRESS, "progress": text, **content}, entry.version, filing)
    file_report(report, user, filing)


def versions(report: UnitReport) -> dict[int, int]:
    """The versions of a page's answers."""
    return dict(report.entries.values_list("pk", "version"))


def returned(
    report: UnitReport,
    change: Callable[[Grid], Grid | None] = lambda _grid: None,
    *,
    look: Callable[[Any, Any], None] = lambda _book, _page: None,
) -> bytes:
    """The workbook of a page as it comes back: `change` alters its cells, `look` what xlsxwriter can do besides."""
    [sheet] = read_workbook(unit_workbook(report)).sheets
    cells: Grid = {place: cell.value for place, cell in sheet.cells.items()}
    cells = change(cells) or cells
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(sheet.name)
    for (row, column), value in cells.items():
        if value is not None:
            page.write(row, column, value)
    look(book, page)
    book.close()
    return stream.getvalue()


def head_of(cells: Grid) -> tuple[int, dict[str, int]]:
    """The row of the head, and the columns by their words."""
    row = next(row for (row, _column), value in cells.items() if value == "本期情况")
    return row, {str(value): column for (each, column), value in cells.items() if each == row}


def filled(*answers: dict[str, Any]) -> Callable[[Grid], Grid]:
    """Fill the rows in order: each answer gives values by the words of the head."""

    def change(cells: Grid) -> Grid:
        row, columns = head_of(cells)
        for number, answer in enumerate(answers, 1):
            for name, value in answer.items():
                cells[row + number, columns[name]] = value
        return cells

    return change
