"""What goes out: JSON with its schema, Markdown, the workbook with the printed table."""

import io
import json
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from kepu.core.errors import InputError
from kepu.core.plans import PlanCode, markdown, parse_plan, plan_schema, read_document, to_dict, to_json, workbook
from tests.core.plans.making import sample_docx, sample_text

MERGES = [(1, 0, 5, 0), (6, 0, 10, 0), (8, 3, 9, 3)]


def sheet(data, number=0):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    page = book.get_sheet_by_index(number)
    return page.to_python(), sorted((a[0], a[1], b[0], b[1]) for a, b in page.merged_cell_ranges or [])


@pytest.mark.parametrize("source", ["txt", "docx"])
def test_workbook_has_the_printed_columns_order_and_merges(source):
    data, name = (sample_text().encode(), "a.txt") if source == "txt" else (sample_docx(), "a.docx")
    rows, merges = sheet(workbook(parse_plan(read_document(data, name))))

    assert rows[0] == ["类别", "任务内容", "牵头单位", "责任单位"]
    assert [row[1] for row in rows[1:3]] == ["1.青少年科学素质提升行动", "2.农民科学素质提升行动"]
    assert merges == MERGES


def test_workbook_repeats_its_header_and_is_printed_across():
    page = zipfile.ZipFile(io.BytesIO(workbook(parse_plan(sample_text()))))
    layout = page.read("xl/worksheets/sheet1.xml").decode()

    assert 'orientation="landscape"' in layout
    assert 'paperSize="9"' in layout
    assert "Print_Titles" in page.read("xl/workbook.xml").decode()
    assert "青禾区全民科学素质建设重点任务分工表" in layout


def test_workbook_of_the_same_plan_is_the_same():
    assert workbook(parse_plan(sample_text())) == workbook(parse_plan(sample_text()))


def test_plan_with_sentences_gets_a_table_of_its_own():
    text = "三、任务\n（一）甲行动\n做好甲。\n分工：由市科协牵头，市教委等单位参加。\n（二）乙行动\n做好乙。\n分工：由市教委牵头，市科协参加。\n"
    rows, _ = sheet(workbook(parse_plan(text)))

    assert rows[1:] == [["1", "任务", "甲行动", "市科协", "市教委等"], ["2", "", "乙行动", "市教委", "市科协"]]


def test_plan_without_tasks_gets_a_header():
    assert sheet(workbook(parse_plan("一、目标\n做好工作。")))[0] == [
        ["序号", "类别", "任务内容", "牵头单位", "责任单位"]
    ]


def test_cell_that_no_workbook_holds_is_refused():
    plan = parse_plan("分工表\n任务\t牵头单位\n" + "做好甲" * 20_000 + "\t区科协\n")

    with pytest.raises(InputError) as refused:
        workbook(plan)

    assert refused.value.code is PlanCode.TOO_LARGE


def test_markdown_shows_outline_tasks_and_targets():
    printed = markdown(parse_plan(sample_text()))

    assert printed.startswith("# 青禾区全民科学素质行动规划纲要实施方案（2026—2030年）\n")
    assert "\n- 三 五大提升行动\n  - 一 青少年科学素质提升行动\n    - 开齐开好科学类课程\n" in printed
    assert "| 3 | 产业工人科学素质提升行动 | 产业工人科学素质提升行动 | 区总工会、区人力社保局 |" in printed
    assert "| 全区公民具备科学素质比例 | ≥ 23 %（力争） | 2030 年 | 力争达到23% |" in printed


def test_bars_in_cells_do_not_break_the_table():
    assert "a\\|b" in markdown(parse_plan("分工表\n任务\t牵头单位\n做好a|b事项\t区科协\n"))


def test_json_has_the_keys_of_its_schema():
    schema = plan_schema()
    plan = json.loads(to_json(parse_plan(sample_text())))

    assert list(plan) == schema["required"]
    check(plan, schema, schema["$defs"])


def check(value, schema, definitions):
    """Check a value against the parts of JSON Schema that the schema uses."""
    if "$ref" in schema:
        return check(value, definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        assert any(fits(value, option, definitions) for option in schema["anyOf"]), value
    elif "enum" in schema:
        assert value in schema["enum"]
    elif schema.get("type") == "object" and "properties" in schema:
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for key, item in value.items():
            check(item, schema["properties"][key], definitions)
    elif schema.get("type") == "array":
        for item in value:
            check(item, schema.get("items") or {"type": "integer"}, definitions)
    else:
        kinds = {
            "string": str,
            "integer": int,
            "number": (int, float),
            "boolean": bool,
            "null": type(None),
            "object": dict,
        }
        named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert any(isinstance(value, kinds[name]) for name in named), (value, schema)
    return None


def fits(value, schema, definitions):
    try:
        check(value, schema, definitions)
    except (AssertionError, TypeError, AttributeError):
        return False
    return True


def test_place_is_null_or_a_pair_and_plural_only_when_plural():
    plan = to_dict(parse_plan("一、甲\n（一）乙行动\n附件\n分工表\n任务\t牵头单位\n做好甲\t区科协\n做好乙\t区科协\n"))
    unit = plan["units"][0]

    assert len(unit["spans"]) == 2
    assert unit["span"] == unit["spans"][0]
    assert "spans" not in plan["sections"][0]


def test_json_keeps_chinese_readable():
    assert re.search(r'"title": "青禾区', to_json(parse_plan(sample_text())))
