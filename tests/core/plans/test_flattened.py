"""Tables that were pasted into Word or a web page as paragraphs: one for each row, or one for each cell."""

from itertools import chain

import pytest

from kepu.core.plans import parse_plan, read_document
from kepu.core.plans.codes import PlanCode
from tests.core.plans.making import docx_of, sample_docx

ROWS = [
    ["序号", "重点任务", "工作举措", "牵头单位", "参加单位"],
    ["1", "实施农民科学素质提升行动", "开展高素质农民培训和实用技术推广。", "县农业农村局", "县人社局、县妇联"],
    ["2", "实施老年人科学素质提升行动", "开展智慧助老培训和健康科普服务。", "县民政局、县卫健委", "县科协、各乡镇"],
    ["3", "实施科普基础设施工程", "推进县科技馆建设，拓展科普功能。", "县科协", "县财政局、县住建局"],
]
TITLE = ["云岭县全民科学素质行动任务分工表（2026—2030年）"]
BEHIND = ["附件2", "联系方式"]
DUTIES = [
    ("开展高素质农民培训和实用技术推广。", ("县农业农村局",), ("县人社局", "县妇联")),
    ("开展智慧助老培训和健康科普服务。", ("县民政局", "县卫健委"), ("县科协", "各乡镇")),
    ("推进县科技馆建设，拓展科普功能。", ("县科协",), ("县财政局", "县住建局")),
]


def duties(plan):
    return [(task.text, task.lead, task.support) for task in plan.tasks]


def word(*lines):
    return parse_plan(read_document(docx_of(*TITLE, *lines, *BEHIND), "a.docx"))


def page(*lines):
    body = "".join(f"<p>{line}</p>" for line in [*TITLE, *lines, *BEHIND])
    return parse_plan(read_document(f"<html><body>{body}</body></html>".encode(), "a.html"))


@pytest.mark.parametrize("made", [word, page])
@pytest.mark.parametrize("between", [" ", "\u3000", "  "])
def test_rows_that_became_paragraphs_are_a_table(made, between):
    plan = made(*(between.join(row) for row in ROWS))

    assert duties(plan) == DUTIES
    assert [plan.text[slice(*task.place.span)] for task in plan.tasks] == [row[2] for row in ROWS[1:]]


@pytest.mark.parametrize("made", [word, page])
def test_cells_that_became_paragraphs_are_a_table(made):
    plan = made(*chain.from_iterable(ROWS))

    assert duties(plan) == DUTIES
    assert not {warning.code for warning in plan.warnings} & {PlanCode.NO_TASKS, PlanCode.END_CUT}


def test_tabs_in_paragraphs_of_word_keep_blank_cells():
    rows = [list(row) for row in ROWS]
    rows[2][3] = rows[2][4] = ""
    rows[2][1] = ""

    plan = word(*("\t".join(row) for row in rows))

    assert duties(plan) == [DUTIES[0], (DUTIES[1][0], *DUTIES[0][1:]), DUTIES[2]]


def test_row_with_its_number_and_words_alone_is_a_task():
    rows = [*ROWS, ["4", "建好科普阵地。"]]

    plan = word(*chain.from_iterable(rows))

    assert [(task.number, task.text, task.inherited) for task in plan.tasks][3] == ("4", "建好科普阵地。", True)


def test_groups_without_numbers_head_the_rows_that_begin_at_one():
    header = ["任务内容", "牵头部门", "责任部门"]
    first = [
        "五大提升行动",
        "1.实施农民提升行动",
        "县农业农村局",
        "县科协",
        "2.实施老年人提升行动",
        "县民政局",
        "县科协",
    ]
    second = ["两项重点工程", "1.实施科普阵地工程", "县科协", "县教育局", "2.实施科普信息工程", "县委宣传部", "县科协"]

    plan = word(*header, *first, *second)

    assert [(task.category, task.number, task.text, task.lead) for task in plan.tasks] == [
        ("五大提升行动", "1", "实施农民提升行动", ("县农业农村局",)),
        ("五大提升行动", "2", "实施老年人提升行动", ("县民政局",)),
        ("两项重点工程", "1", "实施科普阵地工程", ("县科协",)),
        ("两项重点工程", "2", "实施科普信息工程", ("县委宣传部",)),
    ]


def test_words_of_a_header_in_a_paragraph_make_no_table():
    plan = word("一、工作任务", "各任务的牵头单位 要落实责任。", "二、办好科普活动。", "由县科协牵头，县教育局配合。")

    assert plan.tables == ()
    assert [task.lead for task in plan.tasks] == [("县科协",)]


def test_table_with_its_grid_is_read_as_before():
    plan = parse_plan(read_document(sample_docx(), "a.docx"))

    assert len(plan.tables) == 1
    assert len(plan.tasks) == sum(each > 0 for each in plan.tables[0].tasks)
