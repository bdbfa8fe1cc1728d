"""Telephone numbers are shown to whoever may see them, and it is written down who saw whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from kepu.apps.audit.services import Change, record_all
from kepu.apps.people import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.people.enums import Purpose
    from kepu.apps.people.models import Post, User

SHOWN = ("name", "mobile", "office_phone", "email")


def show_numbers(*, actor: User, posts: Iterable[Post], purpose: Purpose) -> list[Post]:
    """Give posts whose numbers may now be shown; a row of the audit log for each, all at once.

    Fetch the posts with their organisation.
    """
    posts = list(posts)
    if not all(rules.SHOW_NUMBERS.allows(actor, post) for post in posts):
        raise PermissionDenied
    record_all(
        Change(
            "people.numbers_shown",
            post,
            after={**{name: getattr(post, name) for name in SHOWN}, "purpose": purpose.value},
            personal=SHOWN,
        )
        for post in posts
    )
    return posts
