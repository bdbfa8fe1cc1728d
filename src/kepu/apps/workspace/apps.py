"""The desk of everybody who works with the system."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Registers the home page in the menu."""

    name = "kepu.apps.workspace"
    label = "workspace"
