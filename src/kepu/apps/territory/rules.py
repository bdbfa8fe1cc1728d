"""Who may see and change organisations, regions and policies."""

from kepu.apps.territory import permissions
from kepu.apps.territory.scopes import Scope, declare

VIEW_ORGANISATIONS = Scope(permissions.VIEW, region="region_id")
MANAGE_ORGANISATIONS = Scope(permissions.MANAGE_ORGANISATIONS, region="region_id")
MANAGE_POLICIES = Scope(permissions.MANAGE_POLICIES, region="region_id")
VIEW_REGIONS = Scope(permissions.VIEW, region="code")

declare("territory.view_organisations", "territory.Organisation", VIEW_ORGANISATIONS.allows, VIEW_ORGANISATIONS.visible)
declare(
    "territory.manage_organisations",
    "territory.Organisation",
    MANAGE_ORGANISATIONS.allows,
    MANAGE_ORGANISATIONS.visible,
)
declare("territory.view_regions", "territory.Region", VIEW_REGIONS.allows, VIEW_REGIONS.visible)
declare("territory.manage_policies", "territory.Policy", MANAGE_POLICIES.allows, MANAGE_POLICIES.visible)
