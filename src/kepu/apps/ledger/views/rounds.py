"""All rounds, and opening one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.base import clock
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import RoundState
from kepu.apps.ledger.permissions import ROUND_READERS, LedgerPermission
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.round_forms import OpenRoundForm
from kepu.apps.ledger.selectors.plans import is_state
from kepu.apps.ledger.selectors.rounds import likely_period, offered_periods, opened_periods, round_list, run_regions
from kepu.apps.ledger.services.rounds import open_round
from kepu.apps.ledger.views.doors import any_permission
from kepu.apps.people.http import permission_required
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.services.rounds import Opened
    from kepu.apps.territory.models import Region
    from kepu.core.measures import Period

COLUMNS = (
    Column("period", gettext_lazy("报送期"), "period_end", optional=False),
    Column("region", gettext_lazy("地区"), "region_code"),
    Column("due", gettext_lazy("截止日期"), "due_on"),
)
STATE = Filter(
    "state", gettext_lazy("状态"), lambda: [(state.value, str(state.label)) for state in RoundState], is_state
)


@permission_required(LedgerPermission.VIEW_PLAN)
@any_permission(*ROUND_READERS)
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds, the latest first."""
    user: Any = request.user
    listed = ListPage(
        round_list(user), request.GET, columns=COLUMNS, filters=[STATE], order=("-period_end", "region_code")
    )
    context = {
        "list": listed,
        "page": listed.page,
        "labels": {each.pk: period_label(each.period) for each in listed.page},
        "may_open": user.has_permission(LedgerPermission.RUN_ROUNDS),
    }
    return render(request, "ledger/round_list.html", context)


@permission_required(LedgerPermission.RUN_ROUNDS)
def round_open(request: HttpRequest) -> HttpResponse:
    """Choose region and period, set the dates, ask all units."""
    user: Any = request.user
    regions = run_regions(user)
    if not regions:
        return render(request, "ledger/round_open.html", {"regions": []})
    region = _chosen_region(request, regions)
    policy = ledger_policies(region.code, clock.today()).reporting
    periods, opened = offered_periods(policy, clock.today()), opened_periods(region.code)
    period = _chosen_period(request, periods, opened)
    today = clock.today()
    initial = {"opens_on": today, "due_on": max(policy.due_on(period), today)}
    form = OpenRoundForm(request.POST or None, initial=initial)

    def do() -> str:
        done = open_round(
            region=region,
            period=period,
            opens_on=form.cleaned_data["opens_on"],
            due_on=form.cleaned_data["due_on"],
            note=form.cleaned_data["note"],
            user=user,
        )
        messages.success(request, _opened(done))
        return done.round.get_absolute_url()

    if done := submitted(request, form, do):
        return done
    context = {
        "form": form,
        "regions": regions,
        "region": region,
        "period": period_label(period),
        "tabs": _tabs(region, periods, opened, period),
        "is_open": period.code in opened,
    }
    return render(request, "ledger/round_open.html", context, status=422 if form.errors else 200)


def _chosen_region(request: HttpRequest, regions: Sequence[Region]) -> Region:
    wanted = request.GET.get("region", "")
    own: Any = request.user
    if wanted:
        found = next((region for region in regions if region.code == wanted), None)
        if found is None:
            raise Http404
        return found
    return next((region for region in regions if region.code == own.region_id), regions[0])


def _chosen_period(request: HttpRequest, periods: Sequence[Period], opened: set[str]) -> Period:
    wanted = request.GET.get("period", "")
    if wanted:
        found = next((period for period in periods if period.code == wanted), None)
        if found is None:
            raise Http404
        return found
    return likely_period(periods, opened, clock.today())


def _tabs(region: Region, periods: Sequence[Period], opened: set[str], chosen: Period) -> list[dict[str, Any]]:
    """Periods to choose from; those that were opened say so."""
    here = reverse("ledger:round_open")
    return [
        {
            "label": _("%(period)s（已发起）") % {"period": period_label(each)}
            if each.code in opened
            else period_label(each),
            "url": f"{here}?region={region.code}&period={each.code}",
            "current": each == chosen,
            "count": None,
        }
        for each in periods
    ]


def _opened(done: Opened) -> str:
    if not done.is_new or done.asked is None:
        return _("这一期已经发起过，没有再发起一次。")
    words = {"units": done.asked.n_reports, "tasks": done.asked.n_entries}
    return _("已发起：%(units)s 个单位，%(tasks)s 项任务。把各单位的链接发给联络员就可以开始填报。") % words
