"""One entry, saved by the page itself while somebody writes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.models import UnitReport
from kepu.apps.ledger.report_forms import OverwriteForm, given_content, given_version
from kepu.apps.ledger.report_wording import clock_words, compared
from kepu.apps.ledger.selectors.unit_report import one_row
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.views.report_opening import Opened, open_report

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Entry
    from kepu.apps.ledger.selectors.unit_report import Row

MOST_UNCONFIRMED = 50


@require_POST
def save(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Keep what was typed; says in words what became of it."""
    opened = open_report(request, key)
    opened.require_fill()
    row = one_row(opened.report, pk)
    if row is None:
        raise Http404
    version = given_version(request.POST, row)
    try:
        saved = save_answer(
            row.entry,
            opened.user,
            given_content(request.POST, row),
            version or 0,
            opened.filing,
            request_id=_request_id(request),
            unconfirmed=request.POST.get("unconfirmed", "").split(",")[:MOST_UNCONFIRMED],
        )
    except Stale as stale:
        return _both(request, opened, row, stale.current)
    except Refused as refusal:
        return JsonResponse({"code": str(refusal.code), "sentence": refusal.sentence}, status=refusal.status)
    return JsonResponse({"version": saved.version, **_counts(opened), "saved": _saved_words(saved)})


def _request_id(request: HttpRequest) -> UUID | None:
    try:
        return uuid.UUID(request.POST.get("request_id", ""))
    except ValueError:
        return None


def _saved_words(entry: Entry) -> str:
    return _("已保存 %(time)s") % {"time": clock_words(entry.saved_at)} if entry.saved_at else _("已保存")


def _counts(opened: Opened) -> dict[str, int]:
    n_entries, n_answered = UnitReport.objects.values_list("n_entries", "n_answered").get(pk=opened.report.pk)
    return {"total": n_entries, "answered": n_answered}


def _both(request: HttpRequest, opened: Opened, row: Row, current: Entry) -> JsonResponse:
    """Both texts, to be chosen from."""
    form = OverwriteForm(row, request.POST.dict(), current.version, is_proxy=opened.is_proxy)
    row.stale = {"rows": compared(row, given_content(request.POST, row), current), "form": form, "current": current}
    context = {"row": row, "reload_url": opened.address()}
    html = render_to_string("ledger/_entry_stale.html", context, request=request)
    sentence = _("没有保存：别人刚改过这一项，两份都在下面。")
    return JsonResponse({"code": "base.stale", "sentence": sentence, "html": html}, status=409)
