"""Changes of posts: somebody comes, is reached otherwise, goes, is followed by another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from kepu.apps.audit import services as audit
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.people import rules
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from kepu.apps.territory.models import Organisation

if TYPE_CHECKING:
    from datetime import date

    from kepu.apps.people.models import User

PERSONAL = ("name", "mobile", "office_phone", "email")
EDITED = ("kind", "name", "job_title", "mobile", "office_phone", "email", "user", "since", "position")
A_DAY = timedelta(days=1)


@transaction.atomic
def add_post(*, actor: User, organisation: Organisation, kind: int, name: str, since: date, **details: Any) -> Post:
    """Note that somebody holds a post of a unit; `details`: job_title, mobile, office_phone, email, user, position."""
    if not rules.MANAGE_POSTS_OF_UNIT.allows(actor, organisation):
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once: the second sees the first
    post = Post(organisation=organisation, kind=kind, name=name, since=since, **details)
    _refuse_twice(post)
    post.save()
    audit.record("people.post_added", post, after=described(post), personal=PERSONAL)
    return post


@transaction.atomic
def change_post(*, actor: User, post: Post, version: int, **values: Any) -> Post:
    """Correct how a person is called, since when they hold the post, or how they are reached."""
    _require(actor, post)
    before = described(post)
    for name, value in values.items():
        setattr(post, name, value)
    if post.until is not None and post.until < post.since:
        raise Refused(PeopleCode.ENDS_BEFORE_IT_BEGINS)
    _refuse_twice(post)
    save_version(post, version, [name for name in EDITED if name in values])
    audit.record("people.post_changed", post, before=before, after=described(post), personal=PERSONAL)
    return post


@transaction.atomic
def end_post(*, actor: User, post: Post, until: date, version: int) -> Post:
    """Let somebody's time in a post end with a day."""
    _require(actor, post)
    if until < post.since:
        raise Refused(PeopleCode.ENDS_BEFORE_IT_BEGINS)
    before = described(post)
    post.until = until
    save_version(post, version, ["until"])
    audit.record("people.post_ended", post, before=before, after=described(post), personal=PERSONAL)
    return post


@transaction.atomic
def replace_post(*, actor: User, post: Post, on: date, version: int, name: str, **details: Any) -> Post:
    """Let another take over a post from a day on: the former holder's last day is the one before, or was earlier."""
    if post.until is None or post.until >= on:
        end_post(actor=actor, post=post, until=on - A_DAY, version=version)
    else:
        _require(actor, post)
        save_version(post, version, [])
    details = {"position": post.position, **details}
    return add_post(actor=actor, organisation=post.organisation, kind=post.kind, name=name, since=on, **details)


@transaction.atomic
def remove_post(*, actor: User, post: Post, version: int) -> None:
    """Take out an entry that was a mistake; the log keeps that it was there."""
    _require(actor, post)
    save_version(post, version, [])
    audit.record("people.post_removed", post, before=described(post), personal=PERSONAL)
    post.delete()


def described(post: Post) -> dict[str, Any]:
    """What the audit log keeps of a post."""
    return {
        **{name: getattr(post, name) for name in (*PERSONAL, "job_title", "position")},
        "organisation": post.organisation.name,
        "kind": PostKind(post.kind).name.lower(),
        "user": post.user_id,
        "since": post.since.isoformat(),
        "until": post.until.isoformat() if post.until else None,
    }


def _require(actor: User, post: Post) -> None:
    if not rules.MANAGE_POSTS.allows(actor, post):
        raise PermissionDenied


def _refuse_twice(post: Post) -> None:
    """One person holds one post of a unit once at a time."""
    same = Post.objects.filter(organisation_id=post.organisation_id, kind=post.kind, name=post.name)
    meeting = Q(until__isnull=True) | Q(until__gte=post.since)
    if post.until is not None:
        meeting &= Q(since__lte=post.until)
    if same.filter(meeting).exclude(pk=post.pk).exists():
        raise Refused(PeopleCode.POST_HELD_ALREADY, name=post.name)
