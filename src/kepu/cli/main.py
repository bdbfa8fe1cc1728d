"""The `kepu` command: commands of core start without Django."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each module has add_parser(subparsers), which sets the default `run` to a function of the parsed arguments.
MODULES = ("plan", "survey", "items", "site", "backup", "doctor", "audit", "territory", "people", "demo")
REFUSED = 1


def parser() -> argparse.ArgumentParser:
    """Build the whole command line; the modules import what they need only when they run."""
    top = argparse.ArgumentParser(prog="kepu", description="科普：全民科学素质行动的工作平台")
    top.add_argument("--version", action="store_true", help="显示版本")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name in MODULES:
        import_module(f"kepu.cli.{name}").add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused (the sentence on standard error), 2 wrong usage."""
    top = parser()
    chosen = top.parse_args(arguments)
    if chosen.version:
        from kepu import __version__

        print(__version__)
        return 0
    if chosen.command is None:
        top.print_help()
        return 2
    try:
        return int(chosen.run(chosen) or 0)
    except KepuError as error:
        return refuse(error, as_json=getattr(chosen, "format", "") == "json")
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED


def refuse(error: KepuError, *, as_json: bool) -> int:
    """Say on standard error why a command was refused."""
    if as_json:
        body = {"error": {"code": str(error.code), "message": sentence(error), "details": error.details}}
        print(json.dumps(body, ensure_ascii=False, default=str), file=sys.stderr)
    else:
        print(f"kepu: {sentence(error)}", file=sys.stderr)
    return REFUSED


def sentence(error: KepuError) -> str:
    """The words of a refusal: an app's is the sentence that its page would show (Django is up then)."""
    return str(getattr(error, "sentence", error.message))
