"""What is this unit responsible for? Everything on one page, over all plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Role
from kepu.apps.ledger.lights import LightCode
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.unit_page import (
    READ_UNIT,
    Duties,
    duties_of,
    instructions_of,
    reports_of,
    successions_of,
    targets_of,
)
from kepu.apps.people.http import permission_required
from kepu.apps.people.rules import VIEW_POSTS_OF_UNIT
from kepu.apps.people.selectors import posts_of
from kepu.apps.territory.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.VIEW_PLAN)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Tasks, figures, reports, instructions and people of a unit; `?role=` keeps one kind of task."""
    user: Any = request.user
    organisation = Organisation.objects.select_related("region").filter(pk=pk).first()
    if organisation is None:
        raise Http404
    duties = duties_of(user, organisation)
    if not duties.plans and not READ_UNIT.allows(user, organisation):
        raise Http404
    role = request.GET.get("role", "")
    shown = duties.only(role) if role in Role.values else duties
    before, after = successions_of(organisation)
    context = {
        "organisation": organisation,
        "duties": duties,
        "shown": shown,
        "tabs": _tabs(organisation, duties, role),
        "figures": _figures(duties),
        "targets": targets_of(user, organisation, clock.today()),
        "reports": reports_of(user, organisation),
        "instructions": instructions_of(user, organisation),
        "may_see_posts": VIEW_POSTS_OF_UNIT.allows(user, organisation),
        "posts": posts_of(organisation.pk, clock.today()) if VIEW_POSTS_OF_UNIT.allows(user, organisation) else [],
        "predecessors": before,
        "successors": after,
        "today": clock.today(),
    }
    return render(request, "ledger/unit_detail.html", context)


def _tabs(organisation: Organisation, duties: Duties, role: str) -> list[dict[str, Any]]:
    address = reverse("ledger:unit", args=[organisation.pk])
    choices = [("", _("全部任务")), (Role.LEAD.value, _("牵头的")), (Role.SUPPORT.value, _("配合的"))]
    return [
        {
            "label": label,
            "url": f"{address}?role={value}" if value else address,
            "count": duties.count(value),
            "current": value == (role if role in Role.values else ""),
        }
        for value, label in choices
    ]


def _figures(duties: Duties) -> list[dict[str, Any]]:
    overdue, soon = duties.count(light=LightCode.OVERDUE), duties.count(light=LightCode.DUE_SOON)
    n_plans = len(duties.plans)
    return [
        {"label": _("方案"), "value": n_plans, "unit": npgettext("plan", "份", "份", n_plans)},
        {"label": _("牵头"), **_tasks(duties.count(Role.LEAD)), "tone": "info"},
        {"label": _("配合"), **_tasks(duties.count(Role.SUPPORT))},
        {"label": _("逾期"), **_tasks(overdue), "tone": "bad" if overdue else ""},
        {"label": _("临期"), **_tasks(soon), "tone": "warn" if soon else ""},
    ]


def _tasks(n: int) -> dict[str, Any]:
    return {"value": n, "unit": npgettext("task", "项", "项", n)}
