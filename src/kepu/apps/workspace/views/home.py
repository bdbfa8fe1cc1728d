"""The home page: one for the office, for a leader, a unit, an inspector, the level above; several get tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from kepu.apps.base import clock
from kepu.apps.ledger.enums import ReportState, TaskState
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.workspace.selectors import HomeKind, desk_of, homes_of
from kepu.apps.workspace.selectors.above import above_desk
from kepu.apps.workspace.selectors.homes import chosen_home, tab_labels
from kepu.apps.workspace.selectors.inspector import DRAWN, MOST_DRAWN, inspector_desk, sample_tasks
from kepu.apps.workspace.selectors.leader import BY_PLAN, BY_UNIT, leader_desk
from kepu.apps.workspace.selectors.office import week_of
from kepu.apps.workspace.selectors.unit import unit_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.workspace.selectors.homes import Home

LONGEST_SEED = 9  # digits


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What needs me?"""
    user: Any = request.user
    homes = homes_of(user)
    chosen = chosen_home(homes, request.GET.get("home", ""))
    template, context = CONTEXTS[chosen.kind](request, chosen)
    context |= {"home": chosen, "home_tabs": _tabs(homes, chosen), "today": clock.today()}
    return render(request, f"workspace/{template}.html", context)


def _tabs(homes: list[Home], chosen: Home) -> list[dict[str, Any]]:
    """None for who has one home."""
    if len(homes) == 1:
        return []
    here = reverse("home")
    return [
        {"label": label, "url": f"{here}?home={each.key}", "current": each == chosen, "count": None}
        for each, label in zip(homes, tab_labels(homes), strict=True)
    ]


def _general(request: HttpRequest, _home: Home) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    return "home", {
        "desk": desk_of(user),
        "may_import": user.has_permission(LedgerPermission.IMPORT_PLAN),
        "may_view": user.has_permission(LedgerPermission.VIEW_PLAN),
    }


def _office(request: HttpRequest, home: Home) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    week = week_of(user, home)
    return "home_office", {
        "week": week,
        "desk": desk_of(user),
        "may_import": user.has_permission(LedgerPermission.IMPORT_PLAN),
        "may_run": user.has_permission(LedgerPermission.RUN_ROUNDS),
        "may_supervise": user.has_permission(LedgerPermission.SUPERVISE),
        "figures": [
            {
                "label": each.title,
                "value": each.total,
                "unit": npgettext("item", "项", "项", each.total),
                "url": f"#s-{each.key}" if each.total else "",
                "tone": "bad" if each == week.overdue and each.total else "",
            }
            for each in week.sections
        ],
    }


def _unit(request: HttpRequest, home: Home) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    return "home_unit", {"desk": unit_desk(user, home)}


def _no_unit(_request: HttpRequest, _home: Home) -> tuple[str, dict[str, Any]]:
    return "home_no_unit", {}


def _leader(request: HttpRequest, home: Home) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    by = BY_UNIT if request.GET.get("by") == BY_UNIT else BY_PLAN
    desk = leader_desk(user, home, by)
    here = f"{reverse('home')}?home={home.key}"
    return "home_leader", {
        "desk": desk,
        "figures": _figures(desk.counts, desk.reported, desk.n_behind),
        "tabs": [
            {"label": _("按方案"), "url": here, "current": by == BY_PLAN, "count": None},
            {"label": _("按单位"), "url": f"{here}&by={BY_UNIT}", "current": by == BY_UNIT, "count": None},
        ],
    }


def _figures(counts: dict[str, int], reported: dict[str, int], n_behind: int) -> list[dict[str, Any]]:
    """The strip of numbers over a leader's page."""
    asked = sum(reported.values())
    came = asked - reported[ReportState.WAITING] - reported[ReportState.DRAFT]
    figures: list[dict[str, Any]] = [
        {"label": pgettext("several", "任务"), **_tasks(sum(counts.values())), "url": reverse("ledger:tasks")},
        {"label": _("已完成"), **_tasks(counts[TaskState.DONE])},
        {"label": _("需要关注"), **_tasks(n_behind)},
    ]
    if asked:
        figures.append({"label": _("本期已报"), "value": came, "unit": _("/ %(n)s 家") % {"n": asked}})
    return figures


def _tasks(n: int) -> dict[str, Any]:
    return {"value": n, "unit": npgettext("task", "项", "项", n)}


def _inspector(request: HttpRequest, home: Home) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    context: dict[str, Any] = {"desk": inspector_desk(user, home), "seed": int(f"{clock.today():%Y%m%d}"), "n": DRAWN}
    if "seed" in request.GET:
        context["seed"] = _number(request.GET.get("seed", ""), context["seed"])
        context["n"] = min(max(_number(request.GET.get("n", ""), DRAWN), 1), MOST_DRAWN)
        context["sample"] = sample_tasks(user, home.region_code, n=context["n"], seed=context["seed"])
    return "home_inspector", context


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_SEED else otherwise


def _above(request: HttpRequest, home: Home) -> tuple[str, dict[str, Any]]:
    user: Any = request.user
    return "home_above", {"desk": above_desk(user, home)}


CONTEXTS: dict[HomeKind, Callable[[HttpRequest, Home], tuple[str, dict[str, Any]]]] = {
    HomeKind.OFFICE: _office,
    HomeKind.LEADER: _leader,
    HomeKind.UNIT: _unit,
    HomeKind.NO_UNIT: _no_unit,
    HomeKind.INSPECTOR: _inspector,
    HomeKind.ABOVE: _above,
    HomeKind.GENERAL: _general,
}
