"""Pages of accounts, memberships and roles."""

import uuid

import pytest
from django.urls import reverse

from kepu.apps.base import clock
from kepu.apps.people.models import Membership, Role, User
from tests.factories.people import make_membership, make_user
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(client):
    user = make_user("system_admin", region=make_region(DISTRICT), name="系统甲")
    client.force_login(user)
    return user


@pytest.fixture
def security(client):
    user = make_user("security_admin", region=make_region(DISTRICT), name="安全乙")
    client.force_login(user)
    return user


def send(client, route, *args, **data):
    return client.post(reverse(route, args=args), {"request_id": str(uuid.uuid4()), **data})


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(client, system, django_assert_num_queries, number):
    for _ in range(number):
        make_membership(make_user(region=make_region(DISTRICT)), "office")
    make_user(region=make_region(SIBLING))
    client.get("/accounts/me/")

    with django_assert_num_queries(7):
        assert len(client.get(reverse("people_people")).context["page"]) == number + 1


def test_the_list_is_searched_and_filtered(client, system):
    wanted = make_user("office", region=make_region(DISTRICT), name="张三丰", username="zsf", is_active=False)
    make_user("leader", region=make_region(DISTRICT))

    for query in ("?q=三丰", "?q=ZSF", "?role=office", "?state=disabled"):
        assert list(client.get(reverse("people_people") + query).context["page"]) == [wanted], query


def test_a_new_accounts_password_is_shown_once(client, system):
    data = {"request_id": str(uuid.uuid4()), "name": "李四", "username": "li", "region": DISTRICT}

    first = client.post(reverse("people_person_add"), data)
    second = client.post(reverse("people_person_add"), data)

    user = User.objects.get(username="li")
    assert user.check_password(first.context["password"])
    assert first["Cache-Control"] == "no-store"
    assert second["Location"] == reverse("people_person", args=[user.pk])
    assert first.context["password"] not in client.get(second["Location"]).content.decode()


def test_what_is_wrong_with_a_new_account_stands_in_the_form(client, system):
    make_user(username="li")
    make_region(SIBLING)

    taken = send(client, "people_person_add", name="李四", username="LI", region=DISTRICT)
    elsewhere = send(client, "people_person_add", name="李四", username="l2", region=SIBLING)
    unknown = send(client, "people_person_add", name="李四", username="l3", region="没有这里")

    assert "用户名“LI”已被使用" in taken.content.decode()
    assert "只能在自己管理的区划内办理" in elsewhere.content.decode()
    assert "没有找到这个区划" in unknown.content.decode()
    assert 'value="李四"' in taken.content.decode()


def test_an_account_shows_its_masked_phone_only(client, system):
    user = make_user(region=make_region(DISTRICT), phone="13800001234")

    page = client.get(reverse("people_person", args=[user.pk])).content.decode()

    assert "138****1234" in page
    assert "13800001234" not in page


def test_a_reset_shows_the_password_once_and_ends_the_old_one(client, system):
    user = make_user(region=make_region(DISTRICT))

    response = send(client, "people_password_reset", user.pk, version=1)

    user.refresh_from_db()
    assert user.check_password(response.context["password"])


def test_an_account_is_disabled_and_enabled_again(client, system):
    user = make_user(region=make_region(DISTRICT))

    off = send(client, "people_person_switch", user.pk, version=1)
    stale = send(client, "people_person_switch", user.pk, version=1)
    on = send(client, "people_person_switch", user.pk, version=2)

    user.refresh_from_db()
    assert (off.status_code, stale.status_code, on.status_code) == (302, 422, 302)
    assert user.is_active


def test_a_membership_is_given_by_code_or_full_name_and_ended(client, security):
    user = make_user(region=make_region(DISTRICT))
    unit = make_organisation(name="区教育委员会")

    given = send(
        client,
        "people_membership_add",
        user.pk,
        role="liaison",
        region=unit.region.full_name,
        organisation="区教育委员会",
        since=clock.today().isoformat(),
    )
    membership = Membership.objects.get(user=user)
    ended = send(client, "people_membership_end", membership.pk, until=clock.today().isoformat())

    membership.refresh_from_db()
    assert (given.status_code, ended.status_code) == (302, 302)
    assert (membership.role.code, membership.organisation, membership.until) == ("liaison", unit, clock.today())


def test_a_membership_without_its_organisation_is_refused_in_the_form(client, security):
    user = make_user(region=make_region(DISTRICT))

    response = send(
        client, "people_membership_add", user.pk, role="liaison", region=DISTRICT, since=clock.today().isoformat()
    )

    assert response.status_code == 422
    assert "“联络员”须指定单位" in response.content.decode()


def test_a_membership_in_the_next_district_is_ended_by_others(client, security):
    user = make_user(region=make_region(DISTRICT))
    membership = make_membership(user, "office", region=make_region(SIBLING))

    response = send(client, "people_membership_end", membership.pk, until=clock.today().isoformat())

    assert response.status_code == 403
    assert "属于别的区划" in response.content.decode()


def test_a_role_is_changed_and_two_editors_see_both_versions(client, security):
    office = Role.objects.get(code="office")
    data = {"version": office.version, "description": "", "held": ["territory.view"]}

    done = send(client, "people_role_edit", "office", label="纲要办", **data)
    stale = send(client, "people_role_edit", "office", label="办公室", **data)
    over = send(client, "people_role_edit", "office", label="办公室", **{**data, "version": 2})

    office.refresh_from_db()
    page = stale.content.decode()
    assert (done.status_code, stale.status_code, over.status_code) == (302, 409, 302)
    assert "纲要办" in page
    assert "办公室" in page
    assert (office.label, office.permissions) == ("办公室", ["territory.view"])


def test_a_permission_of_an_administrator_is_not_on_offer(client, security):
    page = client.get(reverse("people_role_edit", args=["office"])).content.decode()
    response = send(client, "people_role_edit", "office", label="x", version=1, held=["audit.view"])

    assert "audit.view" not in page
    assert response.status_code == 422
    assert "audit.view" not in Role.objects.get(code="office").permissions


def test_own_details_are_saved_and_two_windows_lose_nothing(client, system):
    done = send(client, "people_me", phone="13900001111", email="", version=1)
    stale = send(client, "people_me", phone="13900002222", email="", version=1)

    page = stale.content.decode()
    assert (done.status_code, stale.status_code) == (302, 409)
    assert "13900001111" in page
    assert "13900002222" in page


def test_a_telephone_number_is_a_number(client, system):
    response = send(client, "people_me", phone="<script>", email="", version=1)

    assert response.status_code == 422
    assert "请填写数字" in response.content.decode()


def test_the_menu_leads_to_what_one_may_open(client, system):
    page = client.get("/accounts/me/").content.decode()

    assert reverse("people_people") in page
    assert reverse("people_roles") not in page
