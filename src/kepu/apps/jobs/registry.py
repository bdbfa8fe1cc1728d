"""Which tasks exist, which of them come back by themselves, and who wants to know that a job waits.

Apps register in their `tasks` modules, which are imported when the site starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from kepu.apps.jobs.models import MAX_ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Task:
    """A function of a `JobHandle` and the ids that the job was queued with; it may be run more than once."""

    name: str
    function: Callable[..., None]
    label: str | _StrPromise
    max_attempts: int


_TASKS: dict[str, Task] = {}
_PERIODS: dict[str, Callable[[], int]] = {}
_WAKERS: list[Callable[[], None]] = []


def task(
    name: str, *, label: str | _StrPromise = "", max_attempts: int = MAX_ATTEMPTS
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a task under `app.verb_noun`; `label` is what people read when a job has no title of its own."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        known = _TASKS.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two tasks are called {name!r}.")
        _TASKS[name] = Task(name, function, label, max_attempts)
        return function

    return decorate


def periodic(name: str, *, seconds: Callable[[], int] | int) -> None:
    """Let workers queue the task `name` every so many seconds, one at a time, without a scheduler of the system."""
    _PERIODS[name] = seconds if callable(seconds) else lambda: seconds


def find(name: str) -> Task | None:
    """The task of this name."""
    return _TASKS.get(name)


def names() -> list[str]:
    """The names of all tasks."""
    return sorted(_TASKS)


def periods() -> dict[str, int]:
    """How many seconds pass between two runs of each periodic task."""
    return {name: seconds() for name, seconds in _PERIODS.items()}


def on_wake(waker: Callable[[], None]) -> None:
    """Call `waker` after each transaction that queued a job: a way to spare idle workers their wait."""
    if waker not in _WAKERS:
        _WAKERS.append(waker)


def wake() -> None:
    """Call the wakers; one that fails costs a second of waiting, never the request."""
    for waker in _WAKERS:
        try:
            waker()
        except Exception as error:  # noqa: BLE001  # whatever a broker raises: workers also look by themselves
            log.warning("jobs.waker_failed", error=type(error).__name__)


def forget(*names_: str) -> None:
    """Take tasks and their periods out again (tests)."""
    for name in names_:
        _TASKS.pop(name, None)
        _PERIODS.pop(name, None)


def label_of(name: str) -> str:
    """What people read for a task."""
    known = find(name)
    return str(known.label) if known is not None and known.label else name


def task_choices() -> list[tuple[str, Any]]:
    """Name and label of every task."""
    return [(name, label_of(name)) for name in names()]
