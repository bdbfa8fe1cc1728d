"""Rows between tabs whose cells have several lines."""

import pytest

from kepu.core.plans import parse_plan
from tests.core.plans.tablelayouts import HEAD


@pytest.mark.parametrize("quote", ["", '"'])
def test_several_cells_of_a_row_between_tabs_may_have_lines(quote):
    def cell(*words):
        return quote + "\n".join(words) + quote

    first = [
        "1",
        "提升行动",
        cell("开展技能竞赛。", "加强安全培训。"),
        cell("区总工会", "区人社局"),
        cell("区经信局", "区应急局", "团区委"),
    ]
    rows = [
        ["序号", "任务类别", "任务内容", "牵头单位", "责任单位"],
        first,
        ["2", "", "推进科技馆改造。", "区科协", "区发改局"],
    ]

    plan = parse_plan(HEAD + "任务分解表\n\n" + "".join("\t".join(row) + "\n" for row in rows))

    assert [(task.text, task.lead, task.support) for task in plan.tasks] == [
        ("开展技能竞赛。加强安全培训。", ("区总工会", "区人社局"), ("区经信局", "区应急局", "团区委")),
        ("推进科技馆改造。", ("区科协",), ("区发改局",)),
    ]  # fmt: skip


def test_row_torn_inside_its_cells_may_lack_the_notes():
    rows = "时间\t工作内容\t责任单位\t备注\n1月\t1.召开科普工作会议。\n2.开展新春科普活动。\t区科协\n2月\t开展反邪教宣传。\t区委政法委\n"

    plan = parse_plan(HEAD + "工作安排表\n\n" + rows)

    assert [(task.text, task.due, task.lead, task.support) for task in plan.tasks] == [
        ("1.召开科普工作会议。2.开展新春科普活动。", "1月", ("区科协",), ()),
        ("开展反邪教宣传。", "2月", ("区委政法委",), ()),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "序\n号\t重点任务\t牵头\n单位\t配合\n单位\t完成\n时限",
        "序 号\t工 作 任 务\t牵 头 单 位\t配 合 单 位\t时  限",
        "序号\t任务\t牵头单位（责任人）\t配合单位\t时间",
        "序号\t任务\t牵头单位\t配合单位\n（加粗的为主要配合单位）\t时间",
    ],
)
def test_words_of_a_header_may_be_torn_or_spaced_or_announce_persons(header):
    rows = "1\t开展科技节活动。\t县教体局（张三）\t县科协、团县委\t2023年\n2\t建设科学教育基地5个以上。\t县科协\t县教体局\t2024年\n"
    lead = "县教体局" if "责任人" in header else "县教体局（张三）"

    plan = parse_plan(HEAD + "任务分工表\n\n" + header + "\n" + rows)

    assert [(task.number, task.due, task.lead, task.support) for task in plan.tasks] == [
        ("1", "2023年", (lead,), ("县科协", "团县委")),
        ("2", "2024年", ("县科协",), ("县教体局",)),
    ]


def test_number_of_the_group_is_not_that_of_the_task():
    rows = "序号\t任务\t措施\t责任单位\n一\t青少年行动\t1.开展科技节活动。\t县教体局\n\t\t2.建设科学教育基地。\t县科协\n二\t农民行动\t3.举办农技培训班。\t县农业农村局\n"

    plan = parse_plan(HEAD + "任务分工表\n\n" + rows)

    assert [(task.number, task.text) for task in plan.tasks] == [
        ("1", "开展科技节活动。"),
        ("2", "建设科学教育基地。"),
        ("3", "举办农技培训班。"),
    ]


def test_line_that_ends_in_blank_cells_goes_on_with_the_row_before():
    rows = (
        "序号\t任务类别\t任务内容\t牵头单位\t责任单位\n1\t提升行动\t开展技能竞赛。\t区总工会\t区人社局\n"
        "2\t\t组织科技创新大赛、\n机器人竞赛等活动。\t\t\n3\t\t推进安全培训。\t\t\n"
    )
    plan = parse_plan(HEAD + "任务分解表\n\n" + rows)

    assert [(task.text, task.lead) for task in plan.tasks] == [
        ("开展技能竞赛。", ("区总工会",)), ("组织科技创新大赛、机器人竞赛等活动。", ("区总工会",)), ("推进安全培训。", ("区总工会",)),
    ]  # fmt: skip
