"""The home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.workspace.selectors import desk_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What needs me?"""
    user: Any = request.user
    context = {
        "desk": desk_of(user),
        "may_import": user.has_permission(LedgerPermission.IMPORT_PLAN),
        "may_view": user.has_permission(LedgerPermission.VIEW_PLAN),
    }
    return render(request, "workspace/home.html", context)
