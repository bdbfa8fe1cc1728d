"""Task tables in workbooks: the same result as from Word; what is hidden or computed is told."""

import pytest

from kepu.core.errors import InputError
from kepu.core.plans import PlanCode, parse_plan, read_document, task_name, workbook
from kepu.core.workbooks import WorkbookCode
from tests.core.plans import making
from tests.core.workbooks.making import Writing, grid, raw

HEADER = ["序号", "类别", "任务内容", "牵头单位", "责任单位"]
ROWS = [
    [1, "一、青少年行动", "办好科技节", "区教委", "区科协、团区委"],
    [2, None, "建设科学教室", "区教委", "各镇街"],
    [3, "二、农民行动", "送科技下乡", "区农业农村委", "区科协等有关单位"],
]


def plan_of(data, name="分工表.xlsx"):
    return parse_plan(read_document(data, name))


def duties(plan):
    names = [task_name(task.text, (*task.lead, *task.support), task.group) for task in plan.tasks]
    return [(name, task.lead, task.support) for name, task in zip(names, plan.tasks, strict=True)]


def codes(plan):
    return {warning.code: warning.details for warning in plan.warnings}


def test_table_of_a_workbook_is_read_like_that_of_a_word_document():
    from_word = parse_plan(read_document(making.sample_docx(), "a.docx"))
    from_workbook = plan_of(workbook(from_word))

    assert duties(from_workbook) == duties(from_word)
    assert [task.category for task in from_workbook.tasks] == [task.category for task in from_word.tasks]
    assert from_workbook.tables[0].cells[0].text == from_word.tables[0].cells[0].text
    assert from_workbook.document.title == "青禾区全民科学素质建设重点任务分工表"


@pytest.mark.parametrize("name", ["000", "002", "003"])
@pytest.mark.shared
def test_tables_of_real_plans_come_back(name):
    from tests.core.plans.test_shared import SHARED

    printed = parse_plan(read_document((SHARED / "plans" / f"{name}.txt").read_bytes(), "a.txt"))

    assert duties(plan_of(workbook(printed))) == duties(printed)


def test_titles_above_blank_rows_between_and_notes_below_are_no_tasks():
    rows = [
        ["附件", *[None] * 4],
        ["青禾区2026年科普工作重点任务分工表", *[None] * 4],
        HEADER,
        ROWS[0],
        [None] * 5,
        ROWS[1],
        ROWS[2],
        ["备注：排在第一位的为牵头单位。", *[None] * 4],
    ]
    plan = plan_of(grid(*rows, merges=[(1, 0, 1, 5), (3, 1, 3, 1), (7, 0, 1, 5)]))

    assert [task.text for task in plan.tasks] == ["办好科技节", "建设科学教室", "送科技下乡"]
    assert [task.category for task in plan.tasks] == ["青少年行动", "青少年行动", "农民行动"]
    assert plan.document.title == "青禾区2026年科普工作重点任务分工表"
    assert plan.tasks[2].open_ended
    assert plan.warnings == ()


def test_each_sheet_is_a_table_and_a_table_may_begin_anywhere():
    book = Writing()
    book.sheet("一", [[None, *HEADER], *([None, *row] for row in ROWS[:2])], first=3)
    book.sheet("二", [HEADER, ROWS[2]])
    plan = plan_of(book.data())

    assert [task.number for task in plan.tasks] == ["1", "2", "3"]
    assert [len(table.header) for table in plan.tables] == [5, 5]


def test_merged_leads_serve_every_row_they_cover():
    rows = [HEADER, *(list(row) for row in ROWS)]
    rows[2][3] = None
    plan = plan_of(grid(*rows, merges=[(1, 3, 2, 1), (1, 1, 2, 1)]))

    assert [task.lead for task in plan.tasks] == [("区教委",), ("区教委",), ("区农业农村委",)]


def test_hidden_rows_are_read_and_told():
    book = Writing()
    page = book.sheet("表", [HEADER, *ROWS])
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(4, 4, None, None, {"hidden": True})
    book.sheet("名单", [["区科协"]]).hide()
    plan = plan_of(book.data())

    assert len(plan.tasks) == 3
    assert codes(plan)[PlanCode.HIDDEN_ROWS] == {"sheet": "表", "rows": "3"}
    assert codes(plan)[PlanCode.HIDDEN_COLUMNS] == {"sheet": "表", "columns": "E"}
    assert codes(plan)[PlanCode.HIDDEN_SHEET] == {"sheet": "名单"}


def test_formula_without_result_and_with_an_error_is_named():
    book = Writing()
    page = book.sheet("表", [HEADER, *ROWS])
    page.write_formula(1, 4, "=F1")
    page.write_formula(2, 4, "=F2", None, "#REF!")
    plan = plan_of(book.data())

    assert codes(plan)[PlanCode.FORMULA_NOT_COMPUTED]["cells"] == "E2"
    assert codes(plan)[PlanCode.CELL_ERROR]["cells"] == "E3"
    assert plan.tasks[0].support == ()


def test_lines_in_a_single_column_are_a_document():
    lines = [
        "一、主要任务",
        "（一）科普进校园。由区教委牵头，区科协配合。",
        "（二）科普进社区。由区科协牵头，各镇街配合。",
    ]
    plan = plan_of(grid(*[[line] for line in lines]))

    assert plan.text.startswith("一、主要任务\n")
    assert [task.lead for task in plan.tasks] == [("区教委",), ("区科协",)]


def test_rare_characters_stay():
    plan = plan_of(grid(HEADER, [1, "类", "请𠮷野同志指导", "区科协", "各镇街"]))

    assert plan.tasks[0].text == "请𠮷野同志指导"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (grid(HEADER), "a.docx", PlanCode.NOT_WHAT_ITS_NAME_SAYS),
        (making.docx_of("一、总体要求"), "a.xlsx", PlanCode.NOT_WHAT_ITS_NAME_SAYS),
        (making.encrypted_docx(), "a.xlsx", PlanCode.PASSWORD_PROTECTED),
        (grid(HEADER)[:-30], "a.xlsx", WorkbookCode.BROKEN),
        (raw("<sheetData/>"), "a.xlsx", WorkbookCode.EMPTY),
    ],
)
def test_workbook_that_cannot_be_read_is_refused(data, name, code):
    with pytest.raises(InputError) as refused:
        read_document(data, name)

    assert refused.value.code is code
