"""Posts of units: who keeps them, how they follow each other, what others see."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.people import services
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from kepu.apps.people.selectors import liaisons_of, posts_of
from tests.factories.people import make_user
from tests.factories.posts import make_group, make_post, make_seat
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture
def unit():
    return make_organisation(region=make_region(DISTRICT), name="区教委", aliases=["教委"])


@pytest.fixture
def office(client):
    user = make_user("office", region=make_region(DISTRICT))
    client.force_login(user)
    return user


@pytest.fixture
def liaison(client, unit):
    user = make_user("liaison", region=make_region(DISTRICT), organisation=unit, username="liaison-of-unit")
    client.force_login(user)
    return user


def send(client, route, *args, **data):
    return client.post(reverse(route, args=args), {"request_id": str(uuid.uuid4()), **data})


def test_liaisons_of_many_units_cost_one_query(unit, django_assert_num_queries):
    others = [make_organisation() for _ in range(3)]
    first, second = make_post(organisation=unit, position=2), make_post(organisation=unit, position=1)
    make_post(organisation=unit, until=DAY - timedelta(days=1))
    make_post(organisation=unit, since=DAY + timedelta(days=1))
    make_post(organisation=unit, kind=PostKind.LEADER)

    with django_assert_num_queries(1):
        found = liaisons_of([unit.pk, *(each.pk for each in others)], DAY)
        assert [post.organisation.name for post in found[unit.pk]] == ["区教委", "区教委"]

    assert found[unit.pk] == [second, first]
    assert all(found[each.pk] == [] for each in others)


def test_everybody_of_a_unit_stands_with_the_leader_first(unit):
    liaison = make_post(organisation=unit)
    leader = make_post(organisation=unit, kind=PostKind.LEADER)
    make_post()

    assert posts_of(unit.pk, DAY) == [leader, liaison]


@pytest.mark.parametrize(("day", "holds"), [(0, "old"), (1, "new")])
def test_a_successor_begins_the_day_after_the_last(unit, office, day, holds):
    old = make_post(organisation=unit, name="old")

    services.replace_post(actor=office, post=old, on=DAY, version=1, name="new")

    on = DAY - timedelta(days=1) + timedelta(days=day)
    assert [post.name for post in posts_of(unit.pk, on)] == [holds]


def test_a_unit_keeps_its_own_posts_and_nobody_elses(unit, liaison):
    own = services.add_post(actor=liaison, organisation=unit, kind=PostKind.LIAISON, name="张三", since=DAY)
    others = make_post()

    with pytest.raises(PermissionDenied):
        services.add_post(
            actor=liaison, organisation=others.organisation, kind=PostKind.LIAISON, name="李四", since=DAY
        )
    for change in (
        lambda: services.change_post(actor=liaison, post=others, version=1, name="改掉"),
        lambda: services.end_post(actor=liaison, post=others, until=DAY, version=1),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Post.objects.exclude(pk=own.pk).get().name == others.name


def test_the_log_keeps_digests_of_names_and_numbers(unit, office):
    post = services.add_post(
        actor=office, organisation=unit, kind=PostKind.LIAISON, name="张三", since=DAY, mobile="10000001234"
    )
    services.change_post(actor=office, post=post, version=1, mobile="10000005678", job_title="科长")

    added, changed = AuditRow.objects.filter(action__startswith="people.post_").order_by("at")
    assert (added.region_code, changed.object_id) == (DISTRICT, str(post.pk))
    assert "科长" in changed.changes
    for secret in ("张三", "10000001234", "10000005678"):
        assert secret not in added.changes + changed.changes


def test_what_cannot_be_is_refused(unit, office):
    post = make_post(organisation=unit, name="张三", since=DAY)

    def refusal(do):
        with pytest.raises(Refused) as caught:
            do()
        assert "%(" not in caught.value.sentence
        return caught.value.code

    twice = refusal(
        lambda: services.add_post(actor=office, organisation=unit, kind=PostKind.LIAISON, name="张三", since=DAY)
    )
    early = refusal(lambda: services.end_post(actor=office, post=post, until=DAY - timedelta(days=1), version=1))
    later = refusal(
        lambda: services.add_post(
            actor=office, organisation=unit, kind=PostKind.LIAISON, name="张三", since=DAY - timedelta(days=9)
        )
    )
    assert (twice, early) == (PeopleCode.POST_HELD_ALREADY, PeopleCode.ENDS_BEFORE_IT_BEGINS)
    assert later == PeopleCode.POST_HELD_ALREADY
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(since=DAY, until=DAY - timedelta(days=1))


def test_somebody_who_left_earlier_keeps_their_last_day_when_another_takes_over(unit, office):
    left = make_post(organisation=unit, name="张三", since=DAY, until=DAY + timedelta(days=30))

    services.replace_post(actor=office, post=left, on=DAY + timedelta(days=90), version=1, name="李四")

    left.refresh_from_db()
    assert left.until == DAY + timedelta(days=30)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(client, office, django_assert_num_queries, number):
    for _ in range(number):
        make_post()
    make_post(organisation=make_organisation(region=make_region(SIBLING)))
    client.get(reverse("people_me"))

    with django_assert_num_queries(7):
        assert len(client.get(reverse("people_posts")).context["page"]) == number


def test_the_list_is_searched_and_filtered(client, office, unit):
    today = clock.today()
    wanted = make_post(organisation=unit, name="张三丰", kind=PostKind.LEADER, job_title="副主任")
    gone = make_post(name="走了", until=today - timedelta(days=1))
    coming = make_post(name="要来", since=today + timedelta(days=1))
    others = make_post(name="别人")

    def found(query):
        return list(client.get(reverse("people_posts") + query).context["page"])

    for query in ("?q=三丰", "?q=教委", "?q=副主任", f"?unit={unit.code}", "?kind=1"):
        assert found(query) == [wanted], query
    assert found("?state=past") == [gone]
    assert found("?state=coming") == [coming]
    assert set(found("?state=")) == {wanted, gone, coming, others}
    assert found("?q=10000") == []


def test_units_of_the_group_without_a_liaison_are_named(client, office, unit):
    group = make_group(region=make_region(DISTRICT))
    make_seat(group, organisation=unit)
    served = make_organisation(name="区科协")
    make_seat(group, organisation=served)
    make_post(organisation=served)
    make_post(organisation=unit, kind=PostKind.LEADER)

    assert client.get(reverse("people_posts")).context["missing"] == [unit]
    page = client.get(reverse("people_unit_posts", args=[unit.code])).content.decode()
    assert "现在没有联络员" in page
    assert "现在没有分管领导" not in page


def test_a_liaison_adds_takes_over_and_ends_on_pages(client, liaison, unit):
    added = send(
        client,
        "people_post_add",
        organisation=unit.name,
        kind=3,
        name="张三",
        mobile="100 0000 1234",
        office_phone="０００－００００１２３４",
        username="LIAISON-of-unit",
        since="2026-01-01",
        position=1,
    )
    post = Post.objects.get()
    assert added["Location"] == reverse("people_post", args=[post.pk])
    assert (post.mobile, post.office_phone, post.user) == ("10000001234", "000-00001234", liaison)

    follow = {"on": "2026-07-01", "name": "李四", "mobile": "10000005678", "version": 1}
    send(client, "people_post_take_over", post.pk, **follow)
    post.refresh_from_db()
    successor = Post.objects.get(name="李四")
    assert (post.until, successor.since) == (date(2026, 6, 30), date(2026, 7, 1))

    send(client, "people_post_end", successor.pk, until="2026-07-31", version=1)
    successor.refresh_from_db()
    assert successor.until == date(2026, 7, 31)
    page = client.get(reverse("people_unit_posts", args=[unit.code])).content.decode()
    assert "历任" in page
    assert "张三" in page


def test_a_liaison_does_not_add_for_another_unit(client, liaison):
    other = make_organisation(name="区文旅委")

    answer = send(
        client, "people_post_add", organisation=other.name, kind=3, name="张三", since="2026-01-01", position=1
    )

    assert answer.status_code == 403
    assert not Post.objects.exists()


def test_numbers_stay_unless_others_are_given(client, office, unit):
    post = make_post(organisation=unit, mobile="10000001234", office_phone="000-00001234", email="a@example.cn")
    form = client.get(reverse("people_post_change", args=[post.pk])).content.decode()
    assert "100****1234" in form
    assert "10000001234" not in form

    values = {"kind": 3, "name": post.name, "since": "2020-01-01", "position": 1, "version": 1}
    send(client, "people_post_change", post.pk, **values, email="无", office_phone="000-00005678")

    post.refresh_from_db()
    assert (post.mobile, post.office_phone, post.email) == ("10000001234", "000-00005678", "")


def test_who_comes_second_sees_both_texts_and_no_number(client, office, unit):
    post = make_post(organisation=unit, name="张三", mobile="10000001234")
    services.change_post(actor=office, post=post, version=1, job_title="科长", mobile="10000009999")

    values = {"kind": 3, "name": "张三", "since": "2020-01-01", "position": 1, "version": 1, "job_title": "副科长"}
    answer = send(client, "people_post_change", post.pk, **values)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "科长" in text
    assert "副科长" in text
    assert "10000009999" not in text
    post.refresh_from_db()
    assert post.job_title == "科长"


def test_a_succession_that_comes_second_is_told(client, office, unit):
    post = make_post(organisation=unit, name="张三")
    services.end_post(actor=office, post=Post.objects.get(pk=post.pk), until=DAY, version=1)

    answer = send(client, "people_post_take_over", post.pk, on="2026-07-02", name="李四", version=1)

    assert answer.status_code == 409
    assert "2026-07-01" in answer.content.decode()
    assert "李四" in answer.content.decode()
    assert not Post.objects.filter(name="李四").exists()


def test_what_is_no_number_is_told_at_its_field(client, office, unit):
    values = {"organisation": unit.name, "kind": 3, "name": "张三", "since": "2026-01-01", "position": 1}

    answer = send(client, "people_post_add", **values, mobile="12345", office_phone="abc", email="x", username="nobody")

    text = answer.content.decode()
    for sentence in ("手机是 11 位数字", "请填写座机号码", "请填写电子邮箱", "这家单位没有这个账号"):
        assert sentence in text
    assert not Post.objects.exists()


def test_the_organisations_page_leads_to_its_contacts(client, office, unit):
    page = client.get(reverse("territory:organisation", args=[unit.code])).content.decode()

    assert reverse("people_unit_posts", args=[unit.code]) in page


def test_the_regions_page_leads_to_its_contacts(client):
    client.force_login(make_user("level_above", region=make_region("990100")))
    here, there = make_post(), make_post(organisation=make_organisation(region=make_region(SIBLING)))

    page = client.get(reverse("territory:region", args=[DISTRICT])).content.decode()
    answer = client.get(reverse("people_region_posts", args=[DISTRICT]), follow=True)

    assert reverse("people_region_posts", args=[DISTRICT]) in page
    assert list(answer.context["page"]) == [here]
    assert there.name not in answer.content.decode()


def test_an_entry_that_was_a_mistake_is_taken_out_and_the_log_knows(client, office, unit):
    post = make_post(organisation=unit, name="录错的人")

    assert send(client, "people_post_remove", post.pk, version=2).status_code == 409
    answer = send(client, "people_post_remove", post.pk, version=1)

    assert answer["Location"] == reverse("people_unit_posts", args=[unit.code])
    assert not Post.objects.exists()
    row = AuditRow.objects.get(action="people.post_removed")
    assert (row.object_id, row.region_code) == (str(post.pk), DISTRICT)
    assert "录错的人" not in row.changes
