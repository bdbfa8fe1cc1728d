"""A plan whose years are over is confirmed: the question is answered, and answered otherwise a day later."""

from __future__ import annotations

import pytest

from kepu.apps.ledger.models import Plan
from tests.factories.ledger import make_result, make_review_plan
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEARS = {"period_start": 2021, "period_end": 2025}


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_question_is_answered_and_answered_otherwise(visit, sign_in, faults_of, width):
    result = make_result(3, title="青禾区科普工作实施方案（2021—2025年）")
    plan = make_review_plan({**result, "document": {**result["document"], **YEARS}})
    page = sign_in(visit(width), plan.created_by)
    page.goto(f"/ledger/plans/{plan.pk}/confirm/")
    question = page.get_by_role("group", name="期限已过的任务")

    assert "这份方案的期限（2021—2025年）已过。" in question.text_content()
    assert question.get_by_role("radio", checked=True).count() == 0
    assert faults_of(page) == []
    page.get_by_label("文号").fill("青禾府办发〔2021〕9号")
    page.get_by_role("button", name="确认，写入台账").click()
    page.get_by_text("请选择怎么办。").first.wait_for()
    assert faults_of(page) == []
    assert page.get_by_label("文号").input_value() == "青禾府办发〔2021〕9号"
    question.get_by_label("按已到期归档").check()
    page.get_by_role("button", name="确认，写入台账").click()
    page.wait_for_url(f"**/plans/{plan.pk}/")

    assert set(Plan.objects.get().tasks.values_list("state", flat=True)) == {"archived"}
    assert faults_of(page) == []
    page.goto(f"/ledger/plans/{plan.pk}/outline/")
    assert faults_of(page) == []
    page.get_by_role("link", name="期限已过的任务怎么办").click()
    assert question.get_by_label("按已到期归档").is_checked()
    assert faults_of(page) == []
    question.get_by_label("任务仍在办").check()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/outline/")

    assert set(Plan.objects.get().tasks.values_list("state", flat=True)) == {"not_started"}
