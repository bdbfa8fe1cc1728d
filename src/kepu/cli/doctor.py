"""`kepu doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import argparse
from typing import Any


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Declare the command."""
