"""Background jobs: a row in the caller's transaction, done by a worker, at least once."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Loads the tasks of every app and enters the list of jobs in the menu."""

    name = "kepu.apps.jobs"
    label = "jobs"
    verbose_name = _("后台任务")

    def ready(self) -> None:
        from kepu.apps.base import navigation

        for config in apps.get_app_configs():
            if config.name.startswith("kepu.") and find_spec(f"{config.name}.tasks"):
                import_module(f"{config.name}.tasks")
        navigation.register(navigation.Entry(_("后台任务"), "jobs:list", 800, icon="jobs"))
