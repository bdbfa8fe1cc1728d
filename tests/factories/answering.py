"""Makers of units that answer: a page with tasks, somebody who fills it in, what was filed before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import Answer, Role
from kepu.apps.ledger.models import Round, TaskUnit, UnitReport
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.asking import ask
from kepu.apps.ledger.services.filing import file_report
from tests.factories.ledger import make_confirmed_plan
from tests.factories.people import make_user
from tests.factories.reporting import make_round
from tests.factories.territory import make_organisation

if TYPE_CHECKING:
    from kepu.apps.territory.models import Organisation

FILLS = (LedgerPermission.VIEW_PLAN, LedgerPermission.VIEW_UNIT_REPORT, LedgerPermission.FILE_REPORT)
EARLIER = {
    "period": "2026Q2",
    "period_end": date(2026, 6, 30),
    "opens_on": date(2026, 6, 20),
    "due_on": date(2026, 7, 10),
}


def make_officer(organisation: Organisation, **overrides: Any) -> Any:
    """A liaison officer of a unit."""
    return make_user(region=organisation.region, organisation=organisation, permissions=FILLS, **overrides)


def lead_all(plan: Any, organisation: Organisation, role: Role = Role.LEAD) -> None:
    """Make a unit lead (or support) every task of a plan, as the first of its units."""
    if role == Role.LEAD:
        plan.tasks.first().units.model.objects.filter(plan=plan, role=role).delete()
    TaskUnit.objects.bulk_create(
        TaskUnit(
            task=task,
            plan=plan,
            region_code=plan.region_code,
            role=role,
            position=90,
            name=organisation.name,
            organisation=organisation,
            unit_key=f"o{organisation.pk}",
            unit_label=organisation.name,
            unit_order=f"0{organisation.code}",
            unit_rank=1,
            task_position=task.position,
            is_first=True,
            is_consolidator=role == Role.LEAD,
        )
        for task in plan.tasks.all()
    )


def make_page(n_tasks: int = 2, *, plan: Any = None, organisation: Organisation | None = None) -> UnitReport:
    """The page of a unit that leads so many tasks of one plan, in an open round."""
    plan = plan or make_confirmed_plan(n_tasks)
    organisation = organisation or make_organisation()
    lead_all(plan, organisation)
    opened = make_round()
    ask(opened)
    return UnitReport.objects.get(round=opened, organisation=organisation)


def make_earlier(
    report: UnitReport,
    user: Any,
    text: str = "二季度开展活动 3 场。",
    *,
    round: dict[str, Any] | None = None,  # noqa: A002  # the word of the field
    **content: Any,
) -> Round:
    """The same tasks filed for the quarter before."""
    earlier = make_round(**{**EARLIER, **(round or {})})
    ask(earlier)
    before = UnitReport.objects.get(round=earlier, organisation=report.organisation)
    for entry in before.entries.all():
        save_answer(entry, user, {"answer": Answer.PROGRESS, "progress": text, **content}, entry.version)
    file_report(before, user)
    return earlier
