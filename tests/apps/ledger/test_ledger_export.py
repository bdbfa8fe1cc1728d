"""The working ledger: the offices' columns, what was reported, read back by the reader of ledgers."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.apps.audit.models import AuditRow
from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger import asked_ledger as asking
from kepu.apps.ledger.enums import Answer, EntryEvent, TaskState
from kepu.apps.ledger.models import EntryText, TaskLink
from kepu.core.plans.ledgers import read_ledger
from kepu.core.workbooks import read_workbook
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_result, make_target, make_task
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_entry, make_round, make_unit_report
from tests.factories.tasks import file_answer
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db
ROWS = [
    make_task(
        id=1, group="青少年科学素质提升行动", text="每年组织科学家进校园活动。", lead=["区教委"], support=["区科协"]
    ),
    make_task(
        id=2, group="青少年科学素质提升行动", text="办好青少年科技创新大赛。", lead=["区科协"], support=["区教委"]
    ),
    make_task(id=3, group="科普设施提升工程", text="新建社区科普馆。", lead=["区科协"], support=[]),
]


@pytest.fixture
def office():
    return make_office(username="office")


@pytest.fixture
def plan(office):
    result = make_result(
        [dict(row) for row in ROWS], targets=[make_target(task_id=3, indicator="社区科普馆", value=5, unit="个")]
    )
    return make_confirmed_plan(result, owner=office, title="青禾区科普方案", doc_number="青禾府办发〔2026〕5号")


def report(task, organisation, period, progress, **content):
    """A filed answer of a quarter."""
    number = int(period[-1])
    ends = date(2026, 3 * number, 30)
    asked = make_round(organisation.region, period=period, period_end=ends, opens_on=ends, due_on=ends)
    page = make_unit_report(organisation=organisation, round=asked)
    entry = make_entry(page, task, state="accepted", answer=Answer.PROGRESS)
    said = {"answer": "progress", "progress": progress, "percent": None, **content}
    EntryText.objects.create(entry=entry, event=EntryEvent.FILED, content=said, by=asked.created_by)
    return entry


def book(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content.decode()[:500]
    return response, b"".join(response.streaming_content) if response.streaming else response.content


def grid(content):
    return read_workbook(content).sheets[0]


def words(sheet, row):
    """The texts of a row; a merged cell says its text in each of its rows."""
    return [cell.text if (cell := sheet.at(row, column)) else "" for column in range(sheet.n_columns)]


def test_header_has_two_rows_and_a_group_for_each_quarter(client, office, plan):
    client.force_login(office)

    response, content = book(client, f"/ledger/plans/{plan.pk}/ledger/", year="2026")
    sheet = grid(content)

    assert "青禾区科普方案 2026年工作台账" in unquote(response["Content-Disposition"])
    top, below = words(sheet, 0), words(sheet, 1)
    assert top[:5] == ["序号", "任务来源", "类别", "重点任务", "具体措施"]
    assert top[5:8] == ["年度目标"] * 3
    assert below[5:8] == ["指标", "计量单位", "目标值"]
    assert top[8:12] == ["牵头单位", "责任单位", "责任人", "完成时限"]
    assert top[12:20] == [f"2026年{n}季度" for n in "一二三四" for _ in range(2)]
    assert below[12:14] == ["进展情况", "完成率"]
    assert top[20:] == ["亮灯", "存在问题", "下步措施", "佐证材料", "办结状态", "备注"]


def test_paper_is_a3_and_the_header_is_repeated(client, office, plan):
    client.force_login(office)

    _response, content = book(client, f"/ledger/plans/{plan.pk}/ledger/")

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert '<pageSetup paperSize="8" fitToHeight="0" orientation="landscape"/>' in sheet
    assert re.search(r'<pane xSplit="5" ySplit="2"', sheet)
    assert "$1:$2" in names


def test_ledger_is_read_back_as_it_was_written(client, office, plan):
    lead = make_organisation(name="区教委")
    task = plan.tasks.first()
    task.units.filter(role="lead").update(organisation=lead)
    report(task, lead, "2026Q1", "进校园 6 场。", percent="30")
    report(task, lead, "2026Q2", "进校园 13 场。", percent="65.5", problems="缺少讲师", next_step="招募志愿者")
    plan.tasks.filter(pk=task.pk).update(state=TaskState.UNDER_WAY)
    client.force_login(office)

    _response, content = book(client, f"/ledger/plans/{plan.pk}/ledger/", year="2026")
    ledger = read_ledger(read_workbook(content))

    assert ledger.is_clear
    assert [each.text for each in ledger.plan.tasks] == [row["text"] for row in ROWS]
    assert [each.group for each in ledger.plan.tasks] == [row["group"] for row in ROWS]
    assert [list(each.lead) for each in ledger.plan.tasks] == [row["lead"] for row in ROWS]
    assert [list(each.support) for each in ledger.plan.tasks] == [row["support"] for row in ROWS]
    [target] = [each for each in ledger.plan.targets if not each.implied]
    assert (target.indicator, Decimal(str(target.value)), target.unit, target.comparator) == (
        "社区科普馆",
        Decimal(5),
        "个",
        ">=",
    )
    found = {(each.task_id, each.period): each for each in ledger.history}
    assert (found[1, "2026Q1"].progress, found[1, "2026Q1"].percent) == ("进校园 6 场。", 30.0)
    second = found[1, "2026Q2"]
    assert (second.progress, second.percent) == ("进校园 13 场。", 65.5)
    assert (second.problems, second.next_step, second.state_word) == ("缺少讲师", "招募志愿者", "推进中")


def test_tasks_without_actions_stand_as_tasks(client, office):
    rows = [make_task(id=n, group="", category="", text=f"办好第{n}件𠮷事。") for n in (1, 2)]
    plan = make_confirmed_plan(make_result(rows), owner=office)
    client.force_login(office)

    _response, content = book(client, f"/ledger/plans/{plan.pk}/ledger/")

    assert [words(grid(content), row)[3] for row in (2, 3)] == ["办好第1件𠮷事。", "办好第2件𠮷事。"]
    assert [each.text for each in read_ledger(read_workbook(content)).plan.tasks] == [row["text"] for row in rows]


def test_several_leads_stand_below_each_other_with_their_names(client, office, plan):
    one, other = make_organisation(name="甲局"), make_organisation(name="乙局")
    task = plan.tasks.first()
    task.units.all().delete()
    give_task(task, one)
    give_task(task, other)
    file_answer(task, one, "办了两场。")
    file_answer(task, other, "办了三场。")
    client.force_login(office)

    _response, content = book(client, f"/ledger/plans/{plan.pk}/ledger/", year="2026")

    assert words(grid(content), 2)[16] == "甲局：办了两场。\n乙局：办了三场。"


def test_linked_tasks_show_the_one_answer(client, office, plan):
    lead = make_organisation()
    link = TaskLink.objects.create(region_code=plan.region_code, created_by=office)
    other = make_confirmed_plan(1, owner=office).tasks.get()
    task = plan.tasks.first()
    for each in (task, other):
        give_task(each, lead)
        type(each).objects.filter(pk=each.pk).update(link=link)
    file_answer(task, lead, "一件事报一次。")
    client.force_login(office)

    _response, content = book(client, f"/ledger/plans/{other.plan_id}/ledger/", year="2026")

    assert "一件事报一次。" in words(grid(content), 2)[16]


def test_light_is_a_word_with_a_fill(client, office, plan):
    plan.tasks.update(due_on=date(2020, 1, 1))
    client.force_login(office)

    _response, content = book(client, f"/ledger/plans/{plan.pk}/ledger/")

    assert words(grid(content), 2)[20] == "逾期"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "FBDDDD" in archive.read("xl/styles.xml").decode()


def test_only_filtered_rows_are_exported(client, office, plan):
    client.force_login(office)

    _response, content = book(client, "/ledger/tasks/ledger/", q="科普馆")

    assert len(grid(content).rows) == 3
    assert AuditRow.objects.filter(action="ledger.export_ledger").count() == 1


def test_readers_without_permission_take_nothing_away(client, plan):
    client.force_login(make_reader())

    assert client.get("/ledger/tasks/ledger/").status_code == 403
    assert client.get(f"/ledger/plans/{plan.pk}/ledger/").status_code == 403


def test_reports_of_others_stay_out(client, plan):
    lead = make_organisation()
    task = plan.tasks.first()
    give_task(task, lead)
    file_answer(task, lead, "只给办公室看的话。")
    client.force_login(make_user(region=plan.created_by.region, permissions=("ledger.view_plan", "ledger.export_plan")))

    _response, content = book(client, "/ledger/tasks/ledger/", year="2026")

    assert "只给办公室看的话" not in str([words(grid(content), row) for row in grid(content).rows])


def test_many_rows_are_written_by_a_worker(client, office, plan, monkeypatch):
    from kepu.apps.ledger.views import ledger_export

    monkeypatch.setattr(ledger_export, "MOST_AT_ONCE", 2)
    client.force_login(office)
    page = client.get("/ledger/tasks/ledger/")
    sent = {"request_id": page.context["form"]["request_id"].value()}

    job = client.post("/ledger/tasks/ledger/?q=", sent)
    again = client.post("/ledger/tasks/ledger/?q=", sent)
    run_worker(once=True)

    assert job.url == again.url
    done = client.get(job.url)
    address = re.search(r'href="(/files/[^"]+)"', done.content.decode())[1]
    _response, content = book(client, address)
    assert len(grid(content).rows) == 2 + 3


def test_too_many_rows_are_refused(client, office, plan, monkeypatch):
    monkeypatch.setattr(asking, "MOST_ROWS", 2)
    client.force_login(office)

    response = client.get("/ledger/tasks/ledger/")

    assert response.status_code == 422
    assert "ledger.export_too_large" in response.content.decode()


def test_queries_do_not_grow_with_the_rows(client, office):
    counts = []
    client.force_login(office)
    client.get("/ledger/")
    for n in (3, 60):
        plan = make_confirmed_plan(n, owner=office)
        with CaptureQueriesContext(connection) as queries:
            book(client, f"/ledger/plans/{plan.pk}/ledger/")
        counts.append(len([q for q in queries.captured_queries if "base_cache" not in q["sql"]]))

    assert counts[0] == counts[1]
