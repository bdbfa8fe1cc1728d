"""What a printed name means, said once for a plan, remembered for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.base.services import save_version
from kepu.apps.ledger.enums import NameMeaning
from kepu.apps.ledger.models import UnitChoice
from kepu.apps.ledger.services.deciding import opened
from kepu.apps.territory import rules as territory
from kepu.apps.territory.models import Alias, Organisation
from kepu.apps.territory.services import add_alias, add_organisation

if TYPE_CHECKING:
    from kepu.apps.people.models import User

LONGEST = 200
LONGEST_ALIAS = 100
CHOSEN = ("meaning", "organisation", "is_remembered", "is_created", "by", "at")


@transaction.atomic
def choose_unit(
    *,
    plan_id: int,
    user: User,
    name: str,
    version: int,
    meaning: NameMeaning,
    organisation: Organisation | None = None,
    is_remembered: bool = False,
    is_created: bool = False,
) -> UnitChoice:
    """Say what a printed name means in all tasks of a plan; `version` 0 when nobody has said so yet."""
    plan = opened(plan_id, user)
    name = name[:LONGEST]
    choice = plan.unit_choices.filter(name=name).first()
    if choice and (choice.meaning, choice.organisation) == (meaning, organisation):
        return choice
    if (choice.version if choice else 0) != version:
        raise Stale(choice)
    before = described(choice) if choice else None
    choice = choice or UnitChoice(plan=plan, name=name)
    choice.meaning, choice.organisation, choice.is_created = meaning, organisation, is_created
    choice.is_remembered = bool(is_remembered and organisation and remember(organisation, name, user))
    choice.by, choice.at = user, clock.now()
    if choice.pk:
        save_version(choice, version, CHOSEN)
    else:
        choice.save()
    record("ledger.choose_unit", plan, before=before, after=described(choice))
    return choice


@transaction.atomic
def add_unit(
    *, plan_id: int, user: User, name: str, version: int, full_name: str, kind: str, is_remembered: bool
) -> UnitChoice:
    """Enter the unit that a printed name means, and choose it."""
    plan = opened(plan_id, user)
    if not territory.MANAGE_ORGANISATIONS.reaches(user, plan.region_code):
        raise PermissionDenied
    organisation = add_organisation(region_id=plan.region_code, name=full_name, kind=kind)
    return choose_unit(
        plan_id=plan_id,
        user=user,
        name=name,
        version=version,
        meaning=NameMeaning.ORGANISATION,
        organisation=organisation,
        is_remembered=is_remembered,
        is_created=True,
    )


@transaction.atomic
def forget_unit(*, plan_id: int, user: User, name: str, version: int) -> None:
    """Take back what was said about a name; a short form that was remembered stays until it is ended."""
    plan = opened(plan_id, user)
    choice = plan.unit_choices.filter(name=name[:LONGEST]).first()
    if choice is None:
        return
    if choice.version != version:
        raise Stale(choice)
    record("ledger.choose_unit", plan, before=described(choice), after={"name": name, "meaning": ""})
    choice.delete()


def remember(organisation: Organisation, name: str, user: User) -> bool:
    """Keep a printed name as a short form, where this person may; one that is in use elsewhere stays with this plan."""
    if len(name) > LONGEST_ALIAS or not territory.MANAGE_ORGANISATIONS.allows(user, organisation):
        return False
    if name == organisation.name or Alias.objects.filter(organisation=organisation, name=name).exists():
        return False
    fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
    try:
        with transaction.atomic():
            add_alias(fresh, name=name, version=fresh.version, valid_from=None, valid_until=None)
    except Stale:
        raise
    except Refused:
        return False
    return True


def described(choice: UnitChoice) -> dict[str, str]:
    """What the audit log keeps of a choice."""
    organisation = choice.organisation.name if choice.organisation else ""
    return {"name": choice.name, "meaning": choice.meaning, "organisation": organisation}
