"""The list of instructions: on the page, on paper, as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.downloads import download
from kepu.apps.base.limits import limited
from kepu.apps.ledger import exports, instruction_exports
from kepu.apps.ledger.permissions import INSTRUCTION_READERS, LedgerPermission
from kepu.apps.ledger.selectors.instructions import instruction_list, lines, replies_of
from kepu.apps.ledger.views.board import chips
from kepu.apps.ledger.views.doors import any_permission
from kepu.apps.people.http import permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_PRINTED = 300


@require_safe
@any_permission(*INSTRUCTION_READERS)
def instructions(request: HttpRequest) -> HttpResponse:
    """What was asked, of whom, by when, and how it stands."""
    user: Any = request.user
    found: Any = instruction_list(user, request.GET)
    context = {
        "list": found,
        "page": found.page,
        "lines": lines(user, found.page),
        "chips": chips(found),
        "query": request.GET.urlencode(),
        "may_export": user.has_permission(LedgerPermission.EXPORT_PLAN),
        "may_instruct": user.has_permission(LedgerPermission.INSTRUCT),
        "may_supervise": user.has_permission(LedgerPermission.SUPERVISE),
    }
    return render(request, "ledger/instruction_list.html", context)


@require_safe
@any_permission(*INSTRUCTION_READERS)
def printed(request: HttpRequest) -> HttpResponse:
    """The same rows on paper, with what was replied last."""
    user: Any = request.user
    found: Any = instruction_list(user, request.GET)
    rows = list(found.queryset[: MOST_PRINTED + 1])
    shown = rows[:MOST_PRINTED]
    replies = replies_of(user, shown)
    context = {
        "lines": [(line, replies[line.row.pk]) for line in lines(user, shown)],
        "chips": chips(found),
        "cut_at": MOST_PRINTED if len(rows) > MOST_PRINTED else 0,
        "today": clock.today(),
    }
    return render(request, "ledger/instruction_print.html", context)


@require_safe
@permission_required(LedgerPermission.EXPORT_PLAN)
@limited("export", methods=("GET", "HEAD"))
def export(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook."""
    user: Any = request.user
    found = instruction_list(user, request.GET)
    exports.refuse_too_many(found.queryset.count())
    rows = list(found.queryset)
    content = instruction_exports.workbook(lines(user, rows), replies_of(user, rows))
    record(
        "ledger.export_instructions", after={"filters": {**found.chosen, **({"q": found.text} if found.text else {})}}
    )
    return download(content, _("批示和督办 %(day)s.xlsx") % {"day": f"{clock.today():%Y%m%d}"})
