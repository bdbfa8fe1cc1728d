"""A unit's page as a workbook: download, send back, see what it would change, take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kepu.apps.audit.services import record
from kepu.apps.base.downloads import download
from kepu.apps.base.limits import limited
from kepu.apps.base.periods import period_label
from kepu.apps.files.models import StoredFile
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Filing, RoundState
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.handing_in import PURPOSE, TARGET, filing_of, hand_in, keep_workbook
from kepu.apps.ledger.views.checking import visible_report
from kepu.apps.ledger.views.round_exports import workbook_name
from kepu.apps.ledger.workbook_forms import TakeForm, WorkbookForm
from kepu.apps.ledger.workbooks import compare, read_returned, unit_workbook
from kepu.apps.people.http import permission_required, require
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import UnitReport

UNPROCESSABLE = 422
PLACE = "place-"


def handed_report(request: HttpRequest, key: UUID) -> UnitReport:
    """The page, for its unit and for the office that enters it."""
    user: Any = request.user
    report = visible_report(request, key)
    require(rules.HAND_IN, user, report)
    return report


@require_safe
@permission_required(LedgerPermission.VIEW_PLAN)
@limited("export", methods=("GET", "HEAD"))
def workbook_download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page to be filled in away from the system."""
    report = handed_report(request, key)
    content = unit_workbook(report)
    record("ledger.export_workbook", report, after={"unit": report.organisation.name})
    return download(content, workbook_name(report))


@permission_required(LedgerPermission.VIEW_PLAN)
@limited("upload")
def workbook(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the workbook back."""
    user: Any = request.user
    report = handed_report(request, key)
    form = WorkbookForm(request.POST or None, request.FILES or None)

    def do() -> str:
        stored = keep_workbook(report=report, upload=form.cleaned_data["document"], user=user)
        return reverse("ledger:workbook_preview", args=[report.key, stored.pk])

    if done := submitted(request, form, do):
        return done
    context = _context(report, user) | {"form": form}
    return render(request, "ledger/workbook_upload.html", context, status=UNPROCESSABLE if form.errors else 200)


@permission_required(LedgerPermission.VIEW_PLAN)
def workbook_preview(request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
    """What it would change, and what is wrong with it; POST takes what was ticked."""
    user: Any = request.user
    report = handed_report(request, key)
    stored = StoredFile.objects.filter(
        pk=file, purpose=PURPOSE, attachments__target=TARGET, attachments__object_id=str(report.pk)
    ).first()
    if stored is None:
        raise Http404
    placed = _placed(request)
    form = TakeForm(request.POST or None)

    def do() -> str:
        done = hand_in(
            report_id=report.pk,
            stored=stored,
            taken=form.taken(),
            placed=placed,
            seen=form.cleaned_data["seen"],
            file_it=form.cleaned_data["action"] == "file",
            user=user,
        )
        words = ngettext("已录入 %(n)s 项。", "已录入 %(n)s 项。", done.n_saved) % {"n": done.n_saved}
        messages.success(request, words + (_("这个单位的报送已上报。") if done.is_filed else ""))
        return report.get_absolute_url()

    if done := submitted(request, form, do):
        return done
    with stored.open() as content:
        intake = compare(report, read_returned(content.read()), placed)
    other = intake.other if intake.other and rules.REPORT.allows(user, intake.other) else None
    fresh = TakeForm(initial={"seen": intake.fingerprint})
    context = _context(report, user) | {
        "intake": intake,
        "stored": stored,
        "form": fresh,
        "refusal": form.non_field_errors() if form.is_bound else [],
        "other": other,
        "placed": placed,
        "is_open": report.round.state == RoundState.OPEN,
    }
    status = UNPROCESSABLE if form.errors or intake.refusals else 200
    return render(request, "ledger/workbook_preview.html", context, status=status)


def _placed(request: HttpRequest) -> dict[int, int]:
    """Which entry a row is of, as the address says: `?place-12=345`."""
    found = {}
    for name in request.GET:
        value = request.GET.get(name, "")
        row = name.removeprefix(PLACE)
        if name.startswith(PLACE) and row.isdecimal() and value.isdecimal() and len(row) < 8 and len(value) < 12:  # noqa: PLR2004
            found[int(row)] = int(value)
    return found


def _context(report: UnitReport, user: Any) -> dict[str, Any]:
    return {
        "report": report,
        "round": report.round,
        "period": period_label(report.round.period),
        "is_proxy": filing_of(user, report) == Filing.PROXY,
        "may_see_round": rules.ROUND.allows(user, report.round),
    }
