"""Changes of accounts, memberships and roles."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from kepu.apps.audit import services as audit
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.people import permissions as codes
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.enums import Part
from kepu.apps.people.models import Membership, Role, User
from kepu.apps.people.registry import permissions
from kepu.apps.people.roles import refusal_to_hold
from kepu.apps.people.rules import MANAGE_ACCOUNTS, MANAGE_MEMBERSHIPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kepu.apps.territory.models import Organisation, Region

PERSONAL = ("username", "name", "phone", "email")
PASSWORD_LENGTH = 14
# Without letters and digits that are read for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def one_time_password() -> str:
    """A password that is shown once and has to be changed at the first sign-in."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))


@transaction.atomic
def create_user(
    *, actor: User | None, username: str, name: str, region: Region, phone: str = "", email: str = ""
) -> tuple[User, str]:
    """Make an account with a one-time password; it can do nothing until somebody else gives it a membership."""
    if actor is not None and not MANAGE_ACCOUNTS.reaches(actor, region.code):
        raise Refused(PeopleCode.OUT_OF_REGION)
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(PeopleCode.USERNAME_TAKEN, username=username)
    password = one_time_password()
    user = User(username=username, name=name, region=region, phone=phone, email=email)
    user.set_password(password)
    user.save()
    audit.record("people.account_created", user, after=described(user), personal=PERSONAL)
    return user, password


@transaction.atomic
def reset_password(*, actor: User | None, user: User) -> str:
    """Give a one-time password; every session of the account ends."""
    if actor is not None:
        _require_account(actor, user)
        if is_administrator(user):
            raise Refused(PeopleCode.ADMINISTRATOR_PASSWORD)
    password = one_time_password()
    user.set_password(password)
    user.password_changed_at = None
    user.save(update_fields=["password", "password_changed_at"])
    audit.record("people.password_reset", user)
    return password


@transaction.atomic
def set_active(*, actor: User, user: User, active: bool, version: int) -> User:
    """Disable an account (its sessions end), or enable it again."""
    _require_account(actor, user)
    if actor.pk == user.pk:
        raise Refused(PeopleCode.OWN_ACCOUNT)
    before = {"is_active": user.is_active}
    user.is_active = active
    save_version(user, version, ["is_active"])
    action = "people.account_enabled" if active else "people.account_disabled"
    audit.record(action, user, before=before, after={"is_active": active})
    return user


@transaction.atomic
def update_own_details(*, user: User, phone: str, email: str, version: int) -> User:
    """Store how a person can be reached."""
    before = described(user)
    user.phone, user.email = phone, email
    save_version(user, version, ["phone", "email"])
    audit.record("people.details_changed", user, before=before, after=described(user), personal=PERSONAL)
    return user


@transaction.atomic
def add_membership(
    *,
    actor: User | None,
    user: User,
    role: Role,
    region: Region,
    since: date,
    organisation: Organisation | None = None,
    until: date | None = None,
) -> Membership:
    """Give a person a role in a region, perhaps for an organisation, for a time."""
    if actor is not None:
        _require_membership(actor, user, region.code)
    User.objects.select_for_update().get(pk=user.pk)  # two additions at once: the second sees the first
    _check_place(role, region, organisation)
    if until is not None and until < since:
        raise Refused(PeopleCode.ENDS_BEFORE_IT_BEGINS)
    if until is None and role.is_inspection:
        raise Refused(PeopleCode.INSPECTION_NEEDS_AN_END, role=str(role))
    _check_parts_apart(user, role, since)
    held = Membership.objects.filter(user=user, role=role, region=region, organisation=organisation)
    if held.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise Refused(PeopleCode.ALREADY_HELD)
    membership = Membership.objects.create(
        user=user, role=role, region=region, organisation=organisation, since=since, until=until
    )
    audit.record("people.membership_added", membership, after=described_membership(membership))
    return membership


@transaction.atomic
def end_membership(*, actor: User, membership: Membership, until: date) -> Membership:
    """Let a membership end with a day."""
    _require_membership(actor, membership.user, membership.region_id)
    if until < membership.since:
        raise Refused(PeopleCode.ENDS_BEFORE_IT_BEGINS)
    before = described_membership(membership)
    membership.until = until
    membership.save(update_fields=["until"])
    audit.record("people.membership_ended", membership, before=before, after=described_membership(membership))
    return membership


@transaction.atomic
def save_role(*, actor: User, role: Role, label: str, description: str, held: Iterable[str], version: int) -> Role:
    """Change what a role is called and may do."""
    if not actor.has_permission(codes.MANAGE_ROLES):
        raise PermissionDenied
    chosen = sorted(set(held))
    for code in chosen:
        if refusal := refusal_to_hold(role, code):
            raise Refused(refusal, permission=str(permissions()[code]))
    before = {"label": role.label, "description": role.description, "permissions": role.permissions}
    role.label, role.description, role.permissions = label, description, chosen
    save_version(role, version, ["label", "description", "permissions"])
    after = {"label": label, "description": description, "permissions": chosen}
    audit.record("people.role_changed", role, before=before, after=after)
    return role


def is_administrator(user: User) -> bool:
    """Whether a person holds, held or will hold the role of one of the three administrators."""
    return user.memberships.exclude(role__part=Part.NONE).exists()


def described(user: User) -> dict[str, Any]:
    """What the audit log keeps of an account."""
    return {name: getattr(user, name) for name in PERSONAL} | {"region": user.region_id, "is_active": user.is_active}


def described_membership(membership: Membership) -> dict[str, Any]:
    """What the audit log keeps of a membership."""
    return {
        "user": membership.user_id,
        "role": membership.role.code,
        "region": membership.region_id,
        "organisation": membership.organisation_id,
        "since": membership.since.isoformat(),
        "until": membership.until.isoformat() if membership.until else None,
    }


def _require_account(actor: User, user: User) -> None:
    if not MANAGE_ACCOUNTS.allows(actor, user):
        raise PermissionDenied


def _require_membership(actor: User, user: User, region_code: str) -> None:
    if not MANAGE_MEMBERSHIPS.allows(actor, user):
        raise PermissionDenied
    if not MANAGE_MEMBERSHIPS.reaches(actor, region_code):
        raise Refused(PeopleCode.OUT_OF_REGION)
    if actor.pk == user.pk:
        raise Refused(PeopleCode.OWN_MEMBERSHIP)


def _check_place(role: Role, region: Region, organisation: Organisation | None) -> None:
    if organisation is None:
        if role.needs_organisation:
            raise Refused(PeopleCode.ORGANISATION_REQUIRED, role=str(role))
        return
    if organisation.region_id != region.code:
        raise Refused(PeopleCode.ORGANISATION_ELSEWHERE, organisation=organisation.name)


def _check_parts_apart(user: User, role: Role, since: date) -> None:
    """One person is one kind of administrator at a time."""
    if role.part == Part.NONE:
        return
    others = user.memberships.exclude(role__part__in=[Part.NONE, role.part])
    if others.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise Refused(PeopleCode.ADMINISTRATORS_APART)
