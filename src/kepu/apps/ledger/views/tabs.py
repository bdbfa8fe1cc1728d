"""The pages of one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Plan


def plan_tabs(plan: Plan, current: str, query: str = "") -> list[dict[str, Any]]:
    """Board by action, board by unit, outline, text; the two boards keep their filters."""
    pages = [
        ("task", _("按行动（工程）"), "ledger:plan", plan.n_tasks, query),
        ("unit", _("按单位"), "ledger:plan_units", plan.n_units, query),
        ("outline", _("方案结构"), "ledger:outline", plan.n_sections, ""),
        ("text", _("原文"), "ledger:document", None, ""),
    ]
    return [
        {
            "label": label,
            "url": reverse(name, args=[plan.pk]) + (f"?{query}" if query else ""),
            "count": count,
            "current": key == current,
        }
        for key, label, name, count, query in pages
    ]
