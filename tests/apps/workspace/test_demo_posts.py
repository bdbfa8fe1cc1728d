"""Contacts and leading group of the demonstration."""

from datetime import date, timedelta

import pytest

from kepu.apps.people.enums import PostKind, SeatKind
from kepu.apps.people.models import GroupSeat, LeadingGroup, Post
from kepu.apps.people.selectors import composition, groups, liaisons_of, member_units
from kepu.apps.people.selectors.posts import units_without_liaison
from kepu.apps.workspace import demo
from kepu.apps.workspace.demo.context import DISTRICT
from kepu.apps.workspace.demo.people import load_people
from kepu.apps.workspace.demo.places import load_places
from kepu.apps.workspace.demo.posts import FOLLOWED, NOBODY_TO_CALL, load_posts

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _loaded(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr("kepu.apps.workspace.demo.loading.LOADERS", [load_places, load_people, load_posts])
    demo.load(seed=1, size="small", as_of=DAY)


def test_every_member_unit_has_its_three_posts_but_one_without_a_liaison():
    units = member_units(DISTRICT, DAY)
    held = {(post.organisation_id, post.kind) for post in Post.objects.current(DAY)}

    assert units.count() > 25
    assert [unit.code for unit in units_without_liaison(units, DAY)] == [NOBODY_TO_CALL]
    assert len(held) == units.count() * len(PostKind) - 1


def test_one_liaison_was_followed_by_another():
    unit = Post.objects.filter(organisation__code=FOLLOWED).first().organisation_id
    before, after = (liaisons_of([unit], day)[unit] for day in (date(2026, 6, 30), date(2026, 7, 1)))

    assert len(before) == len(after) == 1
    assert before != after


def test_the_group_was_adjusted_once():
    group = LeadingGroup.objects.get()
    adjusted, begun = groups.changes(group)

    assert len(adjusted.left) == len(adjusted.came) == 2
    assert begun.on == date(2026, 1, 1)
    heads = [composition(group, adjusted.on - timedelta(days=days))[0][1] for days in (0, 1)]
    assert [seats[0].kind for seats in heads] == [SeatKind.HEAD, SeatKind.HEAD]
    assert heads[0] != heads[1]


def test_no_number_can_exist_and_no_name_is_shared():
    posts = list(Post.objects.all())

    assert all(post.mobile.startswith("100") and post.office_phone.startswith("000-") for post in posts)
    assert len({post.mobile for post in posts}) == len({post.name for post in posts}) == len(posts)


def test_the_accounts_of_liaisons_hold_their_posts():
    assert set(Post.objects.exclude(user=None).values_list("user__username", "kind")) == {
        ("liaison", PostKind.LIAISON),
        ("liaison-education", PostKind.LIAISON),
        ("section-head", PostKind.SECTION_HEAD),
    }


def test_loading_again_changes_nothing():
    before = (Post.objects.count(), GroupSeat.objects.count())

    demo.load(seed=1, size="small", as_of=DAY + timedelta(days=400))

    assert (Post.objects.count(), GroupSeat.objects.count()) == before
