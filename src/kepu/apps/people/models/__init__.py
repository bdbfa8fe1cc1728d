"""Accounts, roles and memberships; who holds which post in a unit; leading groups and their seats."""

from kepu.apps.people.models.accounts import Membership, PersonKey, Role, User, masked
from kepu.apps.people.models.groups import GroupSeat, LeadingGroup
from kepu.apps.people.models.posts import Post

__all__ = ["GroupSeat", "LeadingGroup", "Membership", "PersonKey", "Post", "Role", "User", "masked"]
