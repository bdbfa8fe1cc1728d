"""What the sign-in pages change: passwords, and traces of coming and going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from kepu.apps.audit import services as audit
from kepu.apps.base import clock, context

if TYPE_CHECKING:
    from kepu.apps.people.models import User


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Store a password that its owner chose."""
    user.set_password(password)
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "password_changed_at"])
    audit.record("people.password_changed", user)


def note_failed_sign_in(user: User) -> None:
    """Record that somebody tried to sign in as this person."""
    audit.record("people.sign_in_failed", user)


def note_sign_in(user: User, **_: Any) -> None:
    """Record that a person signed in."""
    with context.bound(request=context.request_id.get(), user=user.pk):
        audit.record("people.signed_in", user)


def note_sign_out(user: User | None, **_: Any) -> None:
    """Record that a person signed out."""
    if user is not None:
        audit.record("people.signed_out", user)
