"""What units of the demonstration write: sentences as offices know them, about nothing that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

PROGRESS = (
    "印发了年度安排，明确了责任科室和时间节点，各项工作有序推进。",
    "会同配合单位开了两次碰头会，把任务分到了镇街，第一批已经做完。",
    "完成现场踏勘和方案评审，正在办理采购手续。",
    "结合主题党日和社区开放日开展了宣传，群众反响较好。",
    "组织骨干培训一期，编印了宣传折页，在服务窗口发放。",
    "与学校、企业对接了资源清单，建立了联系人制度。",
)
PROBLEMS = (
    "",
    "",
    "部分镇街专职人员不足，活动档期集中在周末，人手紧张。",
    "场地改造资金还没有到位，进度比计划晚。",
    "老年人对线上报名不熟悉，需要社区代为登记。",
    "讲师多为兼职，排课时间难以固定。",
)
NEXT_STEPS = (
    "下季度继续按计划推进，重点补齐两个镇的空白。",
    "下月完成验收，并把资料报领导小组办公室备案。",
    "联合配合单位开展一次检查，整改发现的问题。",
    "整理好做法和案例，在全区推广。",
)
REASONS = (
    "该项工作安排在下半年集中开展，本期没有新的进展。",
    "经办科室人员调整，正在交接，下一期恢复正常。",
    "主管部门的新标准还没有印发，待印发后实施。",
)
RETURN_NOTES = (
    "请写明累计数和完成比例，只写“有序推进”看不出进度。",
    "请补充存在的问题和具体的完成日期。",
)


def with_figure(random: Random, *, quarter: str, indicator: str, added: str, reached: str) -> str:
    """A sentence with figures."""
    opening = random.choice(("", "按照年初计划，", "会同配合单位，"))
    return f"{opening}{quarter}新增{added}，今年以来累计{reached}（{indicator}）。{random.choice(PROGRESS)}"
