"""Processes that must not outlive `kepu up`: a second start would find the port taken."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from kepu.cli.run import tied

STARTS_ONE = """
import sys, time
from kepu.cli.run import tied
child = tied.start(["sleep", "60"], sys.stderr.buffer)
print(child.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that nobody has waited for yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def number_in(file: Path) -> int:
    deadline = time.monotonic() + 10
    while not file.read_text(encoding="utf-8").strip() and time.monotonic() < deadline:
        time.sleep(0.05)
    return int(file.read_text(encoding="utf-8"))


def test_child_ends_when_its_starter_is_killed():
    with subprocess.Popen([sys.executable, "-c", STARTS_ONE], stdout=subprocess.PIPE, text=True) as starter:
        child = int(starter.stdout.readline())
        assert is_alive(child)

        starter.send_signal(signal.SIGKILL)

        assert ends(child)


def test_end_leaves_nothing_of_a_group_whose_leader_was_killed(tmp_path):
    with (tmp_path / "log").open("ab") as log:
        leader = tied.start(["sh", "-c", "sleep 60 & echo $!; wait"], log)
    pid = number_in(tmp_path / "log")
    leader.send_signal(signal.SIGKILL)
    leader.wait()

    tied.end([leader])

    assert ends(pid)
