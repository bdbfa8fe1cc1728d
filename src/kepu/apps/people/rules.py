"""The rules of permissions, for the apps above; they stand in territory because they speak of regions."""

from kepu.apps.territory.scopes import AnyOf, Declared, Grant, Rule, Scope, declare, declared

__all__ = ["AnyOf", "Declared", "Grant", "Rule", "Scope", "declare", "declared"]
