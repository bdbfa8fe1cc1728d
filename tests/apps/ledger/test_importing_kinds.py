"""Every kind of file that offices have comes through the import; what cannot be read here is refused at once."""

import uuid

import pytest

from kepu.apps.files.codes import FilesCode
from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.core.plans import PlanCode
from tests.core.plans.making_ofd import ofd, paragraph, picture
from tests.factories.files import (
    docx_bytes,
    make_upload,
    old_excel_bytes,
    old_word_bytes,
    saved_as_doc,
    saved_page_bytes,
)
from tests.factories.ledger import PLAN_TEXT, make_office

pytestmark = pytest.mark.django_db
ADDRESS = "/ledger/import/"
LINES = PLAN_TEXT.splitlines()
DUTIES = (["青禾区科普任务分工表"], ["序号", "任务内容", "牵头单位", "责任单位"], [1, "做好甲", "区科协", "区教育局"])
PAGE = "".join(f"<p>{line}</p>" for line in LINES)


@pytest.fixture
def office(client):
    user = make_office()
    client.force_login(user)
    return user


def imported(client, user, name, content):
    values = {"request_id": uuid.uuid4(), "region": user.region_id, "file": make_upload(name, content)}
    response = client.post(ADDRESS, values)
    assert response.status_code == 302, response.context["form"].errors
    while run_worker(once=True):
        pass
    return Plan.objects.get()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.ofd", ofd(paragraph(*(each for line in LINES for each in (line[:30], line[30:]) if each), top=20))),
        ("方案.mht", saved_page_bytes(PAGE)),
        ("方案.html", f"<html><body>{PAGE}</body></html>".encode()),
        ("方案.doc", docx_bytes(*LINES)),
        ("方案.wps", f"<html><body>{PAGE}</body></html>".encode()),
    ],
)
def test_document_becomes_a_plan_to_review(client, office, name, content):
    plan = imported(client, office, name, content)

    assert (plan.state, plan.source_name) == (PlanState.REVIEW, name)
    assert [task["lead"] for task in plan.parse.result["tasks"]] == [["区教委"], ["区科协"]]


@pytest.mark.parametrize("name", ["分工表.xls", "分工表.et"])
def test_old_workbook_becomes_a_plan_to_review(client, office, name):
    plan = imported(client, office, name, old_excel_bytes(*DUTIES))

    assert plan.state == PlanState.REVIEW
    assert [task["lead"] for task in plan.parse.result["tasks"]] == [["区科协"]]


def test_old_ledger_brings_its_history(client, office):
    rows = (["青禾区科普工作台账"], ["序号", "任务", "牵头单位", "2026年一季度进展"], [1, "做好甲", "区科协", "已完成"])
    plan = imported(client, office, "台账.xls", old_excel_bytes(*rows))

    assert [each["progress"] for each in plan.parse.result["history"]] == ["已完成"]


@pytest.mark.office
@pytest.mark.parametrize("name", ["方案.doc", "方案.wps"])
def test_old_document_becomes_a_plan_to_review(client, office, name):
    plan = imported(client, office, name, saved_as_doc(docx_bytes(*LINES)))

    assert plan.state == PlanState.REVIEW
    assert [task["lead"] for task in plan.parse.result["tasks"]] == [["区教委"], ["区科协"]]


def test_old_document_is_refused_at_once_where_nothing_reads_it(client, office, monkeypatch):
    monkeypatch.setattr("kepu.apps.files.office.conversion.program", lambda: None)
    values = {"request_id": uuid.uuid4(), "region": office.region_id, "file": make_upload("方案.doc", old_word_bytes())}

    response = client.post(ADDRESS, values)

    assert response.status_code == 422
    [error] = response.context["form"].errors.as_data()["file"]
    assert error.code == FilesCode.NO_CONVERTER
    assert "另存为 .docx" in str(error.message)
    assert not Plan.objects.exists()


def test_program_that_is_gone_when_the_job_runs_is_told(client, office, monkeypatch):
    monkeypatch.setattr("kepu.apps.ledger.forms.office.is_available", lambda: True)
    monkeypatch.setattr("kepu.apps.files.office.conversion.program", lambda: None)

    plan = imported(client, office, "方案.doc", old_word_bytes())

    assert (plan.state, plan.failure["code"]) == (PlanState.FAILED, FilesCode.NO_CONVERTER)
    assert "LibreOffice" in client.get(plan.get_absolute_url(), follow=True).content.decode()


def test_scanned_document_says_what_to_do(client, office):
    plan = imported(client, office, "扫描.ofd", ofd(picture(0, 0, 210, 297)))

    assert (plan.state, plan.failure["code"]) == (PlanState.FAILED, PlanCode.SCANNED)
    assert "请向发文单位要可编辑文本" in client.get(plan.get_absolute_url(), follow=True).content.decode()


def test_form_says_which_files_it_takes(client, office):
    page = client.get(ADDRESS).content.decode()

    for ending in (".docx", ".doc", ".wps", ".pdf", ".ofd", ".xlsx", ".xls", ".et", ".html", ".mht", ".txt"):
        assert ending in page


def test_pasted_page_is_read_without_its_site(client, office):
    text = f"首页\n当前位置：首页 > 规划\n{PLAN_TEXT}\n【打印】【关闭】\n版权所有：青禾区人民政府"

    client.post(ADDRESS, {"request_id": uuid.uuid4(), "region": office.region_id, "text": text})
    while run_worker(once=True):
        pass

    plan = Plan.objects.get()
    assert plan.title == "青禾区科普工作实施方案（2026—2030年）"
    assert PlanCode.FURNITURE in [warning["code"] for warning in plan.parse.result["warnings"]]
    assert plan.parse.result["text"].startswith("首页\n当前位置")
