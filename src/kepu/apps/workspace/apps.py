"""The desk of everybody who works with the system."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    """Puts the home page first in the menu."""

    name = "kepu.apps.workspace"
    label = "workspace"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from kepu.apps.base import navigation

        navigation.register(navigation.Entry(_("工作台"), "home", 10, icon="home"))
