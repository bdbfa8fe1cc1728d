"""The board of a plan and of all plans, by action and by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.board import Board, duty_board, task_board
from kepu.apps.ledger.selectors.facets import Offer, offer_across, plan_offer
from kepu.apps.ledger.selectors.rows import Block, column_labels, duty_blocks, task_blocks
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.ledger.views.tabs import plan_tabs
from kepu.apps.people.http import permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BY_TASK, BY_UNIT = "task", "unit"
LONGEST_KEY = 12  # digits


class Arranged(NamedTuple):
    """A board and its rows under their headings."""

    board: Board[Any]
    blocks: list[Block]
    by: str


@permission_required(LedgerPermission.VIEW_PLAN)
def plan_board(request: HttpRequest, pk: int, by: str = BY_TASK) -> HttpResponse:
    """The board of one plan; a plan that is not confirmed is shown where it now stands."""
    user: Any = request.user
    plan = Plan.objects.light().filter(pk=pk).first()
    if plan is None or not rules.PLAN.allows(user, plan):  # the same rule as `visible`, without building its query
        raise Http404
    if plan.state != PlanState.CONFIRMED:
        return redirect("ledger:review" if plan.state == PlanState.REVIEW else "ledger:progress", plan.pk)
    offer = plan_offer(plan)
    arranged = _arranged(request, offer, by, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, by, query=request.GET.urlencode()),
        "may_export": rules.EXPORT.allows(user, plan),
        "may_edit": rules.EDIT_TASK.allows(user, plan),
        "export_url": reverse("ledger:plan_export", args=[plan.pk]),
        "ledger_url": reverse("ledger:plan_ledger", args=[plan.pk]),
    }
    return _show(request, "ledger/plan_board.html", arranged, context)


@permission_required(LedgerPermission.VIEW_PLAN)
def task_list(request: HttpRequest, by: str = BY_TASK) -> HttpResponse:
    """The board over every plan that the reader may see."""
    user: Any = request.user
    offer = offer_across(user, chosen_plan(request))
    arranged = _arranged(request, offer, by, None)
    query = request.GET.urlencode()
    tabs = [
        {"label": label, "url": f"{reverse(name)}?{query}" if query else reverse(name), "current": by == key}
        for label, name, key in (
            (_("按行动（工程）"), "ledger:tasks", BY_TASK),
            (_("按单位"), "ledger:tasks_by_unit", BY_UNIT),
        )
    ]
    context = {
        "tabs": tabs,
        "n_plans": len(offer.plans),
        "may_export": user.has_permission(LedgerPermission.EXPORT_PLAN),
        "may_edit": user.has_permission(LedgerPermission.EDIT_TASK),
        "export_url": reverse("ledger:task_export"),
        "ledger_url": reverse("ledger:task_ledger"),
    }
    return _show(request, "ledger/task_list.html", arranged, context)


def chosen_plan(request: HttpRequest) -> int | None:
    """The plan in the address, as a number."""
    chosen = request.GET.get("plan", "")
    return int(chosen) if chosen.isdecimal() and len(chosen) <= LONGEST_KEY else None


def _arranged(request: HttpRequest, offer: Offer, by: str, plan: Plan | None) -> Arranged:
    user: Any = request.user
    if by == BY_UNIT:
        duties = duty_board(user, request.GET, offer, plan=plan)
        return Arranged(duties, duty_blocks(list(duties.page), offer, across=plan is None), by)
    tasks = task_board(user, request.GET, offer, plan=plan)
    blocks = task_blocks(
        list(tasks.page), offer, across=plan is None, is_sorted=bool(tasks.sort), selecting=_is_selecting(request)
    )
    return Arranged(tasks, blocks, by)


def _is_selecting(request: HttpRequest) -> bool:
    """Whether the reader chooses tasks to be changed together."""
    user: Any = request.user
    return bool(request.GET.get("select")) and user.has_permission(LedgerPermission.EDIT_TASK)


def _show(request: HttpRequest, template: str, arranged: Arranged, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or the part that htmx swaps."""
    if wants_part(request):
        template = "ledger/_board_part.html"
    board = arranged.board
    context |= {
        "list": board,
        "page": board.page,
        "blocks": arranged.blocks,
        "by": arranged.by,
        "labels": column_labels(context.get("plan")),
        "chips": chips(board),
        "selecting": arranged.by == BY_TASK and _is_selecting(request),
        # Templates call what can be called: an address is made where it is written.
        "select_url": lambda: board.address(select=1, page=request.GET.get("page")),
        "list_back": lambda: board.address(select=None, page=request.GET.get("page")),
        "download_url": _download_url(context["export_url"], request, arranged),
        "ledger_url": _download_url(context["ledger_url"], request, arranged),
    }
    return render(request, template, context)


def _download_url(address: str, request: HttpRequest, arranged: Arranged) -> str:
    """The workbook of the rows that are shown, in the same arrangement."""
    query = request.GET.copy()
    for name in ("page", "select"):
        query.pop(name, None)
    if arranged.by == BY_UNIT:
        query["by"] = BY_UNIT
    return f"{address}?{query.urlencode()}" if query else address


def chips(board: Board[Any]) -> list[dict[str, str]]:
    """The filters in use, each with the address that drops it."""
    found = [
        {
            "label": _("%(label)s：%(value)s")
            % {"label": field["label"], "value": dict(field["choices"])[field["value"]]},
            "url": board.address(**{field["name"]: None}),
        }
        for field in board.filter_fields
        if field["value"]
    ]
    if board.text:
        found.append({"label": f"“{board.text}”", "url": board.address(q=None)})
    return found
