"""A round in a real browser: an answer is returned by keyboard, mended, accepted; a workbook comes back with problems."""

from __future__ import annotations

import pytest

from kepu.apps.ledger.enums import EntryState, Filing, ReportState
from kepu.apps.ledger.models import ChaseLog, UnitReport
from tests.factories.answering import make_earlier, make_officer, make_page
from tests.factories.posts import make_post
from tests.factories.rounds import fill_page, filled, make_checker, make_filed_page, returned
from tests.factories.territory import make_organisation
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = {"本期情况": "有进展", "工作进展": "办了 5 场。"}


def fresh(report):
    return UnitReport.objects.get(pk=report.pk)


def upload(page, report, content):
    """Send a workbook and come to its preview."""
    page.goto(f"{report.get_absolute_url()}workbook/")
    page.set_input_files("input[type=file]", {"name": "报送表.xlsx", "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_text("现在还没有写入任何内容").wait_for()


def test_a_sentence_is_returned_by_keyboard_mended_and_accepted(visit, sign_in):
    report = make_filed_page(1, text="办了 5 场。人数待统计。")
    office, officer = make_checker(), report.filed_by
    page = sign_in(visit(), office)
    page.goto(report.round.get_absolute_url())
    page.get_by_role("link", name="核对", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")

    page.get_by_role("link", name="退回任务").focus()
    page.keyboard.press("Enter")
    page.get_by_label("人数待统计。").focus()
    page.keyboard.press("Space")
    page.get_by_label("怎样修改").focus()
    page.keyboard.type("请写人数。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("已退回这一项").wait_for()

    unit = sign_in(visit(PHONE), officer)
    unit.goto(report.get_absolute_url())
    unit.get_by_text("请写人数。").wait_for()
    assert unit.locator("mark.is-lit").inner_text() == "人数待统计。"
    unit.get_by_label("工作进展").fill("办了 5 场。共 300 人。")
    unit.get_by_role("button", name="上报").click()
    unit.wait_for_url("**/file/*")
    unit.locator("main button[type=submit]").first.click()
    unit.wait_for_url("**/receipt/*")

    page.reload()
    page.get_by_text("退回以后改了什么").click()
    assert page.locator("ins.k-diff__added").first.is_visible()
    page.get_by_role("button", name="全部通过").click()
    page.get_by_text("已通过 1 项").wait_for()
    assert fresh(report).state == ReportState.ACCEPTED
    assert report.entries.get().progress == "办了 5 场。共 300 人。"


def test_the_message_is_copied_and_remembered(visit, sign_in):
    report = make_page()
    make_post(organisation=report.organisation, name="李联络")
    page = sign_in(visit(), make_checker())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(report.round.get_absolute_url())
    page.get_by_role("checkbox", name=f"选择{report.organisation.name}").check()
    page.locator("form button", has_text="催报").click()
    page.wait_for_url("**/chase/*")
    page.locator("#chase-text").fill(page.locator("#chase-text").input_value() + "\n改过的一行")

    page.get_by_role("button", name="复制消息并记下已催").click()
    page.get_by_text("已记下催报 1 个单位").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert "李联络" in copied
    assert report.get_absolute_url() in copied
    assert copied.endswith("改过的一行")
    assert ChaseLog.objects.get().report == report


def test_a_workbook_with_problems_is_shown_mended_and_entered(visit, sign_in):
    report = make_page(3)
    office = make_checker()
    page = sign_in(visit(), office)
    bad = returned(report, filled(DONE, {"本期情况": "差不多"}, {"工作进展": "办了 2 场。"}))

    upload(page, report, bad)
    page.get_by_text("报送表!G8").wait_for()
    page.get_by_text("不认识“差不多”").wait_for()
    page.get_by_text("报送表!G9").first.wait_for()
    assert page.get_by_role("button", name="录入并代为上报").count() == 0
    assert page.locator("input[name=take]:checked").count() == 2
    assert not report.entries.exclude(answer="").exists()
    page.get_by_role("button", name="只录入勾选的").click()
    page.get_by_text("已录入 2 项").wait_for()
    assert fresh(report).state == ReportState.DRAFT

    good = returned(report, filled({}, {"本期情况": "不涉及"}, {}))
    upload(page, report, good)
    page.get_by_role("button", name="录入并代为上报").click()
    page.get_by_text("这个单位的报送已上报").wait_for()

    found = fresh(report)
    assert (found.state, found.filing, found.filed_by) == (ReportState.FILED, Filing.PROXY, office)
    page.goto(found.round.get_absolute_url())
    page.get_by_text("办公室代录").last.wait_for()
    assert page.get_by_role("link", name="原表").is_visible()


def test_a_unit_fills_its_page_in_a_workbook_without_script(visit, sign_in):
    report = make_page(2)
    page = sign_in(visit(PHONE, script=False), make_officer(report.organisation))
    page.goto(report.get_absolute_url())
    page.get_by_role("link", name="用表格离线填报").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="下载填报表").click()
    assert got.value.suggested_filename.endswith(".xlsx")

    upload(page, report, returned(report, filled(DONE, DONE)))
    page.get_by_role("button", name="录入并上报").click()
    page.get_by_text("已录入 2 项").wait_for()

    assert fresh(report).filing == Filing.OWN
    assert set(report.entries.values_list("state", flat=True)) == {EntryState.FILED}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_of_a_round_have_no_fault_that_axe_finds(visit, sign_in, faults_of, width):
    report = make_page(3)
    officer = make_officer(report.organisation)
    make_post(organisation=report.organisation)
    make_earlier(report, officer)
    fill_page(report, officer, text="办了 5 场。\n人数待统计。")
    entry = report.entries.first()
    other = make_page(2, organisation=make_organisation(name="另一个名字很长的事业单位管理服务中心"))
    page = sign_in(visit(width), make_checker())
    faults = {}

    own = report.round.get_absolute_url()
    for address in (
        "/ledger/rounds/",
        "/ledger/rounds/open/",
        own,
        f"{own}?state=accepted",
        f"{own}chase/",
        f"{own}extend/",
        f"{own}close/",
        f"{own}reopen/",
        f"{own}compare/",
        f"{own}print/",
        f"{report.get_absolute_url()}check/",
        f"{other.get_absolute_url()}workbook/",
        f"/ledger/entries/{entry.pk}/return/",
        f"/ledger/entries/{entry.pk}/history/",
        f"/ledger/entries/{entry.pk}/correct/",
    ):
        page.goto(address)
        faults[address] = faults_of(page)
    upload(page, other, returned(other, filled(DONE, {"本期情况": "差不多"})))
    faults["preview"] = faults_of(page)

    assert {address: found for address, found in faults.items() if found} == {}
