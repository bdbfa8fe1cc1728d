"""Headings: marks, split and run-on headings, topic sentences, annexes, kinds."""

import pytest

from kepu.core.plans import PlanCode, parse_plan
from kepu.core.plans.blocks import blocks_of
from kepu.core.plans.marks import read_mark
from kepu.core.plans.reading.txt import from_text


def outline(text):
    return [(s.number, s.title, s.parent) for s in parse_plan(text).sections]


@pytest.mark.parametrize(
    ("printed", "number", "value"),
    [
        ("一、总体要求", "一", 1), ("（十二）保障", "十二", 12), ("(三)保障", "三", 3), ("3.启动", "3", 3), ("３．启动", "３", 3),
        ("1、启动", "1", 1), ("（4）启动", "4", 4), ("①启动", "①", 1), ("⑵启动", "⑵", 2), ("⒊启动", "⒊", 3), ("㈣保障", "㈣", 4), ("第二部分 主要行动", "二", 2), ("——启动", None, 0),
        ("--启动", None, 0),
    ],
)  # fmt: skip
def test_marks_are_read(printed, number, value):
    mark = read_mark(printed)

    assert (mark.printed, mark.value) == (number, value)


@pytest.mark.parametrize("printed", ["2.5万人", "2026年", "一批场馆", "第一，", "10.20%", "（国发9号）", "一是加强"])
def test_what_is_no_mark_is_left(printed):
    assert read_mark(printed) is None


def test_heading_and_text_on_one_line_are_parted():
    plan = parse_plan("一、保障\n（一）组织领导。区政府负责实施。\n（二）经费：列入预算。")

    assert [s.title for s in plan.sections] == ["保障", "组织领导", "经费"]
    assert plan.text[slice(*plan.sections[1].place.span)] == "组织领导"


def test_heading_split_over_lines_is_joined():
    plan = parse_plan("一、重点任务\n（一）实施青少年科学\n素质提升行动\n办好科技节，建好活动室，让孩子们爱上科学。")

    assert plan.sections[1].title == "实施青少年科学素质提升行动"
    assert plan.text[slice(*plan.sections[1].place.span)] == "实施青少年科学\n素质提升行动"


def test_usual_heading_that_runs_into_its_text_is_cut():
    text = "一、背景和意义“十四五”期间，全市上下认真落实，科普工作取得明显进展，群众满意度持续提升，形成良好局面。"

    assert outline(text)[0] == ("一", "背景和意义", None)


def test_headings_inside_a_paragraph_begin_their_own():
    text = "一、总体要求。坚持科学普及，服务群众，面向基层，形成大科普格局，推动全区工作再上台阶。二、重点任务。（一）甲行动。做好甲。（二）乙行动。做好乙。"

    assert outline(text) == [
        ("一", "总体要求", None),
        ("二", "重点任务", None),
        ("一", "甲行动", 1),
        ("二", "乙行动", 1),
    ]


def test_wrong_mark_for_its_level_is_corrected_and_told():
    plan = parse_plan("一、组织实施\n（一）组织保障\n做好甲。\n（二）机制保障\n做好乙。\n（3）进度安排\n做好丙。\n")

    assert [(s.number, s.level, s.parent) for s in plan.sections[1:]] == [("一", 2, 0), ("二", 2, 0), ("3", 2, 0)]
    assert PlanCode.HEADING_MARK_WRONG in [w.code for w in plan.warnings]


def test_deeper_bracket_numbers_stay_deeper():
    text = "一、任务\n（一）甲行动\n1.建好课程。\n（1）编好教材。\n（2）配好教师。\n2.办好赛事。\n"

    assert [s.parent for s in parse_plan(text).sections] == [None, 0, 1, 2, 2, 1]


TOPICS = (
    "一、提升行动\n（一）青少年科学素质提升行动\n"
    "以激发好奇心为重点，培育科学精神，让更多孩子爱上科学，愿意探索未知的世界。\n"
    "建好科学课程。配齐科学教师，开好实验课。\n"
    "办好科技赛事。每年举办科技节。支持学生参赛。\n"
    "推进馆校合作，引导学生走进科技馆、博物馆和科普基地开展研学活动。组织科学营。\n"
)


def test_topic_sentences_are_headings_and_the_introduction_is_not():
    plan = parse_plan(TOPICS)

    assert [(s.title, s.style) for s in plan.sections[2:]] == [
        ("建好科学课程", "topic"), ("办好科技赛事", "topic"), ("推进馆校合作", "implicit"),
    ]  # fmt: skip
    assert all(s.kind == "measure" for s in plan.sections[2:])


def test_sentence_in_the_middle_of_a_paragraph_is_no_heading():
    assert "支持学生参赛" not in [s.title for s in parse_plan(TOPICS).sections]


def test_sections_of_background_and_principles_have_no_topics():
    text = "一、总体要求\n（一）指导思想\n坚持党的领导。全面贯彻落实各项部署。\n坚持服务群众。满足群众科普需求。\n"

    assert len(parse_plan(text).sections) == 2


def test_labels_and_dashes_are_headings():
    text = "二、方针和目标\n指导方针：坚持科学普及。\n工作目标：到2030年，建成科普馆5个。\n三、重点任务\n（一）甲行动。\n措施：——建好课程。配齐教师。——办好赛事。组织参赛。\n"
    plan = parse_plan(text)

    assert [(s.title, s.style, s.parent) for s in plan.sections] == [
        ("方针和目标", "numbered", None), ("指导方针", "label", 0), ("工作目标", "label", 0), ("重点任务", "numbered", None),
        ("甲行动", "numbered", 3), ("建好课程", "dash", 4), ("办好赛事", "dash", 4),
    ]  # fmt: skip


def test_annex_title_is_a_heading_and_its_announcement_is_not():
    text = "一、目标\n做好工作。\n附件：1.任务分工表\n2.指标表\n附件1\n青禾区任务分工表\n序号\t任务\t牵头单位\n1\t做好甲\t区科协\n"

    assert [(s.title, s.kind) for s in parse_plan(text).sections] == [
        ("目标", "objective"),
        ("青禾区任务分工表", "annex"),
    ]


def test_parts_stand_above_numbers():
    text = "第一部分 总体要求\n一、指导思想。坚持普及。\n第二部分 主要行动\n一、青少年行动\n做好甲。\n"

    assert [(s.level, s.parent) for s in parse_plan(text).sections] == [(1, None), (2, 0), (1, None), (2, 2)]


KINDS = (
    "一、背景和意义\n二、总体要求\n（一）指导思想\n（二）工作目标\n三、五大提升行动\n（一）青少年科学素质提升行动\n"
    "四、重点工程\n（一）科普信息化工程\n五、重点任务\n（一）农民行动\n（二）设施工程\n六、组织实施\n（一）组织领导\n（二）进度安排\n1.启动实施。做好动员。\n"
)


def test_kinds_follow_words_and_containers_their_children():
    assert [(s.title, s.kind) for s in parse_plan(KINDS).sections] == [
        ("背景和意义", "background"), ("总体要求", "other"), ("指导思想", "principles"), ("工作目标", "objective"),
        ("五大提升行动", "action"), ("青少年科学素质提升行动", "action"), ("重点工程", "project"), ("科普信息化工程", "project"),
        ("重点任务", "other"), ("农民行动", "action"), ("设施工程", "project"), ("组织实施", "safeguard"),
        ("组织领导", "safeguard"), ("进度安排", "schedule"), ("启动实施", "schedule"),
    ]  # fmt: skip


def test_wrapped_lines_of_a_page_are_joined():
    line = "坚持以人民为中心推动科学普及与科技创新协同发展不断提升全区公民科学素质水平"
    text = "一、总体要求\n" + "\n".join([line] * 30) + "\n服务群众。\n二、目标\n"

    assert [s.title for s in parse_plan(text).sections] == ["总体要求", "目标"]


def test_contents_page_is_not_the_outline():
    text = "目录\n一、总体要求………………1\n二、重点任务………………3\n一、总体要求\n做好工作。\n二、重点任务\n做好工作。\n"

    assert [s.title for s in parse_plan(text).sections] == ["总体要求", "重点任务"]


def test_parts_stand_below_chapters():
    text = "第一章 总体要求\n第一节 指导思想\n坚持面向基层。\n第二章 主要任务\n第二节 青少年行动\n一、办好赛事。组织参赛。\n"

    assert [(s.level, s.title) for s in parse_plan(text).sections] == [
        (1, "总体要求"), (2, "指导思想"), (1, "主要任务"), (2, "青少年行动"), (3, "办好赛事"),
    ]  # fmt: skip


def test_heading_may_begin_with_a_year():
    assert outline("一、目标\n1.2028年目标\n建成科普馆5个。\n2.2030年目标\n建成科普馆9个。")[1:] == [
        ("1", "2028年目标", 0), ("2", "2030年目标", 0),
    ]  # fmt: skip


def test_year_of_a_heading_dates_its_figures():
    plan = parse_plan("甲区方案（2026—2030年）\n一、目标\n1.2028年目标\n建成科普馆5个。\n2.2030年目标\n建成科普馆9个。")

    assert [t.due_year for t in plan.targets] == [2028, 2030]


@pytest.mark.parametrize(
    ("run_together", "titles"),
    [
        ("①办好赛事。组织参赛。②建好课程。配齐教师。", ["办好赛事", "建好课程"]),
        ("（1）办好赛事。组织参赛。（2）建好课程。配齐教师。", ["办好赛事", "建好课程"]),
        ("1.办好赛事。组织参赛。", ["办好赛事"]),
    ],
)
def test_items_that_run_on_behind_a_heading_are_parted(run_together, titles):
    text = f"一、任务\n（一）青少年行动。{run_together}\n（二）农民行动。"

    assert [s.title for s in parse_plan(text).sections if s.level > 2] == titles


def test_actions_below_a_heading_that_names_none_are_actions():
    text = "三、重点任务\n（一）五大提升行动\n1.青少年科学素质提升行动\n（1）办好赛事。组织参赛。\n（二）重点工程\n1.科普信息化工程\n（1）实施平台工程。建好平台。\n"

    assert [s.kind for s in parse_plan(text).sections] == [
        "other", "action", "action", "measure", "project", "project", "measure",
    ]  # fmt: skip


def test_single_paragraph_has_a_heading_where_others_have():
    actions = "".join(f"（{n}）{n}行动\n办好{n}赛。组织参赛。\n建好{n}课。配齐教师。\n" for n in "一二")
    text = f"三、行动\n{actions}（三）三行动\n办好三赛。组织参赛。\n"

    assert outline(text)[-1] == (None, "办好三赛", 7)


def test_groups_of_a_table_in_the_body_are_headings_below_its_own():
    table = "| 任务 | 内容 | 牵头单位 |\n|---|---|---|\n| 青少年行动 | 办好赛事，组织全区学生参赛。 | 区教育局 |\n| 科普场馆工程 | 改造展厅，延长开放的时间。 | 区科协 |\n"
    text = f"一、目标\n建成科普馆5个。\n二、重点任务\n任务见表。\n\n{table}"

    assert [(s.title, s.kind, s.parent) for s in parse_plan(text).sections[1:]] == [
        ("重点任务", "other", None), ("青少年行动", "action", 1), ("科普场馆工程", "project", 1),
    ]  # fmt: skip


def test_safeguards_behind_the_work_are_known_by_what_stands_below():
    text = "一、总体要求\n面向基层，服务群众。\n二、重点任务\n（一）青少年行动\n办好赛事。\n三、强化统筹协调，确保任务落实\n（一）健全工作机制。开好会议。\n（二）加大经费投入。列入预算。\n"

    assert [(s.title, s.kind) for s in parse_plan(text).sections] == [
        ("总体要求", "principles"), ("重点任务", "action"), ("青少年行动", "action"), ("强化统筹协调，确保任务落实", "safeguard"),
        ("健全工作机制", "safeguard"), ("加大经费投入", "safeguard"),
    ]  # fmt: skip


def test_dashes_under_an_annex_stand_beside_each_other_and_above_no_number():
    plan = parse_plan(
        "科普方案（2026—2030年）\n一、总体要求\n做好科普。\n附件\n科普任务清单\n——办月。\n——建馆。\n一、发展基础\n已有展馆。\n"
    )

    found = {section.title: section for section in plan.sections}
    annex = plan.sections.index(found["科普任务清单"])
    assert (found["办月"].parent, found["建馆"].parent, found["发展基础"].parent) == (annex, annex, annex)
    assert found["办月"].level == found["建馆"].level


def test_box_is_a_heading_and_its_items_are_text():
    text = (
        "三、重点任务\n（一）青少年行动\n1.办好赛事。组织参赛。\n2.建好课程。配齐教师。\n专栏1 重点项目\n1.培优项目：培训教师300人。\n"
        "2.巡展项目：每年巡展60站。\n3.建好场馆。改造展厅。\n（二）农民行动\n专栏2：惠农项目\n●建设小院5个。\n1.办好集市。送去知识。\n"
    )

    assert [(s.number, s.title, s.level, s.style) for s in parse_plan(text).sections if s.level > 2] == [
        ("1", "办好赛事", 3, "numbered"), ("2", "建好课程", 3, "numbered"), ("1", "重点项目", 3, "box"),
        ("3", "建好场馆", 3, "numbered"), ("2", "惠农项目", 3, "box"),
    ]  # fmt: skip


def test_numbered_sentences_of_an_annex_are_tasks_not_headings():
    text = (
        "一、任务\n（一）办好赛事。\n附件\n青禾区重点任务分工方案\n1.办好科技节，让孩子们动手，每年3场。（区教育局牵头，区科协配合）\n"
        "2.建好场馆，延长开放。（区科协）\n"
    )
    plan = parse_plan(text)

    assert [s.title for s in plan.sections] == ["任务", "办好赛事", "青禾区重点任务分工方案"]
    assert [(t.number, t.text, t.lead) for t in plan.tasks] == [
        ("1", "办好科技节，让孩子们动手，每年3场。", ("区教育局",)), ("2", "建好场馆，延长开放。", ("区科协",)),
    ]  # fmt: skip
    assert [t.value for t in plan.targets] == [3]


def test_headings_may_begin_with_a_year_or_a_count():
    text = "甲县2026年科普工作计划\n一、2025年工作总结\n开展活动30场。\n二、2026年工作目标\n开展活动50场。\n三、5项重点任务\n办好赛事。\n"
    plan = parse_plan(text)

    assert [(s.number, s.title) for s in plan.sections] == [
        ("一", "2025年工作总结"), ("二", "2026年工作目标"), ("三", "5项重点任务"),
    ]  # fmt: skip
    assert [(s.kind) for s in plan.sections[:2]] == ["background", "objective"]
    assert [(t.value, t.is_baseline) for t in plan.targets] == [(30, True), (50, False)]


def titles(body):
    sections = parse_plan(f"青禾县科普方案（2026—2030年）\n制定本方案。\n{body}").sections
    return [(s.title, sections[s.parent].title if s.parent is not None else None) for s in sections]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("加强组织领导，健全工作机制\n做好。", "加强组织领导，健全工作机制"),
        ("加强组织领导，健全工作机制。各乡镇要做好。", "加强组织领导，健全工作机制"),
        ("加强组织领导，各乡镇要把科普工作摆上重要议事日程，明确专人负责，抓好各项任务落实。", "加强组织领导"),
        ("深入实施青少年行动，组织学生参赛。", "深入实施青少年行动，组织学生参赛"),
        ("明确目标任务分工，压实各方责任。", "明确目标任务分工，压实各方责任"),
        ("青少年行动（责任单位：县教育局、县科协）\n做好。", "青少年行动"),
        ("青少年行动（县教育局牵头，县科协配合）\n做好。", "青少年行动"),
        ("青少年行动 激发好奇心和想象力，增强科学兴趣。", "青少年行动"),
        ("动员部署（3月至4月）。做好。", "动员部署（3月至4月）"),
    ],
)  # fmt: skip
def test_heading_ends_where_its_text_or_its_duties_begin(printed, title):
    assert titles(f"一、工作\n（一）{printed}\n（二）农民行动\n做好。\n")[1] == (title, "工作")


@pytest.mark.parametrize(
    "number", ["1 .", "1，", "1,", "**1.**", "1\\.", "#### 1."],
)  # fmt: skip
def test_numbers_are_typed_and_saved_in_many_ways(number):
    assert titles(f"一、工作\n（一）青少年行动\n{number}办好赛事。组织学生。\n")[2] == ("办好赛事", "青少年行动")


def test_number_may_stand_on_a_line_of_its_own():
    assert titles("一、\n工作\n（一）\n青少年行动\n做好。\n") == [("工作", None), ("青少年行动", "工作")]


def test_usual_headings_are_known_where_all_numbers_of_the_first_level_are_lost():
    body = "总体要求\n面向基层。\n重点任务\n（一）青少年行动\n做好。\n保障措施\n（一）组织领导\n做好。\n"

    assert titles(body) == [
        ("总体要求", None), ("重点任务", None), ("青少年行动", "重点任务"), ("保障措施", None), ("组织领导", "保障措施"),
    ]  # fmt: skip
    assert titles(f"一、背景\n{body}")[1:3] == [("青少年行动", "背景"), ("组织领导", "背景")]


@pytest.mark.parametrize(
    "contents",
    [
        "目 录\n一、总体要求 1\n（一）组织领导 2\n二、保障措施 3\n",
        "目录\n一、总体要求………（1）\n（一）组织领导………（2）\n二、保障措施………（3）\n",
        "目录\n一、总体要求\n（一）组织领导\n二、保障措施\n",
    ],
)
def test_contents_without_dots_are_not_the_outline(contents):
    body = "一、总体要求\n（一）组织领导\n做好。\n二、保障措施\n做好。\n"

    assert titles(f"{contents}青禾县科普方案\n{body}") == [
        ("总体要求", None), ("组织领导", "总体要求"), ("保障措施", None),
    ]  # fmt: skip


def test_annexes_on_one_line_are_headings_where_they_stand():
    body = (
        "一、工作\n做好。\n附件：1.小组名单\n2.任务分工\n附件1  小组名单\n组长：甲某某\n附件2：任务分工\n"
        "一、建好组织。做好。\n附件：任务分工.docx\n"
    )

    assert titles(body) == [("工作", None), ("小组名单", None), ("任务分工", None), ("建好组织", "任务分工")]


def test_dot_may_end_a_heading_and_a_sentence():
    body = "一、任务\n(一)办好赛事.每年2.5万人参加,参与率达到80%.\n(二)建好场馆.建成科技馆.\n"
    plan = parse_plan(f"青禾县科普方案（2026—2030年）\n{body}")

    assert [title for title, _ in titles(body)] == ["任务", "办好赛事", "建好场馆"]
    assert [target.quote for target in plan.targets] == ["每年2.5万人参加", "参与率达到80%"]


def test_list_behind_a_heading_in_one_sentence_has_no_headings():
    text = (
        "青禾县科普方案（2026—2030年）\n一、工作\n（一）实施“两大行动”\n"
        "1.甲行动。（1）办赛5场；（2）建站3个；（3）讲课2次；（4）建馆1座。（责任单位：县科协）\n2.乙行动。办好。\n"
    )
    plan = parse_plan(text)

    assert [(s.title, s.kind) for s in plan.sections[1:]] == [
        ("实施“两大行动”", "action"),
        ("甲行动", "action"),
        ("乙行动", "action"),
    ]
    assert [task.text for task in plan.tasks] == ["甲行动。（1）办赛5场；（2）建站3个；（3）讲课2次；（4）建馆1座。"]
    assert [target.value for target in plan.targets] == [5, 3, 2, 1]


def test_headings_without_parts_are_measures_where_most_are_such():
    text = "青禾县科普若干措施\n一、压实责任。抓好。\n二、建强组织。建好。\n三、壮大队伍。育人。\n四、保障经费投入。列支。\n"

    assert [s.kind for s in parse_plan(text).sections] == ["measure", "measure", "measure", "safeguard"]


def test_label_in_brackets_below_a_heading_is_no_rest_of_it():
    body = "一、任务\n（一）青少年科学素质提升\n【工作目标】\n每年办赛5场。\n【主要措施】\n1.加强教育。配齐教师。\n"

    assert titles(body)[1:] == [("青少年科学素质提升", "任务"), ("加强教育", "青少年科学素质提升")]


def test_dated_aim_behind_a_dash_is_no_heading():
    body = "一、目标\n——到2028年，普及率达到95%；\n——到2030年，建馆3座。\n——设施更加完善。建站5个。\n"

    assert [title for title, _ in titles(body)] == ["目标", "设施更加完善"]
    targets = parse_plan(f"青禾县科普方案（2026—2030年）\n{body}").targets
    assert [target.quote for target in targets] == ["到2028年，普及率达到95%", "到2030年，建馆3座", "建站5个"]


def test_list_of_aims_has_no_headings():
    body = "一、目标\n1.总体目标：普及率达到15%。\n2.具体目标：（1）配备率达到95%；（2）建成基地80个；（3）建馆3座。\n"

    assert [title for title, _ in titles(body)] == ["目标", "总体目标", "具体目标"]


def test_list_inside_a_sentence_has_no_headings():
    body = "一、工作\n（一）青少年行动。面向学校。做好：1.赛事；2.课程；3.场馆。\n（二）农民行动。措施：1.办集市；2.建小院。\n"

    assert [title for title, _ in titles(body)] == ["工作", "青少年行动", "农民行动", "办集市", "建小院"]


def test_second_item_of_a_box_is_no_measure():
    body = "一、工作\n（一）青少年行动\n1.办好赛事。做好。\n专栏1：重点项目\n1.建好场馆。\n2.办好科技节。\n"

    assert [title for title, _ in titles(body)] == ["工作", "青少年行动", "办好赛事", "重点项目"]


def test_marks_of_ascii_end_headings_like_those_of_chinese():
    body = "一、指导思想以科学精神为指导，面向基层，服务群众。\n二、保障\n（一）加强组织领导，各乡镇要摆上议事日程，明确专人，抓好落实。\n（二）青少年行动 激发好奇心和想象力，增强兴趣。\n"
    ascii_marks = str.maketrans("，；：（）", ",;:()")

    assert titles(body.translate(ascii_marks)) == titles(body) == [
        ("指导思想", None), ("保障", None), ("加强组织领导", "保障"), ("青少年行动", "保障"),
    ]  # fmt: skip


def test_margin_of_all_lines_begins_no_paragraph():
    line = "坚持以人民为中心推动科学普及与科技创新协同发展不断提升全区公民科学素质水平"
    wrapped = f"一、总体要求\n  {line}\n" + f"{line}\n" * 30 + "服务群众。\n二、目标\n"
    text = "".join(f"    {each}\n" for each in wrapped.splitlines())

    assert [block.text[:4] for block in blocks_of(from_text(text))] == ["一、总体", "坚持以人", "二、目标"]


LINES = (
    "青禾县人民政府文件", "青政发〔2026〕3号", "青禾县人民政府关于印发青禾县科普方案（2026—2030年）的通知",
    "各乡镇：", "现将《青禾县科普方案（2026—2030年）》印发给你们，请贯彻执行。", "青禾县人民政府", "2026年3月5日",
    "青禾县科普方案（2026—2030年）", "为做好科普工作，制定本方案。",
    "一、总体要求", "（一）指导思想", "面向基层，服务群众，把科学普及放在与科技创新同等重要的位置，推动全县公民科学素质持续提升。",
    "（二）工作目标", "到2030年，全县公民具备科学素质的比例达到15%，科普基地达到30个，科普志愿者达到5000人。",
    "二、重点任务", "（一）青少年科学素质行动", "激发好奇心和想象力，增强科学兴趣、创新意识和创新能力，培育后备人才。",
    "1.办好赛事。组织学生参加科技创新大赛、机器人竞赛。", "2.建好课程。配齐教师。", "（二）农民科学素质行动",
    "——培育农民。面向农民开展培训。", "——建好小院。", "三、保障措施", "（一）组织领导", "县政府负责领导全县科普工作，纳入考核。",
)  # fmt: skip


@pytest.mark.parametrize("between", ["", " ", "\u3000\u3000"])
def test_document_that_lost_its_line_breaks_has_its_headings_and_its_head(between):
    whole, torn = parse_plan("\n".join(LINES)), parse_plan(between.join(LINES))

    assert [(s.number, s.title, s.parent, s.kind) for s in torn.sections] == [
        (s.number, s.title, s.parent, s.kind) for s in whole.sections
    ]
    assert [t.quote for t in torn.targets] == [t.quote for t in whole.targets]
    for name in ("title", "issuer", "doc_number", "issued_on", "region", "period_end", "notice_title"):
        assert getattr(torn.document, name) == getattr(whole.document, name), name


def test_spaces_of_a_line_set_to_full_width_break_nothing():
    text = "".join(LINES[9:]) * 2
    spaced = " ".join(text[at : at + 7] for at in range(0, len(text), 7))

    assert len(blocks_of(from_text(spaced + "\n"))) == 1


def test_numerals_in_sentences_are_no_headings():
    filler = "推动全县公民科学素质持续提升，统一、规范开展科普，面向五、六年级学生和第二、第三产业职工。" * 8

    assert titles(f"一、工作。{filler}（一）青少年行动。做好。二、保障。做好。") == [
        ("工作", None), ("青少年行动", "工作"), ("保障", None),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["{}", "【{}】"])
def test_actions_without_numbers_are_headings_above_their_measures(line):
    lines = [line.format(f"{name}科学素质提升行动") for name in ("青少年", "农民")]
    body = f"一、任务\n{lines[0]}\n1.办好赛事。做好。\n{lines[1]}\n1.培育农民。做好。\n二、保障\n做好。\n"

    assert titles(body) == [
        ("任务", None), ("青少年科学素质提升行动", "任务"), ("办好赛事", "青少年科学素质提升行动"),
        ("农民科学素质提升行动", "任务"), ("培育农民", "农民科学素质提升行动"), ("保障", None),
    ]  # fmt: skip
    assert titles(f"一、任务\n{lines[0]}\n{lines[1]}\n做好各项工作，推动科学普及。\n") == [("任务", None)]


def test_kinds_of_what_demonstration_counties_do():
    text = (
        "一、创建内容\n（一）组织领导坚强有力\n做好。\n二、主要任务\n（一）实施五大人群科学素质提升行动\n1.青少年科学素质提升行动。做好。\n"
        "三、创建步骤\n（一）动员部署（6月）\n做好。\n四、活动要求\n（一）统一思想，提高认识\n做好。\n"
    )

    assert [s.kind for s in parse_plan(text).sections] == [
        "measure", "measure", "action", "action", "action", "schedule", "schedule", "safeguard", "safeguard",
    ]  # fmt: skip


def test_title_of_a_table_behind_the_plan_is_an_annex_and_a_caption_is_none():
    table = "序号\t工作任务\t牵头单位\n1\t办好赛事\t县教育局\n2\t办好课程\t县科协\n"
    body = "一、工作\n做好。\n{0}\n" + table

    assert titles(body.format("青禾县科普重点任务分解表")) == [("工作", None), ("青禾县科普重点任务分解表", None)]
    assert titles(body.format("表1 重点任务清单")) == [("工作", None)]


@pytest.mark.parametrize(
    ("run_together", "found"),
    [
        ("（一）青少年行动 1.办好赛事。组织参赛。", [("青少年行动", "任务"), ("办好赛事", "青少年行动")]),
        ("（一）青少年行动1.办好赛事。组织参赛。", [("青少年行动", "任务"), ("办好赛事", "青少年行动")]),
        ("（一）青少年行动——办好赛事。组织参赛。", [("青少年行动", "任务"), ("办好赛事", "青少年行动")]),
        ("（一）组织保障——办好赛事。组织参赛。", [("组织保障", "任务"), ("办好赛事", "组织保障")]),
        ("（一）“科普之光”——校园巡展。组织参赛。", [("“科普之光”——校园巡展", "任务")]),
        ("（一）做好2.0版科普平台。组织参赛。", [("做好2.0版科普平台", "任务")]),
        (
            "（一）青少年科学素质提升行动激发青少年好奇心和想象力，增强科学兴趣和创新意识，培育一批具备科学家潜质的青少年群体。组织参赛。",
            [("青少年科学素质提升行动", "任务")],
        ),
    ],
)
def test_heading_and_what_follows_it_on_one_line_are_parted(run_together, found):
    assert titles(f"一、任务\n{run_together}\n")[1:] == found
