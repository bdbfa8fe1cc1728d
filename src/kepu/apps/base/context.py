"""Who is acting, in which request or job, and what they opened: bound once at the edge, read by audit and by the log."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator

request_id: ContextVar[str] = ContextVar("request_id", default="")
user_id: ContextVar[int | None] = ContextVar("user_id", default=None)
job_id: ContextVar[str] = ContextVar("job_id", default="")
_opened: ContextVar[list[Any] | None] = ContextVar("opened", default=None)


@contextlib.contextmanager
def bound(*, request: str = "", user: int | None = None, job: str = "") -> Iterator[None]:
    """Bind the three ids for the length of a block, in audit and in every log line."""
    request_token, user_token, job_token = request_id.set(request), user_id.set(user), job_id.set(job)
    named = {"request_id": request, "user_id": user, "job_id": job}
    with structlog.contextvars.bound_contextvars(**{name: value for name, value in named.items() if value}):
        try:
            yield
        finally:
            request_id.reset(request_token)
            user_id.reset(user_token)
            job_id.reset(job_token)


@contextlib.contextmanager
def watching() -> Iterator[list[Any]]:
    """Collect the rows that are opened in a block, for those whose reading leaves a trace."""
    rows: list[Any] = []
    token = _opened.set(rows)
    try:
        yield rows
    finally:
        _opened.reset(token)


def note_opened(row: Any) -> None:
    """Say that a row was opened, if anybody wants to know."""
    rows = _opened.get()
    if rows is not None:
        rows.append(row)
