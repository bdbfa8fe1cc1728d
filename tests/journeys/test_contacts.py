"""Contacts, the leading group and an inspection in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.people.enums import PostKind, SeatKind
from kepu.apps.people.models import GroupSeat, Post
from tests.factories.people import make_membership, make_user
from tests.factories.posts import make_group, make_post, make_seat
from tests.factories.territory import DISTRICT, make_organisation, make_region
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTED = "单位\t岗位\t姓名\t职务\t电话\n区教委\t联络员\t张三\t科员\t10000001234\n区科协\t联络员\t李四\t\t1.38E+10"


@pytest.fixture
def units():
    region = make_region(DISTRICT)
    return {name: make_organisation(region=region, name=name) for name in ("区教委", "区科协")}


@pytest.fixture
def office():
    return make_user("office", region=make_region(DISTRICT), name="办公室甲")


def test_an_office_pastes_its_list_and_shows_one_number(visit, sign_in, office, units):
    page = sign_in(visit(), office)
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="通讯录").click()
    page.get_by_role("link", name="从表格粘贴").click()
    page.get_by_label("从表格里复制的行").fill(PASTED)
    page.get_by_role("button", name="检查").click()
    page.get_by_text("“1.38E+10”不像电话号码").wait_for()
    assert page.get_by_role("button", name="写入").count() == 0

    page.get_by_label("从表格里复制的行").fill(PASTED.replace("1.38E+10", "10000005678"))
    page.get_by_role("button", name="检查").click()
    page.get_by_role("button", name="写入这 2 行").click()

    page.wait_for_url("**/contacts/")
    row = page.get_by_role("row").filter(has_text="张三")
    row.get_by_text("100****1234").wait_for()
    row.get_by_role("button", name="显示号码").press("Enter")
    row.get_by_text("10000001234").wait_for()
    assert "10000001234" in page.evaluate("document.activeElement.textContent")
    assert page.get_by_text("10000005678").count() == 0
    assert AuditRow.objects.filter(action="people.numbers_shown").count() == 1


def test_a_number_is_shown_and_a_liaison_followed_without_script(visit, sign_in, office, units):
    old = make_post(organisation=units["区教委"], name="张三", mobile="10000001234")
    page = sign_in(visit(script=False), office)
    page.goto(f"/contacts/units/{units['区教委'].code}/")
    page.get_by_role("button", name="显示号码").click()
    page.get_by_text("10000001234").wait_for()

    page.get_by_role("link", name="接任").click()
    page.get_by_label("姓名").fill("李四")
    page.get_by_role("button", name="接任").click()

    page.get_by_role("table", name="历任，新的在前").get_by_text("张三").wait_for()
    old.refresh_from_db()
    assert old.until == clock.today() - timedelta(days=1)
    assert Post.objects.get(name="李四").since == clock.today()


def test_a_group_is_adjusted_by_keyboard_and_the_day_before_is_found(visit, sign_in, office, units):
    group = make_group(region=make_region(DISTRICT))
    make_seat(group, kind=SeatKind.HEAD, name="旧组长", job_title="副区长")
    page = sign_in(visit(), office)
    page.goto(f"/contacts/groups/{group.pk}/adjust/")
    page.get_by_label("依据文件").fill("演示发〔2026〕9号")
    page.get_by_label("退出：旧组长").press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("新组长")
    page.get_by_label("另外加入的人").fill("成员\t王五\t区教委\t区教委副主任")
    page.get_by_role("button", name="调整").press("Enter")

    page.wait_for_url("**/?as_of=*")
    page.get_by_role("region", name="现在的组成").get_by_text("新组长", exact=True).wait_for()
    assert GroupSeat.objects.count() == 3
    page.get_by_label("哪一天的组成").fill(f"{clock.today() - timedelta(days=1):%Y-%m-%d}")
    page.get_by_role("button", name="查看").click()
    page.get_by_role("heading", name="的组成").wait_for()
    shown = page.get_by_role("region", name="的组成")
    assert shown.get_by_text("旧组长", exact=True).count() == 1
    assert shown.get_by_text("王五").count() == 0


def test_an_inspector_is_told_and_leaves_a_trace(visit, sign_in):
    group = make_group(region=make_region(DISTRICT))
    user = make_user(region=make_region(DISTRICT))
    make_membership(user, "inspector", region=make_region(DISTRICT), until=clock.today())
    page = sign_in(visit(PHONE), user)

    page.goto(f"/contacts/groups/{group.pk}/")

    page.get_by_text("您的查阅会被记录").wait_for()
    assert page.get_by_role("link", name="调整组成").count() == 0
    row = AuditRow.objects.filter(action="people.page_read", model="leadinggroup").get()
    assert (row.actor_id, row.object_id) == (user.pk, str(group.pk))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_contacts_have_no_fault_that_axe_finds(visit, sign_in, faults_of, office, units, width):
    unit = units["区教委"]
    make_post(organisation=unit, name="走了的人", until=clock.today() - timedelta(days=1))
    post = make_post(organisation=unit, office_phone="000-00001234", email="a@example.cn", job_title="科员")
    make_post(organisation=unit, kind=PostKind.LEADER)
    group = make_group(region=make_region(DISTRICT))
    make_seat(group, kind=SeatKind.HEAD, job_title="副区长", until=clock.today() - timedelta(days=1))
    seat = make_seat(group, organisation=units["区科协"], job_title="副主席")
    page = sign_in(visit(width), office)

    for address in (
        "",
        "?q=没有这个人",
        "new/",
        "import/",
        "print/",
        f"{post.pk}/",
        f"{post.pk}/change/",
        f"{post.pk}/end/",
        f"{post.pk}/take-over/",
        f"{post.pk}/remove/",
        f"units/{unit.code}/",
        "groups/",
        "groups/new/",
        f"groups/{group.pk}/",
        f"groups/{group.pk}/adjust/",
        f"groups/{group.pk}/print/",
        f"groups/{group.pk}/seats/{seat.pk}/",
    ):
        page.goto(f"/contacts/{address}")
        assert faults_of(page) == [], address

    page.goto("/contacts/")
    page.get_by_role("button", name="显示号码").first.click()
    page.get_by_text("已记录这次查看").wait_for()
    assert faults_of(page) == []
    page.goto("/contacts/import/")
    page.get_by_label("从表格里复制的行").fill(PASTED)
    page.get_by_role("button", name="检查").click()
    page.get_by_role("table", name="每一行会怎么办").wait_for()
    assert faults_of(page) == []
