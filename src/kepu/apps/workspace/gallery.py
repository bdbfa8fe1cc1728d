"""The gallery: every component in every state, to look at and to copy from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kepu.apps.base.icons import ICONS
from kepu.apps.workspace import gallery_samples as samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "workspace/gallery.html", {**_forms(), **_lists(), **_pieces()})


def _forms() -> dict[str, Any]:
    wrong = {"wrong-name": "", "wrong-issued_on": "2030-13-40", "wrong-text": "…", "wrong-kind": "own"}
    return {
        "form": samples.SampleForm(auto_id="empty_%s"),
        "wrong_form": samples.SampleForm(wrong, prefix="wrong"),
        "upload": samples.SampleUpload(prefix="upload"),
        "upload_limit": 20 * 1024 * 1024,
        "filters": samples.SampleFilters(prefix="filters"),
    }


def _lists() -> dict[str, Any]:
    return {
        "tasks": samples.TASKS,
        "page": samples.page_of(7),
        "chips": [{"label": _("牵头单位：示范科技局"), "url": "?lead="}, {"label": _("已逾期"), "url": "?state="}],
        "figures": [
            {
                "label": _("任务"),
                "value": 128,
                "unit": _("项"),
                "tone": "info",
                "url": "#tables",
                "note": _("5 个行动"),
            },
            {"label": _("已完成"), "value": 41, "unit": _("项"), "tone": "good", "note": "32%"},
            {"label": _("有风险"), "value": 9, "unit": _("项"), "tone": "warn"},
            {"label": _("已逾期"), "value": 3, "unit": _("项"), "tone": "bad", "url": "#tables"},
        ],
        "tabs": [
            {"label": _("按行动"), "url": "#board", "current": True, "count": 5},
            {"label": _("按单位"), "url": "#tables", "current": False, "count": 18},
            {"label": _("原文"), "url": "#reader", "current": False, "count": None},
        ],
    }


def _pieces() -> dict[str, Any]:
    return {
        "icons": sorted(ICONS),
        "tones": [
            ("good", _("已完成")),
            ("info", _("进行中")),
            ("warn", _("有风险")),
            ("bad", _("已逾期")),
            ("idle", _("未开始")),
            ("unknown", _("尚不判断")),
        ],
        "text": samples.TEXT,
        "places": samples.PLACES,
        "found": samples.FOUND,
        "charts": samples.charts(),
        "stale_rows": [
            {"label": _("任务"), "yours": "建设 12 个云上科普站", "theirs": "建设 15 个云上科普站", "differs": True},
            {"label": _("牵头单位"), "yours": "示范科技局", "theirs": "示范科技局", "differs": False},
        ],
    }
