"""A unit files its quarter in a real browser: few presses, by keyboard, on a telephone, with a bad network."""

from __future__ import annotations

import re

import pytest

from kepu.apps.ledger.enums import Answer, Filing, ReportState, Role
from kepu.apps.ledger.models import Entry, UnitReport
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.asking import ask
from tests.factories.answering import lead_all, make_earlier, make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_office, make_result, make_target, make_task
from tests.factories.people import PASSWORD
from tests.factories.reporting import give_task, make_round
from tests.factories.territory import make_organisation
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"已保存 \d\d:\d\d")
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {font-family:仿宋_GB2312;} --></style></head>
<body lang=ZH-CN><!--StartFragment--><p class=MsoNormal><b><span lang=EN-US style='font-size:16.0pt'>1.<o:p></o:p></span>
<span style='font-family:仿宋'>举办科普月活动</span></b></p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal>镇街</p></td><td><p class=MsoNormal>场次</p></td></tr>
<tr><td><p class=MsoNormal>清溪镇</p></td><td><p class=MsoNormal><span lang=EN-US>3</span></p></td></tr></table><!--EndFragment--></body></html>"""
PASTE = """([selector, html, plain]) => {
  const field = document.querySelector(selector);
  field.focus();
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (plain) data.setData("text/plain", plain);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def one_lead_seven_supports():
    """A unit as most are: it leads one task and supports seven."""
    unit = make_organisation(name="区教委")
    mine, others = make_confirmed_plan(1), make_confirmed_plan(7)
    lead_all(mine, unit)
    lead_all(others, unit, Role.SUPPORT)
    ask(make_round())
    return UnitReport.objects.get(organisation=unit)


@pytest.fixture
def rough(browser, live_server):
    """A browser whose console may complain: the network fails in these journeys."""
    contexts = []

    def open_page(width=DESK):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, locale="zh-CN"
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def sign_in_here(page, user):
    """Sign in on the page to which a link led."""
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def test_from_the_link_to_the_receipt_takes_few_presses(visit):
    report = one_lead_seven_supports()
    officer = make_officer(report.organisation)
    page = visit()
    page.goto(report.get_absolute_url())
    sign_in_here(page, officer)
    assert page.url.endswith(report.get_absolute_url())
    presses = [1]  # the link itself

    def press(locator):
        presses.append(1)
        locator.click()

    press(page.get_by_text("有进展", exact=True))
    page.keyboard.type("三季度组织科学家进校园 8 场，覆盖学生 3200 人。")
    press(page.get_by_role("button", name="上报"))
    page.get_by_role("heading", name="上报前再看一遍").wait_for()
    press(page.get_by_role("button", name="确认上报"))
    page.get_by_role("heading", name="报送回执").wait_for()
    press(page.get_by_role("button", name="复制回执文字"))

    report.refresh_from_db()
    assert report.state == ReportState.FILED
    assert "8 场" in report.entries.get().progress
    assert len(presses) <= 8
    assert page.locator("#receipt-text").text_content().startswith("【报送回执】")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_by_keyboard_alone(visit, sign_in, width):
    report = make_page(3)
    officer = make_officer(report.organisation)
    make_earlier(report, officer)
    page = sign_in(visit(width), officer)
    page.goto(report.get_absolute_url())
    keys = page.keyboard

    keys.press("j")
    keys.press("1")
    keys.type("办了 5 场。")
    keys.press("Escape")
    keys.press("j")
    keys.press("2")
    keys.press("j")
    keys.press("3")
    keys.type("经费未到位。")
    keys.press("Escape")
    keys.press("n")
    page.get_by_text("已填 3/3").wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()") == "上报"
    keys.press("Enter")
    page.get_by_role("heading", name="上报前再看一遍").wait_for()
    while page.evaluate("document.activeElement.textContent.trim()") != "确认上报":
        keys.press("Tab")
    keys.press("Enter")
    page.get_by_role("heading", name="报送回执").wait_for()

    said = list(report.entries.order_by("pk").values_list("answer", "progress", "reason"))
    assert said == [
        (Answer.PROGRESS, "办了 5 场。", ""),
        (Answer.SAME, "二季度开展活动 3 场。", ""),
        (Answer.NONE, "", "经费未到位。"),
    ]


def test_what_is_typed_is_saved_while_typing(visit, sign_in):
    report = make_page(2)
    page = sign_in(visit(), make_officer(report.organisation))
    page.goto(report.get_absolute_url())
    first = report.entries.order_by("pk").first()

    page.locator(f"#e{first.pk}").get_by_text("有进展", exact=True).click()
    page.keyboard.type("办了 5 场。")
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    page.get_by_text("已填 1/2").wait_for()

    first.refresh_from_db()
    assert first.progress == "办了 5 场。"
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_leaving_in_the_middle_of_a_word_loses_nothing(visit, sign_in):
    report = make_page(1)
    page = sign_in(visit(), make_officer(report.organisation))
    page.goto(report.get_absolute_url())
    entry = report.entries.get()

    page.get_by_text("有进展", exact=True).click()
    page.keyboard.type("办了 5")
    page.goto("/ledger/")
    page.goto(report.get_absolute_url())

    entry.refresh_from_db()
    kept = page.locator(f"#e{entry.pk}-progress").input_value() or page.locator(".k-entry__draft").inner_text()
    assert "办了 5" in kept


def test_offline_it_says_so_and_saves_when_the_network_is_back(rough):
    report = make_page(1)
    page = rough()
    page.goto(report.get_absolute_url())
    sign_in_here(page, make_officer(report.organisation))
    entry = report.entries.get()

    page.get_by_text("有进展", exact=True).click()
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    page.context.set_offline(True)
    page.keyboard.type("断网时写的。")
    page.locator("[data-state]").filter(has_text="没有保存：网络断了，内容还在本机").wait_for()
    page.get_by_role("button", name="上报").click()
    assert "/file/" not in page.url
    page.context.set_offline(False)
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()

    entry.refresh_from_db()
    assert entry.progress == "断网时写的。"


def test_an_answer_that_got_lost_on_its_way_is_no_conflict(rough):
    report = make_page(1)
    page = rough()
    page.goto(report.get_absolute_url())
    sign_in_here(page, make_officer(report.organisation))

    def lose(route):
        route.fetch()  # the server has saved, as when it is killed before it can say so
        route.abort()

    page.route("**/entries/*/", lose, times=1)
    page.get_by_text("有进展", exact=True).click()
    page.locator("[data-state]").filter(has_text="没有保存").wait_for()
    page.keyboard.type("接着写。")
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()

    assert page.locator("[data-stale]").count() == 0
    assert report.entries.get().progress == "接着写。"


def test_what_is_typed_while_signed_out_is_offered_back_to_the_same_person_only(rough):
    report = make_page(1)
    officer, colleague = make_officer(report.organisation), make_officer(report.organisation)
    page = rough()
    page.goto(report.get_absolute_url())
    sign_in_here(page, officer)
    page.get_by_text("有进展", exact=True).click()
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    page.context.clear_cookies()

    page.keyboard.type("退出以后写的。")
    page.locator("[data-state]").filter(has_text="您已退出登录").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(report.get_absolute_url())
    sign_in_here(page, officer)
    page.get_by_text("还在本机：").wait_for()
    page.get_by_role("button", name="恢复").click()
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()

    assert report.entries.get().progress == "退出以后写的。"
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.evaluate(f"localStorage.setItem('kepu:draft:{officer.pk}:1', '{{}}')")
    page.context.clear_cookies()
    page.goto(report.get_absolute_url())
    sign_in_here(page, colleague)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_two_people_on_one_page_see_both_texts(rough):
    report = make_page(1)
    entry = report.entries.get()
    page = rough()
    page.goto(report.get_absolute_url())
    sign_in_here(page, make_officer(report.organisation))
    save_answer(
        entry,
        make_officer(report.organisation, name="同事"),
        {"answer": Answer.PROGRESS, "progress": "同事写的。"},
        entry.version,
    )

    page.get_by_text("有进展", exact=True).click()
    page.keyboard.type("我写的。")
    page.get_by_role("heading", name="您打开这一页之后，别人改过它").wait_for()
    both = page.locator("[data-stale]").inner_text()
    page.keyboard.type("后来又写的。")
    page.get_by_role("button", name="用我的覆盖").click()
    page.get_by_text("已保存。还没有上报").wait_for()

    assert "同事写的。" in both
    entry.refresh_from_db()
    assert entry.progress == "我写的。后来又写的。"


def test_text_from_word_arrives_without_its_formatting(visit, sign_in):
    report = make_page(1)
    page = sign_in(visit(), make_officer(report.organisation))
    page.goto(report.get_absolute_url())
    entry = report.entries.get()
    field = f"#e{entry.pk}-progress"
    page.get_by_text("有进展", exact=True).click()

    page.evaluate(PASTE, [field, WORD, ""])

    assert page.locator(field).input_value() == "1. 举办科普月活动\n镇街\t场次\n清溪镇\t3"
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    entry.refresh_from_db()
    assert "MsoNormal" not in entry.progress


def test_a_text_that_is_too_long_is_refused_in_words_and_kept(rough):
    report = make_page(1)
    page = rough()
    page.goto(report.get_absolute_url())
    sign_in_here(page, make_officer(report.organisation))
    entry = report.entries.get()
    page.get_by_text("有进展", exact=True).click()

    page.locator(f"#e{entry.pk}-progress").fill("文" * 100_000)
    page.get_by_text("有 100000 个字").first.wait_for()

    assert len(page.locator(f"#e{entry.pk}-progress").input_value()) == 100_000
    entry.refresh_from_db()
    assert entry.progress == ""


def test_the_page_works_without_script(visit, sign_in):
    report = make_page(2)
    page = sign_in(visit(script=False), make_officer(report.organisation))
    page.goto(report.get_absolute_url())

    for entry in report.entries.order_by("pk"):
        page.locator(f"#e{entry.pk} input[value=progress]").check(force=True)
        page.locator(f"#e{entry.pk}-progress").fill("办了。")
    page.get_by_role("button", name="上报").click()
    page.get_by_role("button", name="确认上报").click()
    page.get_by_role("heading", name="报送回执").wait_for()

    report.refresh_from_db()
    assert report.state == ReportState.FILED


def test_two_hundred_tasks_stay_usable(visit, sign_in):
    report = make_page(200)
    officer = make_officer(report.organisation)
    make_earlier(report, officer)
    page = sign_in(visit(), officer)
    page.goto(report.get_absolute_url())

    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.type("只有这一项有变化。")
    page.get_by_role("button", name="其余 200 项全部与上期相同").click()
    page.get_by_text("已填 200/200").wait_for()
    page.get_by_role("button", name="上报").first.click()
    page.get_by_role("button", name="确认上报").click()
    page.get_by_role("heading", name="报送回执").wait_for()

    assert Entry.objects.filter(report=report, answer=Answer.SAME).count() == 199


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_have_no_fault_that_axe_finds(visit, sign_in, faults_of, width):
    plan = make_confirmed_plan(
        make_result([make_task(id=n) for n in (1, 2, 3)], targets=[make_target(task_id=1), make_target(task_id=1)])
    )
    report = make_page(plan=plan)
    officer = make_officer(report.organisation)
    make_earlier(report, officer)
    page = sign_in(visit(width), officer)
    own = report.get_absolute_url()
    faults = {}

    def look(name):
        if found := faults_of(page):
            faults[name] = found

    page.goto(own)
    look("fresh")
    for toggle in page.locator("[data-toggle]").all():
        toggle.click()
    page.get_by_text("快捷键").click()
    look("open")
    entry = report.entries.first()
    for address in (
        f"{own}file/",
        f"{own}sheet/",
        f"{own}entries/{entry.pk}/evidence/",
        f"{own}entries/{entry.pk}/support/",
    ):
        page.goto(address)
        look(address)
    page.goto(own)
    page.get_by_role("button", name="全部与上期相同").click()
    page.get_by_text("已填 3/3").wait_for()
    page.goto(f"{own}file/")
    look("last look")
    page.get_by_role("button", name="确认上报").click()
    page.get_by_role("heading", name="报送回执").wait_for()
    look("receipt")
    page.goto(own)
    look("filed")

    assert faults == {}


def test_the_office_enters_for_a_unit_in_the_same_page(visit, sign_in):
    report = make_page(1)
    office = make_office(name="办公室小陈")
    page = sign_in(visit(), office)
    page.goto(report.get_absolute_url())
    assert page.locator("textarea").count() == 0

    page.get_by_role("link", name="代录").click()
    page.get_by_text("有进展", exact=True).click()
    page.keyboard.type("电话里报的。")
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    page.get_by_role("button", name="上报").click()
    page.get_by_role("button", name="确认上报").click()
    page.get_by_text("办公室小陈（办公室代录）", exact=True).wait_for()

    report.refresh_from_db()
    assert report.filing == Filing.PROXY
    assert report.entries.get().progress == "电话里报的。"


def test_a_supporting_unit_is_asked_answers_and_is_quoted(visit, sign_in):
    report = make_page(1)
    task = report.entries.get().task
    helper = make_organisation(name="区科协")
    give_task(task, helper, Role.SUPPORT)
    lead = sign_in(visit(), make_officer(report.organisation))
    lead.goto(report.get_absolute_url())

    lead.get_by_role("link", name="请配合单位提供情况").click()
    lead.get_by_label("区科协").check()
    lead.get_by_label("请对方提供什么").fill("三季度场次")
    lead.get_by_role("button", name="发出").click()
    message = lead.locator("p[id^=ask]").inner_text()
    address = re.search(r"http\S+", message)[0]
    support = sign_in(visit(), make_officer(helper))
    support.goto(address)
    support.get_by_text("三季度场次").wait_for()
    support.get_by_text("有进展", exact=True).click()
    support.keyboard.type("进校园 5 场。")
    support.get_by_role("button", name="只把这一项答复给对方").click()
    support.get_by_text("已答复。").wait_for()
    lead.goto(report.get_absolute_url())
    lead.get_by_text("有进展", exact=True).click()
    lead.keyboard.type("本季度：")
    lead.get_by_role("button", name="引用到本单位填报").click()
    lead.locator("[data-state]").filter(has_text=SAVED).wait_for()
    lead.get_by_text("已填 1/1").wait_for()

    lead.wait_for_function("!Object.keys(localStorage).length")
    assert report.entries.get().progress == "本季度：进校园 5 场。"


def test_a_reload_takes_nothing_for_saved_that_is_not(rough):
    report = make_page(1)
    entry = report.entries.get()
    page = rough()
    page.goto(report.get_absolute_url())
    sign_in_here(page, make_officer(report.organisation))
    page.route("**/entries/*/", lambda route: route.abort())

    page.get_by_text("有进展", exact=True).click()
    page.keyboard.type("没有存上。")
    page.locator("[data-state]").filter(has_text="没有保存").wait_for()
    page.unroute("**/entries/*/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="恢复").click()
    page.locator("[data-state]").filter(has_text=SAVED).wait_for()

    entry.refresh_from_db()
    assert entry.progress == "没有存上。"
