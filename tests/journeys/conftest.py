"""A browser for journeys; what it complains about on the console fails the journey."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.factories.people import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PHONE, DESK = 360, 1440
# The browser reports a form that came back, or two people on one row, as an error; the page explains both.
EXPLAINED = ("status of 409", "status of 422")


def is_complaint(message: ConsoleMessage) -> bool:
    """Whether the console says that something is wrong with the page."""
    return message.type == "error" and not any(status in message.text for status in EXPLAINED)


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Open a page of the running site: `visit(width, script=True)`; addresses are relative."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = DESK, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale="zh-CN",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in() -> Callable[[Page, object], Page]:
    """Sign a user of the factory in: `sign_in(page, user)`."""

    def do(page: Page, user) -> Page:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "/accounts/login/" not in address)
        return page

    return do


@pytest.fixture
def faults_of() -> Callable[[Page], list[str]]:
    """What axe finds on a page, and whether it scrolls sideways: as it stands, and in English as it opens."""
    from axe_playwright_python.sync_playwright import Axe

    def faults(page: Page) -> list[str]:
        found = [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in Axe().run(page).response["violations"]
            for node in fault["nodes"]
        ]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return found + ([f"scrolls sideways by {wider} px"] if wider > 0 else [])

    def look(page: Page) -> list[str]:
        with in_english(page) as other:
            return [*faults(page), *(f"in English: {fault}" for fault in (faults(other) if other else ()))]

    return look


@contextmanager
def in_english(page: Page) -> Iterator[Page | None]:
    """The same address in a second tab, in English; nothing for what only answers a form that is sent."""
    name = settings.LANGUAGE_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": "en", "url": page.url}])
    other = page.context.new_page()
    response = other.goto(page.url)
    page.context.clear_cookies(name=name)
    shown = response is not None and response.status == HTTPStatus.OK
    assert not shown or other.locator("html").get_attribute("lang") == "en"
    yield other if shown else None
    other.close()
