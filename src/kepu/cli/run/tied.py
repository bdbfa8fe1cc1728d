"""Processes that end with the one that started them, also when that one is killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

PR_SET_PDEATHSIG = 1


def start(command: list[str], log: BinaryIO) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own; where the kernel can, it is told to end when this process dies."""
    return subprocess.Popen(  # noqa: S603  # our own words
        command,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=_tie(os.getpid()),  # noqa: PLW1509  # no thread runs yet
    )


def end(running: list[subprocess.Popen[bytes]], *, seconds: int = 15) -> None:
    """Ask the processes to end, then end whatever is left of their groups: a killed web server leaves workers behind."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _tie(parent: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it died meanwhile
            os._exit(1)

    return tie
