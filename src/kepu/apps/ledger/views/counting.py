"""Of which targets of linked tasks a unit gives one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from kepu.apps.base.errors import Stale
from kepu.apps.ledger import rules
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.links import joinable, linked_targets, own_quantities
from kepu.apps.ledger.services.counting import APART, BY_NAME, count_target
from kepu.apps.ledger.target_forms import CountForm
from kepu.apps.ledger.views.target import found_target
from kepu.apps.ledger.wording import target_words
from kepu.apps.people.http import permission_required, require
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Target
    from kepu.apps.ledger.same_figures import Quantity


@permission_required(LedgerPermission.VIEW_PLAN)
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """By name, with one of another plan, or by itself; when somebody was quicker, the page as it is now."""
    user: Any = request.user
    target = found_target(request, pk)
    require(rules.EDIT_TASK, user, target)
    if target.task is None or target.task.link_id is None:
        raise Http404
    targets = linked_targets(target.task)
    offered = joinable(target, targets)
    now = next((each for each in own_quantities(target.task, targets) if target in each.targets), None)
    initial = {"version": target.version, "choice": _chosen(target, offered)}
    form = CountForm(request.POST or None, choices=_choices(offered), initial=initial)
    context: dict[str, Any] = {"target": target, "words": target_words(target), "form": form, "now": now}
    context["has_others"] = bool(offered)

    def do() -> str:
        given = form.cleaned_data
        count_target(target_id=target.pk, user=user, choice=given["choice"], version=given["version"])
        return target.get_absolute_url()

    try:
        if done := submitted(request, form, do):
            messages.success(request, _("已保存。还没有上报的页面也照这样问。"))
            return done
    except Stale as stale:
        renewed(form, stale.current.version)
        context["is_stale"] = True
    status = 409 if "is_stale" in context else 422 if form.errors else 200
    return render(request, "ledger/target_same.html", context, status=status)


def _choices(offered: Sequence[Quantity]) -> list[tuple[str, str]]:
    return [
        (BY_NAME, _("按名称判断：名称、计量单位、算法都相同的合在一起")),
        *((str(each.target.pk), _joining(each)) for each in offered),
        (APART, _("单独填报，不与其他方案合在一起")),
    ]


def _joining(quantity: Quantity) -> str:
    found = quantity.target
    words = {"plan": found.plan.title, "indicator": found.indicator, "words": target_words(found)}
    return _("与《%(plan)s》的“%(indicator)s”（目标：%(words)s）是同一个指标") % words


def _chosen(target: Target, offered: Sequence[Quantity]) -> str:
    """What was said of the target; that it is one with others, when some of them still are there."""
    if not target.counted_as:
        return BY_NAME
    joined = (each for each in offered if any(other.counted_as == target.counted_as for other in each.targets))
    found = next(joined, None)
    return str(found.target.pk) if found else APART
