"""Headings that carry their number in a word: 任务一：, 第一条, 第一阶段."""

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.marks import read_mark


def outline(body):
    sections = parse_plan(f"青禾区科普方案（2016—2020年）\n制定本方案。\n{body}").sections
    return [(s.number, s.title, s.level, sections[s.parent].title if s.parent is not None else None) for s in sections]


@pytest.mark.parametrize(
    ("printed", "number", "rest"),
    [
        ("任务一：青少年行动", "一", "青少年行动"), ("行动2：农民行动", "2", "农民行动"), ("工程十二、设施工程", "十二", "设施工程"),
        ("第三条 重点工作", "三", "重点工作"), ("第一阶段：动员部署", "一", "动员部署"),
        ("第一阶段（3月—5月）：动员。", "一", "第一阶段（3月—5月）：动员。"), ("工程一　科普设施工程", "一", "科普设施工程"),
    ],
)  # fmt: skip
def test_number_in_a_word_is_a_mark(printed, number, rest):
    mark = read_mark(printed)

    assert (mark.printed, printed[mark.end :]) == (number, rest)


@pytest.mark.parametrize(
    "printed", ["任务一览表", "项目一期建成", "第三条规定的事项", "第一阶段工作完成", "工程12.5亿元"]
)
def test_words_with_a_number_are_no_marks(printed):
    assert read_mark(printed) is None


def test_tasks_with_names_stand_below_chapters_and_above_brackets():
    body = "一、重点任务\n任务一：青少年行动\n（一）办好赛事。参赛。\n任务二：农民行动\n（一）办好夜校。讲课。\n二、步骤\n第一阶段：动员（2016年）。开会。\n第二阶段：实施（2017年）。推进。\n"

    assert outline(body) == [
        ("一", "重点任务", 1, None), ("一", "青少年行动", 2, "重点任务"), ("一", "办好赛事", 3, "青少年行动"), ("二", "农民行动", 2, "重点任务"),
        ("一", "办好夜校", 3, "农民行动"), ("二", "步骤", 1, None), ("一", "动员（2016年）", 2, "步骤"), ("二", "实施（2017年）", 2, "步骤"),
    ]  # fmt: skip


def test_articles_are_headings_of_the_first_level():
    body = "第一条 目标。到2020年建馆5座。\n第二条 任务。\n（一）办赛。做好。\n（二）建馆。做好。\n"

    assert [(title, above) for _, title, _, above in outline(body)] == [
        ("目标", None), ("任务", None), ("办赛", "任务"), ("建馆", "任务"),
    ]  # fmt: skip


def test_label_of_units_with_a_number_is_no_heading():
    body = "一、任务\n（一）办好科普日\n1.工作措施：开展活动。\n2.责任单位：区科协\n3.完成时限：2018年\n（二）建好科技馆\n1、牵头单位：区科协\n2、配合单位：区财政局\n"

    assert [title for _, title, _, _ in outline(body)] == ["任务", "办好科普日", "工作措施", "建好科技馆"]


def test_number_before_a_figure_counts_on_from_the_item_above():
    body = "一、任务\n（一）设施\n1.建成县馆。办好展览。\n2.90%以上的村建有活动室。（责任单位：县科协）\n（二）活动\n2.5万人参加活动。\n"
    plan = parse_plan(f"青禾县科普方案（2016—2020年）\n{body}")

    assert [title for _, title, _, _ in outline(body)] == ["任务", "设施", "建成县馆", "90%以上的村建有活动室", "活动"]
    assert [(task.number, task.text) for task in plan.tasks] == [("2", "90%以上的村建有活动室")]
    assert [target.value for target in plan.targets] == [90, 25_000]


@pytest.mark.parametrize(
    "phases",
    [
        "启动实施。2016年，制定方案。\n总结评估。2020年，全面总结。\n",
        "动员阶段（2016年）。开会。\n总结阶段（2020年）。验收。\n",
    ],
)
def test_phases_of_a_schedule_are_headings_without_numbers(phases):
    names = [line.split("。", 1)[0] for line in phases.split()]

    assert [title for _, title, _, _ in outline(f"一、进度安排\n{phases}")] == ["进度安排", *names]
    assert [title for _, title, _, _ in outline(f"一、实施步骤\n（一）动员阶段\n{phases}")] == ["实施步骤", "动员阶段"]


@pytest.mark.parametrize("title", ["“十三五”主要成就", "取得的成绩", "发展环境"])
def test_what_was_reached_is_background(title):
    plan = parse_plan(f"青禾县科普规划（2021—2025年）\n一、{title}\n建成科普基地86个。\n二、任务\n建成科普基地99个。\n")

    assert plan.sections[0].kind == "background"
    assert [target.is_baseline for target in plan.targets] == [True, False]
