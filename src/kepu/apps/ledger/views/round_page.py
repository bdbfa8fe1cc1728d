"""One round: how every unit stands, and what the office does about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.base import clock
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Filing, ReportState, RoundState, UnitKind
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.models import Round, UnitReport
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.round_forms import ExtendForm, ReasonForm
from kepu.apps.ledger.round_wording import compared_words, event_lines, figures, standing_words, strip
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER, OWED, in_state, is_late, report_rows, round_rows, standing
from kepu.apps.ledger.services.rounds import close_round, compare_list, extend_round, reopen_round
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import BaseForm

LATE = "late"
PAGE_SIZE = 100
COLUMNS = (
    Column("unit", gettext_lazy("单位"), optional=False),
    Column("filed", gettext_lazy("上报时间"), "first_filed_at"),
)


def state_choices() -> list[tuple[str, str]]:
    """States as the office asks for them: whatever has not come is 未报."""
    states = (ReportState.WAITING, ReportState.FILED, ReportState.RETURNED, ReportState.ACCEPTED)
    return [*((state.value, str(state.label)) for state in states), (LATE, _("逾期"))]


def filters(found: Round) -> list[Filter]:
    """State, how it came, kind of unit."""
    today = clock.today()
    return [
        Filter(
            "state",
            gettext_lazy("状态"),
            state_choices,
            lambda value: is_late(found, today) if value == LATE else in_state(value),
        ),
        Filter(
            "filing",
            gettext_lazy("报送方式"),
            lambda: [(each.value, str(each.label)) for each in Filing],
            lambda value: Q(filing=value, first_filed_at__isnull=False),
        ),
        Filter(
            "kind",
            gettext_lazy("单位类别"),
            lambda: [(each.value, str(each.label)) for each in UnitKind],
            lambda value: Q(organisation__kind=value),
        ),
    ]


def unit_words(text: str) -> Q:
    """Units whose name, or a short form of it, contains the text."""
    return Q(organisation__name__icontains=text) | Q(
        organisation__in=UnitReport.objects.filter(organisation__aliases__name__icontains=text).values("organisation")
    )


def visible_round(request: HttpRequest, pk: int) -> Round:
    """The round, or 404 for whoever may not follow its region."""
    user: Any = request.user
    return get_or_404(Round.objects.select_related("created_by", "closed_by"), rules.ROUND, user, pk=pk)


def own_round(request: HttpRequest, pk: int) -> Round:
    """The round, for whoever runs it."""
    found = visible_round(request, pk)
    user: Any = request.user
    require(rules.RUN_ROUNDS, user, found)
    return found


def chosen_reports(request: HttpRequest, found: Round) -> list[int] | None:
    """The pages that were ticked (`?report=1&report=2`): an empty list where nothing was, none where one has gone.

    Nothing ticked means everybody, which must not happen to somebody who ticked what has gone meanwhile.
    """
    ticked = set(request.GET.getlist("report"))
    asked = {int(each) for each in ticked if each.isdecimal() and len(each) < 12}  # noqa: PLR2004
    chosen = list(found.reports.filter(pk__in=asked).values_list("pk", flat=True)) if asked else []
    return chosen if len(chosen) == len(ticked) else None


def ask_to_tick_again(request: HttpRequest, found: Round) -> HttpResponse:
    """Back to the list of units: some that were ticked are no longer on it."""
    messages.warning(request, _("勾选的单位有的已经不在这一期里，什么也没有做。请重新勾选。"))
    return redirect(found)


@permission_required(LedgerPermission.VIEW_PLAN)
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every unit in official order."""
    user: Any = request.user
    found = visible_round(request, pk)
    listed = ListPage(
        report_rows(found),
        request.GET,
        columns=COLUMNS,
        filters=filters(found),
        search=unit_words,
        order=OFFICIAL_ORDER,
        page_size=PAGE_SIZE,
    )
    counted = standing(found, clock.today())
    context = {
        "round": found,
        "period": period_label(found.period),
        "list": listed,
        "page": listed.page,
        "rows": round_rows(listed.page),
        "standing": counted,
        "summary": standing_words(found, counted),
        "figures": figures(found, counted),
        "strip": strip(counted),
        "events": event_lines(found),
        "is_open": found.state == RoundState.OPEN,
        "may_run": rules.RUN_ROUNDS.allows(user, found),
        "may_check": rules.CHECK_REPORTS.allows(user, found),
        "may_export": rules.EXPORT.allows(user, found),
        "form": DecideForm(),
    }
    return render(request, "ledger/round_detail.html", context)


@permission_required(LedgerPermission.RUN_ROUNDS)
def round_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask about what came after the round was opened."""
    found = own_round(request, pk)
    user: Any = request.user

    def do() -> str:
        messages.success(request, compared_words(compare_list(round_id=found.pk, user=user)))
        return found.get_absolute_url()

    return _page(request, found, "ledger/round_compare.html", DecideForm(request.POST or None), do=do)


@permission_required(LedgerPermission.RUN_ROUNDS)
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has not reported, then close."""
    found = own_round(request, pk)
    user: Any = request.user

    def do() -> str:
        close_round(round_id=found.pk, user=user)
        messages.success(request, _("这一期已截止。没有报的单位记为未报；需要补报时可以重新开放。"))
        return found.get_absolute_url()

    rows = report_rows(found).order_by(*OFFICIAL_ORDER, "pk")
    context = {
        "owed": list(rows.filter(state__in=OWED)),
        "unchecked": list(rows.filter(state=ReportState.FILED)),
        "returned": list(rows.filter(state=ReportState.RETURNED)),
    }
    return _page(request, found, "ledger/round_close.html", DecideForm(request.POST or None), do=do, context=context)


@permission_required(LedgerPermission.RUN_ROUNDS)
def round_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let units file again, with the reason."""
    found = own_round(request, pk)
    form = ReasonForm(request.POST or None)
    user: Any = request.user

    def do() -> str:
        reopen_round(round_id=found.pk, reason=form.cleaned_data["reason"], user=user)
        messages.success(request, _("这一期已重新开放，单位可以继续填报。"))
        return found.get_absolute_url()

    return _page(request, found, "ledger/round_reopen.html", form, do=do)


@permission_required(LedgerPermission.RUN_ROUNDS)
def round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """A later due date for the ticked units, or for all."""
    found = own_round(request, pk)
    form = ExtendForm(request.POST or None)
    user: Any = request.user
    chosen = chosen_reports(request, found)
    if chosen is None:
        return ask_to_tick_again(request, found)

    def do() -> str:
        given = form.cleaned_data
        number = extend_round(
            round_id=found.pk, due_on=given["due_on"], reason=given["reason"], user=user, report_ids=chosen
        )
        messages.success(
            request, _("%(n)s 个单位的截止日期改为 %(day)s。") % {"n": number, "day": given["due_on"].isoformat()}
        )
        return found.get_absolute_url()

    units = list(found.reports.filter(pk__in=chosen).select_related("organisation").order_by(*OFFICIAL_ORDER))
    return _page(request, found, "ledger/round_extend.html", form, do=do, context={"units": units})


def _page(
    request: HttpRequest,
    found: Round,
    template: str,
    form: BaseForm,
    *,
    do: Callable[[], str],
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    if done := submitted(request, form, do):
        return done
    shown = {"round": found, "period": period_label(found.period), "form": form, **(context or {})}
    return render(request, template, shown, status=422 if form.errors else 200)
