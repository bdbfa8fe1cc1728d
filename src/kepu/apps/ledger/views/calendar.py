"""Phases and due days, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.calendar import month_of_work
from kepu.apps.ledger.selectors.dues import month_of
from kepu.apps.people.http import permission_required
from kepu.core.measures import PeriodKind, period_of
from kepu.core.measures.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.core.measures import Period

AS_LIST = "list"


@permission_required(LedgerPermission.VIEW_PLAN)
def calendar(request: HttpRequest) -> HttpResponse:
    """A grid where there is room for one, a list of days elsewhere and for who asks for it."""
    user: Any = request.user
    today = clock.today()
    period = month_of(request.GET.get("period", ""), today)
    as_list = request.GET.get("view") == AS_LIST
    context = {
        "month": month_of_work(user, period, today),
        "as_list": as_list,
        "list_url": _address(period, as_list=True),
        "before": _address(period.previous(), as_list=as_list) if period.first.year > FIRST_YEAR else "",
        "after": _address(period.next(), as_list=as_list) if period.last.year < LAST_YEAR else "",
        "now": _address(period_of(today, PeriodKind.MONTH), as_list=as_list),
        "tabs": [
            {"label": _("月历"), "url": _address(period, as_list=False), "current": not as_list},
            {"label": _("列表"), "url": _address(period, as_list=True), "current": as_list},
        ],
        "weekdays": [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")],
        "is_now": period.contains(today),
    }
    return render(request, "ledger/calendar.html", context)


def _address(period: Period, *, as_list: bool) -> str:
    return f"{reverse('ledger:calendar')}?period={period.code}" + ("&view=list" if as_list else "")
