"""Makers of linked plans that name the same quantity, and of the page that asks for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.models import Target, Task, TaskLink, TaskUnit, UnitReport
from kepu.apps.ledger.services.asking import ask
from tests.factories.ledger import make_confirmed_plan, make_result, make_target, make_task
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_round
from tests.factories.territory import make_organisation

if TYPE_CHECKING:
    from kepu.apps.territory.models import Organisation

NAMES = ("甲方案", "乙方案", "丙方案")
Printed = list[dict[str, Any]]


def lead(task: Task, unit: Organisation) -> None:
    """Let a unit lead a task alone."""
    task.units.all().delete()
    give_task(task, unit)
    TaskUnit.objects.filter(task=task).update(is_consolidator=True)


def make_plans(unit: Organisation, *printed: Printed) -> list[Target]:
    """Plans from 2026 to 2030 with one task each that the unit leads, all linked; `printed` are the targets of each."""
    tasks = []
    for number, targets in enumerate(printed):
        result = make_result([make_task(id=1)], targets=[make_target(task_id=1, **each) for each in targets])
        issued_on = date(2026, 1, number + 1)
        plan = make_confirmed_plan(result, title=NAMES[number], issued_on=issued_on, period_start=2026, period_end=2030)
        tasks.append(plan.tasks.get())
        lead(tasks[-1], unit)
    link = TaskLink.objects.create(region_code=tasks[0].region_code, created_by=make_user())
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(link=link)
    return list(Target.objects.order_by("pk"))


def make_asked(*printed: Printed) -> tuple[UnitReport, list[Target]]:
    """The page of a unit that leads the same in several plans, and the targets."""
    unit = make_organisation()
    targets = make_plans(unit, *printed)
    ask(make_round())
    return UnitReport.objects.get(organisation=unit), targets
