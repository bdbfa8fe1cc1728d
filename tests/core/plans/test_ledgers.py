"""Ledgers in the layouts that offices use: columns, tasks and what was reported."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.core.plans import PlanCode
from kepu.core.plans.ledgers import Choice, Choices, ledger_dict, read_ledger, task_state
from kepu.core.plans.normalise import squeeze
from kepu.core.workbooks import read_workbook
from tests.core.plans import ledger_samples as samples
from tests.core.workbooks.making import Writing, grid

TEXTS = [text for text, _, _ in samples.TASKS]
ALL = ["flat", "quarters", "sheets", "months", "merged_leads", "inserted", "formulas", "measures"]


def ledger_of(name, **choices):
    return read_ledger(read_workbook(getattr(samples, name)()), choices=Choices(**choices))


def roles(ledger):
    return [column.role.value for column in ledger.sheets[0].columns]


def reports(ledger):
    return {(report.task_id, report.period): report for report in ledger.history}


def codes(ledger):
    return {warning.code: warning.details for warning in ledger.plan.warnings}


def test_columns_of_one_row_of_headers():
    ledger = ledger_of("flat")

    assert roles(ledger) == [
        "number", "source", "text", "lead", "support", "due", "progress", "progress", "percent", "problems", "next_step",
        "state", "note",
    ]  # fmt: skip
    assert ledger.year == 2025
    assert ledger.is_clear
    assert [task.text for task in ledger.plan.tasks] == TEXTS
    assert ledger.plan.tasks[0].due == "2025年12月31日"


def test_what_has_no_period_of_its_own_belongs_to_the_latest_that_was_reported():
    found = reports(ledger_of("flat"))

    assert (found[1, "2025Q1"].progress, found[1, "2025Q1"].percent) == ("一季度完成第1步。", None)
    second = found[1, "2025Q2"]
    assert (second.percent, second.problems, second.next_step, second.state_word) == (
        60.0,
        "经费未到位",
        "尽快拨付",
        "推进中",
    )
    assert second.cells == {
        "progress": "台账!H3", "percent": "台账!I3", "problems": "台账!J3", "next_step": "台账!K3", "state_word": "台账!L3",
    }  # fmt: skip


def test_two_merged_rows_of_headers_give_a_period_to_each_group():
    ledger = ledger_of("quarters")
    found = reports(ledger)

    assert sorted({period for _, period in found}) == ["2025Q1", "2025Q2", "2025Q3"]
    assert found[3, "2025Q2"].percent == 50.0
    assert found[3, "2025Q3"].problems == "人手不足"
    assert [task.category for task in ledger.plan.tasks] == ["青少年行动", "青少年行动", "人才工程"]
    assert {task.group for task in ledger.plan.tasks} == {None}
    assert ledger.plan.tables[0].header[6] == "一季度进展·进展情况"
    assert ledger.is_clear


def test_sheets_of_quarters_are_one_ledger_though_rows_moved():
    ledger = ledger_of("sheets")
    found = reports(ledger)

    assert [task.text for task in ledger.plan.tasks] == [*TEXTS, "建设科普信息员队伍"]
    assert found[3, "2025Q2"].progress == "二季度：3。"
    assert found[3, "2025Q2"].cells["progress"] == "2025年二季度!D3"
    assert (4, "2025Q1") not in found
    assert codes(ledger)[PlanCode.TASK_IN_ONE_SHEET] == {"sheet": "2025年二季度", "row": 4, "task": 4}
    assert PlanCode.HIDDEN_SHEET in codes(ledger)


def test_months_without_a_year_ask_for_it():
    asked = ledger_of("months")
    answered = ledger_of("months", year=2025)

    assert (asked.is_year_missing, asked.is_clear, asked.history) == (True, False, ())
    assert answered.is_clear
    assert sorted({period for _, period in reports(answered)}) == ["2025-01", "2025-02", "2025-03", "2025YTD03"]


def test_the_name_of_the_file_may_print_the_year():
    ledger = read_ledger(read_workbook(samples.months()), "2024年台账.xlsx")

    assert ledger.year == 2024


def test_task_with_a_row_for_each_unit_is_one_task():
    ledger = ledger_of("merged_leads")
    first, second, third = ledger.history

    assert [(task.lead, task.support) for task in ledger.plan.tasks] == [
        (("县科协",), ("县农业农村局", "县卫生健康局")),
        (("县科协",), ("各镇街",)),
    ]
    assert [(each.units, each.progress, each.percent) for each in (first, second)] == [
        (("县农业农村局",), "办了3场。", 30.0),
        (("县卫生健康局",), "办了2场。", 20.0),
    ]
    assert (third.percent, third.light) == (None, "红灯")
    assert codes(ledger)[PlanCode.PERCENT_UNREADABLE] == {"sheet": "任务", "cells": "F5"}
    assert codes(ledger)[PlanCode.TOTAL_ROW] == {"sheet": "任务", "rows": "6"}


def test_columns_that_nobody_knows_are_asked_about():
    ledger = ledger_of("inserted")
    unclear = [column for column in ledger.sheets[0].columns if column.is_unclear]

    assert [(column.key, column.values[0]) for column in unclear] == [
        ("#1", "区科协、区教委"),
        ("协作分组", "甲组"),
        ("上年比较", "增长"),
    ]
    assert not ledger.is_clear
    assert codes(ledger)[PlanCode.HIDDEN_ROWS] == {"sheet": "表一", "rows": "3"}


def test_what_a_person_says_counts_more_than_the_header():
    said = {"#1": Choice("support"), "协作分组": Choice("other"), "上年比较": Choice("problems", "Q2")}
    ledger = ledger_of("inserted", columns=said)

    assert ledger.is_clear
    assert ledger.plan.tasks[0].support == ("区科协", "区教委")
    assert reports(ledger)[1, "2025Q2"].problems == "增长"


def test_signature_stays_when_columns_move_and_years_pass():
    first = grid(["序号", "重点任务", "牵头单位", "2025年一季度进展"], [1, "甲", "区科协", "好"])
    moved = grid(["序号", "牵头单位", "2026年一季度进展", "重点任务"], [1, "区科协", "好", "甲"])
    other = grid(["序号", "重点任务", "牵头单位", "2025年一季度进展", "得分"], [1, "甲", "区科协", "好", 3])
    signatures = [read_ledger(read_workbook(data)).signature for data in (first, moved, other)]

    assert signatures[0] == signatures[1] != signatures[2]


def test_results_of_formulas_are_taken_only_where_they_were_saved():
    ledger = ledger_of("formulas")
    found = reports(ledger)

    assert [found[task, "2025Q2"].percent for task in (1, 2, 3)] == [50.0, None, None]
    assert codes(ledger)[PlanCode.FORMULA_NOT_COMPUTED]["cells"] == "H5"
    assert codes(ledger)[PlanCode.CELL_ERROR]["cells"] == "H6"
    assert [(t.indicator, t.comparator, t.value, t.unit, t.due_year) for t in ledger.plan.targets] == [
        ("科普小屋", "=", 4.0, "个", 2025),
        ("讲座", ">=", 12.0, "场", 2025),
        ("服务", "=", 1200.0, "人次", 2025),
    ]


def test_measures_under_a_task_are_the_tasks():
    ledger = ledger_of("measures")

    assert [(task.category, task.text) for task in ledger.plan.tasks] == [
        ("提升青少年科学素质", "办科技节"),
        ("提升青少年科学素质", "建科学教室"),
        ("提升农民科学素质", "送科技下乡"),
        ("办好全国科普月", "办好全国科普月"),
    ]
    assert [report.percent for report in ledger.history] == [50.0, 25.0, 100.0, None]
    assert codes(ledger)[PlanCode.PERCENT_AS_SHARE] == {"sheet": "任务分解", "column": "H"}


def test_what_repeats_beside_each_period_belongs_to_it():
    header = ["序号", "工作任务", "责任单位", "2025年一季度进展", "完成率", "二季度进展", "完成率"]
    ledger = read_ledger(read_workbook(grid(header, [1, "甲事", "区科协", "一", "10%", "二", "20%"])))

    assert [(report.period, report.percent) for report in ledger.history] == [("2025Q1", 10.0), ("2025Q2", 20.0)]


def test_group_that_is_not_merged_reaches_over_the_blanks():
    rows = [
        ["序号", "工作任务", "责任单位", "2025年一季度", None, "2025年二季度", None],
        [None, None, None, "进展", "问题", "进展", "问题"],
        [1, "甲事", "区科协", "一", "难", "二", "易"],
    ]
    ledger = read_ledger(read_workbook(grid(*rows)))

    assert [(r.period, r.progress, r.problems) for r in ledger.history] == [
        ("2025Q1", "一", "难"),
        ("2025Q2", "二", "易"),
    ]


def test_text_under_a_title_with_only_a_year_asks_when_it_was_true():
    rows = [
        ["2025年工作台账", None, None, None],
        ["序号", "工作任务", "责任单位", "完成情况"],
        [1, "甲事", "区科协", "好"],
    ]
    (progress,) = (c for c in read_ledger(read_workbook(grid(*rows))).sheets[0].columns if c.is_unclear)

    assert (progress.role.value, progress.period) == ("progress", "")


def test_sheet_of_a_unit_gives_its_tasks_to_the_unit():
    book = Writing()
    for unit in ("区教委", "区科协"):
        rows = [[f"{unit}2025年台账", None, None], ["序号", "工作任务", "一季度进展"], [1, "办好科普月", f"{unit}做了"]]
        book.sheet(unit, [*rows, [2, f"{unit}的事", "好"]])
    ledger = read_ledger(read_workbook(book.data()))

    assert [(task.text, task.lead) for task in ledger.plan.tasks] == [
        ("办好科普月", ("区教委", "区科协")),
        ("区教委的事", ("区教委",)),
        ("区科协的事", ("区科协",)),
    ]
    assert [(r.task_id, r.units, r.progress) for r in ledger.history[:2]] == [
        (1, ("区教委",), "区教委做了"),
        (1, ("区科协",), "区科协做了"),
    ]


def test_sheets_of_years_are_periods_of_one_year():
    book = Writing()
    for year in (2024, 2025):
        book.sheet(f"{year}年", [["序号", "工作任务", "责任单位", "完成情况"], [1, "建科普馆", "区科协", f"{year}"]])
    ledger = read_ledger(read_workbook(book.data()))

    assert [(report.period, report.progress) for report in ledger.history] == [("2024", "2024"), ("2025", "2025")]
    assert ledger.is_clear


def test_ditto_means_the_cell_above():
    header = ["序号", "工作任务", "牵头单位", "责任单位", "2025年一季度进展"]
    rows = [
        [1, "甲事", "区科协", "区教委", "好"],
        [2, "乙事", "同上", "同上", "好"],
        [3, "丙事", "〃", "区财政局", "好"],
    ]
    tasks = read_ledger(read_workbook(grid(header, *rows))).plan.tasks

    assert [(task.lead, task.support) for task in tasks] == [
        (("区科协",), ("区教委",)),
        (("区科协",), ("区教委",)),
        (("区科协",), ("区财政局",)),
    ]


def test_several_columns_of_supports_are_put_together():
    header = ["序号", "工作任务", "牵头单位", "责任单位", "配合单位", "2025年一季度进展"]
    (task,) = read_ledger(
        read_workbook(grid(header, [1, "甲事", "区科协", "区教委", "区财政局、区教委", "好"]))
    ).plan.tasks

    assert (task.lead, task.support) == (("区科协",), ("区教委", "区财政局"))


def test_header_of_three_rows_and_a_row_of_numbers():
    rows = [
        ["序号", "任务", "责任单位", None, "2025年工作进展", None],
        [None, None, "牵头", "配合", "一季度", None],
        [None, None, None, None, "完成情况", "亮灯"],
        [1, 2, 3, 4, 5, 6],
        [1, "建科普馆", "区科协", "区财政局", "选址", "绿灯"],
    ]
    merges = [(0, 2, 1, 2), (0, 4, 1, 2), (1, 4, 1, 2), (0, 0, 3, 1), (0, 1, 3, 1), (1, 2, 2, 1), (1, 3, 2, 1)]
    ledger = read_ledger(read_workbook(grid(*rows, merges=merges)))

    assert [(task.text, task.lead, task.support) for task in ledger.plan.tasks] == [
        ("建科普馆", ("区科协",), ("区财政局",))
    ]
    assert [(r.period, r.progress, r.light) for r in ledger.history] == [("2025Q1", "选址", "绿灯")]


COLUMNS = [
    ("序号", 1, None),
    ("任务来源", "青禾府办发〔2025〕5号", None),
    ("目标任务", "办好全国科普月系列活动", "text"),
    ("主责单位", "区科协", "lead"),
    ("协办单位", "区教委", "support"),
    ("责任人", "张某", None),
    ("办结时限", "2025年9月底", "due"),
    ("第一季度工作推进情况", "方案已印发", "progress"),
    ("存在的困难", "经费不足", "problems"),
    ("下一阶段打算", "抓紧落实", "next_step"),
    ("办理状态", "推进中", "state_word"),
]


@given(st.permutations(COLUMNS))
@settings(max_examples=40, deadline=None)
def test_columns_may_stand_in_any_order(columns):
    ledger = read_ledger(
        read_workbook(grid([name for name, *_ in columns], [value for _, value, _ in columns])), "2025年.xlsx"
    )
    (task,), (report,) = ledger.plan.tasks, ledger.history

    assert (task.text, task.lead, task.support, task.due) == (
        "办好全国科普月系列活动",
        ("区科协",),
        ("区教委",),
        "2025年9月底",
    )
    assert (report.period, report.progress, report.problems, report.next_step, report.state_word) == (
        "2025Q1", "方案已印发", "经费不足", "抓紧落实", "推进中",
    )  # fmt: skip
    assert ledger.is_clear


def test_header_with_many_columns_of_the_office_itself():
    own = ["得分", "排名", "组别", "片区", "批次"]
    header = ["序号", "工作任务", "责任单位", "2025年一季度进展", *own]
    ledger = read_ledger(
        read_workbook(grid(["科普工作台账"], header, [1, "甲事", "区科协", "好", 1, 2, "甲", "东", "一"]))
    )

    assert [column.header[0] for column in ledger.sheets[0].columns if column.is_unclear] == own
    assert ledger.history[0].progress == "好"


def test_report_in_a_row_without_a_task_is_told():
    rows = [
        ["序号", "工作任务", "责任单位", "2025年一季度进展"],
        [1, "甲事", "区科协", "好"],
        [2, None, None, "无主的话"],
    ]

    assert codes(read_ledger(read_workbook(grid(*rows))))[PlanCode.REPORT_WITHOUT_TASK] == {
        "sheet": "Sheet1",
        "rows": "3",
    }


def test_table_of_duties_is_no_ledger():
    assert read_ledger(read_workbook(grid(["序号", "任务内容", "牵头单位"], [1, "甲事", "区科协"]))) is None


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_a_sheet_is_lost_in_the_text_and_spans_are_exact(name):
    book = read_workbook(getattr(samples, name)())
    plan = read_ledger(book, choices=Choices(year=2025)).plan

    whole = squeeze(plan.text)
    assert all(squeeze(cell.text) in whole for sheet in book.visible for cell in sheet.cells.values())
    for task in plan.tasks:
        assert squeeze(plan.text[slice(*task.place.span)]) == squeeze(task.text)
        for names, spans in ((task.lead, task.lead_spans), (task.support, task.support_spans)):
            assert [squeeze(plan.text[slice(*span)]) for span in spans] == list(names)


@pytest.mark.parametrize(
    ("printed", "percents"),
    [
        ([0.5, 1, 1.08], [50, 100, 108]),
        ([0.5, 60, 100], [0.5, 60, 100]),
        ([1, 2, 3], [1, 2, 3]),
        (["0.5%", 0.5, None], [0.5, 0.5, None]),
        (["50％", "/", "—"], [50, None, None]),
    ],
)
def test_percentages_as_they_are_printed(printed, percents):
    header = ["序号", "工作任务", "责任单位", "2025年一季度进展", "一季度完成率"]
    rows = [[n, f"第{n}件事", "区科协", "好", value] for n, value in enumerate(printed, 1)]
    ledger = read_ledger(read_workbook(grid(header, *rows)))

    assert [report.percent for report in ledger.history] == percents


def test_ledger_as_plain_values():
    result = ledger_dict(ledger_of("flat"))

    assert result["history"][1]["percent"] == 60
    assert result["history"][1]["cells"]["percent"] == "台账!I3"
    assert result["columns"][6]["period"] == "2025Q1"
    assert {"document", "tasks", "targets", "units", "tables", "text", "warnings", "signature", "year"} <= set(result)


@pytest.mark.parametrize(
    ("words", "state"),
    [("已完成", "done"), ("未办结", "under_way"), ("长期坚持", "standing"), ("未启动", "not_started"), ("暂缓", "suspended"),
     ("不再实施", "dropped"), ("基本完成", None), ("", None)],
)  # fmt: skip
def test_words_for_states(words, state):
    assert task_state(words) == state


def test_two_thousand_rows_are_read():
    ledger = read_ledger(read_workbook(samples.long()))

    assert (len(ledger.plan.tasks), len(ledger.history)) == (2_000, 8_000)
