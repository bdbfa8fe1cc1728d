"""One door to the audit log."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def record(action: str, obj: Any, **facts: Any) -> None:
    """Record what was done."""
    if find_spec("kepu.apps.audit.services"):
        import_module("kepu.apps.audit.services").record(action, obj, **facts)
