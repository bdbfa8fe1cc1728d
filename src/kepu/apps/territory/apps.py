"""Where and who: regions, population, organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    """Regions and organisations."""

    name = "kepu.apps.territory"
    label = "territory"

    def ready(self) -> None:
        from kepu.apps.base import navigation
        from kepu.apps.territory import links, permissions

        navigation.register(
            navigation.Entry(_("单位和区划"), "territory:organisations", 60, permissions.VIEW, icon="unit")
        )
        navigation.register(
            navigation.Entry(_("本地规则"), "territory:own_policies", 65, permissions.MANAGE_POLICIES, icon="filter")
        )
        links.register_region(links.PlaceLink(_("本地规则"), "territory:policies", permissions.VIEW, icon="filter"))
