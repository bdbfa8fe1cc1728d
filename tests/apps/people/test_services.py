"""Accounts, memberships and roles: what administrators may change, and what they may not."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.people import services
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.models import Membership, Role, User
from tests.factories.people import make_membership, make_user
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return make_user("system_admin", region=make_region(DISTRICT))


@pytest.fixture
def security():
    return make_user("security_admin", region=make_region(DISTRICT))


def give(actor, user, role="office", **overrides):
    values = {"region": make_region(DISTRICT), "since": clock.today(), "role": Role.objects.get(code=role)}
    return services.add_membership(actor=actor, user=user, **{**values, **overrides})


def refusal(do):
    with pytest.raises(Refused) as caught:
        do()
    assert "%(" not in caught.value.sentence
    return caught.value.code


def test_a_new_account_has_a_one_time_password_and_no_permission(system):
    user, password = services.create_user(
        actor=system, username="zhang", name="张三", region=make_region(DISTRICT), phone="13800001234"
    )

    assert user.check_password(password)
    assert user.password_changed_at is None
    assert user.grants == ()
    row = AuditRow.objects.get(action="people.account_created")
    assert "张三" not in row.changes
    assert "13800001234" not in row.changes


def test_an_account_is_made_only_in_the_administrators_region(system):
    code = refusal(lambda: services.create_user(actor=system, username="a", name="甲", region=make_region(SIBLING)))

    assert code == PeopleCode.OUT_OF_REGION


def test_a_username_is_taken_whatever_its_case(system):
    make_user(username="Zhang")

    code = refusal(
        lambda: services.create_user(actor=system, username="zhang", name="甲", region=make_region(DISTRICT))
    )

    assert code == PeopleCode.USERNAME_TAKEN


def test_a_reset_gives_a_new_one_time_password(system):
    user = make_user(region=make_region(DISTRICT))

    password = services.reset_password(actor=system, user=user)

    user.refresh_from_db()
    assert user.check_password(password)
    assert user.password_changed_at is None


def test_a_system_administrator_cannot_take_over_another_administrator(system, security):
    code = refusal(lambda: services.reset_password(actor=system, user=security))

    assert code == PeopleCode.ADMINISTRATOR_PASSWORD
    assert services.reset_password(actor=None, user=security)


@pytest.mark.parametrize("role", ["security_admin", "audit_admin", "office"])
def test_only_a_system_administrator_changes_accounts(role):
    actor, user = make_user(role, region=make_region(DISTRICT)), make_user(region=make_region(DISTRICT))

    with pytest.raises(PermissionDenied):
        services.reset_password(actor=actor, user=user)
    with pytest.raises(PermissionDenied):
        services.set_active(actor=actor, user=user, active=False, version=1)
    assert (
        refusal(lambda: services.create_user(actor=actor, username="a", name="甲", region=make_region(DISTRICT)))
        == PeopleCode.OUT_OF_REGION
    )


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "office"])
def test_only_a_security_administrator_changes_memberships_and_roles(role):
    actor, user = make_user(role, region=make_region(DISTRICT)), make_user(region=make_region(DISTRICT))
    held = make_membership(user, "leader", region=make_region(DISTRICT))

    with pytest.raises(PermissionDenied):
        give(actor, user)
    with pytest.raises(PermissionDenied):
        services.end_membership(actor=actor, membership=held, until=clock.today())
    with pytest.raises(PermissionDenied):
        services.save_role(actor=actor, role=held.role, label="x", description="", held=[], version=1)


def test_an_account_of_the_next_district_cannot_be_changed(system):
    user = make_user(region=make_region(SIBLING))

    with pytest.raises(PermissionDenied):
        services.reset_password(actor=system, user=user)


def test_disabling_is_versioned_and_never_hits_oneself(system):
    user = make_user(region=make_region(DISTRICT))

    services.set_active(actor=system, user=user, active=False, version=1)

    assert not User.objects.get(pk=user.pk).is_active
    with pytest.raises(Stale):
        services.set_active(actor=system, user=user, active=True, version=1)
    assert refusal(lambda: services.set_active(actor=system, user=system, active=False, version=1)) == (
        PeopleCode.OWN_ACCOUNT
    )


def test_a_membership_is_given_recorded_and_ended(security):
    user = make_user(region=make_region(DISTRICT))

    membership = give(security, user)
    services.end_membership(actor=security, membership=membership, until=clock.today())

    assert Membership.objects.get(user=user).until == clock.today()
    assert {row.action for row in AuditRow.objects.all()} == {"people.membership_added", "people.membership_ended"}


def test_nobody_gives_themselves_a_membership(security):
    own = security.memberships.get()

    assert refusal(lambda: give(security, security)) == PeopleCode.OWN_MEMBERSHIP
    assert (
        refusal(lambda: services.end_membership(actor=security, membership=own, until=clock.today()))
        == PeopleCode.OWN_MEMBERSHIP
    )


@pytest.mark.parametrize("first", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("second", ["system_admin", "security_admin", "audit_admin"])
def test_one_person_is_one_kind_of_administrator(security, first, second):
    user = make_user(first, region=make_region(DISTRICT))
    expected = PeopleCode.ALREADY_HELD if first == second else PeopleCode.ADMINISTRATORS_APART

    assert refusal(lambda: give(security, user, second)) == expected


def test_an_administrator_may_change_part_after_the_first_has_ended(security):
    user = make_user(region=make_region(DISTRICT))
    make_membership(user, "audit_admin", until=date(2020, 6, 1))

    assert give(security, user, "system_admin").role.code == "system_admin"


def test_a_membership_needs_its_organisation_and_its_region(security):
    user, elsewhere = make_user(region=make_region(DISTRICT)), make_organisation(region=make_region("990102101"))

    assert refusal(lambda: give(security, user, "liaison")) == PeopleCode.ORGANISATION_REQUIRED
    assert refusal(lambda: give(security, user, "liaison", organisation=elsewhere)) == (
        PeopleCode.ORGANISATION_ELSEWHERE
    )
    assert refusal(lambda: give(security, user, region=make_region(SIBLING))) == PeopleCode.OUT_OF_REGION


def test_a_membership_ends_after_it_begins(security):
    user = make_user(region=make_region(DISTRICT))
    held = make_membership(user, "leader", region=make_region(DISTRICT), since=date(2025, 5, 1))

    assert refusal(lambda: give(security, user, since=date(2025, 5, 2), until=date(2025, 5, 1))) == (
        PeopleCode.ENDS_BEFORE_IT_BEGINS
    )
    assert (
        refusal(lambda: services.end_membership(actor=security, membership=held, until=date(2025, 4, 30)))
        == PeopleCode.ENDS_BEFORE_IT_BEGINS
    )


def test_the_same_membership_is_not_given_twice(security):
    user = make_user(region=make_region(DISTRICT))
    give(security, user)

    assert refusal(lambda: give(security, user)) == PeopleCode.ALREADY_HELD


def test_a_role_is_changed_for_everybody_who_holds_it(security):
    office = Role.objects.get(code="office")
    holder = make_user("office", region=make_region(DISTRICT))

    services.save_role(
        actor=security, role=office, label="纲要办", description="", held=["ledger.view_plan"], version=office.version
    )

    assert User.objects.get(pk=holder.pk).has_permission("ledger.view_plan")
    assert not User.objects.get(pk=holder.pk).has_permission("ledger.import_plan")


def test_a_permission_of_an_administrator_goes_into_no_other_role(security):
    for code, held in (("office", "people.manage_accounts"), ("system_admin", "audit.view")):
        role = Role.objects.get(code=code)
        assert (
            refusal(
                lambda role=role, held=held: services.save_role(
                    actor=security, role=role, label="x", description="", held=[held], version=1
                )
            )
            == PeopleCode.PERMISSIONS_APART
        )


def test_own_details_are_versioned_and_kept_out_of_the_log():
    user = make_user(phone="13800001234")

    services.update_own_details(user=user, phone="13911112222", email="a@example.org", version=1)

    user.refresh_from_db()
    assert user.masked_phone == "139****2222"
    assert "13911112222" not in AuditRow.objects.get().changes
    with pytest.raises(Stale):
        services.update_own_details(user=user, phone="1", email="", version=1)
