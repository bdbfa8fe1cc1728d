"""The web processes: granian, or gunicorn where granian does not start (pages of 64 KiB, old kernels)."""

from __future__ import annotations

import subprocess
import sys

APPLICATION = "kepu.config.wsgi:application"


def command(*, host: str, port: int, workers: int, server: str) -> list[str]:
    """Give the command line of the web server."""
    if server == "gunicorn":
        return [
            sys.executable, "-m", "gunicorn", APPLICATION, "--bind", f"{host}:{port}", "--workers", str(workers),
            "--threads", "8", "--worker-class", "gthread", "--graceful-timeout", "10",
        ]  # fmt: skip
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--backlog", "4096", "--backpressure", "10000",
        "--no-ws", "--workers-kill-timeout", "10", "--log-level", "warning", APPLICATION,
    ]  # fmt: skip


def serve(*, host: str, port: int, workers: int, server: str) -> int:
    """Run the web server in the foreground."""
    return subprocess.call(command(host=host, port=port, workers=workers, server=server))  # noqa: S603  # our own words
