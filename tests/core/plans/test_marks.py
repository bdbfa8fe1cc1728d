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
        ("第一阶段（3月—5月）：动员。", "一", "第一阶段（3月—5月）：动员。"),
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
