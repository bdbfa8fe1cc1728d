"""Boards as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.downloads import download
from kepu.apps.base.limits import limited
from kepu.apps.ledger import exports, rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.board import duty_board, task_board
from kepu.apps.ledger.selectors.facets import offer_across, plan_offer
from kepu.apps.ledger.views.board import BY_UNIT, chosen_plan
from kepu.apps.people.http import get_or_404, permission_required, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.selectors.board import Board


@require_safe
@permission_required(LedgerPermission.VIEW_PLAN)
@limited("export", methods=("GET", "HEAD"))
def plan_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of duties of a plan: as printed, or the rows that were filtered with the same columns."""
    user: Any = request.user
    plan = get_or_404(Plan.objects.filter(state=PlanState.CONFIRMED).defer("text"), rules.PLAN, user, pk=pk)
    require(rules.EXPORT, user, plan)
    offer = plan_offer(plan)
    if request.GET.get("by") == BY_UNIT:
        parts = duty_board(user, request.GET, offer, plan=plan)
        exports.refuse_too_many(parts.queryset.count())
        return _download(
            _("%(name)s（按单位）") % {"name": plan.title}, exports.part_table(plan.title, parts.queryset), parts, plan
        )
    tasks = task_board(user, request.GET, offer, plan=plan)
    exports.refuse_too_many(tasks.queryset.count())
    rows = tasks.queryset.defer(None).defer("spans")
    name = _("%(name)s 分工表（筛选）") if tasks.is_narrowed else _("%(name)s 分工表")
    return _download(name % {"name": plan.title}, exports.duty_table(plan, rows), tasks, plan)


@require_safe
@permission_required(LedgerPermission.EXPORT_PLAN)
@limited("export", methods=("GET", "HEAD"))
def task_export(request: HttpRequest) -> HttpResponse:
    """Tasks of every plan that the reader may export."""
    user: Any = request.user
    offer = offer_across(user, chosen_plan(request))
    if request.GET.get("by") == BY_UNIT:
        parts = duty_board(user, request.GET, offer)
        parts.rows = parts.rows.filter(rules.EXPORT.visible(user))
        exports.refuse_too_many(parts.queryset.count())
        return _download(
            _("%(name)s（按单位）") % {"name": _("任务台账")}, exports.part_table(_("任务台账"), parts.queryset), parts
        )
    tasks = task_board(user, request.GET, offer)
    tasks.rows = tasks.rows.filter(rules.EXPORT.visible(user))
    exports.refuse_too_many(tasks.queryset.count())
    return _download(_("任务台账"), exports.task_table(tasks.queryset, _titles(user)), tasks)


def _titles(user: Any) -> dict[int, str]:
    """Titles of every plan whose tasks the reader may export."""
    return dict(Plan.objects.filter(rules.EXPORT.visible(user)).values_list("pk", "title"))


def _download(name: str, content: bytes, board: Board[Any], plan: Plan | None = None) -> HttpResponse:
    """The file, named after what is in it, and a row that says who took it."""
    record("ledger.export_plan", plan, after={"filters": {**board.chosen, **({"q": board.text} if board.text else {})}})
    return download(content, f"{name} {clock.today():%Y%m%d}.xlsx")
