"""Refuse addresses of package registries and paths of a machine in what git tracks."""

from __future__ import annotations

import re
import subprocess
import sys

FORBIDDEN = re.compile(
    r"""https?://[^ "]+(/simple/|/packages/[0-9a-f]{2}/|/-/[^ "]+[.]tgz|[.]whl)|"resolved":\s*"http"""
)


def main() -> int:
    """List every line that names one."""
    names = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True).stdout.split("\n")
    found = []
    for name in filter(None, names):
        try:
            with open(name, encoding="utf-8") as stream:  # noqa: PTH123  # names come from git
                found += [f"{name}:{n}" for n, line in enumerate(stream, 1) if FORBIDDEN.search(line)]
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    for place in found:
        print(f"{place}: an address of a registry", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
