"""Headings that have lost their number, between two that kept theirs."""

import pytest

from kepu.core.plans import parse_plan


def outline(text):
    return [(section.level, section.number, section.title) for section in parse_plan(text).sections]


def test_line_in_a_gap_is_the_heading_that_is_missing():
    text = (
        "一、重点人群行动\n（一）青少年科学素质提升行动\n办好科技节。\n老年人科学素质提升行动\n1.开展助老服务。办好讲座。\n"
        "2.加强健康科普。开展义诊。\n（三）农民科学素质提升行动\n办好科技下乡。\n重点工程\n（一）设施工程\n建好科技馆。\n"
        "三、组织保障\n加强领导。\n"
    )

    assert outline(text) == [
        (1, "一", "重点人群行动"), (2, "一", "青少年科学素质提升行动"), (2, None, "老年人科学素质提升行动"),
        (3, "1", "开展助老服务"), (3, "2", "加强健康科普"), (2, "三", "农民科学素质提升行动"),
        (1, None, "重点工程"), (2, "一", "设施工程"), (1, "三", "组织保障"),
    ]  # fmt: skip


def test_sentence_in_a_gap_is_a_heading_where_its_neighbours_are_sentences():
    text = "一、行动\n加强技能培训。每年培训500人。\n2.弘扬工匠精神。选树20名工匠。\n普及安全知识。开展演练。\n4.办好竞赛。每年1次。\n"

    assert outline(text) == [
        (1, "一", "行动"), (3, None, "加强技能培训"), (3, "2", "弘扬工匠精神"), (3, None, "普及安全知识"), (3, "4", "办好竞赛"),
    ]  # fmt: skip


def test_usual_heading_behind_the_last_number_is_one():
    text = "一、总体要求\n（一）指导思想\n坚持政府推动。\n主要目标\n到2030年，公民具备科学素质的比例达到20%。\n二、任务\n做好科普。\n"
    plan = parse_plan(text)

    assert [(section.number, section.title, section.kind) for section in plan.sections[:3]] == [
        ("一", "总体要求", "other"), ("一", "指导思想", "principles"), (None, "主要目标", "objective"),
    ]  # fmt: skip
    assert [target.task_group for target in plan.targets] == ["objective"]


@pytest.mark.parametrize(
    "between", ["做好工作。", "科普长廊建设\n科普公园建设", "重点围绕健康、安全，做好科普", "责任单位：区科协"]
)
def test_gap_without_one_clear_line_stays(between):
    text = f"一、任务\n（一）建设科技馆\n做好工作。\n{between}\n（三）办好科普日\n做好宣传。\n"

    assert [title for _level, _number, title in outline(text)] == ["任务", "建设科技馆", "办好科普日"]


def test_aim_behind_the_name_of_an_action_is_no_part_of_it():
    text = "一、任务\n（一）青少年科学素质提升行动以激发好奇心为重点，培养青少年群体。\n办好科技节。\n（二）农民科学素质提升行动\n办好讲座。\n"

    assert outline(text)[1] == (2, "一", "青少年科学素质提升行动")
