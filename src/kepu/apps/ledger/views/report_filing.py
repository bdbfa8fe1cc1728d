"""Looked at once more, signed on paper where that is the custom, filed, receipted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import ReportState
from kepu.apps.ledger.report_forms import FileForm
from kepu.apps.ledger.report_wording import Receipt, answer_lines
from kepu.apps.ledger.selectors.entries import EDITABLE
from kepu.apps.ledger.selectors.unit_report import unit_page
from kepu.apps.ledger.services.filing import file_report, fingerprint, gaps_of
from kepu.apps.ledger.views.report_opening import Opened, open_report
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.selectors.unit_report import Row, UnitPage

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is missing, with the ways to it; or everything once more, and the button."""
    opened = open_report(request, key)
    opened.require_fill()
    form = FileForm(request.POST or None)
    changed = False
    try:
        if done := submitted(request, form, lambda: _file(opened, form)):
            return done
    except Stale:
        changed = True
    page = unit_page(opened.report)
    waiting = _waiting(page)
    if not waiting and opened.report.state in {ReportState.FILED, ReportState.ACCEPTED} and not form.errors:
        return redirect(opened.address("report_receipt"))
    gaps = gaps_of([row.entry for row in waiting], _previous(waiting))
    context = {
        "page": page,
        "report": opened.report,
        "opened": opened,
        "gaps": [(gap, next(row for row in waiting if row.entry.pk == gap.entry.pk)) for gap in gaps],
        "lines": [(row, answer_lines(row)) for row in waiting],
        "form": form,
        "fresh": FileForm(initial={"seen": fingerprint(row.entry for row in waiting)}),
        "changed": changed,
        "back_url": opened.address(),
        "sheet_url": opened.address("report_sheet"),
    }
    status = CONFLICT if changed else UNPROCESSABLE if form.errors else 200
    return render(request, "ledger/report_file.html", context, status=status)


def _file(opened: Opened, form: FileForm) -> str:
    try:
        file_report(opened.report, opened.user, opened.filing, seen=form.cleaned_data["seen"])
    except Refused as refusal:
        if refusal.code != LedgerCode.ALREADY_FILED:
            raise
    return opened.address("report_receipt")


def _waiting(page: UnitPage) -> list[Row]:
    return [row for row in page.asked if row.entry.state in EDITABLE]


def _previous(rows: list[Row]) -> dict[int, Any]:
    return {row.entry.pk: row.previous for row in rows if row.previous}


@require_safe
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every answer on paper, with a line for the signature."""
    opened = open_report(request, key)
    page = unit_page(opened.report)
    context = {
        "page": page,
        "report": opened.report,
        "lines": [(row, answer_lines(row)) for row in page.asked],
        "back_url": opened.address(),
    }
    return render(request, "ledger/report_sheet.html", context)


@require_safe
def receipt(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was filed, by whom, when: to be forwarded."""
    opened = open_report(request, key)
    if opened.report.filed_at is None:
        return redirect(opened.address())
    page = unit_page(opened.report)
    address = request.build_absolute_uri(reverse("ledger:report", args=[opened.report.key]))
    context = {
        "page": page,
        "report": opened.report,
        "receipt": Receipt.of(page, address),
        "back_url": opened.address(),
        "sheet_url": opened.address("report_sheet"),
        "title": _("报送回执"),
    }
    return render(request, "ledger/report_receipt.html", context)
