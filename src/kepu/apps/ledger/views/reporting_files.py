"""Evidence of one entry: upload it, use a file again, put it aside."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from kepu.apps.base.limits import limited
from kepu.apps.files.services import prepare
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.models import Evidence
from kepu.apps.ledger.report_forms import EvidenceForm
from kepu.apps.ledger.selectors.evidence import own_files
from kepu.apps.ledger.selectors.unit_report import one_row
from kepu.apps.ledger.services.evidence import attach_evidence, remove_evidence
from kepu.apps.ledger.views.report_opening import open_report, pressed
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_FILES = 50


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
def evidence(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """The form, and what is attached."""
    opened = open_report(request, key)
    opened.require_fill()
    row = one_row(opened.report, pk)
    if row is None:
        raise Http404
    own = list(own_files(opened.report)[:MOST_FILES])
    form = EvidenceForm(request.POST or None, request.FILES or None, files=own)
    back = f"{opened.address()}#e{pk}"
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        document = prepare(upload) if upload else UUID(form.cleaned_data["again"])

        def do() -> str:
            attach_evidence(row.entry, opened.user, document, note=form.cleaned_data["note"], filing=opened.filing)
            return back

        if done := submitted(request, form, do):
            return done
    context = {
        "row": row,
        "opened": opened,
        "form": form,
        "back_url": back,
        "attached": Evidence.objects.filter(entry=row.entry, removed_at=None).select_related("file").order_by("pk"),
        "remove_form": DecideForm(),
    }
    return render(request, "ledger/entry_evidence.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, key: UUID, pk: int, evidence_pk: int) -> HttpResponse:
    """Put one file aside."""
    opened = open_report(request, key)
    opened.require_fill()
    found = Evidence.objects.filter(pk=evidence_pk, entry_id=pk, entry__report=opened.report).first()
    if found is None:
        raise Http404
    back = f"{opened.address()}#e{pk}"

    def do() -> str:
        remove_evidence(found, opened.user, opened.filing)
        return back

    return pressed(request, do, back)
