"""Sections that say unit by unit what each has to do."""

import pytest

from kepu.core.plans import parse_plan

PLAN = "青禾区科普方案（2026—2030年）\n三、{title}\n{list}四、工作要求\n（一）加强领导。高度重视。\n"


@pytest.mark.parametrize(
    ("duties", "texts"),
    [
        ("区科协：负责组织协调。\n区教育局：负责学校科普。\n", ["负责组织协调。", "负责学校科普。"]),
        ("区科协\n负责组织协调。\n区教育局\n负责学校科普。\n", ["负责组织协调。", "负责学校科普。"]),
        ("1.区科协：负责组织协调。\n2.区教育局：负责学校科普。\n", ["负责组织协调。", "负责学校科普。"]),
        ("（一）区科协。负责组织协调。\n（二）区教育局。负责学校科普。\n", ["负责组织协调。", "负责学校科普。"]),
        ("（一）区科协\n1.负责组织协调。\n（二）区教育局\n1.负责学校科普。\n", ["负责组织协调", "负责学校科普"]),
        ("区科协：\n（1）负责组织协调。\n区教育局：负责学校科普。\n", ["负责组织协调", "负责学校科普。"]),
        ("区科协：负责组织协调。\n其他成员单位：结合职责做好工作。\n", ["负责组织协调。", "结合职责做好工作。"]),
        ("区科协职责：负责组织协调。\n区教育局主要职责：负责学校科普。\n", ["负责组织协调。", "负责学校科普。"]),
        ("区科协。负责组织协调。\n区教育局。负责学校科普。\n", ["负责组织协调。", "负责学校科普。"]),
        ("1.区科协负责组织协调。\n2.区教育局负责学校科普。\n", ["区科协负责组织协调", "区教育局负责学校科普"]),
    ],
)
def test_each_duty_is_a_task_of_its_unit(duties, texts):
    plan = parse_plan(PLAN.format(title="职责分工", list=duties))

    other = "其他成员单位" if "其他成员单位" in duties else "区教育局"
    assert [(task.text, task.lead, task.support) for task in plan.tasks] == [
        (texts[0], ("区科协",), ()), (texts[1], (other,), ()),
    ]  # fmt: skip
    assert [unit.source for unit in plan.units] == ["inline", "inline"]


def test_headings_that_are_all_units_list_duties_under_any_title():
    duties = "".join(
        f"（{n}）{name}。做好相关工作。\n" for n, name in zip("一二三", ["区科协", "区教育局", "各镇街"], strict=True)
    )
    plan = parse_plan(PLAN.format(title="组织分工与协作", list=duties))

    assert [task.lead for task in plan.tasks] == [("区科协",), ("区教育局",), ("各镇街",)]


def test_section_of_statements_is_no_list_of_duties():
    text = PLAN.format(
        title="任务分工", list="1.办好科普日。组织活动。（区科协）\n2.建好科技馆。推进改造。（区教育局）\n"
    )

    assert [task.text for task in parse_plan(text).tasks] == ["办好科普日。组织活动。", "建好科技馆。推进改造。"]


def test_sentences_on_what_units_do_elsewhere_are_no_tasks():
    text = PLAN.format(title="组织领导", list="区政府负责领导科普工作。\n区科协负责协调科普工作。\n")

    assert parse_plan(text).tasks == ()


def test_whole_document_may_list_duties():
    text = "青禾区科普工作职责分工\n一、区委组织部\n1.办好讲座。\n二、区教育局\n1.办好赛事。\n2.配齐辅导员。\n三、各镇（街道）\n1.落实经费。\n四、有关要求\n1.抓好落实。\n"

    assert [(task.text, task.lead) for task in parse_plan(text).tasks] == [
        ("办好讲座", ("区委组织部",)), ("办好赛事", ("区教育局",)), ("配齐辅导员", ("区教育局",)), ("落实经费", ("各镇（街道）",)),
    ]  # fmt: skip


def test_headings_without_level_list_duties_where_the_text_says_so():
    duties = "1.宣传办：负责科普宣传。\n2.农业服务中心：负责技术培训。\n3.中心学校：负责科普教育。\n"
    plan = parse_plan(PLAN.format(title="主要任务", list=duties))

    assert [task.lead for task in plan.tasks] == [("宣传办",), ("农业服务中心",), ("中心学校",)]
    places = "1.科普基地：办好活动。\n2.科普场馆：改造展厅。\n3.科普中心：建好平台。\n"
    assert parse_plan(PLAN.format(title="主要任务", list=places)).tasks == ()


def test_sentences_may_say_who_leads_and_who_helps():
    duties = "区委组织部、区人社局牵头负责干部行动。\n区农业局牵头负责农民行动，区林业局、区妇联等单位配合。\n"
    plan = parse_plan(PLAN.format(title="职责分工", list=duties))

    assert [(task.lead, task.support) for task in plan.tasks] == [
        (("区委组织部", "区人社局"), ()), (("区农业局",), ("区林业局", "区妇联")),
    ]  # fmt: skip


def test_headings_may_say_what_each_unit_leads():
    text = "青禾区科普任务清单\n一、由区科协牵头的任务\n1.办好科普日。\n2.建好科技馆。\n二、区教育局牵头（1项）\n3.办好赛事。\n三、区财政局负责的工作\n4.落实经费。\n"

    assert [(task.text, task.lead) for task in parse_plan(text).tasks] == [
        ("办好科普日", ("区科协",)), ("建好科技馆", ("区科协",)), ("办好赛事", ("区教育局",)), ("落实经费", ("区财政局",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("duties", "headings"),
    [
        ("1.区科协：负责协调，办好赛事。\n2.区教育局：每年办赛10场。\n3.其他单位：做好工作。\n", []),
        ("（一）区科协。负责协调。\n（二）区教育局。每年办赛10场。\n", []),
        ("1.区科协负责协调，办好赛事。做好统计。\n2.区教育局负责学校科普。每年办赛10场。\n", []),
        ("（一）区科协：负责协调：\n1.编写方案。\n（二）区教育局：负责学校科普。\n1.每年办赛10场。\n", []),
        ("（一）区科协\n1.负责协调。\n（二）区教育局\n1.每年办赛10场。\n", ["区科协", "区教育局"]),
        ("（一）区科协\n负责协调。\n（二）区教育局\n每年办赛10场。\n", ["区科协", "区教育局"]),
        (
            "（一）区科协\n1.加强统筹。协调。\n（二）区教育局\n1.办好大赛。每年办赛10场。\n",
            ["区科协", "加强统筹", "区教育局", "办好大赛"],
        ),
    ],
)
def test_unit_with_its_duty_on_one_line_is_no_heading(duties, headings):
    plan = parse_plan(PLAN.format(title="职责分工", list=duties))

    assert [s.title for s in plan.sections] == ["职责分工", *headings, "工作要求", "加强领导"]
    assert [(t.value, plan.text[slice(*t.place.span)]) for t in plan.targets] == [(10, "每年办赛10场")]
    assert plan.sections[plan.targets[0].section].title == (headings[-1] if headings else "职责分工")


def test_what_stands_before_a_list_of_duties_is_no_duty():
    duties = "各成员单位要按照职责抓好落实。\n1.区科协：负责协调。\n2.区教育局：负责学校。\n"

    assert [task.number for task in parse_plan(PLAN.format(title="工作职责", list=duties)).tasks] == ["1", "2"]


def test_headings_that_all_say_who_leads_what_list_duties():
    duties = "1.区科协牵头负责协调。\n2.区教育局牵头负责学校，办好大赛。\n3.区财政局负责经费。\n"
    plan = parse_plan(PLAN.format(title="主要任务", list=duties))

    assert [task.lead for task in plan.tasks] == [("区科协",), ("区教育局",), ("区财政局",)]
    assert [s.title for s in plan.sections] == ["主要任务", "工作要求", "加强领导"]


def test_group_that_is_set_up_has_no_duties_and_the_office_of_one_does():
    duties = "（一）成立领导小组。由23个部门组成。\n（二）职责分工\n领导小组办公室：负责日常工作。\n各镇街：1.建立组织。2.落实经费。\n"
    plan = parse_plan(PLAN.format(title="组织领导与职责分工", list=duties))

    assert [(task.lead, task.text, task.group) for task in plan.tasks] == [
        (("领导小组办公室",), "负责日常工作。", "职责分工"),
        (("各镇街",), "建立组织", "职责分工"),
        (("各镇街",), "落实经费", "职责分工"),
    ]


def test_sentences_that_are_tasks_as_a_whole_are_no_headings():
    sentences = "1.县委重视科普工作，每年研究科普2次。\n责任单位：县委办\n2.将科普纳入规划。\n责任单位：县发改局\n3.人均科普经费不低于1元，并且逐年递增。\n责任单位：县财政局\n"
    headings = "1.办好科普日\n责任单位：县科协\n2.提高思想认识，加强组织领导\n责任单位：县委办\n"
    found, other = (parse_plan(PLAN.format(title="条件", list=duties)) for duties in (sentences, headings))

    assert [s.title for s in found.sections] == ["条件", "工作要求", "加强领导"]
    assert [(t.number, t.group, found.sections[t.section].title) for t in found.tasks] == [
        (number, "条件", "条件") for number in "123"
    ]
    assert [s.title for s in other.sections[1:3]] == ["办好科普日", "提高思想认识，加强组织领导"]
    assert [t.group for t in other.tasks] == ["办好科普日", "提高思想认识，加强组织领导"]
