"""Telephone numbers: masked everywhere, shown on request, each showing written down."""

import io
import json

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from kepu.apps.audit.models import AuditRow
from kepu.apps.people import numbers
from kepu.apps.people.models import Post, masked
from tests.factories.people import make_membership, make_user
from tests.factories.posts import make_post
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
NUMBER, DESK, MAIL = "10000001234", "000-00004321", "zhang@example.cn"


@pytest.fixture
def post():
    unit = make_organisation(region=make_region(DISTRICT), name="区教委")
    return make_post(organisation=unit, name="张三", mobile=NUMBER, office_phone=DESK, email=MAIL)


@pytest.fixture
def office(client):
    user = make_user("office", region=make_region(DISTRICT))
    client.force_login(user)
    return user


def shown_rows():
    return AuditRow.objects.filter(action="people.numbers_shown")


@pytest.mark.parametrize(
    ("number", "seen"),
    [("13800005678", "138****5678"), ("000-00004321", "000*****4321"), ("65001234", "********"), ("", "")],
)
def test_a_masked_number_keeps_too_little_to_call(number, seen):
    assert masked(number) == seen


def test_a_masked_address_keeps_its_house():
    assert (Post(email="zhang@example.cn").masked_email, Post().masked_email) == ("z***@example.cn", "")


@pytest.mark.parametrize(
    ("text", "mobile", "desk", "rest"),
    [
        ("100 0000 1234", "10000001234", "", ""),
        ("１００００００１２３４", "10000001234", "", ""),
        ("10000001234、000-00004321", "10000001234", "000-00004321", ""),
        ("(000)00004321转12", "", "000-00004321转12", ""),
        ("00004321/10000001234", "10000001234", "00004321", ""),
        ("1.38E+10", "", "", "1.38E+10"),
        ("100000012345", "", "", "100000012345"),
        ("无", "", "", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(text, mobile, desk, rest):
    found = numbers.read(text)

    assert (found.mobile, found.office_phone, found.rest) == (mobile, desk, rest)


def test_no_page_shows_a_number_by_itself(client, office, post):
    pages = ["people_posts", "people_posts_print", "people_posts_import"]
    addresses = [reverse(name) for name in pages] + [
        reverse(name, args=[post.pk])
        for name in ("people_post", "people_post_change", "people_post_end", "people_post_take_over")
    ]
    for address in [*addresses, reverse("people_unit_posts", args=[post.organisation.code])]:
        text = client.get(address).content.decode()
        assert all(secret not in text for secret in (NUMBER, DESK, MAIL)), address
    assert not shown_rows().exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_number_is_shown_on_request_and_that_is_written_down(client, office, post, headers):
    answer = client.post(reverse("people_post_numbers", args=[post.pk]), headers=headers)

    assert NUMBER in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    row = shown_rows().get()
    assert (row.actor_id, row.model, row.object_id) == (office.pk, "post", str(post.pk))
    assert set(json.loads(row.changes)["mobile"]["new"]) == {"digest"}
    for secret in (NUMBER, DESK, MAIL, "张三"):
        assert secret not in row.changes


def test_looking_again_is_written_down_again(client, office, post):
    for _ in range(2):
        client.post(reverse("people_post_numbers", args=[post.pk]))

    assert shown_rows().count() == 2


def test_a_number_is_never_shown_by_opening_an_address(client, office, post):
    assert client.get(reverse("people_post_numbers", args=[post.pk])).status_code == 405
    assert not shown_rows().exists()


@pytest.mark.parametrize("role", ["level_above", "inspector", "system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("route", ["people_post_numbers", "people_posts_print", "people_posts_export"])
def test_who_may_not_see_numbers_gets_none(client, post, role, route):
    client.force_login(make_user(role, region=make_region(DISTRICT)))

    answer = client.post(reverse(route, args=[post.pk] if route == "people_post_numbers" else []))

    assert answer.status_code == 403
    assert NUMBER not in answer.content.decode()
    assert not shown_rows().exists()


def test_a_liaison_sees_numbers_of_the_own_unit_only(client, post):
    own = make_post(mobile="10000007777")
    client.force_login(make_user("liaison", region=make_region(DISTRICT), organisation=own.organisation))

    assert client.post(reverse("people_post_numbers", args=[post.pk])).status_code == 404
    assert NUMBER not in client.post(reverse("people_posts_print")).content.decode()
    assert "10000007777" in client.post(reverse("people_posts_print")).content.decode()


def test_numbers_are_offered_only_where_they_will_be_shown(client, office, post):
    url = reverse("people_unit_posts", args=[post.organisation.code])
    elsewhere = make_post(mobile="10000007777")
    reader = make_user("liaison", region=make_region(DISTRICT), organisation=elsewhere.organisation)
    make_membership(reader, "level_above", region=make_region(DISTRICT))

    assert "显示号码" in client.get(url).content.decode()
    client.force_login(reader)
    assert "显示号码" not in client.get(url).content.decode()
    assert "显示号码" in client.get(reverse("people_unit_posts", args=[elsewhere.organisation.code])).content.decode()
    listed = client.get(reverse("people_posts")).content.decode()
    assert reverse("people_post_numbers", args=[post.pk]) not in listed
    assert reverse("people_post_numbers", args=[elsewhere.pk]) in listed


def test_a_printed_list_with_numbers_is_a_look_at_everybody(client, office, post):
    second = make_post()
    make_post(organisation=make_organisation(region=make_region(SIBLING)), mobile="10000008888")

    plain = client.get(reverse("people_posts_print")).content.decode()
    full = client.post(reverse("people_posts_print"))

    assert "100****1234" in plain
    assert NUMBER in full.content.decode()
    assert "10000008888" not in full.content.decode()
    assert full["Cache-Control"] == "no-store"
    assert {int(row.object_id) for row in shown_rows()} == {post.pk, second.pk}


def test_the_printed_list_is_in_official_order(client, office):
    party, town = (
        make_organisation(kind=kind, position=position, name=name)
        for kind, position, name in (("party", 9, "区委办"), ("township", 1, "双溪镇"))
    )
    for unit in (town, party):
        for kind in (3, 1):
            make_post(organisation=unit, kind=kind, name=f"{unit.name}{kind}")

    posts = client.get(reverse("people_posts_print")).context["posts"]

    assert [each.name for each in posts] == ["区委办1", "区委办3", "双溪镇1", "双溪镇3"]


@pytest.mark.parametrize(("method", "number"), [("get", "100****1234"), ("post", NUMBER)])
def test_a_workbook_has_numbers_only_when_asked_for(client, office, post, method, number):
    answer = getattr(client, method)(reverse("people_posts_export"))

    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["区教委", "联络员", "张三", "", number]
    assert shown_rows().count() == (1 if method == "post" else 0)
    assert AuditRow.objects.filter(action="people.contacts_exported").count() == 1


def test_the_search_does_not_tell_whose_number_it_is(client, office, post):
    assert list(client.get(reverse("people_posts"), {"q": NUMBER}).context["page"]) == []
