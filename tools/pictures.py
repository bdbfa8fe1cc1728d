"""Remake the pictures of docs/start: a demonstration of its own, on a day that stands, walked through as the pages say."""

from __future__ import annotations

import io
import itertools
import os
import random
import re
import shutil
import sys
import tempfile
import threading
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, FloatRect, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/images"
SAMPLE = ROOT / "src/kepu/core/plans/sample/plan.txt"
BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SEED, WIDTH, HEIGHT = 1, 1440, 900
CHANCE = random.Random(SEED)  # noqa: S311  links in pictures, not secrets
EDGE = 12
FIGURES = ("68", "68", "36", "92")
HOST = "kepu.example.cn"


class Walk:
    """A person at a browser, who takes pictures of what matters."""

    def __init__(self, browser: Browser) -> None:
        context = browser.new_context(
            base_url=f"http://{HOST}",
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.page.clock.set_fixed_time(BEGIN + timedelta(minutes=5))

    def sign_in(self, name: str, at: str = "/") -> None:
        """Open a session from any page."""
        self.page.goto(at)
        self.page.get_by_label("用户名").fill(name)
        self.page.get_by_label("密码", exact=True).fill(password_of(name))
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda address: "/accounts/login/" not in address)

    def take(self, name: str, first: Locator | None = None, last: Locator | None = None, *, stay: bool = False) -> None:
        """Save a picture from the top of one thing to the bottom of another, or of the top of the screen."""
        self.page.wait_for_load_state("networkidle")
        if not stay:
            self.page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
        clip = None if first is None else box_around(first, last or first)
        data = self.page.screenshot(full_page=first is not None, clip=clip)
        target = FOLDER / f"{name}.png"
        target.write_bytes(packed(data))
        print(f"{target.stat().st_size // 1024:>4} kB  {target.relative_to(ROOT)}")


def box_around(first: Locator, last: Locator) -> FloatRect:
    """What holds both, with an edge, on the whole page."""
    boxes = [each.bounding_box() for each in (first, last)]
    known = [box for box in boxes if box is not None]
    left = max(min(box["x"] for box in known) - EDGE, 0)
    top = max(min(box["y"] for box in known) - EDGE, 0)
    right = max(box["x"] + box["width"] for box in known) + EDGE
    bottom = max(box["y"] + box["height"] for box in known) + EDGE
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def packed(data: bytes) -> bytes:
    """The picture with a palette of its own: a quarter of the size."""
    from PIL import Image

    picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def password_of(name: str) -> str:
    """The password that the demonstration made for an account."""
    from kepu.apps.workspace.demo.people import read_passwords

    return read_passwords()[name]


@contextmanager
def site() -> Iterator[str]:
    """Serve a fresh demonstration on the day that stands, and give its address."""
    with tempfile.TemporaryDirectory(prefix="kepu-pictures-") as data:
        os.environ |= {
            "KEPU_DATA": data,
            "KEPU_HOSTS": HOST,
            "KEPU_LOG_LEVEL": "WARNING",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        os.environ.pop("DATABASE_URL", None)
        stand_still()
        from kepu.cli.django_start import start

        start()
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application

        from kepu.apps.workspace import demo
        from kepu.cli.run import prepare

        class Quiet(WSGIRequestHandler):
            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        prepare.database()
        prepare.static_files()
        demo.load(seed=SEED, size="small", as_of=BEGIN.date())
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def stand_still() -> None:
    """Keep clock and chance from making other pictures tomorrow; the clock ticks, or nothing would come after anything."""
    from django.utils import timezone

    ticks = itertools.count()
    timezone.now = lambda: BEGIN.astimezone(UTC) + timedelta(milliseconds=next(ticks))
    uuid.uuid4 = lambda: uuid.UUID(int=CHANCE.getrandbits(128), version=4)


def main() -> int:
    """Walk as the pages say, and take the pictures."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    with site() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", f"--host-resolver-rules=MAP {HOST} {server}"]
        )
        office = import_a_plan(Walk(browser))
        ask_the_units(office)
        file_a_page(Walk(browser))
        check_what_came(Walk(browser))
        look_at_what_came_back(Walk(browser))
        browser.close()
    return 0


def import_a_plan(office: Walk) -> Walk:
    """From signing in to the board."""
    from playwright.sync_api import expect

    page = office.page
    office.sign_in("office")
    office.take("office-home")
    page.get_by_role("link", name="方案", exact=True).click()
    page.get_by_role("link", name="导入方案").click()
    page.get_by_label("粘贴正文").fill(SAMPLE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="导入并识别").click()
    page.get_by_text("已经排队").wait_for()
    work()
    page.wait_for_url("**/review/")
    page.get_by_text("一次处理多条").click()
    page.get_by_role("button", name=re.compile("没有存疑的 .* 条全部通过")).click()
    page.wait_for_load_state("networkidle")
    page.locator(".k-finding-kinds").get_by_role("link", name=re.compile("^指标")).click()
    doubtful = page.locator(".k-finding[data-state=open]")
    doubtful.first.get_by_role("link", name=re.compile("看原文")).click()
    office.take("office-review", stay=True)
    while doubtful.count():
        before = doubtful.count()
        doubtful.first.get_by_role("button", name="通过").click()
        expect(doubtful).to_have_count(before - 1)
    page.get_by_role("link", name="下一步：单位").click()
    office.take("office-names", page.locator("main nav").first, page.locator("tbody tr").nth(8))
    page.locator("tbody tr", has_text="区教育局").locator("select").select_option(label="青禾区教育委员会")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="其余都按印发的名称保留").click()
    page.get_by_role("link", name="下一步：确认").click()
    page.get_by_role("button", name="确认，写入台账").click()
    page.get_by_role("link", name="下载分工表").first.wait_for()
    office.take("board")
    return office


def work() -> None:
    """Do what waits for the worker."""
    from kepu.apps.jobs.worker import run_worker

    run_worker(once=True)


def ask_the_units(office: Walk) -> None:
    """Open a round, and make the message for the chat group."""
    page = office.page
    page.get_by_role("link", name="报送", exact=True).click()
    page.get_by_role("link", name="发起报送").click()
    page.get_by_label("填报要求").fill("请对照分工填写；有数字的填累计数。")
    CHANCE.seed(SEED + 1)  # how many chances were taken so far depends on how often the browser asked
    page.get_by_role("button", name="发起报送").click()
    page.wait_for_url(re.compile(r"/rounds/\d+/"))
    office.take("office-round")
    page.get_by_role("link", name="催报").first.click()
    office.take("office-message", page.locator("main nav").first, page.locator("main .k-panel").last)


def file_a_page(unit: Walk) -> None:
    """A unit's officer opens the link from the chat group and files."""
    page = unit.page
    unit.sign_in("liaison-education", link_of("990102-203"))
    first = page.locator("[data-entry]").first
    first.get_by_text("有进展", exact=True).click()
    page.keyboard.type("三季度组织科学家进校园 8 场，覆盖学生 3200 人。")
    for number, value in zip(first.locator(".k-entry__figure input:visible").all(), FIGURES, strict=True):
        number.fill(value)
    page.get_by_text(re.compile("已保存")).first.wait_for()
    unit.take("unit-page")
    page.get_by_role("button", name=re.compile("其余 .* 项全部与上期相同")).click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="上报", exact=True).click()
    page.wait_for_url("**/file/**")
    page.get_by_role("link", name="打印给负责人签字").click()
    unit.take("unit-sheet", page.locator("body"))
    page.go_back()
    page.get_by_role("button", name="确认上报").click()
    page.wait_for_url("**/receipt/**")
    unit.take("unit-receipt")


def check_what_came(office: Walk) -> None:
    """The office checks what came, sees how a sentence is returned, and prints its week."""
    page = office.page
    office.sign_in("office-checker")
    page.locator("a.k-todo__next", has_text="核对").filter(has_text="财政局").click()
    page.wait_for_url("**/check/")
    office.take("office-check")
    page.get_by_role("link", name="退回任务").first.click()
    page.wait_for_url("**/return/")
    page.goto("/week/")
    office.take("office-week", page.locator("main"))


def look_at_what_came_back(unit: Walk) -> None:
    """Another unit has a sentence to mend."""
    unit.sign_in("liaison", link_of("990102-304"))
    unit.take("unit-returned")


def link_of(code: str) -> str:
    """The address of a unit's page of the round that goes on in the demonstration."""
    from kepu.apps.ledger.models import UnitReport

    found = UnitReport.objects.filter(organisation__code=code, round__due_on__lt="2026-12-31").order_by(
        "-round__period"
    )
    return found[0].get_absolute_url()


def chromium() -> str:
    """Where the browser is."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.exit("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    return program


if __name__ == "__main__":
    sys.exit(main())
