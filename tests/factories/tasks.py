"""Makers for the pages of tasks and units: a task with units of the directory, an answer that was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, Role
from kepu.apps.ledger.models import Entry, EntryText, Evidence
from tests.factories.ledger import make_confirmed_plan
from tests.factories.reporting import give_task, make_entry, make_unit_report

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Task
    from kepu.apps.territory.models import Organisation


def make_led_task(
    *leads: Organisation, supports: tuple[Organisation, ...] = (), plan: Any = None, **values: Any
) -> Task:
    """The first task of a confirmed plan, led and supported by these units and by nobody else."""
    plan = plan or make_confirmed_plan(region=leads[0].region)
    task = plan.tasks.first()
    task.units.all().delete()
    for organisation in leads:
        give_task(task, organisation)
    for organisation in supports:
        give_task(task, organisation, Role.SUPPORT)
    for name, value in values.items():
        setattr(task, name, value)
    task.save()
    return task


def file_answer(task: Task, organisation: Organisation, progress: str = "办了三场活动。", **overrides: Any) -> Entry:
    """An answer of a unit that was filed in the third quarter of 2026."""
    report = overrides.pop("report", None) or make_unit_report(region=organisation.region, organisation=organisation)
    event = overrides.pop("event", EntryEvent.FILED)
    by = overrides.pop("by", None) or report.round.created_by
    values = {"state": EntryState.FILED, "answer": Answer.PROGRESS, "progress": progress, **overrides}
    entry = make_entry(report, task, **values)
    content = {"answer": entry.answer, "progress": progress, "percent": None, "problems": entry.problems}
    EntryText.objects.create(entry=entry, event=event, content={**content, "next_step": entry.next_step}, by=by)
    return entry


def attach_evidence(entry: Entry, stored: Any) -> Evidence:
    """A file that shows what an answer says."""
    return Evidence.objects.create(entry=entry, file=stored, added_by=stored.owner)
