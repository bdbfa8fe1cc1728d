"""The thread in a real browser: a document in, found beside its text, confirmed, a board, a task lit, a workbook out."""

from __future__ import annotations

import io
import re
import zipfile
from importlib.resources import files
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook

from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.models import Plan
from kepu.core.plans import parse_plan, read_document, workbook
from tests.factories.files import docx_bytes
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_result,
    make_review_plan,
    make_target,
    make_task,
)
from tests.factories.territory import make_region
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLE = files("kepu.core.plans").joinpath("sample/plan.txt")
LIT = "[...document.querySelectorAll('mark.is-lit')].map(e => e.textContent).join('')"
CONFIRM = "确认，写入台账"
REGIONS = {"000": "500106000000", "002": "500105000000", "003": "500000000000"}


def paste(page, text):
    """Import pasted text; a worker reads it; the page goes on to the review by itself."""
    page.goto("/ledger/")
    page.get_by_role("link", name="导入方案").click()
    page.get_by_label("粘贴正文").fill(text)
    page.get_by_role("button", name="导入并识别").click()
    page.get_by_text("已经排队").wait_for()
    run_worker(once=True)
    page.wait_for_url("**/review/")


def confirm(page):
    """Go through the steps and confirm everything that was found."""
    page.get_by_role("link", name="下一步：单位").click()
    page.get_by_role("link", name="下一步：确认").click()
    if page.get_by_label("存疑而没有核对的").count():
        page.get_by_label("存疑而没有核对的").check()
    if page.get_by_label("任务仍在办").count():
        page.get_by_label("任务仍在办").check()
    page.get_by_role("button", name=CONFIRM).click()
    page.wait_for_url(re.compile(r"/ledger/plans/\d+/(#.*)?$"))
    return Plan.objects.latest("pk")


def download(page, name):
    """The rows and merged cells of a workbook that a link gives."""
    with page.expect_download() as got:
        page.get_by_role("link", name=name, exact=True).click()
    return sheet(got.value.path().read_bytes()), unquote(got.value.suggested_filename)


def sheet(content):
    """Rows and merged cells of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return rows, sorted(re.findall(r'<mergeCell ref="([A-Z0-9:]+)"', xml))


def follow(page, text):
    """Review, confirm, filter, open a task, look at the outline, download; give the plan."""
    expected = parse_plan(read_document(text.encode(), "plan.txt"))
    page.locator(".k-finding .k-found__text").first.click()
    assert re.sub(r"\s", "", page.evaluate(LIT)) != ""

    plan = confirm(page)
    assert plan.n_tasks == len(expected.tasks)
    page.get_by_text(f"共 {plan.n_tasks} 条").first.wait_for()

    unit = plan.facets.filter(kind="unit").order_by("-n_lead").first()
    page.get_by_label("单位", exact=True).select_option(unit.value)
    page.get_by_label("角色").select_option("lead")
    page.get_by_text(f"共 {unit.n_lead} 条").first.wait_for()
    assert f"unit={unit.value[0]}" in page.url
    assert "role=lead" in page.url
    assert page.locator("#board tbody tr:not(.k-group)").count() == unit.n_lead

    page.locator("#board tbody th[scope=row] a").first.click()
    page.wait_for_url("**/tasks/*/")
    task = plan.tasks.get(pk=int(page.url.rstrip("/").rpartition("/")[2]))
    assert re.sub(r"\s", "", page.evaluate(LIT)) == re.sub(r"\s", "", plan.text[slice(*task.span)])
    assert page.locator("mark.is-lit").first.is_visible()

    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="方案结构").click()
    assert page.locator(".k-outline li").count() >= plan.n_sections

    page.get_by_role("link", name="按行动").click()
    (rows, merges), name = download(page, "下载分工表")
    assert (rows, merges) == sheet(workbook(expected))
    assert plan.title[:10] in name
    return plan


def test_pasted_sample_goes_through_the_thread(visit, sign_in):
    text = SAMPLE.read_text(encoding="utf-8")
    page = sign_in(visit(), make_office())

    paste(page, text)
    plan = follow(page, text)

    page.goto(f"{plan.get_absolute_url()}?q=青少年")
    (rows, merges), _name = download(page, "下载筛选后的表格")
    assert rows[0] == sheet(workbook(parse_plan(text)))[0][0], "the same columns"
    assert 1 < len(rows) <= plan.n_tasks
    assert all(int(ref.split(":")[1].lstrip("ABCDEFGH")) <= len(rows) for ref in merges), "merged cells shrink"


def test_word_document_goes_through_the_thread(visit, sign_in):
    text = SAMPLE.read_text(encoding="utf-8")
    page = sign_in(visit(), make_office())
    page.goto("/ledger/import/")
    page.set_input_files(
        "input[type=file]",
        {
            "name": "方案.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": docx_bytes(*[line for line in text.splitlines() if "\t" not in line]),
        },
    )
    page.get_by_role("button", name="导入并识别").click()
    page.get_by_text("已经排队").wait_for()
    run_worker(once=True)
    page.wait_for_url("**/review/")

    plan = confirm(page)

    assert plan.n_sections > 10
    assert plan.source_name == "方案.docx"


def test_the_thread_works_without_script(visit, sign_in):
    page = sign_in(visit(script=False), make_office())
    page.goto("/ledger/import/")
    page.get_by_label("粘贴正文").fill(SAMPLE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="导入并识别").click()
    run_worker(once=True)
    page.get_by_role("link", name="刷新").click()
    page.wait_for_url("**/review/")

    page.locator(".k-finding").first.get_by_role("link", name="看原文").click()
    assert re.search(r"#c\d+-text$", page.url)
    plan = confirm(page)
    page.get_by_label("角色").select_option("lead")
    page.get_by_role("button", name="筛选").click()
    assert "role=lead" in page.url
    page.locator("#board tbody th[scope=row] a").first.click()

    assert page.locator("mark.is-lit").first.inner_text()
    assert plan.title in page.content()


def test_the_same_document_leads_to_the_earlier_plan(visit, sign_in):
    page = sign_in(visit(), make_office())
    paste(page, SAMPLE.read_text(encoding="utf-8"))
    page.goto("/ledger/import/")
    page.get_by_label("粘贴正文").fill(SAMPLE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="导入并识别").click()

    page.get_by_role("heading", name="这份文件以前导入过").wait_for()
    page.get_by_role("button", name="仍然再导入一份").click()
    page.wait_for_url("**/progress/")

    assert Plan.objects.count() == 2


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(REGIONS))
def test_real_plans_go_through_the_thread(visit, sign_in, shared, name):
    text = (shared / "plans" / f"{name}.txt").read_text(encoding="utf-8")
    page = sign_in(visit(), make_office(make_region(REGIONS[name])))

    paste(page, text)
    plan = follow(page, text)

    assert plan.n_tasks >= 6
    assert plan.n_targets > 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_have_no_fault_that_axe_finds_and_no_sideways_scroll(visit, sign_in, faults_of, width):
    office = make_office()
    waiting = make_review_plan(
        make_result([make_task(id=1), make_task(id=2, confidence=0.4)], targets=[make_target(task_id=1)]), owner=office
    )
    plan = make_confirmed_plan(make_result(60, targets=[make_target(task_id=1)]), owner=office)
    own = plan.get_absolute_url()
    page = sign_in(visit(width), office)
    faults = {}

    for address in (
        "/",
        "/ledger/",
        "/ledger/import/",
        f"/ledger/plans/{waiting.pk}/review/",
        f"/ledger/plans/{waiting.pk}/discard/",
        own,
        f"{own}?q=没有这样的任务",
        f"{own}units/",
        f"{own}outline/",
        f"{own}correct/",
        f"{own}text/",
        "/ledger/tasks/",
        plan.tasks.first().get_absolute_url(),
    ):
        page.goto(address)
        if found := faults_of(page):
            faults[address] = found

    assert faults == {}


def test_the_list_of_findings_is_walked_by_keyboard(visit, sign_in):
    office = make_office()
    waiting = make_review_plan(make_result(3), owner=office)
    page = sign_in(visit(), office)
    page.goto(f"/ledger/plans/{waiting.pk}/review/")

    page.locator(".k-finding").first.focus()
    page.keyboard.press("j")

    second = waiting.candidates.filter(kind="task").in_order()[1]
    assert page.evaluate("document.activeElement.id") == second.key
    assert page.evaluate(LIT) == waiting.parse.result["tasks"][1]["text"]
