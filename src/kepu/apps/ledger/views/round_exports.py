"""A round as a workbook, and on A3."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.downloads import download
from kepu.apps.base.limits import limited
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.round_exports import answer_table, round_workbook
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER
from kepu.apps.ledger.views.round_page import ask_to_tick_again, chosen_reports, own_round, visible_round
from kepu.apps.ledger.workbooks import unit_workbook
from kepu.apps.people.http import permission_required, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import UnitReport


def workbook_name(report: UnitReport) -> str:
    """The name of the file that goes to a unit."""
    words = {"unit": report.organisation.name, "period": period_label(report.round.period)}
    return _("%(period)s报送表 %(unit)s.xlsx") % words


@require_safe
@permission_required(LedgerPermission.VIEW_PLAN)
@limited("export", methods=("GET", "HEAD"))
def round_export(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers and how every unit stands."""
    user: Any = request.user
    found = visible_round(request, pk)
    require(rules.EXPORT, user, found)
    content = round_workbook(found)
    record("ledger.export_round", found, after={"period": found.period})
    words = {"period": period_label(found.period), "day": f"{clock.today():%Y%m%d}"}
    return download(content, _("%(period)s工作进展汇总表 %(day)s.xlsx") % words)


@require_safe
@permission_required(LedgerPermission.VIEW_PLAN)
def round_print(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers as a sheet of A3."""
    user: Any = request.user
    found = visible_round(request, pk)
    require(rules.EXPORT, user, found)
    context = {"round": found, "period": period_label(found.period), "table": answer_table(found)}
    return render(request, "ledger/round_print.html", context)


@require_safe
@permission_required(LedgerPermission.RUN_ROUNDS)
@limited("export", methods=("GET", "HEAD"))
def round_workbooks(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbooks of the ticked units, or of all, in one archive."""
    found = own_round(request, pk)
    chosen = chosen_reports(request, found)
    if chosen is None:
        return ask_to_tick_again(request, found)
    reports = found.reports.select_related("round", "organisation").order_by(*OFFICIAL_ORDER, "pk")
    if chosen:
        reports = reports.filter(pk__in=chosen)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for number, report in enumerate(reports, 1):
            # A number in front keeps the official order in a folder, and names apart.
            packed.writestr(f"{number:03} {workbook_name(report)}".replace("/", "／"), unit_workbook(report))
    record("ledger.export_workbook", found, after={"period": found.period, "units": len(reports)})
    name = _("%(period)s各单位报送表.zip") % {"period": period_label(found.period)}
    return download(archive.getvalue(), name, "application/zip")
