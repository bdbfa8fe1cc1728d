"""Middleware: health answers, ids for log and audit, refusals turned into pages."""

from __future__ import annotations

import time
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from django.db import OperationalError, connection
from django.http import HttpResponse, JsonResponse

from kepu.apps.base import context, errors
from kepu.apps.base.codes import BaseCode
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

log = structlog.get_logger(__name__)


def health(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer /healthz and /readyz before hosts, sessions and languages are looked at."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path_info == "/readyz":
            return ready()
        return get_response(request)

    return middleware


def ready() -> HttpResponse:
    """Say whether the database answers and is migrated."""
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    state = {"ready": not waiting, "database": "ok", "migrations_waiting": waiting}
    return JsonResponse(state, status=503 if waiting else 200)


def bind_context(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Bind request and user ids for audit and the log, and log the request: its path without the query, which may hold names."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if given.replace("-", "").isalnum() and len(given) <= 64 else uuid.uuid4().hex  # noqa: PLR2004
        request.request_id = name  # type: ignore[attr-defined]
        began = time.perf_counter()
        with context.bound(request=name, user=request.user.pk):
            response = get_response(request)
            milliseconds = round((time.perf_counter() - began) * 1000)
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                milliseconds=milliseconds,
            )
        response["X-Request-ID"] = name
        if (
            "Cache-Control" not in response
        ):  # pages differ by reader; a shared machine must not show them to the next one
            response["Cache-Control"] = "private, no-cache"
        return response

    return middleware


class explain_refusals:  # noqa: N801  # reads like the other middleware in settings
    """Turn what a view refuses into a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        explained = errors.refused(request, errors.MethodNotAllowed())
        explained["Allow"] = response["Allow"]
        return explained

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Explain refusals; everything else stays an error."""
        if isinstance(exception, KepuError):
            return errors.refused(request, exception)
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            return errors.refused(request, errors.Refused(BaseCode.BUSY))
        return None
