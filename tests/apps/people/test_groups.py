"""Leading groups: who sat in them on a day, and the one step that changes that."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.people import services
from kepu.apps.people.codes import ContactCode, PeopleCode
from kepu.apps.people.enums import SeatKind
from kepu.apps.people.models import GroupSeat, LeadingGroup
from kepu.apps.people.selectors import composition, groups, member_units
from kepu.apps.people.services import Newcomer
from kepu.apps.people.services.newcomers import read_newcomers
from tests.factories.people import make_user
from tests.factories.posts import make_group, make_seat
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
BASIS = "演示发〔2026〕9号"


@pytest.fixture
def office(client):
    user = make_user("office", region=make_region(DISTRICT))
    client.force_login(user)
    return user


@pytest.fixture
def group():
    return make_group(region=make_region(DISTRICT), name="演示领导小组")


def names(group, on):
    return {kind: [str(seat) for seat in seats] for kind, seats in composition(group, on)}


def adjust(user, group, **overrides):
    chosen = {"version": group.version, "on": DAY, "basis": BASIS, **overrides}
    return services.adjust_group(actor=user, group=group, **chosen)


def send(client, group, **data):
    values = {"request_id": str(uuid.uuid4()), "version": group.version, "on": "2026-07-01", "basis": BASIS, **data}
    return client.post(reverse("people_group_adjust", args=[group.pk]), values)


@pytest.mark.parametrize(("days", "head"), [(-1, "旧"), (0, "新"), (1, "新")])
def test_the_composition_changes_with_the_day(office, group, days, head):
    old = make_seat(group, kind=SeatKind.HEAD, name="旧")
    make_seat(group, name="成员甲")

    adjust(office, group, leaving=[old.pk], coming=[Newcomer(SeatKind.HEAD, "新", follows=old.pk)])

    assert names(group, DAY + timedelta(days=days)) == {SeatKind.HEAD: [head], SeatKind.MEMBER: ["成员甲"]}


def test_several_leave_and_several_come_in_one_step(office, group):
    seats = [make_seat(group, name=name) for name in "甲乙丙"]
    coming = [Newcomer(SeatKind.MEMBER, "丁", follows=seats[0].pk), Newcomer(SeatKind.MEMBER, "戊")]

    adjust(office, group, leaving=[seats[0].pk, seats[1].pk], coming=coming)

    assert names(group, DAY) == {SeatKind.MEMBER: ["丁", "丙", "戊"]}
    change, began = groups.changes(group)
    assert ([str(seat) for seat in change.left], [str(seat) for seat in change.came]) == (["甲", "乙"], ["丁", "戊"])
    assert change.documents == [BASIS]
    assert len(began.came) == 3
    rows = AuditRow.objects.filter(action__startswith="people.seat_")
    assert rows.count() == 4
    assert {row.region_code for row in rows} == {DISTRICT}
    assert all("丁" not in row.changes for row in rows)


def test_what_cannot_be_adjusted_is_refused_whole(office, group):
    late, other = make_seat(group, since=DAY), make_seat(name="别组的人")

    for overrides, code in (
        ({}, PeopleCode.NOTHING_ADJUSTED),
        ({"leaving": [late.pk], "coming": [Newcomer(SeatKind.MEMBER, "新")]}, PeopleCode.SEAT_TAKEN_LATER),
    ):
        with pytest.raises(Refused) as caught:
            adjust(office, group, **overrides)
        assert caught.value.code == code
        assert "%(" not in caught.value.sentence
        group.refresh_from_db()
    adjust(office, group, leaving=[other.pk], coming=[Newcomer(SeatKind.MEMBER, "新")])

    other.refresh_from_db()
    assert other.until is None
    assert GroupSeat.objects.filter(name="新").count() == 1


def test_who_adjusts_second_is_told(office, group):
    adjust(office, LeadingGroup.objects.get(pk=group.pk), coming=[Newcomer(SeatKind.MEMBER, "先来")])

    with pytest.raises(Stale):
        adjust(office, group, coming=[Newcomer(SeatKind.MEMBER, "后到")])
    assert not GroupSeat.objects.filter(name="后到").exists()


def test_a_group_is_adjusted_by_the_office_of_its_region(group):
    for user in (
        make_user("office", region=make_region(SIBLING)),
        make_user("leader", region=make_region(DISTRICT)),
        make_user("liaison", organisation=make_organisation()),
    ):
        with pytest.raises(PermissionDenied):
            adjust(user, group, coming=[Newcomer(SeatKind.MEMBER, "新")])


def test_a_second_group_of_the_same_name_is_refused(office, group):
    elsewhere = make_region(SIBLING)
    for region, code in ((make_region(DISTRICT), PeopleCode.GROUP_EXISTS), (elsewhere, PeopleCode.OUT_OF_REGION)):
        with pytest.raises(Refused) as caught:
            services.create_group(actor=office, region=region, name=group.name, document="")
        assert caught.value.code == code


def test_member_units_are_those_with_a_seat_on_the_day(group):
    now, gone, elsewhere = make_organisation(), make_organisation(), make_organisation(region=make_region(SIBLING))
    make_seat(group, organisation=now)
    make_seat(group, organisation=now, kind=SeatKind.OFFICE, name="")
    make_seat(group, organisation=gone, until=DAY - timedelta(days=1))
    make_seat(make_group(region=make_region(SIBLING)), organisation=elsewhere)

    assert list(member_units(DISTRICT, DAY)) == [now]
    assert gone in member_units(DISTRICT, DAY - timedelta(days=1))


def test_the_text_reads_as_a_notice_prints_it(group):
    unit = make_organisation(name="区科协")
    make_seat(group, kind=SeatKind.HEAD, name="张三", job_title="副区长")
    make_seat(group, name="李四", job_title="区教委副主任")
    make_seat(group, name="王五", job_title="区科协副主席")
    make_seat(group, kind=SeatKind.OFFICE, name="", organisation=unit)

    assert groups.as_text(group, DAY) == (
        "演示领导小组\n组长：张三  副区长\n成员：李四  区教委副主任\n　　　王五  区科协副主席\n办公室：区科协"
    )


def test_newcomers_are_read_from_rows_of_a_notice():
    unit = make_organisation(region=make_region(DISTRICT), name="青禾区教育委员会", aliases=["区教委"])

    newcomers, problems = read_newcomers(
        "副组长\t张三\t\t副区长\n成员\t李四\t区教委\t副主任\n\t王五\t\t\n办公室\t区教委", DISTRICT, DAY
    )

    assert problems == []
    assert newcomers == [
        Newcomer(SeatKind.DEPUTY, "张三", "副区长"),
        Newcomer(SeatKind.MEMBER, "李四", "副主任", unit),
        Newcomer(SeatKind.MEMBER, "王五"),
        Newcomer(SeatKind.OFFICE, "", "", unit),
    ]


def test_every_row_of_newcomers_that_is_wrong_is_told(client, office, group):
    text = "顾问\t张三\n成员\t\t没有这家\n成员\t" + "长" * 51

    newcomers, problems = read_newcomers(text, DISTRICT, DAY)
    answer = send(client, group, added=text)

    codes = [(problem.row, problem.code) for problem in problems]
    assert newcomers == []
    assert codes == [
        (1, ContactCode.SEAT_UNKNOWN),
        (2, ContactCode.UNIT_UNKNOWN),
        (2, ContactCode.NAME_MISSING),
        (3, ContactCode.TOO_LONG),
    ]
    assert answer.status_code == 422
    assert "第 2 行：没有找到单位“没有这家”" in answer.content.decode()
    assert not group.seats.exists()


def test_the_page_adjusts_once_and_shows_any_day(client, office, group):
    seat = make_seat(group, kind=SeatKind.HEAD, name="旧", job_title="副区长")
    data = {
        f"leaves_{seat.pk}": "on",
        f"name_{seat.pk}": "新",
        f"title_{seat.pk}": "副区长",
        "added": "成员\t张三\t\t科长",
        "request_id": str(uuid.uuid4()),
    }

    for _ in range(2):
        answer = send(client, group, **data)
        assert answer["Location"] == f"{reverse('people_group', args=[group.pk])}?as_of=2026-07-01"

    assert GroupSeat.objects.count() == 3
    before = client.get(reverse("people_group", args=[group.pk]), {"as_of": "2026-06-30"})
    after = client.get(answer["Location"])
    assert "旧  副区长" in before.context["text"]
    assert "张三" not in before.context["text"]
    assert "新  副区长" in after.context["text"]
    assert BASIS in after.content.decode()
    printed = client.get(reverse("people_group_print", args=[group.pk]), {"as_of": "2026-06-30"}).content.decode()
    assert "旧" in printed
    assert "张三" not in printed


def test_a_successor_without_a_leaver_is_asked_about(client, office, group):
    seat = make_seat(group)

    answer = send(client, group, **{f"name_{seat.pk}": "新", f"title_{seat.pk}": ""})
    untitled = send(client, group, **{f"leaves_{seat.pk}": "on", f"title_{seat.pk}": "副区长"})

    assert "请同时勾选“退出”" in answer.content.decode()
    assert "请同时写上姓名" in untitled.content.decode()
    seat.refresh_from_db()
    assert seat.until is None


def test_a_page_that_is_too_old_keeps_what_was_typed(client, office, group):
    make_seat(group)
    adjust(office, LeadingGroup.objects.get(pk=group.pk), coming=[Newcomer(SeatKind.MEMBER, "先来")])

    answer = send(client, group, added="成员 后到")

    assert answer.status_code == 409
    assert "成员 后到" in answer.content.decode()
    assert "先来" in answer.content.decode()
    assert not GroupSeat.objects.filter(name="后到").exists()


@pytest.mark.parametrize("number", [1, 3])
def test_a_group_costs_the_same_however_many_sit_in_it(client, office, group, django_assert_num_queries, number):
    for _ in range(number):
        make_seat(group, organisation=make_organisation())
    client.get(reverse("people_me"))

    with django_assert_num_queries(8):
        client.get(reverse("people_group", args=[group.pk]))


@pytest.mark.parametrize("asked", ["", "gestern", "2026-13-01"])
def test_an_address_without_a_day_shows_today(client, office, group, asked):
    assert client.get(reverse("people_group", args=[group.pk]), {"as_of": asked}).context["is_today"]


def test_the_office_sets_up_a_group_and_goes_on_to_its_list(client, office):
    values = {"region": DISTRICT, "name": "青禾区领导小组", "document": BASIS, "request_id": str(uuid.uuid4())}

    answer = client.post(reverse("people_group_add"), values)

    made = LeadingGroup.objects.get()
    assert answer["Location"] == reverse("people_group_adjust", args=[made.pk])
    assert BASIS in client.get(answer["Location"]).content.decode()


def test_what_was_written_wrongly_of_a_seat_is_corrected_or_taken_out(client, office, group):
    unit = make_organisation(region=make_region(DISTRICT), name="区教委")
    seat, mistake = make_seat(group, name="张山"), make_seat(group, name="录错")
    values = {"kind": 3, "name": "张三", "organisation": "区教委", "since": "2020-01-01", "position": 1, "version": 1}

    def send_seat(each, **data):
        address = reverse("people_seat", args=[group.pk, each.pk])
        return client.post(address, {"request_id": str(uuid.uuid4()), **values, **data})

    assert send_seat(seat).status_code == 302
    assert send_seat(mistake, remove="1").status_code == 409
    assert send_seat(mistake, remove="1", version=2).status_code == 302
    wrong = send_seat(seat, name="", version=3, until="2019-01-01")
    backwards = send_seat(seat, version=3, until="2019-01-01")
    nowhere = send_seat(seat, kind=5, organisation="", version=3)

    assert [str(each) for each in group.seats.all()] == ["张三"]
    assert group.seats.get().organisation == unit
    assert "请填写姓名" in wrong.content.decode()
    assert "结束日期不能早于开始日期" in backwards.content.decode()
    assert "请填写办公室设在哪家单位" in nowhere.content.decode()
    assert AuditRow.objects.filter(action__in=["people.seat_corrected", "people.seat_removed"]).count() == 2


def test_a_seat_of_another_group_is_not_there(client, office, group):
    other = make_seat(make_group(region=make_region(DISTRICT)))

    assert client.get(reverse("people_seat", args=[group.pk, other.pk])).status_code == 404
