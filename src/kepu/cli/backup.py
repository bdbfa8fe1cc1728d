"""`kepu backup` and `kepu restore`: everything of an installation in one file."""

from __future__ import annotations

import argparse
from typing import Any


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Declare both commands."""
