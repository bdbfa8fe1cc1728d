"""`kepu up` as a newcomer meets it: the address, the accounts, a board; and a kill at any moment."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import kepu.core.plans

pytestmark = pytest.mark.browser
SAMPLE = Path(kepu.core.plans.__file__).parent / "sample/plan.txt"
PATIENCE = 120


class Site:
    """A site of its own in a data folder of its own, on SQLite, as `bin/up` starts it."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data = data
        self.address = f"http://127.0.0.1:{self.port}"
        # A host of 127.0.0.1 only, and none of the settings of the tests.
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("KEPU_", "DJANGO_", "DATABASE_"))
        }
        self.env = {**kept, "KEPU_DATA": str(data), "KEPU_JOB_LEASE_SECONDS": "2", "PYTHONUNBUFFERED": "1"}

    def start(self, *arguments: str) -> str:
        """Start and give what was printed until it says how to stop."""
        command = [sys.executable, "-m", "kepu", "up", "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        )
        printed = ""
        deadline = time.monotonic() + PATIENCE
        while "Ctrl+C" not in printed and time.monotonic() < deadline:
            line = self.process.stdout.readline()
            assert line, f"ended early: {printed}"
            printed += line
        return printed

    def children(self) -> list[int]:
        """The processes started by `kepu up`, and theirs."""
        listing = subprocess.run(["ps", "-eo", "pid,ppid"], check=True, capture_output=True, text=True).stdout
        parents = {int(p): int(pp) for p, pp in (line.split() for line in listing.splitlines()[1:])}
        family, size = {self.process.pid}, 0
        while len(family) > size:
            size = len(family)
            family |= {pid for pid, parent in parents.items() if parent in family}
        return sorted(family)

    def stop(self) -> int:
        """Ask it to end."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """Pull the plug: every process at once, with no chance to tidy."""
        for pid in self.children():
            with suppress(ProcessLookupError):  # it ended by itself
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def password(self, role: str) -> tuple[str, str]:
        """The demonstration account whose line names the role."""
        text = (self.data / "demo-accounts.txt").read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if role in line.split())
        name, password = [word for word in line.split() if re.fullmatch(r"[!-~]+", word)][:2]
        return name, password


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "data")
    yield site
    if site.process.poll() is None:
        site.kill()
    site.process.stdout.close()


def sign_in(page, site):
    name, password = site.password("office")
    page.goto(f"{site.address}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def test_up_prints_address_accounts_and_board_and_stops_clean(site, browser):
    printed = site.start("--plan", str(SAMPLE))
    board = re.search(rf"方案台账：({re.escape(site.address)}/\S+)", printed)[1]
    page = browser.new_page(locale="zh-CN")

    sign_in(page, site)
    page.goto(board)

    assert site.address in printed
    assert (site.data / "demo-accounts.txt").read_text(encoding="utf-8").strip() in printed
    assert page.locator("h1").inner_text()
    assert "青少年" in page.locator("main").inner_text()
    family = site.children()
    assert site.stop() == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_import_acknowledged_before_a_kill_is_read_after_it(site, browser):
    site.start()
    page = browser.new_page(locale="zh-CN")
    sign_in(page, site)
    page.goto(f"{site.address}/ledger/import/")
    page.fill("textarea", SAMPLE.read_text(encoding="utf-8").replace("青禾区", "青禾新区"))
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/ledger/plans/\d+|/jobs/"))
    site.kill()

    site.start()
    page.goto(f"{site.address}/ledger/")  # still signed in: the session survived too

    listed = page.locator("main").inner_text()
    assert listed.count("青禾新区") == 1
