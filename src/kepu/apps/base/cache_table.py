"""The database's cache table: counters that several processes share when there is no Redis."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command


def create_after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Create the table once, where the settings ask for one."""
    wanted = any("DatabaseCache" in cache["BACKEND"] for cache in settings.CACHES.values())
    if sender.label == "base" and wanted:
        call_command("createcachetable", database=using, verbosity=0)
