"""`kepu up`: one command for a trial: database, demonstration district, web and worker in one terminal."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kepu.cli.codes import SiteCode
from kepu.cli.run import prepare, tied, web
from kepu.core.errors import InputError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from types import FrameType

SECONDS_TO_START = 60


def run(*, host: str, port: int, plan: str | None, with_demo: bool) -> int:
    """Prepare, start, print the address and the accounts, and stay until stopped."""
    refuse_taken(host, port)
    refuse_missing(plan)
    say("正在准备数据库和静态文件 …")
    prepare.database()
    prepare.static_files()
    site = f"http://{host}:{port}{settings.KEPU.path_prefix}"
    if with_demo:
        load_demo()
    board = import_plan(Path(plan)) if plan else ""
    with processes(host, port) as running:
        wait_until_answers(f"http://{host}:{port}/healthz", running)
        print(f"科普 Kepu 已启动：{site}/", flush=True)
        if with_demo:
            print_accounts()
        if board:
            print(f"方案台账：{site}{board.removeprefix(settings.KEPU.path_prefix)}", flush=True)
        print(f"日志在 {Path(settings.DATA) / 'logs'}。按 Ctrl+C 停止。", flush=True)
        return stay(running)


def say(sentence: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(sentence, file=sys.stderr, flush=True)


def refuse_taken(host: str, port: int) -> None:
    """Refuse a port that something else listens on, before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host}:{port} 不能使用（{error.strerror}）。请换一个端口：--port {port + 1}"
            raise InputError(SiteCode.PORT_TAKEN, message, host=host, port=port) from None


def refuse_missing(plan: str | None) -> None:
    """Refuse a plan that is not there, before any work is done."""
    if plan and not Path(plan).is_file():
        message = f"找不到文件 {plan}。"
        raise InputError(SiteCode.NO_SUCH_FILE, message, path=plan)


def load_demo() -> None:
    """Load the demonstration district once."""
    from kepu.apps.workspace import demo

    if not demo.is_loaded():
        say("正在载入示范区 …")
        demo.load(seed=1, size="small", as_of=None)


def print_accounts() -> None:
    """Print the demonstration accounts; their passwords exist nowhere else."""
    accounts = Path(settings.DATA) / "demo-accounts.txt"
    if accounts.is_file():
        print(accounts.read_text(encoding="utf-8").rstrip(), flush=True)


def import_plan(path: Path) -> str:
    """Import and confirm a plan as the demonstration office; give the address of its board."""
    from kepu.apps.workspace import demo

    say(f"正在导入 {path.name} …")
    return demo.import_plan(path.name, path.read_bytes())


@contextlib.contextmanager
def processes(host: str, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run web and worker, their logs beside the data; whatever happens, neither outlives this process."""
    commands = {
        "web": web.command(host=host, port=port, workers=1, server="granian"),
        "worker": [sys.executable, "-m", "kepu", "worker"],
    }
    running = [start_logged(name, command) for name, command in commands.items()]
    try:
        yield running
    finally:
        tied.end(running)


def start_logged(name: str, command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process that writes to logs/<name>.log in the data folder."""
    folder = Path(settings.DATA) / "logs"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.log").open("ab") as log:
        return tied.start(command, log)


def wait_until_answers(address: str, running: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the site answers, or say that it ended."""
    for _ in range(SECONDS_TO_START * 10):
        if any(process.poll() is not None for process in running):
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310  # our own address
            return
        time.sleep(0.1)
    message = "网页进程没有启动成功。请运行 kepu doctor 查看原因。"
    raise InputError(SiteCode.NOT_STARTED, message)


def stay(running: list[subprocess.Popen[bytes]]) -> int:
    """Stay until told to stop, or until one of the two ends by itself."""
    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # the last one: the terminal was closed
        signal.signal(asked, stop)
    while not stopped and all(process.poll() is None for process in running):
        time.sleep(0.2)
    return 0 if stopped else 1
