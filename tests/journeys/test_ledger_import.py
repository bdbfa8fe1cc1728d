"""A ledger in a real browser: uploaded, asked about, read with its history, confirmed, remembered."""

import re

import pytest

from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.models import Entry, Plan, Round
from tests.core.plans import ledger_samples as samples
from tests.factories.ledger import make_office
from tests.factories.territory import make_organisation, make_region
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def upload(page, path):
    """Give a workbook on the import page; a worker reads it."""
    page.goto("/ledger/import/")
    page.get_by_label("或者选择文件").set_input_files(path)
    page.get_by_role("button", name="导入并识别").click()
    page.get_by_text("已经排队").wait_for()
    run_worker(once=True)


def test_ledger_with_an_unknown_column_goes_into_the_ledger_by_keyboard(visit, sign_in, faults_of, tmp_path):
    region = make_region()
    for name in ("青禾区教委", "青禾区科协"):
        make_organisation(region=region, name=name)
    page = sign_in(visit(DESK), make_office(region))
    path = tmp_path / "台账.xlsx"
    path.write_bytes(samples.inserted())
    upload(page, path)

    page.wait_for_url("**/columns/")
    assert page.get_by_text("有 3 列看不出写的是什么").count() == 1
    assert faults_of(page) == []
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert faults_of(page) == []
    page.set_viewport_size({"width": DESK, "height": 800})
    page.get_by_label("“上年比较”列的含义").focus()
    page.keyboard.press("ArrowUp")  # from what is not read to the note
    page.get_by_role("button", name="就按这个含义识别").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/progress/")
    run_worker(once=True)
    page.wait_for_url("**/review/")

    assert page.get_by_text("带有 3 条历史进展").count() == 1
    page.get_by_role("link", name="下一步：单位").press("Enter")
    page.get_by_role("link", name="下一步：确认").press("Enter")
    if page.get_by_label("存疑而没有核对的").count():
        page.get_by_label("存疑而没有核对的").check()
    if page.get_by_label("任务仍在办").count():
        page.get_by_label("任务仍在办").check()
    page.get_by_role("button", name="确认，写入台账").press("Enter")
    page.wait_for_url(re.compile(r"/ledger/plans/\d+/(#.*)?$"))

    assert Plan.objects.get().column_reading.mapping is None
    assert Round.objects.get().period == "2025H1"
    assert sorted(Entry.objects.values_list("progress", flat=True)) == ["做了1。", "做了2。", "做了3。"]

    path.write_bytes(samples.inserted() + b"\n")
    upload(page, path)
    page.wait_for_url("**/review/")
    assert page.get_by_text("列的含义照以前说明的读取").count() == 1
    page.get_by_role("link", name="查看列的含义").click()
    assert page.get_by_label("“上年比较”列的含义").input_value() == "note"
    assert faults_of(page) == []


def test_columns_are_answered_without_script(visit, sign_in, tmp_path):
    page = sign_in(visit(PHONE, script=False), make_office(make_region()))
    path = tmp_path / "月报.xlsx"
    path.write_bytes(samples.months())
    page.goto("/ledger/import/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="导入并识别").click()
    run_worker(once=True)
    page.reload()
    assert page.get_by_text("只是表里的月份、季度没有写是哪一年").count() == 1
    page.get_by_label("年份").fill("2025")
    page.get_by_role("button", name="就按这个含义识别").click()
    run_worker(once=True)
    page.reload()

    assert page.get_by_text("带有 12 条历史进展").count() == 1
