"""Workbooks: the printed table cell by cell, narrowed tables with the same columns, plain tables across plans."""

import io
import re
import zipfile
from urllib.parse import unquote

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.apps.audit.models import AuditRow
from kepu.apps.ledger import exports
from kepu.apps.ledger.codes import LedgerCode
from kepu.core.plans import parse_plan, read_document, to_dict, workbook
from tests.factories.ledger import HEADER, PLAN_TEXT, make_confirmed_plan, make_reader, make_result, make_task
from tests.factories.territory import SIBLING, make_region

pytestmark = pytest.mark.django_db


def three_tasks(**overrides):
    result = make_result(
        [
            make_task(id=1, group="甲", lead=["区科协"]),
            make_task(id=2, group="甲", lead=["区教委"]),
            make_task(id=3, group="乙", lead=["区科协"]),
        ]
    )
    return make_confirmed_plan(result, **overrides)


def rows_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def merges_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    return sorted(re.findall(r'<mergeCell ref="([A-Z0-9:]+)"', sheet))


def export(client, plan, **query):
    return client.get(reverse("ledger:plan_export", args=[plan.pk]), query)


def test_whole_plan_is_the_printed_table(client):
    plan = three_tasks()
    client.force_login(plan.created_by)

    response = export(client, plan)

    rows = rows_of(response.content)
    assert rows[0] == list(HEADER)
    assert [row[2] for row in rows[1:]] == [task.text for task in plan.tasks.order_by("position")]
    assert merges_of(response.content) == ["B2:B3"]
    assert plan.title in unquote(response["Content-Disposition"])


def test_filtered_plan_keeps_columns_and_shrinks_merged_cells(client):
    plan = three_tasks()
    client.force_login(plan.created_by)

    lead = export(client, plan, unit="n区科协", role="lead")
    group = export(client, plan, group="甲")

    assert [(row[0], row[1]) for row in rows_of(lead.content)] == [("序号", "行动"), ("1", "甲"), ("3", "乙")]
    assert merges_of(lead.content) == []
    assert merges_of(group.content) == ["B2:B3"]
    assert len(rows_of(group.content)) == 3


def test_rows_that_are_headings_stay_over_their_tasks():
    result = make_result([make_task(id=1), make_task(id=2)])
    table = result["tables"][0]
    for cell in table["cells"]:
        cell["row"] += cell["row"] > 1
    table["cells"] = [cell for cell in table["cells"] if cell["column"] != 1]
    table["cells"].append({"row": 2, "column": 0, "rows": 1, "columns": 5, "text": "二、工程", "span": None})
    table |= {"n_rows": 4, "tasks": [0, 1, 0, 2]}

    second = exports.narrow(exports.printed_table(table), {2})
    first = exports.narrow(exports.printed_table(table), {1})

    assert (second.n_rows, second.tasks) == (3, (0, 0, 2))
    assert [cell.text for cell in second.cells if cell.row == 1] == ["二、工程"]
    assert first.tasks == (0, 1)


def test_plan_without_a_table_gets_the_columns_of_one(client):
    found = parse_plan(read_document(PLAN_TEXT.encode(), "plan.txt"))
    plan = make_confirmed_plan(to_dict(found))
    client.force_login(plan.created_by)

    rows = rows_of(export(client, plan).content)

    assert plan.n_tasks == 2
    assert rows == rows_of(workbook(found))


def test_by_unit_each_unit_is_one_merged_cell(client):
    plan = three_tasks()
    client.force_login(plan.created_by)

    content = export(client, plan, by="unit", unit="n区科协").content

    assert rows_of(content)[1][0] == "区科协"
    assert merges_of(content) == ["A2:A3"]


def test_export_over_all_plans_names_the_plan(client):
    plan = three_tasks()
    three_tasks(region=make_region(SIBLING), title="别处的方案")
    client.force_login(plan.created_by)

    content = client.get(reverse("ledger:task_export")).content

    rows = rows_of(content)
    assert len(rows) == 4
    assert rows[1][0] == plan.title
    assert "别处的方案" not in str(rows)
    assert client.get(reverse("ledger:task_export"), {"by": "unit"}).status_code == 200


def test_words_that_look_like_formulas_stay_words(client):
    plan = make_confirmed_plan(make_result([make_task(text='=HYPERLINK("http://x")')]))
    client.force_login(plan.created_by)

    content = export(client, plan).content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_export_is_audited_and_limited(client, settings):
    settings.KEPU = settings.KEPU.model_copy(update={"rate_export": "1/h"})
    plan = three_tasks()
    client.force_login(plan.created_by)

    statuses = [export(client, plan, group="甲").status_code for _ in range(2)]

    assert statuses == [200, 429]
    row = AuditRow.objects.get(action="ledger.export_plan")
    assert row.object_id == str(plan.pk)
    assert "甲" in row.changes


def test_who_may_only_read_may_not_export(client):
    plan = three_tasks()
    client.force_login(make_reader())

    assert export(client, plan).status_code == 403
    assert client.get(reverse("ledger:task_export")).status_code == 403
    assert "下载" not in client.get(plan.get_absolute_url()).content.decode()


def test_too_many_rows_are_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    plan = three_tasks()
    client.force_login(plan.created_by)

    response = export(client, plan)

    assert response.status_code == 422
    assert LedgerCode.EXPORT_TOO_LARGE in response.content.decode()
    assert "请先按单位" in response.content.decode()
    assert export(client, plan, group="甲").status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_every_way_to_ask_for_a_workbook_counts(client, settings, method):
    plan = three_tasks()
    client.force_login(plan.created_by)
    settings.KEPU = settings.KEPU.model_copy(update={"rate_export": "1/d"})
    addresses = [reverse("ledger:plan_export", args=[plan.pk]), reverse("ledger:task_export")]

    answers = [getattr(client, method)(address).status_code for address in addresses]

    assert answers == [200, 429]
    assert [client.post(address).status_code for address in addresses] == [405, 405]
