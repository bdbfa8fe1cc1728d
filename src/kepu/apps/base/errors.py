"""Refusals, and the pages that explain them.

KepuError (core)
└── Refused             a request that cannot be met; has a Chinese sentence and a way out
    ├── Stale           somebody else changed the row meanwhile
    ├── MethodNotAllowed  the address takes other kinds of request
    └── TooMany         a rate limit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from kepu.apps.base import messages
from kepu.apps.base.codes import BaseCode
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from enum import StrEnum

    from django.http import HttpRequest, HttpResponse

CONFLICT, TOO_LARGE, TOO_MANY, UNPROCESSABLE = 409, 413, 429, 422
PAGES = {CONFLICT: "409.html", TOO_LARGE: "413.html", TOO_MANY: "429.html"}


class Refused(KepuError):  # noqa: N818  # reads as what happened
    """A request that is refused with a sentence for the person who made it."""

    status = UNPROCESSABLE

    def __init__(self, code: StrEnum, **details: Any) -> None:
        super().__init__(code, f"Refused: {code}", **details)

    @property
    def sentence(self) -> str:
        """The sentence in the reader's language."""
        return messages.sentence(self.code, self.details)


class Stale(Refused):
    """The row was changed after the form was made."""

    status = CONFLICT

    def __init__(self, current: Any = None) -> None:
        super().__init__(BaseCode.STALE)
        self.current = current


class MethodNotAllowed(Refused):
    """The address is there, but not for this kind of request."""

    status = 405

    def __init__(self) -> None:
        super().__init__(BaseCode.METHOD_NOT_ALLOWED)


class TooMany(Refused):
    """A rate limit was reached."""

    status = TOO_MANY

    def __init__(self, seconds: int) -> None:
        super().__init__(BaseCode.TOO_MANY_REQUESTS, seconds=seconds)
        self.seconds = seconds


def sentence_of(error: KepuError) -> str:
    """Say a refusal of core or of an app in the reader's language."""
    return messages.sentence(error.code, error.details)


def refused(request: HttpRequest, error: KepuError) -> HttpResponse:
    """The page for a refusal that no form shows."""
    status = getattr(error, "status", UNPROCESSABLE)
    page = PAGES.get(status, "refused.html")
    response = render(request, page, {"sentence": sentence_of(error), "code": str(error.code)}, status=status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: seen, but not allowed."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """403: the form came from a page that is too old, or from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """404: not there, or not for this reader."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs no database."""
    return render(None, "500.html", {"request_id": getattr(request, "request_id", "")}, status=500)
