"""The working ledger of a plan, or of what was filtered, as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.downloads import download
from kepu.apps.base.limits import limited
from kepu.apps.ledger import rules
from kepu.apps.ledger.asked_ledger import MOST_AT_ONCE, asked_ledger, file_name
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.ledger_export import queue_export
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.EXPORT_PLAN)
@limited("export", methods=("GET", "HEAD"))
def ledger_export(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Few rows at once; many by a worker, after a press of a button."""
    user: Any = request.user
    if pk is not None:
        plan = get_or_404(Plan.objects.light().filter(state=PlanState.CONFIRMED), rules.PLAN, user, pk=pk)
        require(rules.EXPORT, user, plan)
    asked = asked_ledger(user, request.GET, pk)
    if asked.n_rows <= MOST_AT_ONCE:
        record("ledger.export_ledger", asked.plan, after={"filters": request.GET.urlencode(), "rows": asked.n_rows})
        return download(asked.book(), file_name(asked.title, clock.today()))
    form = DecideForm(request.POST or None)

    def do() -> str:
        return queue_export(
            user=user,
            request_id=form.cleaned_data["request_id"],
            query=request.GET.urlencode(),
            plan_id=pk,
            rows=asked.n_rows,
        ).get_absolute_url()

    if done := submitted(request, form, do):
        return done
    context = {"form": form, "n_rows": asked.n_rows, "title": asked.title, "label": _("导出工作台账")}
    return render(request, "ledger/ledger_export.html", context)
