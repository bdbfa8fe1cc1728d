"""Inspectors: for a time, in a region, reading only, and every page they open is written down."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.people import roles, services
from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.middleware import OWN, PLUMBING
from kepu.apps.people.models import Membership, Role, User
from kepu.apps.people.registry import permissions
from kepu.cli.main import main
from tests.addresses import MARK, World, addresses, undone
from tests.factories.people import make_membership, make_role, make_user
from tests.factories.posts import make_group, make_post
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region
from tests.test_addresses import routes

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
# What concerns the own account stays open: passwords, second factor, language, signing out.
BUSINESS = sorted(set(routes(get_resolver())) & set(ADDRESSES) - PLUMBING - OWN - {"mfa_index"})


@pytest.fixture
def inspector(client):
    user = make_user(region=make_region(DISTRICT), name="督查甲")
    make_membership(user, "inspector", region=make_region(DISTRICT), until=clock.today() + timedelta(days=30))
    client.force_login(user)
    return user


def readings():
    return AuditRow.objects.filter(action="people.page_read").order_by("at", "pk")


def test_an_inspector_sends_nothing_anywhere(client):
    everything = make_role("watcher", permissions=list(permissions()), is_inspection=True)
    user = make_user(region=make_region(DISTRICT))
    make_membership(user, everything, region=make_region(DISTRICT), until=clock.today())
    client.force_login(user)
    for name in BUSINESS:
        with undone():
            answer = client.post(reverse(name, kwargs=ADDRESSES[name].make(World())))

        assert answer.status_code in {403, 405}, name
        assert MARK not in answer.content.decode(), name


def test_who_also_has_another_role_works_in_it(client, inspector):
    unit = make_organisation(region=make_region(SIBLING))
    make_membership(inspector, "office", region=make_region(SIBLING))
    values = {"request_id": str(uuid.uuid4()), "organisation": unit.name, "kind": 3, "name": "张三", "position": 1}

    answer = client.post(reverse("people_post_add"), {**values, "since": "2026-01-01"})

    assert answer.status_code == 302


def test_an_inspector_keeps_the_own_account(client, inspector):
    values = {"request_id": str(uuid.uuid4()), "phone": "10000001234", "email": "", "version": 1}

    assert client.post(reverse("people_me"), values).status_code == 302


def test_every_page_that_is_opened_is_written_down(client, inspector):
    group = make_group(region=make_region(DISTRICT))

    client.get(reverse("people_group", args=[group.pk]), {"as_of": "2026-01-01", "q": "张三"})
    client.get(reverse("territory:organisations"))

    first, second = readings()
    assert (first.actor_id, first.app, first.model, first.object_id) == (
        inspector.pk,
        "people",
        "leadinggroup",
        str(group.pk),
    )
    assert first.region_code == DISTRICT
    assert json.loads(first.changes)["address"]["new"] == f"/contacts/groups/{group.pk}/?as_of=2026-01-01"
    assert (second.model, second.object_id) == ("", "")


def test_what_stays_closed_and_what_asks_by_itself_is_not_written_down(client, inspector):
    post = make_post()

    assert client.get(reverse("people_post", args=[post.pk])).status_code == 403
    assert client.get(reverse("territory:organisation", args=["nothing"])).status_code == 404
    client.get(reverse("jobs:list"), headers={"HX-Request": "true"})

    assert not readings().exists()


def test_nobody_elses_reading_is_written_down(client):
    client.force_login(make_user("office", region=make_region(DISTRICT)))

    page = client.get(reverse("territory:organisations")).content.decode()

    assert "您的查阅会被记录" not in page
    assert not readings().exists()


def test_an_inspector_is_told_on_every_page(client, inspector):
    group = make_group(region=make_region(DISTRICT))

    for name, args in (("home", []), ("people_me", []), ("people_group_print", [group.pk])):
        assert "您的查阅会被记录" in client.get(reverse(name, args=args)).content.decode()


def test_a_page_is_not_sent_when_it_cannot_be_written_down(client, inspector, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr("kepu.apps.people.middleware.audit.record", fail)

    with pytest.raises(RuntimeError, match="no log"):
        client.get(reverse("territory:organisations"))


def test_the_log_finds_what_inspectors_read(client, inspector):
    client.get(reverse("territory:organisations"))
    client.force_login(make_user("audit_admin", region=make_region(DISTRICT)))

    page = client.get(reverse("audit:list"), {"action": "people.page_read", "person": inspector.pk})

    assert [line.row.action for line in page.context["lines"]] == ["people.page_read"]
    text = page.content.decode()
    for words in ("督查查阅", "督查甲", "网址：/territory/"):
        assert words in text


@pytest.mark.parametrize(("days", "sees"), [(-1, 403), (0, 200), (1, 200)])
def test_the_last_day_is_the_last_on_which_anything_is_seen(client, days, sees):
    user = make_user(region=make_region(DISTRICT))
    make_membership(user, "inspector", region=make_region(DISTRICT), until=clock.today() + timedelta(days=days))
    client.force_login(user)

    assert client.get(reverse("territory:organisations")).status_code == sees
    assert user.has_permission("ledger.view_plan") is (sees == 200)


def test_an_inspector_sees_the_own_region_only(client, inspector):
    there = make_group(region=make_region(SIBLING))

    assert client.get(reverse("people_group", args=[there.pk])).status_code == 404


def test_an_inspection_without_an_end_is_refused(client, inspector):
    actor = make_user("security_admin", region=make_region(DISTRICT))
    chosen = {"role": Role.objects.get(code="inspector"), "region": make_region(DISTRICT), "since": clock.today()}
    user = make_user(region=make_region(DISTRICT))
    held = Membership.objects.count()

    with pytest.raises(Refused) as caught:
        services.add_membership(actor=actor, user=user, **chosen)
    assert caught.value.code == PeopleCode.INSPECTION_NEEDS_AN_END
    assert "%(" not in caught.value.sentence

    client.force_login(actor)
    values = {"request_id": str(uuid.uuid4()), "role": "inspector", "region": DISTRICT, "since": "2026-01-01"}
    answer = client.post(reverse("people_membership_add", args=[user.pk]), values)
    assert answer.status_code == 422
    assert "督查须有结束日期" in answer.content.decode()
    without_region = client.post(
        reverse("people_membership_add", args=[user.pk]), {**values, "region": "", "until": "2026-12-31"}
    )
    assert without_region.status_code == 422
    assert Membership.objects.count() == held


def test_on_the_server_an_inspection_has_an_end_too(capsys):
    make_region(DISTRICT)
    command = ["people", "add", "du", "--name", "督查", "--role", "inspector", "--region", DISTRICT]

    assert main(command) != 0
    assert "须有结束日期" in capsys.readouterr().err
    assert not User.objects.filter(username="du").exists()

    assert main([*command, "--until", "2099-12-31"]) == 0
    assert User.objects.get(username="du").is_inspector


def test_a_role_for_inspection_holds_only_what_reads():
    actor = make_user("security_admin", region=make_region(DISTRICT))
    role = Role.objects.get(code="inspector")

    for code in ("ledger.confirm_plan", "people.show_numbers", "people.manage_posts"):
        with pytest.raises(Refused) as caught:
            services.save_role(
                actor=actor, role=role, label=role.label, description="", held=[code], version=role.version
            )
        assert caught.value.code == PeopleCode.INSPECTION_READS_ONLY, code
    assert all(map(roles.is_reading, role.permissions))
