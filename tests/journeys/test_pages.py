"""Pages of tasks, units and months in a real browser: what axe finds, the keyboard, two people, what is downloaded."""

from __future__ import annotations

from datetime import date

import pytest

from kepu.apps.base import clock
from kepu.apps.ledger.enums import EntryState, TaskState
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from kepu.core.plans.ledgers import read_ledger
from kepu.core.workbooks import read_workbook
from tests.factories.files import make_stored_file
from tests.factories.ledger import make_confirmed_plan, make_result, make_section, make_target, make_task
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_instruction, make_round
from tests.factories.tasks import attach_evidence, file_answer
from tests.factories.territory import make_organisation, make_region
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAME = "组织开展全国科普月活动，每年不少于10场。"


@pytest.fixture
def office():
    return make_user("office", region=make_region())


@pytest.fixture
def unit():
    return make_organisation(name="区教育委员会")


def make_world(office, unit):
    """Two plans with a task that means the same, led by two units, with everything a page can show."""
    sections = [make_section("青少年行动", kind="action"), make_section("启动阶段（2026年1月—12月）", kind="schedule")]
    rows = [
        make_task(id=1, text=SAME, section=0, due="2026年底"),
        make_task(id=2, text="建设社区科普馆5个。", section=0),
        make_task(id=3, text="培训科学教师100名。", section=0, group="教师行动"),
    ]
    plan = make_confirmed_plan(
        make_result(rows, sections=sections, targets=[make_target(task_id=1)]), owner=office, title="青禾区实施方案"
    )
    other = make_confirmed_plan(make_result([make_task(id=1, text=SAME)]), owner=office, title="青禾区工作要点")
    today = clock.today()
    plan.tasks.update(due_on=date(2020, 1, 31))
    plan.tasks.filter(position=3).update(due_on=today, state=TaskState.UNDER_WAY)
    task = plan.tasks.first()
    give_task(task, unit)
    give_task(other.tasks.get(), unit)
    entry = file_answer(task, unit, state=EntryState.ACCEPTED, problems="缺少讲师", next_step="招募志愿者")
    attach_evidence(entry, make_stored_file(owner=office))
    make_instruction(organisation=unit, task=task, due_on=today)
    make_round(office.region, period="2026Q4", due_on=today, opens_on=today, period_end=date(2026, 12, 31))
    Post.objects.create(
        organisation=unit, kind=PostKind.LIAISON, name="韩联络", mobile="13800000025", since=date(2020, 1, 1)
    )
    return plan, other


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_have_no_fault_that_axe_finds_and_no_sideways_scroll(visit, sign_in, faults_of, office, unit, width):
    plan, _other = make_world(office, unit)
    task, own = plan.tasks.first(), plan.get_absolute_url()
    page = sign_in(visit(width), office)
    faults = {}

    for address in (
        own,
        f"{own}?select=1",
        f"{own}?sort=due&state=not_started",
        f"{own}?light=overdue",
        f"{own}units/?light=overdue",
        f"{own}outline/",
        task.get_absolute_url(),
        f"{task.get_absolute_url()}change/",
        f"{task.get_absolute_url()}link/",
        f"{task.get_absolute_url()}link/?q=没有这样的话",
        f"{task.get_absolute_url()}unlink/",
        f"/ledger/tasks/change/?task={task.pk}",
        f"/ledger/units/{unit.pk}/",
        f"/ledger/units/{make_organisation().pk}/",
        f"/ledger/calendar/?period={clock.today():%Y-%m}",
        f"/ledger/calendar/?period={clock.today():%Y-%m}&view=list",
        "/ledger/calendar/?period=2033-05",
    ):
        page.goto(address)
        if found := faults_of(page):
            faults[address] = found

    assert faults == {}


def test_overdue_tasks_are_found_and_changed_together_by_keyboard(visit, sign_in, office, unit):
    plan, _other = make_world(office, unit)
    page = sign_in(visit(), office)
    page.goto(plan.get_absolute_url())

    page.get_by_label("亮灯").select_option("overdue")
    page.get_by_text("共 2 条").first.wait_for()
    page.get_by_role("link", name="选择几项一起修改").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**select=1**")
    for box in page.locator("input[name=task]").all():
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="修改勾选的任务").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="一起修改 2 项任务").wait_for()
    page.get_by_label("办理状态").select_option("suspended")
    page.get_by_role("button", name="全部修改").click()
    page.get_by_text("要写明依据").first.wait_for()
    page.locator("[name=basis]").fill("区政府常务会议第5次")
    page.get_by_role("button", name="全部修改").click()
    page.get_by_text("已修改 2 项任务").wait_for()

    assert "light=overdue" in page.url, "back where the tasks were chosen"
    assert page.get_by_text("没有符合条件的任务").is_visible()
    assert plan.tasks.filter(state=TaskState.SUSPENDED).count() == 2
    page.goto(plan.tasks.first().get_absolute_url())
    assert page.get_by_text("未启动 → 暂缓").is_visible()
    assert page.get_by_text("区政府常务会议第5次").first.is_visible()


def test_the_same_work_is_linked_and_shown_in_both_plans(visit, sign_in, office, unit):
    plan, other = make_world(office, unit)
    page = sign_in(visit(PHONE), office)
    page.goto(other.tasks.get().get_absolute_url())

    page.get_by_role("link", name="关联", exact=True).click()
    page.get_by_label(SAME).check()
    page.get_by_role("button", name="关联选中的任务").click()
    page.get_by_text("已关联").wait_for()

    assert page.get_by_text("办了三场活动。").is_visible(), "the answer stands beside both"
    page.get_by_role("link", name=SAME).click()
    page.wait_for_url(f"**{plan.tasks.first().get_absolute_url()}")
    page.get_by_role("link", name="取消关联").click()
    page.get_by_role("button", name="取消关联").click()
    page.get_by_text("已取消关联").wait_for()


def test_two_people_on_one_task_see_both_texts(visit, sign_in, office, unit):
    plan, _other = make_world(office, unit)
    task = plan.tasks.first()
    first, second = (sign_in(visit(), user) for user in (office, make_user("office", region=office.region)))
    for page in (first, second):
        page.goto(f"{task.get_absolute_url()}change/")
    first.get_by_label("办理状态").select_option("done")
    first.get_by_role("button", name="保存").click()
    first.get_by_text("已保存").wait_for()

    second.get_by_label("办理状态").select_option("under_way")
    second.get_by_role("button", name="保存").click()
    second.get_by_text("别人改过它").wait_for()
    second.get_by_role("button", name="用我的覆盖").click()
    second.get_by_text("已保存").wait_for()

    task.refresh_from_db()
    assert task.state == TaskState.UNDER_WAY


def test_calendar_is_walked_from_month_to_month(visit, sign_in, office, unit):
    plan, _other = make_world(office, unit)
    plan.tasks.update(due_on=date(2026, 12, 31))
    page = sign_in(visit(), office)
    page.goto("/ledger/calendar/?period=2026-11")

    page.get_by_role("link", name="下个月").click()
    page.get_by_role("heading", name="2026年12月日历").wait_for()
    cell = page.locator("td:has(time[datetime='2026-12-31'])")

    assert cell.get_by_role("link", name="组织开展全国科普月活动").is_visible()
    assert not page.locator(".k-agenda").is_visible()
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert page.locator(".k-agenda").is_visible()
    assert not page.locator(".k-calendar").is_visible()


def test_working_ledger_is_downloaded_and_read_back(visit, sign_in, office, unit):
    plan, _other = make_world(office, unit)
    page = sign_in(visit(), office)
    page.goto(plan.get_absolute_url())

    with page.expect_download() as got:
        page.get_by_role("link", name="下载工作台账").click()
    content = got.value.path().read_bytes()

    ledger = read_ledger(read_workbook(content))
    assert [task.text for task in ledger.plan.tasks] == [task.text for task in plan.tasks.all()]
    assert "办了三场活动。" in ledger.history[0].progress
