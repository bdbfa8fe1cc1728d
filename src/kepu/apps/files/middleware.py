"""Requests that are too large are answered with a page, not with a broken connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError

from kepu.apps.base import errors
from kepu.apps.files.inspection import too_large

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

OTHER_FIELDS = 1 << 20
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


class LimitUploads:
    """Refuses with 413 a form that is too large: by its declared length, and by what arrives.

    Stands before the check of the CSRF token, which is the first to read a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Read the form here, so that its size is known before anybody else reads it."""
        if request.content_type not in FORMS:
            return None
        declared = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.UPLOAD_LIMIT + OTHER_FIELDS
        if declared.isdecimal() and int(declared) > most:
            return errors.refused(request, too_large())
        try:
            request.POST  # noqa: B018  reads the body
        except RequestDataTooBig:
            return errors.refused(request, too_large())
        except UnreadablePostError:  # the reader has gone away
            return None
        if getattr(request, "upload_too_large", False):
            return errors.refused(request, too_large())
        return None
