"""One page per unit and period, over all plans. Works as one ordinary form; scripts save as one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.enums import Answer, EntryState
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.models import TaskUnit
from kepu.apps.ledger.report_forms import OverwriteForm, given_content, given_version
from kepu.apps.ledger.report_wording import compared
from kepu.apps.ledger.selectors.entries import predecessors
from kepu.apps.ledger.selectors.unit_report import UnitPage, unit_page, with_content
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.bulk import answer_rest_as_before
from kepu.apps.ledger.views.report_opening import Opened, open_report, pressed

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.selectors.unit_report import Row

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page; sent back as a form it keeps everything that was typed, and perhaps goes on to filing."""
    opened = open_report(request, key)
    page = unit_page(opened.report)
    if request.method != "POST":
        return show(request, opened, page)
    opened.require_fill()
    refused = _save_all(request, opened, page)
    if refused:
        return show(request, opened, page, status=refused)
    if request.POST.get("action") == "file":
        return redirect(opened.address("report_file"))
    messages.success(request, _("已保存。还没有上报；填完以后请按“上报”。"))
    return redirect(opened.address())


def _save_all(request: HttpRequest, opened: Opened, page: UnitPage) -> int:
    """Save what differs, entry by entry; what is refused stays on the page with its reason. Gives the status, or 0."""
    status = 0
    for row in page.rows:
        version, content = given_version(request.POST, row), given_content(request.POST, row)
        if version is None or not content:
            continue
        try:
            save_answer(row.entry, opened.user, content, version, opened.filing)
        except Stale as stale:
            status = CONFLICT
            row.stale = {
                "rows": compared(row, content, stale.current),
                "form": OverwriteForm(row, request.POST.dict(), stale.current.version, is_proxy=opened.is_proxy),
                "current": stale.current,
            }
        except Refused as refusal:
            status = status or UNPROCESSABLE
            row.problem = refusal.sentence
        with_content(row, content)
    return status


@require_POST
def same(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer everything that is still open with 与上期相同."""
    opened = open_report(request, key)
    opened.require_fill()

    def do() -> str:
        n = answer_rest_as_before(opened.report, opened.user, opened.filing)
        if n:
            said = ngettext("已把 %(n)s 项填为“与上期相同”。", "已把 %(n)s 项填为“与上期相同”。", n) % {"n": n}
            messages.success(request, said)
        else:
            messages.info(request, _("没有可以沿用的：没有填的项目以前都没有报过。"))
        return opened.address()

    return pressed(request, do, opened.address())


def show(request: HttpRequest, opened: Opened, page: UnitPage, *, status: int = 200) -> HttpResponse:
    """The page as this person may use it."""
    context: dict[str, Any] = {
        "page": page,
        "report": opened.report,
        "round": opened.report.round,
        "opened": opened,
        "may_fill": opened.may_fill,
        "choices": [(value, str(label)) for value, label in Answer.choices],
        "file_url": opened.address("report_file"),
        "same_form": DecideForm(),
        "n_same": sum(_can_be_same(row) for row in page.rows),
        "n_supported": _n_supported(opened),
        "reload_url": opened.address(),
        "is_returned": any(row.entry.state == EntryState.RETURNED for row in page.rows),
    }
    return render(request, "ledger/report.html", context, status=status)


def _can_be_same(row: Row) -> bool:
    return row.is_editable and not row.is_answered and row.previous is not None


def _n_supported(opened: Opened) -> int:
    """How many tasks the unit supports: it is told that nothing is asked about them."""
    units = predecessors([opened.report.organisation_id])
    parts = TaskUnit.objects.filter(region_code=opened.report.region_code, organisation_id__in=units, role="support")
    return parts.values("task_id").distinct().count()
