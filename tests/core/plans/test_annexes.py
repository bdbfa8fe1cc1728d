"""Annexes: what a list only names, and the headings that stand in the annexes themselves."""

import pytest

from kepu.core.plans import parse_plan

PLAN = "青禾区科普方案（2026—2030年）\n制定本方案。\n一、学校科普工作\n做好。\n"
LIST = "附件\n青禾区重点项目清单\n1．县馆改造项目。2027年更新展品80件。（区科协牵头，区财政局配合）\n2．进村行动。办好讲座。（区科协）\n3．讲解大赛。办好大赛。（区科协）\n"
TABLE = "附件\n青禾区重点任务分工表\n序号\t任务\t牵头单位\n一、{}行动\n1\t办好科技节\t区科协\n二、乡村科普工程\n2\t建好农家书屋\t区科协\n"


def outline(body):
    sections = parse_plan(PLAN + body).sections
    return [(s.title, s.kind, sections[s.parent].title if s.parent is not None else None) for s in sections[1:]]


@pytest.mark.parametrize(
    "names",
    [
        "附件：青禾区重点项目清单\n",
        "附件：\n1．青禾区重点项目清单\n2．领导小组名单\n",
        "附件：1．青禾区重点项目清单\n　　　2．领导小组名单\n",
    ],
)
def test_what_a_list_of_annexes_names_is_no_heading_and_the_items_of_an_annex_are(names):
    assert outline(names + LIST) == [
        ("青禾区重点项目清单", "annex", None),
        ("县馆改造项目", "project", "青禾区重点项目清单"),
        ("进村行动", "action", "青禾区重点项目清单"),
        ("讲解大赛", "annex", "青禾区重点项目清单"),
    ]


def test_groups_in_the_table_of_an_annex_are_headings_where_the_body_has_none_of_them():
    assert outline(TABLE.format("老年人关爱")) == [
        ("青禾区重点任务分工表", "annex", None),
        ("老年人关爱行动", "action", None),
        ("乡村科普工程", "project", None),
    ]
    assert outline(TABLE.format("学校科普工作")) == [("青禾区重点任务分工表", "annex", None)]


def test_one_mechanism_among_measures_is_a_measure():
    measures = "二、能力建设\n（一）完善设施。建馆。\n（二）创作作品。办赛。\n（三）壮大队伍。培训。\n（四）健全应急机制。演练。\n"

    assert [kind for _, kind, _ in outline(measures)] == ["measure"] * 5


def test_words_that_an_annex_explains_are_no_headings():
    assert outline("附件\n名词解释\n1.科学素质：指科学知识。\n2.科普小院：指活动场所。\n") == [
        ("名词解释", "annex", None)
    ]
