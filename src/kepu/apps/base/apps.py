"""What every app stands on: writes that count once, lists, forms, refusals, limits, navigation."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    """Installs the append-only triggers and the cache table after every migration."""

    name = "kepu.apps.base"
    label = "base"

    def ready(self) -> None:
        from kepu.apps.base import cache_table, triggers

        post_migrate.connect(triggers.install_after_migrate, dispatch_uid="base.triggers")
        post_migrate.connect(cache_table.create_after_migrate, dispatch_uid="base.cache_table")
