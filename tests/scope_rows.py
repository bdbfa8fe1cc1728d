"""Makers of rows for the test that both forms of every declared rule agree.

An app's makers stand in tests/apps/<app>/scope_rows.py as `MAKERS: dict[model label, function(region, organisation)]`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def makers() -> dict[str, Callable[[Any, Any], Any]]:
    """Every maker by the model's label."""
    found: dict[str, Callable[[Any, Any], Any]] = {}
    for path in sorted(Path(__file__).parent.glob("apps/*/scope_rows.py")):
        found |= import_module(f"tests.apps.{path.parent.name}.scope_rows").MAKERS
    return found
