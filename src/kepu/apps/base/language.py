"""The language of the interface: the reader's choice, kept in a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.i18n import set_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Change the language and go back; opened by hand it leads home, which Django's own looks for outside the prefix."""
    return set_language(request) if request.method == "POST" else redirect("home")
