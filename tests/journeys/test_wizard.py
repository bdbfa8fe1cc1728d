"""The import by keyboard alone: left in the middle, taken up in another browser, and everything is as it was left."""

from __future__ import annotations

import pytest

from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.models import Plan
from tests.factories.findings import make_found_plan, tasks_of
from tests.factories.ledger import make_confirmed_plan, make_office, make_result, make_section, make_target, make_task
from tests.factories.people import PASSWORD
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = ["举办全国科普月主场活动；", "建设社区科普馆五个。"]
TABLE = """青禾区科普工作任务分工表（2026—2030年）

序号\t任务内容\t牵头单位\t责任单位
1\t举办全国科普月主场活动；建设社区科普馆五个。\t区科协\t区教委、区科技局
2\t组织科学家进校园。\t区教委\t区科协
3\t开展科普讲座进社区。\t区民政局\t各镇街
4\t编印应急科普手册𠮷册。\t区应急局\t区科协
5\t维护公共场所的长椅。\t区城管局\t各镇街
"""
MOST_STOPS = 200


def tab_to(page, locator):
    """Press Tab until the focus is there."""
    locator.first.wait_for()
    for _stop in range(MOST_STOPS):
        if locator.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {locator}")


def press(page, locator, key="Enter"):
    tab_to(page, locator)
    page.keyboard.press(key)


def sign_in_by_keyboard(page, user):
    page.goto("/accounts/login/")
    tab_to(page, page.locator("input[name=login]"))
    page.keyboard.type(user.username)
    tab_to(page, page.locator("input[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)
    return page


def listed(page):
    """Every task of the list: its words, what was said about it, and the words that are lit for it in the text."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".k-finding")].map((item) => [
            item.querySelector(".k-found__text").textContent.trim(),
            item.dataset.state,
            [...document.querySelectorAll(`mark[data-item~="${item.id}"]`)].map((mark) => mark.textContent).join(""),
        ])"""
    )


def walk_to(page, text):
    """From finding to finding with J and K until the one with these words has the focus."""
    for key in ["k"] * 10 + ["j"] * 20:
        if text in page.evaluate("document.activeElement.querySelector?.('.k-found__text')?.textContent ?? ''"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"not reached: {text}")


def test_the_import_is_left_and_taken_up_in_another_browser_by_keyboard_alone(visit):
    office = make_office()
    page = sign_in_by_keyboard(visit(), office)
    page.goto("/ledger/import/")
    tab_to(page, page.get_by_label("粘贴正文"))
    page.keyboard.insert_text(TABLE)
    press(page, page.get_by_role("button", name="导入并识别"))
    page.get_by_text("已经排队").wait_for()
    run_worker(once=True)
    page.wait_for_url("**/review/")

    # One in two, with a line break where the cursor is.
    tab_to(page, page.locator(".k-finding"))
    walk_to(page, PARTS[0])
    page.keyboard.press("s")
    page.wait_for_url("**/split/**")
    tab_to(page, page.locator("textarea[name=text]"))
    page.keyboard.press("Control+Home")
    for _letter in PARTS[0]:
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="按换行拆分"))
    page.wait_for_url("**/review/**")

    # Two in one; one rejected; one accepted.
    walk_to(page, "组织科学家进校园")
    page.keyboard.press("m")
    page.locator(".k-finding", has_text="组织科学家进校园。开展科普讲座进社区。").wait_for()
    walk_to(page, "维护公共场所的长椅")
    page.keyboard.press("x")
    page.locator(".k-finding[data-state=rejected]").wait_for()
    page.locator(".k-finding:focus", has_text="长椅").wait_for()  # the focus stays where one works
    walk_to(page, "编印应急科普手册")
    page.keyboard.press("a")
    page.locator(".k-finding[data-state=accepted]", has_text="编印应急科普手册").wait_for()
    left = listed(page)
    address = page.url.partition("#")[0]
    page.context.close()

    other = sign_in_by_keyboard(visit(), make_office(name="周岚"))
    other.goto(address)
    assert listed(other) == left
    assert left == [
        [PARTS[0], "accepted", PARTS[0]],
        [PARTS[1], "accepted", PARTS[1]],
        ["组织科学家进校园。开展科普讲座进社区。", "accepted", "组织科学家进校园。开展科普讲座进社区。"],
        ["编印应急科普手册𠮷册。", "accepted", "编印应急科普手册𠮷册。"],
        ["维护公共场所的长椅。", "rejected", "维护公共场所的长椅。"],
    ]

    press(other, other.get_by_role("link", name="下一步：单位"))
    press(other, other.get_by_role("button", name="其余都按印发的名称保留"))
    other.get_by_text("个名称没有确定").wait_for(state="detached")
    press(other, other.get_by_role("link", name="下一步：确认"))
    doubtful = other.get_by_label("存疑而没有核对的")
    if doubtful.count():
        press(other, doubtful, "Space")
    press(other, other.get_by_role("button", name="确认，写入台账"))
    other.get_by_text("共 4 条").first.wait_for()

    plan = Plan.objects.get()
    assert plan.closed_by.name == "周岚"
    tasks = list(plan.tasks.order_by("position"))
    assert [task.text for task in tasks] == [row[0] for row in left[:-1]]
    assert [plan.text[slice(*span)] for span in tasks[2].spans] == ["组织科学家进校园。", "开展科普讲座进社区。"]


def test_two_browsers_on_one_finding_show_who_was_quicker(visit, sign_in):
    plan = make_found_plan()
    task = tasks_of(plan)[1]
    pages = [sign_in(visit(), make_office(name=name)) for name in ("周岚", "何青")]
    for page in pages:
        page.goto(f"/ledger/plans/{plan.pk}/review/")

    for page, key, state in zip(pages, ("x", "a"), ("rejected", "rejected"), strict=True):
        page.locator(f"#{task.key}").focus()
        page.keyboard.press(key)
        page.locator(f"#{task.key}[data-state={state}]").wait_for()

    assert pages[1].get_by_text("刚刚有人改过这一条").is_visible()
    assert pages[1].locator(f"#{task.key}").get_by_text("周岚").is_visible()
    tally = pages[1].locator("#finding-counts").inner_text()
    assert "任务 2" in tally


def test_who_was_signed_out_meanwhile_comes_back_to_the_review(visit, sign_in):
    office = make_office()
    plan = make_found_plan(owner=office)
    task = tasks_of(plan)[1]
    page = sign_in(visit(), office)
    page.goto(f"/ledger/plans/{plan.pk}/review/")
    page.context.clear_cookies(name="kepu_session")

    page.locator(f"#{task.key}").focus()
    page.keyboard.press("a")
    page.wait_for_url("**/accounts/login/**")
    page.fill("input[name=login]", office.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")

    page.wait_for_url("**/review/")
    assert tasks_of(plan)[1].state == "open", "nothing was done by nobody"


def test_the_wizard_works_without_script(visit, sign_in):
    plan = make_found_plan()
    first, second, _third = tasks_of(plan)
    page = sign_in(visit(script=False), plan.created_by)
    page.goto(f"/ledger/plans/{plan.pk}/review/")

    page.locator(f"#{first.key}").get_by_role("link", name="拆分").click()
    page.get_by_role("button", name="在此分开").first.click()
    assert tasks_of(plan)[0].words == "举办科普月活动；"
    page.locator(f"#{second.key}").get_by_role("button", name="剔除").click()
    page.locator(f"#{second.key}").get_by_role("button", name="撤销").click()
    page.locator(f"#{second.key}").get_by_role("button", name="通过").click()
    page.locator(f"#{second.key}").get_by_role("link", name="修改").click()
    page.get_by_label("完成时限").fill("2026年底")
    page.get_by_role("button", name="保存").click()

    assert page.locator(f"#{second.key}").get_by_text("2026年底").is_visible()
    assert tasks_of(plan)[2].state == "accepted"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_steps_have_no_fault_that_axe_finds_and_no_sideways_scroll(visit, sign_in, faults_of, width):
    title = "青禾区科普工作实施方案（2026—2030年）"
    office = make_office()
    make_confirmed_plan(make_result(3, title=title, targets=[make_target()]), owner=office, title=title)
    result = make_result(
        [make_task(id=1, text="".join(PARTS)), make_task(id=2, confidence=0.4), make_task(id=3, lead=[])],
        title=title,
        sections=[make_section()],
        targets=[make_target(task_id=1, value=30)],
        warnings=[{"code": "plans.row_cut", "message": "", "span": [0, 3], "details": {}}],
    )
    plan = make_found_plan(result, owner=office)
    own = f"/ledger/plans/{plan.pk}"
    keys = {kind: plan.candidates.filter(kind=kind).first().pk for kind in ("task", "target", "section", "unit")}
    page = sign_in(visit(width), office)
    page.goto(f"{own}/review/")
    page.locator(f"#c{keys['task']}").get_by_role("button", name="剔除").click()
    page.locator(f"#c{keys['task']}[data-state=rejected]").wait_for()
    faults = {}

    for address in (
        f"{own}/review/",
        f"{own}/review/?kind=target",
        f"{own}/review/?kind=section",
        f"{own}/review/?kind=unit&show=open",
        f"{own}/review/?show=edited",
        f"{own}/decisions/",
        f"{own}/names/",
        f"{own}/confirm/",
        f"{own}/changes/",
        *(f"/ledger/findings/{key}/edit/" for key in keys.values()),
        f"/ledger/findings/{keys['task']}/split/",
        f"/ledger/findings/{tasks_of(plan)[1].pk}/match/",
    ):
        page.goto(address)
        for details in page.locator(".k-finding-bulk").all():
            details.evaluate("element => (element.open = true)")
        if found := faults_of(page):
            faults[address] = found

    assert faults == {}
