"""What kind of plan a title names."""

from __future__ import annotations

import re

from kepu.apps.ledger.enums import PlanKind

# The first that is found in the title decides.
WORDS = (
    (PlanKind.DEMONSTRATION, re.compile(r"示范(?:区|县|市|省|镇|街道|社区|单位)|创建.{0,12}(?:分工|任务)|创建工作")),
    (PlanKind.ANNUAL, re.compile(r"(?:工作|年度?)要点|年度?(?:工作)?(?:计划|安排)|年重点(?:工作|任务)")),
    (
        PlanKind.CAMPAIGN,
        re.compile(r"(?:专项|系列|主题|宣传|科普)活动|科普[日月周]|科技(?:活动)?周|宣传[月周]|专项行动"),
    ),
    (PlanKind.LEDGER, re.compile(r"台账|任务清单|工作清单|督办清单")),
)


def guess_kind(title: str, *, has_history: bool = False) -> PlanKind:
    """The kind that the title names; a document that comes with past reports is somebody's ledger."""
    if has_history:
        return PlanKind.LEDGER
    return next((kind for kind, words in WORDS if words.search(title)), PlanKind.IMPLEMENTATION)
