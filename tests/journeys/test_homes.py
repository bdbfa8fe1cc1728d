"""Homes in a real browser: the week on one sheet, its text, the message for the group, an instruction from hand to hand."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdfium2
import pytest

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Answer, EntryState, InstructionKind, InstructionState, ReportState
from kepu.apps.ledger.models import Instruction
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from tests.factories.ledger import make_confirmed_plan, make_result, make_review_plan, make_task
from tests.factories.people import make_membership, make_user
from tests.factories.reporting import give_task, make_entry, make_instruction, make_round, make_unit_report
from tests.factories.territory import CITY, make_organisation, make_region
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "组织科学家和科技工作者进校园、进社区、进农村、进企业开展面对面的科普活动，全年不少于二十四场并覆盖所有镇街。"


@pytest.fixture
def district():
    """A district in a bad week: 25 units, most have not reported, many tasks are overdue, instructions wait."""
    region, today = make_region(), clock.today()
    units = [make_organisation(name=f"区第{number}个名字不短的委员会") for number in range(1, 26)]
    plan = make_confirmed_plan(make_result([make_task(id=n, text=LONG) for n in range(1, 41)]), region=region)
    office = make_user("office", region=region)
    opened = make_round(region, due_on=today - timedelta(days=2), opens_on=today - timedelta(days=20))
    for number, task in enumerate(plan.tasks.order_by("position")):
        unit = units[number % 25]
        task.units.all().delete()
        give_task(task, unit)
        task.lead_names, task.due_on = unit.name, today - timedelta(days=10) + timedelta(days=number // 2)
        task.save()
        report = make_unit_report(organisation=unit, round=opened, n_entries=2)
        said = {"answer": Answer.NONE, "reason": "等待经费下达。"} if number % 2 else {"problems": "场地没有落实。"}
        state = EntryState.FILED if number % 3 else EntryState.OPEN
        make_entry(report, task, state=state, **{"answer": Answer.PROGRESS, **said})
        state = InstructionState.OPEN if number % 4 else InstructionState.REPLIED
        due_on = today - timedelta(days=number % 3 - 1)
        make_instruction(organisation=unit, text=f"第{number}件：{LONG}", due_on=due_on, state=state)
    for report in opened.reports.order_by("pk")[:5]:
        report.state, report.filed_at, report.first_filed_at = ReportState.FILED, clock.now(), clock.now()
        report.save()
    for unit in units:
        Post.objects.create(
            organisation=unit, kind=PostKind.LIAISON, name="王联络", mobile="13800000001", since=date(2020, 1, 1)
        )
    make_review_plan(region=region, owner=office)
    return region, units, office


def pages_of(pdf):
    """The text of each page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def with_clipboard(page, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    return page


def test_the_week_prints_on_one_sheet_however_much_there_is(visit, sign_in, district):
    _region, units, office = district
    page = sign_in(visit(), office)
    page.get_by_role("link", name="打印或复制调度单").click()
    page.wait_for_url("**/week/**")

    pages = pages_of(page.pdf(format="A4", prefer_css_page_size=True))

    assert len(pages) == 1
    assert "科普工作本周调度单" in pages[0]
    assert units[-1].name in pages[0]
    for title in ("逾期", "7 日内到期", "待核对", "批示未办结", "另有"):
        assert title in pages[0].replace("\r\n", "")
    assert "文字版" not in pages[0]


def test_the_week_is_copied_as_text_and_stands_there_without_script(visit, sign_in, live_server, district):
    office = district[2]
    page = with_clipboard(sign_in(visit(), office), live_server)
    page.goto("/week/")
    page.get_by_role("button", name="复制文字").click()
    page.get_by_role("button", name="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    plain = sign_in(visit(PHONE, script=False), office)
    plain.goto("/week/")
    plain.get_by_text("文字版，可以直接选中复制").click()

    assert copied.startswith("青禾区科普工作本周调度单")
    assert "【逾期】" in copied
    assert plain.get_by_label("文字版", exact=True).input_value() == copied
    assert not plain.get_by_role("button", name="复制文字").is_visible()


def test_the_message_for_the_group_is_copied_with_names_and_numbers(visit, sign_in, live_server, district):
    page = with_clipboard(sign_in(visit(), district[2]), live_server)

    page.get_by_role("button", name="复制群消息").click()
    page.get_by_role("button", name="已复制").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("王联络 13800000001") == 20
    assert f"{live_server.url}/ledger/report" in copied


def test_without_script_the_message_is_a_page(visit, sign_in, district):
    page = sign_in(visit(PHONE, script=False), district[2])

    page.get_by_role("button", name="复制群消息").click()

    assert "王联络 13800000001" in page.get_by_label("群消息").input_value()


def test_an_instruction_goes_from_the_leader_to_the_unit_and_back(visit, sign_in, district):
    region, units, office = district
    leader = sign_in(visit(), make_user("leader", region=region))
    here = leader.url
    line = leader.locator(".k-todo").filter(has=leader.locator("[id^=instruct-task-]")).first
    # By keyboard alone: open the place, write, send; the page stays.
    line.locator("summary").focus()
    leader.keyboard.press("Enter")
    leader.keyboard.press("Tab")
    leader.keyboard.type("请在月底前落实经费。")
    leader.keyboard.press("Tab")
    leader.keyboard.press("Enter")
    line.get_by_role("status").wait_for()
    made = Instruction.objects.latest("pk")
    asked = made.units.get().organisation

    unit = sign_in(visit(PHONE), make_user("liaison", organisation=asked))
    unit.locator(".k-todo").filter(has_text="请在月底前落实经费。").get_by_role("link", name="回复").click()
    unit.get_by_label("回复内容").fill("经费已经到位，下周开工。")
    unit.get_by_role("button", name="提交回复").click()
    unit.get_by_text("回复已经保存。").wait_for()

    desk = sign_in(visit(), office)
    section = desk.locator("section").filter(has=desk.get_by_role("heading", name="批示未办结"))
    section.locator(".k-todo").filter(has_text="请在月底前落实经费。").get_by_role("link", name="办结").click()
    desk.get_by_text("经费已经到位，下周开工。").wait_for()
    desk.get_by_label("办结意见").fill("已经落实。")
    desk.get_by_role("button", name="办结").click()
    desk.get_by_text("已经办结。").wait_for()

    made.refresh_from_db()
    assert leader.url == here
    assert asked in units
    assert (made.state, made.close_note) == (InstructionState.CLOSED, "已经落实。")


def people_of(region, units):
    """Somebody for each home."""
    several = make_user("leader", region=region)
    make_membership(several, "office", region=region)
    make_membership(several, "liaison", organisation=units[1])
    return [
        make_user("leader", region=region),
        make_user("liaison", organisation=units[0]),
        make_user("liaison", region=region),
        make_user("inspector", region=region),
        make_user("level_above", region=make_region(CITY)),
        several,
    ]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_homes_have_no_fault_that_axe_finds_and_do_not_scroll_sideways(visit, sign_in, faults_of, district, width):
    region, units, office = district
    faults = []
    for user in [office, *people_of(region, units)]:
        page = sign_in(visit(width), user)
        page.goto("/?n=5&seed=7")
        faults += [f"{user.username} {fault}" for fault in faults_of(page)]

    assert faults == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_the_week_and_of_instructions_have_no_fault(visit, sign_in, faults_of, district, width):
    office = district[2]
    one = make_instruction(organisation=district[1][0], kind=InstructionKind.OFFICE)
    page = sign_in(visit(width), office)
    report = district[0] and make_round(district[0]).reports.filter(state=ReportState.FILED).first()
    faults = []
    for address in (
        "/week/",
        "/filed/",
        f"/filed/{report.key}/",
        "/ledger/instructions/",
        "/ledger/instructions/print/",
        "/ledger/instructions/supervise/",
        f"/ledger/instructions/{one.pk}/",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        faults += [f"{address} {fault}" for fault in faults_of(page)]

    assert faults == []
