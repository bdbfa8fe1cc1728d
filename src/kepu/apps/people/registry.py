"""Every permission of every app, found in the apps' `permissions` modules."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@cache
def permissions() -> dict[str, _StrPromise]:
    """Labels by code, in the order of the apps from the bottom."""
    found: dict[str, _StrPromise] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("kepu.") and find_spec(f"{config.name}.permissions"):
            module = import_module(f"{config.name}.permissions")
            found |= {str(code): label for code, label in module.PERMISSIONS.items()}
    return found
