"""What stands between the rows of a table: pages, headings across it, rows that only name further units."""

import pytest
from docx import Document

from kepu.core.plans import parse_plan, read_document
from tests.core.plans.making import add_table, save
from tests.core.plans.tablelayouts import HEAD, lines, tabs_between_cells

HEADER = ["序号", "重点任务", "牵头单位", "责任单位"]
FIRST = ["1", "开展科技节活动，覆盖全部中小学。", "县教体局", "县科协、团县委"]
SECOND = ["2", "建设科学教育基地5个以上。", "县科协", "县教体局"]
THIRD = ["3", "举办农技培训班，每年不少于20期。", "县农业农村局", "县科协"]


def duties(plan):
    return [(task.text, task.lead, task.support) for task in plan.tasks]


@pytest.mark.parametrize("layout", [lines, tabs_between_cells])
@pytest.mark.parametrize("page", [["— 12 —"], ["- 12 -"], ["14"], ["— 12 —", *HEADER]])
def test_numbers_of_pages_are_no_rows(page, layout):
    between = page if len(page) == 1 else page[:1]
    header = [page[1:]] if len(page) > 1 else []

    plan = parse_plan(HEAD + "任务分工表\n\n" + layout([HEADER, FIRST, SECOND, between, *header, THIRD]))

    assert [(task.text, task.category) for task in plan.tasks] == [(row[1], None) for row in (FIRST, SECOND, THIRD)]


@pytest.mark.parametrize("layout", [lines, tabs_between_cells])
def test_page_that_ends_in_a_cell_is_not_of_its_words(layout):
    torn = [["1", "开展科技节活动，"], ["— 12 —"], ["覆盖全部中小学。", "县教体局", "县科协、"], ["— 13 —"], ["团县委"]]

    plan = parse_plan(HEAD + "任务分工表\n\n" + layout([HEADER, *torn, SECOND]))

    assert duties(plan) == [
        ("开展科技节活动，覆盖全部中小学。", ("县教体局",), ("县科协", "团县委")),
        ("建设科学教育基地5个以上。", ("县科协",), ("县教体局",)),
    ]


@pytest.mark.parametrize("mark", ["", "（一）", "一、"])
@pytest.mark.parametrize("layout", [lines, tabs_between_cells])
def test_headings_across_a_table_are_of_one_rank_and_the_body_has_none_of_them(mark, layout):
    bands = [[mark + "青少年科学素质提升行动"], [mark.replace("一", "二") + "农民科学素质提升行动"]]

    plan = parse_plan(HEAD + "任务分工表\n\n" + layout([HEADER, bands[0], FIRST, ["2", SECOND[1]], bands[1], THIRD]))

    assert [(task.category, task.group, task.lead) for task in plan.tasks] == [
        ("青少年科学素质提升行动", None, ("县教体局",)),
        ("青少年科学素质提升行动", None, ("县教体局",)),
        ("农民科学素质提升行动", None, ("县农业农村局",)),
    ]
    assert [section.level for section in plan.sections[-2:]] == [1, 1]


def test_numeral_above_a_group_is_no_note_of_the_row_before():
    text = "序号\n工作内容\n责任单位\n备注\n一\n组织领导\n1\n召开会议2次。\n县科协\n已完成\n2\n制定年度计划。\n县科协\n\n二\n科普活动\n3\n开展科普日活动。\n各成员单位\n9月\n4\n开展科技下乡活动。\n县农业农村局\n"

    plan = parse_plan(HEAD + "任务分工表\n\n" + text)

    assert [(task.number, task.category, task.lead) for task in plan.tasks] == [
        ("1", "组织领导", ("县科协",)), ("2", "组织领导", ("县科协",)),
        ("3", "科普活动", ("各成员单位",)), ("4", "科普活动", ("县农业农村局",)),
    ]  # fmt: skip


def test_one_leads_and_several_support_where_nothing_parts_their_cells():
    text = "序号\n重点任务\n牵头单位\n配合单位\n1\n开展科技节活动。\n县教体局\n县委宣传部\n县科协\n团县委\n2\n举办农技培训班。\n县农业农村局\n县科协\n县妇联\n"

    plan = parse_plan(HEAD + "任务分工表\n\n" + text)

    assert [(task.lead, task.support) for task in plan.tasks] == [
        (("县教体局",), ("县委宣传部", "县科协", "团县委")),
        (("县农业农村局",), ("县科协", "县妇联")),
    ]


def test_row_that_only_names_units_adds_them_to_the_task_above():
    header = ["序号", "任务", "责任单位", "责任人", "完成时限", "备注"]
    rows = [
        ["1", "举办科普日活动。", "市科协", "李向阳", "每年9月", ""],
        ["", "", "市教育局", "张三", "", ""],
        ["2", "建设科技馆。", "市科协", "王建军", "2025年底", ""],
    ]
    expected = [("举办科普日活动。", ("市科协", "市教育局"), ()), ("建设科技馆。", ("市科协",), ())]

    document = Document()
    for line in HEAD.split("\n"):
        document.add_paragraph(line)
    add_table(document, [header, *rows], merged_columns=(0, 1))

    copied = parse_plan(HEAD + "任务分工表\n\n" + tabs_between_cells([header, *rows]))
    merged = parse_plan(read_document(save(document), "分工.docx"))

    assert duties(copied) == expected
    assert duties(merged) == expected


def test_note_right_below_a_table_is_no_unit():
    plan = parse_plan(
        HEAD
        + "任务分工表\n\n"
        + tabs_between_cells([HEADER, FIRST, SECOND])
        + "备注：1.排名第一的为牵头单位。2.每年报送进展。\n"
    )

    assert duties(plan) == [(FIRST[1], ("县教体局",), ("县科协", "团县委")), (SECOND[1], ("县科协",), ("县教体局",))]


def test_cell_that_says_who_supports_takes_nothing_from_the_row_above():
    plan = parse_plan(
        HEAD
        + "任务分工表\n\n"
        + tabs_between_cells([HEADER, FIRST, ["2", "建设科技馆。", "县科协牵头，县发改局配合", ""]])
    )

    assert duties(plan)[1] == ("建设科技馆。", ("县科协",), ("县发改局",))


@pytest.mark.parametrize("between", ["\t", " "])
def test_sentence_between_rows_is_a_task_whose_other_cells_were_merged(between):
    rows = [HEADER, FIRST, ["组织科技工作者座谈，遴选最美科技工作者10名。"], ["慰问基层科技工作者。"], THIRD]

    plan = parse_plan(HEAD + "任务分工表\n\n" + "".join(between.join(row) + "\n" for row in rows))

    assert duties(plan) == [
        (FIRST[1], ("县教体局",), ("县科协", "团县委")),
        ("组织科技工作者座谈，遴选最美科技工作者10名。", ("县教体局",), ("县科协", "团县委")),
        ("慰问基层科技工作者。", ("县教体局",), ("县科协", "团县委")),
        (THIRD[1], ("县农业农村局",), ("县科协",)),
    ]


@pytest.mark.parametrize("layout", [lines, tabs_between_cells])
@pytest.mark.parametrize(("first", "second"), [(("1", "1.1", "1.2"), ("2", "2.1")), (("一", "1", "2"), ("二", "3"))])
def test_rows_with_a_number_of_a_higher_rank_and_no_units_head_the_next_ones(first, second, layout):
    rows = [
        [first[0], "青少年行动", "", ""], [first[1], *FIRST[1:]], [first[2], *SECOND[1:]],
        [second[0], "农民行动", "", ""], [second[1], *THIRD[1:]],
    ]  # fmt: skip

    plan = parse_plan(HEAD + "任务分工表\n\n" + layout([HEADER, *rows]))

    assert [(task.number, task.category, task.lead) for task in plan.tasks] == [
        (first[1], "青少年行动", ("县教体局",)), (first[2], "青少年行动", ("县科协",)), (second[1], "农民行动", ("县农业农村局",)),
    ]  # fmt: skip


@pytest.mark.parametrize("layout", [lines, tabs_between_cells])
def test_units_of_the_first_row_may_serve_many(layout):
    rows = [HEADER, FIRST, *([str(n), f"建设第{n}批科学教室。", "", ""] for n in range(2, 7))]

    plan = parse_plan(HEAD + "任务分工表\n\n" + layout(rows))

    assert [(task.number, task.lead) for task in plan.tasks] == [(str(n), ("县教体局",)) for n in range(1, 7)]


def test_heading_across_a_table_of_lines_is_not_the_rest_of_a_task_with_blank_cells():
    text = "\n".join([*HEADER, "一、科普设施", *FIRST, "2", "科普经费年增长率", "二、科普活动", *THIRD])

    plan = parse_plan(HEAD + "任务分工表\n\n" + text + "\n")

    assert [(task.category, task.text) for task in plan.tasks] == [
        ("科普设施", FIRST[1]), ("科普设施", "科普经费年增长率"), ("科普活动", THIRD[1]),
    ]  # fmt: skip
