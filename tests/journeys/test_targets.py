"""A target in a real browser: a figure is entered, judged, corrected; the rules of the place are changed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kepu.apps.ledger.enums import ScheduleKind
from kepu.apps.measures.enums import Origin, Standing
from kepu.apps.territory import permissions
from tests.factories.ledger import OFFICE
from tests.factories.measures import make_reading
from tests.factories.people import make_user
from tests.factories.targets import make_shown_target
from tests.factories.territory import DISTRICT, make_policy, make_region
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def office():
    """Somebody of the office, who also decides the rules."""
    own = (*OFFICE, permissions.VIEW, permissions.MANAGE_POLICIES)
    return make_user(region=make_region(DISTRICT), permissions=own)


def test_figure_is_entered_judged_and_corrected(visit, sign_in):
    target = make_shown_target(baseline_value=10, baseline_year=2019, due_on=date(2029, 12, 31))
    page = sign_in(visit(), office())

    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="指标").click()
    page.get_by_role("link", name=target.indicator).click()
    page.get_by_text("还没有数据。单位报送时会带来").wait_for()
    page.get_by_role("link", name="录入数据").click()
    page.get_by_label("数值").fill("12")
    page.get_by_label("数据来源").fill("抽样调查报告")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("cell", name="12%").first.wait_for()
    assert page.locator(".k-panel__head .k-status").inner_text() == "尚不判断"

    page.get_by_role("link", name="进度安排").click()
    page.get_by_label("按时间平均推进").check()
    page.get_by_role("button", name="保存").click()
    page.locator(".kc-expected-line").first.wait_for(state="attached")
    assert page.locator(".k-panel__head .k-status").inner_text() in {"落后于进度", "严重落后", "正常"}

    page.get_by_role("link", name="更正").click()
    page.get_by_label("数值").fill("21")
    page.get_by_label("更正原因").fill("漏计一个镇街")
    page.get_by_role("button", name="保存更正").click()
    page.get_by_text("更正原因：漏计一个镇街").wait_for()
    assert page.locator(".k-panel__head .k-status").inner_text() == "已达到"
    assert page.locator("del").inner_text() == "12%"


def test_rules_of_the_place_are_decided_anew(visit, sign_in):
    page = sign_in(visit(PHONE, script=False), office())
    page.goto("/territory/policies/")

    page.get_by_role("link", name=re.compile("新规则.*亮灯")).click()
    page.get_by_label("提前几天算临期").fill("14")
    page.get_by_label("依据").fill("青纲要办〔2026〕9号")
    page.get_by_role("button", name="保存").click()

    page.get_by_text("正在执行").wait_for()
    assert "青纲要办〔2026〕9号" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_targets_have_no_fault_that_axe_finds(visit, sign_in, faults_of, width):
    target = make_shown_target(
        baseline_value=10,
        baseline_year=2025,
        stretch_value=25,
        due_on=date(2030, 12, 31),
        schedule=ScheduleKind.MILESTONES,
        schedule_points=[["2026-12-31", "11"], ["2028-12-31", "15"]],
    )
    row = make_reading("11", subject_id=target.pk, period="2026Q1")
    make_reading(None, subject_id=target.pk, period="2026Q2", standing=Standing.MISSING)
    make_reading(None, subject_id=target.pk, period="2026Q3", standing=Standing.NOT_APPLICABLE)
    make_reading("11.2", subject_id=target.pk, period="2026Q1", origin=Origin.PUBLISHED)
    coming = make_policy(region=make_region(DISTRICT), valid_from=date(2199, 1, 1))
    make_policy(region=make_region(DISTRICT))
    page = sign_in(visit(width), office())
    own = target.get_absolute_url()
    rules = f"/territory/regions/{DISTRICT}/policies/"

    for path in (
        "/ledger/targets/",
        own,
        f"{own}edit/",
        f"{own}schedule/",
        f"{own}readings/new/",
        f"{own}readings/{row.pk}/correct/",
        rules,
        f"{rules}ledger.lights/",
        f"{rules}ledger.reporting/new/",
        f"{rules}ledger.lights/{coming.pk}/",
    ):
        page.goto(path)
        page.evaluate(
            "document.querySelectorAll('details').forEach(each => { if (each.closest('main')) each.open = true })"
        )

        assert faults_of(page) == [], path
