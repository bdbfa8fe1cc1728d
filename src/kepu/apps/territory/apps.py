"""Where and who: regions, population, organisations."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Regions and organisations."""

    name = "kepu.apps.territory"
    label = "territory"
