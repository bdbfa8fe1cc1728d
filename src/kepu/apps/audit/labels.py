"""What people read for actions, objects and fields: each app says it once, here it is found."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise


@cache
def actions() -> dict[str, Any]:
    """The labels of actions: ACTIONS of each app's module `actions`."""
    labels: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("kepu.") and find_spec(f"{config.name}.actions"):
            labels |= {str(code): label for code, label in import_module(f"{config.name}.actions").ACTIONS.items()}
    return labels


@cache
def details() -> dict[str, Any]:
    """The labels of what rows tell beside fields: DETAILS of each app's module `actions`, where it has them."""
    labels: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("kepu.") and find_spec(f"{config.name}.actions"):
            labels |= getattr(import_module(f"{config.name}.actions"), "DETAILS", {})
    return labels


def action(code: str) -> str:
    """The label of an action, or its code."""
    return str(actions().get(code, code))


def app(label: str) -> str:
    """The name of an app."""
    config = apps.app_configs.get(label)
    return str(config.verbose_name) if config is not None and isinstance(config.verbose_name, Promise) else label


def model(app_label: str, name: str) -> str:
    """The verbose name of a model."""
    found = _model(app_label, name)
    return str(found._meta.verbose_name) if found is not None else name  # noqa: SLF001  # Django's documented name


def field(app_label: str, model_name: str, name: str) -> str:
    """The verbose name of a field."""
    found = _model(app_label, model_name)
    try:
        if found is not None:
            return str(getattr(found._meta.get_field(name), "verbose_name", name))  # noqa: SLF001  # Django's documented name
    except FieldDoesNotExist:
        pass
    return str(details().get(name, name))


def _model(app_label: str, name: str) -> Any:
    try:
        return apps.get_model(app_label, name)
    except LookupError:
        return None
