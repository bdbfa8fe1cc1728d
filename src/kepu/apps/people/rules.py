"""The rules of permissions for the apps above (they stand in territory because they speak of regions), and our own."""

from kepu.apps.people import permissions
from kepu.apps.territory.scopes import AnyOf, Declared, Grant, Rule, Scope, declare, declared

__all__ = ["AnyOf", "Declared", "Grant", "Rule", "Scope", "declare", "declared"]

VIEW_PEOPLE = Scope(permissions.VIEW_PEOPLE, region="region_id")
MANAGE_ACCOUNTS = Scope(permissions.MANAGE_ACCOUNTS, region="region_id")
MANAGE_MEMBERSHIPS = Scope(permissions.MANAGE_MEMBERSHIPS, region="region_id")

for scope in (VIEW_PEOPLE, MANAGE_ACCOUNTS, MANAGE_MEMBERSHIPS):
    declare(scope.permission, "people.User", scope.allows, scope.visible)
