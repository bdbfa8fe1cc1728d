"""Copies that are damaged: what is told of it, and what is mended."""

import pytest

from kepu.core.plans import PlanCode, parse_plan

LONG = "办好科技节，让全区的孩子们在动手中爱上科学、学会探究、敢于提问，每年不少于3场。"


def codes(plan):
    return [warning.code for warning in plan.warnings]


def test_passage_printed_twice_is_read_once_with_both_places():
    passage = f"（一）青少年行动\n{LONG}\n"
    plan = parse_plan(f"一、任务\n{passage}{passage}（二）农民行动\n建好小院。\n")
    target = plan.targets[0]

    assert [s.title for s in plan.sections] == ["任务", "青少年行动", "农民行动"]
    assert [plan.text[slice(*span)] for span in target.place.spans] == ["每年不少于3场"] * 2
    assert len(plan.sections[1].place.spans) == 2
    (warning,) = [warning for warning in plan.warnings if warning.code is PlanCode.REPEATED]
    assert plan.text[slice(*warning.span)] == passage.rstrip()
    assert warning.details == {"paragraphs": 2}


def test_paragraphs_that_end_in_their_units_are_a_passage_too():
    item = "1.推进农民培育。依托田间学校开展农业实用技术培训，每年培训农民5000人次以上。（牵头单位：县农业农村局；配合单位：县科协）\n"
    once = f"一、任务\n（一）农民行动\n{item}2.推广良种。建设示范基地，带动农户发展特色产业和生态农业。（牵头单位：县科协）\n"
    plan = parse_plan(once + once.partition("行动\n")[2])

    assert [task.number for task in plan.tasks] == ["1", "2"]
    assert len(plan.targets) == 1


def test_whole_text_printed_twice_is_read_once():
    text = (
        f"青禾区科普方案（2026—2030年）\n一、任务\n（一）青少年行动\n{LONG}\n（二）农民行动\n建好小院，带动农民就业。\n"
    )
    once, twice = parse_plan(text), parse_plan(text * 2)

    assert [s.title for s in twice.sections] == [s.title for s in once.sections]
    assert [t.quote for t in twice.targets] == [t.quote for t in once.targets]


@pytest.mark.parametrize(
    "words",
    [
        "责任单位：区教育局、区科协、区财政局、区人力资源和社会保障局、团区委、区妇联、各镇街。",
        "青禾区科普工作方案",
        "做好工作。",
    ],
)
def test_titles_and_lists_of_units_may_be_printed_again(words):
    text = f"一、任务\n（一）青少年行动\n办好赛事。\n{words}\n（二）农民行动\n建好小院。\n{words}\n"

    assert PlanCode.REPEATED not in codes(parse_plan(text))


def test_shuffled_parts_are_put_in_the_order_of_their_numbers():
    text = "一、目标\n建成科普馆5个。\n三、保障\n（一）组织领导。\n二、任务\n（二）乙行动。\n（一）甲行动。\n（三）丙行动。\n"
    plan = parse_plan(text)

    assert [s.title for s in plan.sections] == ["目标", "任务", "甲行动", "乙行动", "丙行动", "保障", "组织领导"]
    assert [plan.sections[s.parent].title for s in plan.sections if s.parent is not None] == ["任务"] * 3 + ["保障"]
    assert codes(plan).count(PlanCode.OUT_OF_ORDER) == 2


def test_misnumbered_headings_stay_where_they_are():
    plan = parse_plan("一、目标\n建成科普馆5个。\n二、任务\n做好甲。\n二、分工\n做好乙。\n四、保障\n做好丙。\n")

    assert [s.title for s in plan.sections] == ["目标", "任务", "分工", "保障"]
    assert PlanCode.OUT_OF_ORDER not in codes(plan)


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("建好平台，注册用户达到50", True), ("建好平台，注册用户达到50万人。", False), ("（二）组织保障", False),
        ("责任单位：区科协，各镇街", False), ("附件：青禾区科普工作，任务分工", False), ("青禾区科协办公室，2026年3月5日印发", False),
    ],
)  # fmt: skip
def test_end_inside_a_sentence_is_told(end, cut):
    plan = parse_plan(f"一、任务\n（一）甲行动\n{end}\n")

    assert (PlanCode.END_CUT in codes(plan)) is cut


def test_page_that_ends_inside_a_sentence_leaves_no_trace_in_it():
    head = "青禾区科协文件"
    lines = [
        "科普工作面向基层服务群众形成合力持续推进各项任务落地见效让" + "甲乙丙丁戊己庚辛壬癸"[n % 10] for n in range(30)
    ]
    text = "\n".join([head, "一、任务", *lines[:15], "— 2 —", head, *lines[15:-1], "办好科普日5场。"])
    plan = parse_plan(text)

    assert [(t.value, t.unit) for t in plan.targets] == [(5, "场")]
    assert head not in plan.targets[0].quote
    assert "— 2 —" not in plan.targets[0].quote
