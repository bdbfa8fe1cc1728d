"""Pages about organisations and regions."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.territory.enums import OrganisationKind
from kepu.apps.territory.models import Alias
from tests.factories.people import make_user
from tests.factories.territory import (
    CITY,
    DISTRICT,
    SIBLING,
    make_alias,
    make_organisation,
    make_population,
    make_region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = make_user("office", region=make_region(DISTRICT))
    client.force_login(user)
    return user


@pytest.fixture
def manager(client):
    user = make_user("system_admin", region=make_region(DISTRICT))
    client.force_login(user)
    return user


def listed(client, query=""):
    return list(client.get(reverse("territory:organisations") + query).context["page"])


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(client, reader, django_assert_num_queries, number):
    for _ in range(number):
        make_organisation(aliases=["a" * (Alias.objects.count() + 1)])
    client.get("/accounts/me/")

    with django_assert_num_queries(6):
        assert len(listed(client)) == number


def test_the_list_holds_the_readers_region_in_official_order(client, reader):
    town = make_organisation(kind=OrganisationKind.TOWNSHIP, region=make_region("990102101"))
    party = make_organisation(kind=OrganisationKind.PARTY)
    make_organisation(region=make_region(SIBLING))
    make_organisation(region=make_region(CITY))
    make_organisation(valid_until=date(2020, 1, 1))

    assert listed(client) == [party, town]


def test_the_list_is_searched_by_name_short_form_and_code_and_filtered(client, reader):
    wanted = make_organisation(
        name="区科学技术协会", code="K7", kind=OrganisationKind.MASS_ORGANISATION, aliases=["科协"]
    )
    make_organisation(name="区教育委员会")

    for query in ("?q=科学技术", "?q=科协", "?q=k7", "?kind=mass_organisation"):
        assert listed(client, query) == [wanted], query
    assert client.get(reverse("territory:organisations") + "?q=无").status_code == 200


def test_an_empty_list_says_what_would_be_here(client, reader):
    assert "还没有单位" in client.get(reverse("territory:organisations")).content.decode()


def test_a_region_shows_what_lies_in_it_and_who_lives_there(client, reader):
    make_region("990102101", name="双溪镇")
    make_population(region=make_region(DISTRICT), persons=123456)

    page = client.get(reverse("territory:region", args=[DISTRICT])).content.decode()

    assert "双溪镇" in page
    assert "123456" in page
    assert reverse("territory:region", args=[CITY]) not in page
    assert client.get(reverse("territory:regions"))["Location"] == reverse("territory:region", args=[DISTRICT])


def send(client, address, **data):
    return client.post(address, {"request_id": str(uuid.uuid4()), "version": 1, **data})


def test_a_short_form_is_added_once_recorded_and_shown(client, manager):
    owner = make_organisation(code="K1")
    address = reverse("territory:alias_add", args=["K1"])
    data = {"request_id": str(uuid.uuid4()), "version": 1, "name": "区科协"}

    first, second = client.post(address, data), client.post(address, data)

    assert first["Location"] == second["Location"] == reverse("territory:organisation", args=["K1"])
    assert [alias.name for alias in owner.aliases.all()] == ["区科协"]
    assert AuditRow.objects.filter(action="territory.alias_added").count() == 1
    assert "区科协" in client.get(first["Location"]).content.decode()


def test_a_short_form_in_use_is_refused_with_the_name_of_its_owner(client, manager):
    make_organisation(name="区科技局", aliases=["区科协"])
    make_organisation(code="K1")

    response = send(client, reverse("territory:alias_add", args=["K1"]), name="区科协")

    assert response.status_code == 422
    assert "“区科技局”使用" in response.content.decode()


def test_dates_of_a_short_form_are_in_order(client, manager):
    make_organisation(code="K1")

    response = send(
        client,
        reverse("territory:alias_add", args=["K1"]),
        name="甲",
        valid_from="2025-02-01",
        valid_until="2025-01-01",
    )

    assert "停用日期不能早于启用日期" in response.content.decode()
    assert not Alias.objects.exists()


def test_somebody_quicker_is_told_and_the_text_is_kept(client, manager):
    owner = make_organisation(code="K1")
    address = reverse("territory:alias_add", args=["K1"])
    send(client, address, name="甲")

    response = send(client, address, name="乙")

    page = response.content.decode()
    assert "别人已经改过它" in page
    assert 'value="乙"' in page
    assert ">甲<" in page
    again = send(client, address, name="乙", version=2)
    assert again.status_code == 302
    assert owner.aliases.count() == 2


def test_a_short_form_ends_and_may_be_used_by_another(client, manager):
    alias = make_alias(make_organisation(code="K1"), "区科协")
    make_organisation(code="K2")
    end = reverse("territory:alias_end", args=["K1", alias.pk])

    done = send(client, end, on="2025-07-01")
    again = send(client, end, on="2025-07-02", version=2)
    taken = send(client, reverse("territory:alias_add", args=["K2"]), name="区科协", valid_from="2025-07-01")

    alias.refresh_from_db()
    assert done.status_code == taken.status_code == 302
    assert alias.valid_until == date(2025, 6, 30)
    assert "已经停用" in again.content.decode()


def test_a_reader_changes_nothing(client):
    client.force_login(make_user("leader", region=make_region(DISTRICT)))
    make_organisation(code="K1")

    response = send(client, reverse("territory:alias_add", args=["K1"]), name="甲")

    assert response.status_code == 403
    assert not Alias.objects.exists()
