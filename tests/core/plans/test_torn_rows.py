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
