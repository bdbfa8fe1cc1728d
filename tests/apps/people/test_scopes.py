"""Scopes: a permission, a region, an organisation, and two scopes together."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from kepu.apps.base import clock
from kepu.apps.people.http import get_or_404, require
from kepu.apps.people.rules import Scope
from kepu.apps.territory.models import Organisation
from tests.factories.people import make_membership, make_role, make_user
from tests.factories.territory import CITY, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
REGIONAL = Scope("territory.view", region="region_id")
OWN = Scope("territory.manage_organisations", region="", organisations="pk")
NAMED = Scope("territory.view", region="", organisations="aliases__organisation_id", model="territory.Organisation")


def seen(scope, user):
    return set(Organisation.objects.filter(scope.visible(user)))


def test_a_permission_reaches_its_region_and_what_lies_in_it():
    town, district, sibling = (make_organisation(region=make_region(code)) for code in ("990102101", "990102", SIBLING))
    user = make_user(permissions=["territory.view"], region=make_region("990102"))

    assert seen(REGIONAL, user) == {town, district}
    assert [REGIONAL.allows(user, each) for each in (town, district, sibling)] == [True, True, False]
    assert REGIONAL.reaches(user, "990102101001")
    assert not REGIONAL.reaches(user, CITY)


def test_without_the_permission_nothing_is_seen():
    row = make_organisation()
    user = make_user(permissions=["people.view_people"], region=row.region)

    assert seen(REGIONAL, user) == set()
    assert not REGIONAL.allows(user, row)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(0, None, True), (-9, 0, True), (1, None, False), (-9, -1, False)],
)
def test_a_membership_holds_from_its_first_to_its_last_day(since, until, holds):
    user, today = make_user(), clock.today()
    make_membership(
        user,
        make_role(permissions=["territory.view"]),
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )

    assert user.has_permission("territory.view") is holds


def test_a_liaison_sees_the_rows_of_the_own_organisation_only():
    mine, other = make_organisation(), make_organisation()
    user = make_user(permissions=["territory.manage_organisations"], organisation=mine)

    assert seen(OWN, user) == {mine}
    assert [OWN.allows(user, each) for each in (mine, other)] == [True, False]
    assert OWN.reaches(user, mine.region_id, mine.pk)


def test_a_membership_without_an_organisation_gives_nothing_that_needs_one():
    row = make_organisation()
    user = make_user(permissions=["territory.manage_organisations"], region=row.region)

    assert seen(OWN, user) == set()
    assert not OWN.allows(user, row)


def test_two_scopes_together_give_the_rows_of_both():
    mine, near, far = make_organisation(), make_organisation(), make_organisation(region=make_region(SIBLING))
    user = make_user(permissions=["territory.manage_organisations"], organisation=far)
    make_membership(user, make_role(permissions=["territory.view"]), region=near.region)
    both = REGIONAL | OWN

    assert seen(both, user) == {mine, near, far}
    assert all(both.allows(user, each) for each in (mine, near, far))
    assert seen(both | OWN, user) == {mine, near, far}


def test_a_row_is_found_once_however_many_paths_lead_to_it():
    row = make_organisation(aliases=["甲", "乙", "丙"])
    make_organisation(aliases=["丁"])
    user = make_user(permissions=["territory.view"], organisation=row)

    found = Organisation.objects.filter(NAMED.visible(user))

    assert list(found) == [row]
    assert NAMED.allows(user, row)


def test_grants_are_loaded_once_and_with_one_query(django_assert_num_queries):
    user = make_user("office", "leader", "town")

    with django_assert_num_queries(1):
        assert user.has_permission("territory.view")
        assert not user.has_permission("audit.view")


def test_a_disabled_person_holds_nothing():
    user = make_user("office", is_active=False)

    assert not user.has_permission("territory.view")


def test_what_may_not_be_seen_does_not_exist_and_what_is_forbidden_is_explained():
    row = make_organisation()
    reader = make_user(permissions=["territory.view"], region=row.region)
    stranger = make_user(permissions=["territory.view"], region=make_region(SIBLING))

    assert get_or_404(Organisation.objects.all(), REGIONAL, reader, pk=row.pk) == row
    with pytest.raises(Http404):
        get_or_404(Organisation.objects.all(), REGIONAL, stranger, pk=row.pk)
    with pytest.raises(PermissionDenied, match="权限"):
        require(OWN, reader, row)


def test_the_whole_nation_holds_every_region():
    row = make_organisation(region=make_region("990102"), valid_from=date(2020, 1, 1))
    user = make_user(permissions=["territory.view"], region=make_region("000000000000", name="全国"))

    assert seen(REGIONAL, user) == {row}
