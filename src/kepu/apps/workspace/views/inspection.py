"""For inspectors: what was filed, as it was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kepu.apps.base.lists import Filter, ListPage
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.models import UnitReport
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER
from kepu.apps.people.http import get_or_404, permission_required
from kepu.apps.workspace.selectors.inspector import all_filed, as_filed, of_period, of_unit, periods_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@permission_required(LedgerPermission.VIEW_REPORTS)
def filed(request: HttpRequest) -> HttpResponse:
    """Every page that was filed, narrowed by period."""
    user: Any = request.user
    rows = all_filed(user)
    found = ListPage(
        rows,
        request.GET,
        filters=[Filter("period", gettext_lazy("报送期"), lambda: periods_of(rows), of_period)],
        search=of_unit,
        order=("-round__period_end", *OFFICIAL_ORDER),
    )
    lines = [(each, period_label(each.round.period)) for each in found.page]
    return render(request, "workspace/filed_list.html", {"list": found, "page": found.page, "lines": lines})


@require_safe
@permission_required(LedgerPermission.VIEW_REPORTS)
def filed_report(request: HttpRequest, key: UUID) -> HttpResponse:
    """One page with every text that was filed, returned, accepted or corrected, word by word."""
    user: Any = request.user
    rows = UnitReport.objects.select_related("round", "organisation", "filed_by", "checked_by")
    report = get_or_404(rows, rules.ROUND, user, key=key)
    context = {"report": report, "period": period_label(report.round.period), "entries": as_filed(report)}
    return render(request, "workspace/filed_report.html", context)
