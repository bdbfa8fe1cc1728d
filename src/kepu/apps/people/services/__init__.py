"""Changes of accounts, memberships and roles, of posts, and of leading groups."""

from kepu.apps.people.services.accounts import (
    add_membership,
    create_user,
    end_membership,
    one_time_password,
    reset_password,
    save_role,
    set_active,
    update_own_details,
)
from kepu.apps.people.services.groups import Newcomer, adjust_group, correct_seat, create_group, remove_seat
from kepu.apps.people.services.numbers import show_numbers
from kepu.apps.people.services.posts import add_post, change_post, end_post, remove_post, replace_post

__all__ = [
    "Newcomer",
    "add_membership",
    "add_post",
    "adjust_group",
    "change_post",
    "correct_seat",
    "create_group",
    "create_user",
    "end_membership",
    "end_post",
    "one_time_password",
    "remove_post",
    "remove_seat",
    "replace_post",
    "reset_password",
    "save_role",
    "set_active",
    "show_numbers",
    "update_own_details",
]
