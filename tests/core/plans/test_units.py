"""Names of units: where they part, what kind they are, their full names."""

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.canonical import canonical_name
from kepu.core.plans.unitkinds import kind_of_unit
from kepu.core.plans.unitnames import looks_like_units, split_names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("区教委、区科协", ["区教委", "区科协"]),
        ("区教委，区科协；区妇联", ["区教委", "区科协", "区妇联"]),
        ("区委办\n区政府办", ["区委办", "区政府办"]),
        ("区总工会 \n\n区应急局", ["区总工会", "区应急局"]),
        ("涉农街镇各成员单位涉农街镇", ["涉农街镇", "各成员单位", "涉农街镇"]),
        ("区教育局区科协团区委", ["区教育局", "区科协", "团区委"]),
        ("区委党校（区行政学校）、区科协", ["区委党校（区行政学校）", "区科协"]),
        ("各县（市、区）人民政府", ["各县（市、区）人民政府"]),
        ("区规划自然\n资源局、区科协", ["区规划自然资源局", "区科协"]),
        ("区科协和区教育局", ["区科协", "区教育局"]),
        ("牵头单位：区科协", ["区科协"]),
        ("区委宣传部", ["区委宣传部"]),
        ("—", []),
        ("各市、县（市、区）人民政府，省科协", ["各市、县（市、区）人民政府", "省科协"]),
        ("各县（市、区）党委、政府", ["各县（市、区）党委、政府"]),
        ("区人社局等区直有关部门，各镇", ["区人社局", "各镇"]),
        ("区教育局、区科\n协、区妇联", ["区教育局", "区科协", "区妇联"]),
        ("区教育局（牵头）、区科协", ["区教育局", "区科协"]),
        ("区科协,区教育局.团区委", ["区科协", "区教育局", "团区委"]),
        ("各市、州人民政府及青岭新区管委会", ["各市、州人民政府", "青岭新区管委会"]),
        ("区科协，各镇、街道办事处", ["区科协", "各镇、街道办事处"]),
        ("区教育局★、区科协（配合单位）", ["区教育局", "区科协"]),
        ("区科协、区教育局等10家单位", ["区科协", "区教育局"]),
        ("各县（市、区）委、政府，市科协", ["各县（市、区）委、政府", "市科协"]),
    ],
)
def test_names_are_parted(printed, names):
    assert [name.text for name in split_names(printed)[0]] == names


def test_open_list_is_told():
    names, open_ended = split_names("市科委、市妇联等单位")

    assert ([name.text for name in names], open_ended) == (["市科委", "市妇联"], True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区委宣传部", "party"), ("县委直属机关工委", "party"), ("区委老干局", "party"), ("区纪委监委", "party"),
        ("区教委", "government"), ("区公安分局", "government"), ("区人武部", "government"), ("区政府办", "government"),
        ("区科协", "mass_organisation"), ("团区委", "mass_organisation"), ("区红十字会", "mass_organisation"),
        ("区总工会", "mass_organisation"), ("各镇街", "township"), ("青禾街道办事处", "township"), ("涉农街镇", "township"),
        ("区委党校", "institution"), ("区融媒体中心", "institution"), ("市社科院", "institution"),
        ("各成员单位", "group"), ("区全民科学素质工作领导小组办公室", "group"), ("县供电公司", "enterprise"),
        ("市少工委", "mass_organisation"), ("宣传部", "party"), ("驻村工作队", "group"), ("县一中", "institution"),
        ("县新华书店", "enterprise"), ("各人民团体", "group"), ("区少年宫", "institution"),
        ("驻区高校", "group"), ("区属各学校", "group"), ("市关心下一代工作委员会", "mass_organisation"),
    ],
)  # fmt: skip
def test_kinds_of_bodies(name, kind):
    assert kind_of_unit(name) == kind


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("区教委", "青禾区教育委员会"), ("区人社局", "青禾区人力资源和社会保障局"), ("区人力社保局", "青禾区人力资源和社会保障局"),
        ("区委宣传部", "中共青禾区委宣传部"), ("区委办", "中共青禾区委办公室"), ("团区委", "共青团青禾区委员会"),
        ("区委党校（区行政学校）", "中共青禾区委党校（青禾区行政学校）"), ("各镇街", "青禾区各镇人民政府、街道办事处"),
        ("中国科协", "中国科协"),
    ],
)  # fmt: skip
def test_full_names(name, full):
    assert canonical_name(name, "青禾区") == full


@pytest.mark.parametrize(
    "words",
    [
        "州科协、各县市",
        "南京海关、人民银行县支行",
        "县一中、县幼儿园",
        "各级党组织、各人民团体",
        "省军区、省委机关、各功能区",
        "镇中心校、县农广校",
    ],
)
def test_lists_of_units_are_known(words):
    assert looks_like_units(words)


def test_sentence_is_no_list_of_units():
    assert not looks_like_units("建立健全科普工作机制")


def test_bodies_of_the_text_are_listed_apart():
    text = "青禾区科普工作方案\n一、组织实施\n区政府负责领导，区科协会同区教育局推进，各有关部门配合，培养区域人才。\n附件\n分工表\n任务\t牵头单位\n做好甲\t区科协\n"
    plan = parse_plan(text)

    assert {(u.name, u.source) for u in plan.units} == {
        ("区科协", "table"), ("区政府", "body"), ("区教育局", "body"), ("各有关部门", "body"),
    }  # fmt: skip


def test_leading_groups_are_coordination_bodies():
    plan = parse_plan("一、组织实施\n区全民科学素质工作领导小组办公室负责综合协调。")

    assert [body.name for body in plan.coordination_bodies] == ["区全民科学素质工作领导小组办公室"]


def test_bodies_are_named_with_their_place_and_in_full():
    text = "青禾区科普方案（2026—2030年）\n一、任务\n（一）办好赛事。青禾区科学素质工作领导小组牵头，区政府督查室督查，区广播电视台开办栏目，各县（市、区）人民政府落实，经区政府同意后印发。\n"
    names = [unit.name for unit in parse_plan(text).units]

    assert names == ["青禾区科学素质工作领导小组", "区政府督查室", "各县（市、区）人民政府"]


def test_posts_of_a_leading_group_are_listed_without_the_names_of_persons():
    text = (
        "一、组织领导\n成立县科学素质工作领导小组，组成人员如下：\n组　长：张某某　县委常委、副县长\n副组长：李某某　县科协主席\n"
        "　　　　王某　　县教育局局长\n成　员：赵某　　县总工会副主席\n领导小组办公室设在县科协。\n二、任务\n（一）办好赛事。\n"
    )
    plan = parse_plan(text)
    (body,) = [body for body in plan.coordination_bodies if body.posts]

    assert body.name == "县科学素质工作领导小组"
    assert [(post.role, post.office) for post in body.posts] == [
        ("组长", "县委常委、副县长"), ("副组长", "县科协主席"), ("副组长", "县教育局局长"), ("成员", "县总工会副主席"),
    ]  # fmt: skip
    assert all(plan.text[slice(*post.span)] == post.office for post in body.posts)


def test_posts_may_be_said_in_a_sentence():
    text = "一、保障\n（一）加强领导。成立由县政府分管领导任组长，县科协主席任副组长的科学素质工作领导小组。\n"
    (body,) = parse_plan(text).coordination_bodies

    assert [(post.role, post.office) for post in body.posts] == [("组长", "县政府分管领导"), ("副组长", "县科协主席")]


@pytest.mark.parametrize(("opening", "closing"), ["（）", "〔〕", "［］", "()"])
def test_brackets_within_a_name_do_not_part_it(opening, closing):
    names = f"市教育局，各县{opening}市、区{closing}人民政府"
    plan = parse_plan(f"一、重点任务\n办好科技节。（牵头单位：市科协；责任单位：{names}）\n")

    assert plan.tasks[0].lead == ("市科协",)
    assert plan.tasks[0].support == ("市教育局", f"各县{opening}市、区{closing}人民政府")


def test_governments_of_townships_are_not_named_a_second_time_without_government():
    text = "甲县科普方案（2026—2030年）\n一、行动\n（一）青少年行动。\n1．办好赛事。\n2．建好课程。\n牵头单位：县教育局\n责任单位：县科协，各乡镇人民政府\n（二）农民行动。\n1．派驻专家。\n2．送去知识。\n牵头单位：县农业农村局\n"

    assert [unit.name for unit in parse_plan(text).units] == ["县教育局", "县科协", "各乡镇人民政府", "县农业农村局"]


def test_words_within_an_assigned_name_are_no_further_unit():
    text = "青禾市科普方案（2026—2030年）\n一、任务\n（一）办好赛事。组织参赛。（市直各有关部门、市科协）\n"

    assert [unit.name for unit in parse_plan(text).units] == ["市直各有关部门", "市科协"]


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("组 长：张某某（县委常委、副县长）", "县委常委、副县长"),
        ("组　长：副县长　张某某", "副县长"),
        ("组长：县政府分管负责人", "县政府分管负责人"),
        ("召集人：\n张某某　副县长", "副县长"),
    ],
)
def test_posts_are_listed_however_persons_stand_beside_them(line, office):
    plan = parse_plan(f"一、组织领导\n成立县科学素质工作领导小组。\n{line}\n二、任务\n（一）办好赛事。\n")

    assert [post.office for body in plan.coordination_bodies for post in body.posts] == [office]


def test_places_that_are_to_be_built_are_no_bodies():
    text = "青禾市科普方案（2026—2030年）\n一、行动\n（一）建好阵地。新建市青少年科技馆，市航天科技馆开办讲座。\n"

    assert [unit.name for unit in parse_plan(text).units] == ["市航天科技馆"]
