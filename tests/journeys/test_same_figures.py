"""A unit types a figure once that two linked plans name; the sheet on paper says which plans it serves."""

from __future__ import annotations

import pytest

from kepu.apps.ledger.models import Target
from kepu.apps.measures.models import Reading
from tests.factories.answering import make_officer
from tests.factories.figures import make_asked
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_figure_of_two_plans_is_typed_once(visit, sign_in, faults_of, width):
    report, (one, other) = make_asked(
        [{"indicator": "公民具备科学素质的比例"}], [{"indicator": "全区公民具备科学素质的比例", "value": 18}]
    )
    page = sign_in(visit(width), make_officer(report.organisation))
    page.goto(report.get_absolute_url())

    page.locator(".k-answer-choice", has_text="有进展").click()
    page.get_by_label("工作进展").fill("办了。")
    page.get_by_label("公民具备科学素质的比例，本期数").fill("16.5")
    page.get_by_text("只填一次，同时计入：").wait_for()
    assert faults_of(page) == []
    page.get_by_role("button", name="上报", exact=True).click()
    page.wait_for_url("**/file/")
    assert faults_of(page) == []
    page.get_by_role("button", name="确认上报").click()
    page.wait_for_url("**/receipt/")
    page.goto(f"{report.get_absolute_url()}sheet/")
    assert "公民具备科学素质的比例（同时计入《乙方案》）：16.5%" in page.locator("main").text_content()
    assert faults_of(page) == []

    assert {row.subject_id: f"{row.value:.1f}" for row in Reading.objects.all()} == {one.pk: "16.5", other.pk: "16.5"}


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_office_says_that_two_names_are_one(visit, sign_in, faults_of, width):
    _report, (_one, other) = make_asked(
        [{"indicator": "公民具备科学素质的比例"}], [{"indicator": "公民科学素质水平", "value": 18}]
    )
    page = sign_in(visit(width), other.plan.created_by)
    page.goto(other.task.get_absolute_url())

    assert faults_of(page) == []
    page.get_by_role("link", name="与“公民科学素质水平”相同的指标").click()
    page.wait_for_url("**/same/")
    assert faults_of(page) == []
    page.get_by_label("与《甲方案》的“公民具备科学素质的比例”").check()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(f"**{other.get_absolute_url()}")

    assert page.get_by_role("link", name="甲方案：公民具备科学素质的比例").count() == 1
    assert faults_of(page) == []
    assert len(set(Target.objects.values_list("counted_as", flat=True))) == 1
