"""The rules of permissions for the apps above (they stand in territory because they speak of regions), and our own."""

from kepu.apps.people import permissions
from kepu.apps.territory.scopes import AnyOf, Covering, Declared, Grant, Rule, Scope, declare, declared

__all__ = ["AnyOf", "Covering", "Declared", "Grant", "Rule", "Scope", "declare", "declared"]

VIEW_PEOPLE = Scope(permissions.VIEW_PEOPLE, region="region_id")
MANAGE_ACCOUNTS = Scope(permissions.MANAGE_ACCOUNTS, region="region_id")
MANAGE_MEMBERSHIPS = Scope(permissions.MANAGE_MEMBERSHIPS, region="region_id")
# A unit's liaison sees and keeps the posts of that unit, the office those of its region.
VIEW_POSTS = Covering(permissions.VIEW_POSTS, "organisation__region_id", "organisation_id")
MANAGE_POSTS = Covering(permissions.MANAGE_POSTS, "organisation__region_id", "organisation_id")
SHOW_NUMBERS = Covering(permissions.SHOW_NUMBERS, "organisation__region_id", "organisation_id")
# The same two questions about a unit, before it has a post.
VIEW_POSTS_OF_UNIT = Covering(permissions.VIEW_POSTS, "region_id", "pk")
MANAGE_POSTS_OF_UNIT = Covering(permissions.MANAGE_POSTS, "region_id", "pk")
VIEW_GROUPS = Scope(permissions.VIEW_GROUPS, region="region_id")
MANAGE_GROUPS = Scope(permissions.MANAGE_GROUPS, region="region_id")

for scope in (VIEW_PEOPLE, MANAGE_ACCOUNTS, MANAGE_MEMBERSHIPS):
    declare(scope.permission, "people.User", scope.allows, scope.visible)
for rule in (VIEW_POSTS, MANAGE_POSTS, SHOW_NUMBERS):
    declare(rule.permission, "people.Post", rule.allows, rule.visible)
for rule in (VIEW_POSTS_OF_UNIT, MANAGE_POSTS_OF_UNIT):
    declare(f"{rule.permission}_of_unit", "territory.Organisation", rule.allows, rule.visible)
for scope in (VIEW_GROUPS, MANAGE_GROUPS):
    declare(scope.permission, "people.LeadingGroup", scope.allows, scope.visible)
