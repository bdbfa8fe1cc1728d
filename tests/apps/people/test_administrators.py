"""System, security and audit administrator: what none of them can do, on any page and by any role."""

import uuid

import pytest
from django.urls import get_resolver, reverse

from kepu.apps.base.errors import Refused
from kepu.apps.people import roles, services
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.models import Role
from kepu.apps.people.registry import permissions
from tests.addresses import MARK, OK, World, addresses, undone
from tests.factories.people import make_user
from tests.factories.posts import make_post
from tests.factories.territory import DISTRICT, make_organisation, make_region
from tests.test_addresses import routes

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
ROUTES = sorted(set(routes(get_resolver())) & set(ADDRESSES))
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
# Where an administrator may see a name at all: accounts, roles, units, files and jobs of the site, the log.
OPEN = {
    "system_admin": ("people_person", "people_people", "people_password", "people_me", "territory:", "jobs:", "home"),
    "security_admin": ("people_person", "people_people", "people_role", "people_membership", "people_me", "territory:"),
    "audit_admin": ("audit:", "people_me"),
}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_sees_nothing_beyond_the_own_part(client, role):
    client.force_login(make_user(role, region=make_region(DISTRICT)))
    for name in ROUTES:
        if ADDRESSES[name].shows_mark and not name.startswith(OPEN[role]):
            with undone():
                answer = client.get(reverse(name, kwargs=ADDRESSES[name].make(World())))

            assert answer.status_code in {200, 302, 403, 404, 405}, name
            assert MARK not in b"".join(answer).decode(errors="replace"), name


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_no_administrator_opens_ledgers_contacts_or_groups(client, role):
    client.force_login(make_user(role, region=make_region(DISTRICT)))
    for name in ROUTES:
        if name.startswith(("ledger:", "people_post", "people_unit", "people_group", "people_seat")):
            with undone():
                path = reverse(name, kwargs=ADDRESSES[name].make(World()))
                answers = [client.get(path).status_code, client.post(path).status_code]

            assert set(answers) <= {403, 404, 405}, name


def test_each_part_is_closed_to_the_two_others(client):
    holder = make_user("office", region=make_region(DISTRICT), name=MARK)
    parts = {
        "system_admin": [reverse("people_person_add"), reverse("people_password_reset", args=[holder.pk])],
        "security_admin": [reverse("people_roles"), reverse("people_membership_add", args=[holder.pk])],
        "audit_admin": [reverse("audit:list")],
    }
    for role in ADMINISTRATORS:
        client.force_login(make_user(role, region=make_region(DISTRICT)))
        for owner, paths in parts.items():
            for path in paths:
                assert (client.get(path).status_code == OK) is (role == owner), (role, path)


def test_the_system_administrator_sees_of_a_holder_what_the_list_of_accounts_shows(client):
    unit = make_organisation(region=make_region(DISTRICT))
    holder = make_user("liaison", region=make_region(DISTRICT), organisation=unit, phone="10000001234")
    make_post(organisation=unit, user=holder, mobile="10000001234")
    client.force_login(make_user("system_admin", region=make_region(DISTRICT)))

    for path in (reverse("people_person", args=[holder.pk]), reverse("territory:organisation", args=[unit.code])):
        text = client.get(path).content.decode()
        assert "10000001234" not in text
        assert reverse("people_unit_posts", args=[unit.code]) not in text


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_business_goes_into_no_administrators_role(role):
    actor = make_user("security_admin", region=make_region(DISTRICT))
    row = Role.objects.get(code=role)

    for code in set(permissions()) - {*roles.PARTS, *roles.BESIDE}:
        with pytest.raises(Refused) as caught:
            services.save_role(actor=actor, role=row, label=row.label, description="", held=[code], version=row.version)
        assert caught.value.code == PeopleCode.BUSINESS_APART, code
        assert "%(" not in caught.value.sentence


def test_the_page_of_an_administrators_role_offers_no_business(client):
    client.force_login(make_user("security_admin", region=make_region(DISTRICT)))
    row = Role.objects.get(code="system_admin")

    page = client.get(reverse("people_role_edit", args=["system_admin"])).content.decode()
    values = {"request_id": str(uuid.uuid4()), "version": row.version, "label": "系统管理员"}
    answer = client.post(
        reverse("people_role_edit", args=["system_admin"]), {**values, "held": ["people.show_numbers"]}
    )

    assert "people.show_numbers" not in page
    assert answer.status_code == 422
    row.refresh_from_db()
    assert "people.show_numbers" not in row.permissions
