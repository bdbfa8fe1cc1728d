"""What every test stands on: the database that was asked for, and no leftovers."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# Playwright's own event loop runs in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, by name, what this machine cannot run; bin/test says so."""
    without = []
    if not SHARED.is_dir():
        without.append("shared")
    if "postgresql" in os.environ.get("DATABASE_URL", "") or not chromium():
        without.append("browser")
    if not libreoffice():
        without.append("office")
    left_out = [item for item in items if any(item.get_closest_marker(mark) for mark in without)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def chromium() -> str | None:
    """Where Debian's Chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def libreoffice() -> str | None:
    """Where LibreOffice is."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once for all tests: two cannot run in one process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real plans."""
    return SHARED


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits of one test do not reach the next."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_triggers() -> Iterator[None]:
    """Transactional tests empty the tables; the append-only ones let them, and post_migrate puts the triggers back."""
    from django.core.management.commands import flush
    from django.db import connections

    from kepu.apps.base import triggers

    original = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        triggers.remove(connections[str(options["database"])])
        original(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield
