"""Every target that its reader may see, with how it stands; as a page and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.downloads import download
from kepu.apps.base.limits import limited
from kepu.apps.ledger import exports, rules
from kepu.apps.ledger.charting import reading_words, rounded
from kepu.apps.ledger.judging import counted_in
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.targets import judged, lead_names, target_page
from kepu.apps.ledger.wording import plain, target_words
from kepu.apps.people.http import permission_required
from kepu.core.documents.workbook import write_table

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.judging import Judged
    from kepu.apps.ledger.models import Target

WIDTHS = (24, 30, 20, 8, 12, 14, 12, 12, 12, 20, 24, 40)


@permission_required(LedgerPermission.VIEW_PLAN)
def target_list(request: HttpRequest) -> HttpResponse:
    """The list."""
    user: Any = request.user
    listed = target_page(user, request.GET, clock.today())
    shown = list(listed.page)
    found = judged(shown, clock.today())
    context = {
        "list": listed,
        "page": listed.page,
        "rows": [_line(target, found[target.pk]) for target in shown],
        "may_export": user.has_permission(LedgerPermission.EXPORT_PLAN),
        "query": request.GET.urlencode(),
    }
    return render(request, "ledger/target_list.html", context)


def _line(target: Target, stands: Judged) -> dict[str, Any]:
    return {
        "target": target,
        "words": target_words(target),
        "judged": stands,
        "reading": reading_words(stands.reading, counted_in(target)) if stands.reading else "",
        "leads": _("、").join(lead_names(target)),
    }


@require_safe
@permission_required(LedgerPermission.EXPORT_PLAN)
@limited("export", methods=("GET", "HEAD"))
def target_export(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook."""
    user: Any = request.user
    listed = target_page(user, request.GET, clock.today())
    listed.rows = listed.rows.filter(rules.EXPORT.visible(user))
    exports.refuse_too_many(listed.queryset.count())
    targets = list(listed.queryset)
    found = judged(targets, clock.today())
    record("ledger.export_targets", after={"filters": {**listed.chosen, **({"q": listed.text} if listed.text else {})}})
    name = _("指标台账")
    content = write_table(name, _columns(), [_cells(target, found[target.pk]) for target in targets], widths=WIDTHS)
    return download(content, f"{name} {clock.today():%Y%m%d}.xlsx")


def _columns() -> list[str]:
    return [
        _("方案"),
        _("指标"),
        _("目标"),
        _("计量单位"),
        _("截止日期"),
        _("最新时期"),
        _("数据"),
        _("按进度应达到"),
        _("进度"),
        _("说明"),
        _("牵头单位"),
        _("原文"),
    ]


def _cells(target: Target, stands: Judged) -> list[str | float | None]:
    reading = stands.reading
    value = None if reading is None else reading_words(reading, "") if reading.value is None else float(reading.value)
    return [
        target.plan.title,
        target.indicator,
        target_words(target),
        target.unit,
        target.due_on.isoformat() if target.due_on else None,
        stands.period or None,
        value,
        None if stands.expected is None else float(plain(rounded(stands.expected))),
        stands.light.word,
        stands.light.note,
        _("、").join(lead_names(target)),
        target.quote,
    ]
