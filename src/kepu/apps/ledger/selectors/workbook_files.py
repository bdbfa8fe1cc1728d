"""Who may open a workbook that came back: whoever may see the page that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.models import UnitReport

if TYPE_CHECKING:
    from kepu.apps.people.models import User


def may_see_workbook(user: User, report_id: str) -> bool:
    """The unit, the office, those who read all reports."""
    if not report_id.isdecimal():
        return False
    report = UnitReport.objects.select_related("organisation").filter(pk=report_id).first()
    rule = rules.REPORT | rules.RUN_ROUNDS | rules.CHECK_REPORTS
    return report is not None and rule.allows(user, report)


def describe_workbook(report_id: str) -> tuple[str, str]:
    """The unit and the period, and the address of the page."""
    report = UnitReport.objects.select_related("organisation", "round").get(pk=report_id)
    return f"{report.organisation.name} {period_label(report.round.period)}", report.get_absolute_url()
