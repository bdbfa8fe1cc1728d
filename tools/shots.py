"""Take pictures of pages in Chromium at 360 and 1440 px; `docs` remakes those of docs/start. See bin/shots."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = {360: 740, 1440: 900}
PARSER = argparse.ArgumentParser(prog="bin/shots", description=__doc__)
PARSER.add_argument("address", help="where the site runs, such as http://127.0.0.1:8000")
PARSER.add_argument("paths", nargs="+", help="pages, such as /gallery/")
PARSER.add_argument("--user", help="sign in with this name")
PARSER.add_argument("--password", default="", help="and this password")
PARSER.add_argument("--out", type=Path, default=Path("var/shots"), help="folder of the pictures")
PARSER.add_argument("--width", type=int, action="append", help="only this width; may be repeated")
PARSER.add_argument("--screen", action="store_true", help="only what is seen without scrolling")


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures and print where they are; 1 when a page scrolls sideways or did not answer 200."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["docs"]:
        from tools.pictures import main as remake

        return remake()
    asked = PARSER.parse_args(given)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("Chromium is missing: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    asked.out.mkdir(parents=True, exist_ok=True)
    faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for width in asked.width or WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": WIDTHS.get(width, 900)}, locale="zh-CN", reduced_motion="reduce"
            )
            page = context.new_page()
            if asked.user:
                sign_in(page, asked.address, asked.user, asked.password)
            for path in asked.paths:
                faults += take(page, asked.address + path, asked.out / name_of(path, width), whole=not asked.screen)
        browser.close()
    return 1 if faults else 0


def sign_in(page: Page, address: str, user: str, password: str) -> None:
    """Open a session."""
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def take(page: Page, address: str, target: Path, *, whole: bool) -> int:
    """Save one picture; give 1 when the page is at fault."""
    response = page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(target), full_page=whole)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    status = response.status if response else 0
    print(f"{status} {target}" + (f"  scrolls sideways by {wider} px" if wider > 0 else ""))
    return int(wider > 0 or status != 200)  # noqa: PLR2004


def name_of(path: str, width: int) -> str:
    """Make a file name of an address."""
    return f"{re.sub(r'[^a-zA-Z0-9]+', '-', path).strip('-') or 'home'}-{width}.png"


if __name__ == "__main__":
    sys.exit(main())
