"""Header words of a ledger, and what their columns hold."""

from __future__ import annotations

import re
from enum import StrEnum

from kepu.core.plans.normalise import half_width, squeeze


class LedgerRole(StrEnum):
    """What a column of a ledger holds."""

    NUMBER = "number"
    SOURCE = "source"
    CATEGORY = "category"
    TEXT = "text"
    MEASURE = "measure"
    TARGET = "target"
    INDICATOR = "indicator"
    TARGET_UNIT = "target_unit"
    TARGET_VALUE = "target_value"
    STAGE_TARGET = "stage_target"
    LEAD = "lead"
    SUPPORT = "support"
    PERSON = "person"
    CONTACT = "contact"
    DUE = "due"
    PROGRESS = "progress"
    PERCENT = "percent"
    LIGHT = "light"
    PROBLEMS = "problems"
    NEXT_STEP = "next_step"
    EVIDENCE = "evidence"
    STATE = "state"
    NOTE = "note"
    OTHER = "other"


# What is reported again each period.
REPORTED = frozenset(
    {
        LedgerRole.PROGRESS,
        LedgerRole.PERCENT,
        LedgerRole.LIGHT,
        LedgerRole.PROBLEMS,
        LedgerRole.NEXT_STEP,
        LedgerRole.EVIDENCE,
        LedgerRole.STATE,
    }
)
SURE, LIKELY, UNSURE = 0.95, 0.8, 0.5
ASKED_BELOW = 0.6  # a person is asked what a column below this confidence holds
_LONGEST = 24
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# Words that say it all, then words that hint; in this order, the first that fits.
_EXACT = {
    LedgerRole.NUMBER: "序号|序|编号|编码|项次|No|No.|号|任务编号|任务序号",
    LedgerRole.SOURCE: "任务来源|来源|文号|文件依据|任务依据|来源文号",
    LedgerRole.CATEGORY: "类别|任务类别|工作类别|分类|领域|板块|项目类别|大类|行动|工程|重点行动|重点工程",
    LedgerRole.TEXT: (
        "重点任务|任务|工作任务|目标任务|任务名称|任务内容|重点工作|工作事项|任务事项|事项|重点任务名称|主要任务|年度重点任务|"
        "年度目标任务|重点工作任务|工作项目|项目名称"
    ),
    LedgerRole.MEASURE: "具体措施|工作措施|措施|工作举措|主要措施|具体举措|推进措施|落实措施|工作内容|具体内容|任务举措",
    LedgerRole.TARGET: "年度目标|目标|工作目标|年度指标|目标要求|预期目标|目标成效|量化指标",
    LedgerRole.INDICATOR: "指标|指标名称|考核指标|指标内容",
    LedgerRole.TARGET_UNIT: "计量单位|指标单位",
    LedgerRole.TARGET_VALUE: "目标值|指标值|年度目标值|目标数|计划数",
    LedgerRole.LEAD: "牵头单位|牵头部门|主办单位|主责单位|主责部门|负责单位|牵头|主办|承办单位",
    LedgerRole.SUPPORT: "责任单位|责任部门|配合单位|配合部门|协办单位|参与单位|责任（配合）单位|配合|协办|成员单位|责任主体",
    LedgerRole.PERSON: "责任人|负责人|责任领导|分管领导|牵头领导|经办人|包保领导|具体责任人",
    LedgerRole.CONTACT: "联系人|联络员|联系电话|电话|联系方式|手机",
    LedgerRole.DUE: "完成时限|时限|完成时间|时间节点|办结时限|截止时间|期限|完成期限|计划完成时间|时间要求",
    LedgerRole.PERCENT: "完成率|完成比例|完成百分比|完成度|完成进度|进度比例|年度完成率|累计完成率|进度%",
    LedgerRole.LIGHT: "亮灯|亮灯情况|红黄绿灯|预警|预警等级|亮灯状态",
    LedgerRole.PROBLEMS: "存在问题|问题|存在的问题|困难问题|问题困难|存在困难|存在问题及原因|主要问题|问题和困难|存在的困难和问题",
    LedgerRole.NEXT_STEP: "下步措施|下一步措施|下步打算|下一步打算|下步计划|下一步计划|下一步工作|下步工作|下一步工作计划|后续安排",
    LedgerRole.EVIDENCE: "佐证材料|佐证|证明材料|印证资料|支撑材料",
    LedgerRole.STATE: "办结状态|完成状态|办理状态|任务状态|状态|是否办结|是否完成|办结情况|销号情况|是否销号",
    LedgerRole.PROGRESS: (
        "进展|进展情况|工作进展|推进情况|完成情况|落实情况|进度|进度情况|阶段进展|工作进展情况|任务进展|办理情况|实施情况|进展成效|"
        "工作推进情况|当前进展|最新进展|目前进展"
    ),
    LedgerRole.NOTE: "备注|说明|注",
}
_BY_WORDS = {word: role for role, words in _EXACT.items() for word in words.split("|")}
_HINTS = (
    (LedgerRole.CONTACT, "电话|联系|联络|手机"),
    (LedgerRole.PERSON, "责任人|负责人|领导|经办|科长|局长"),
    (LedgerRole.SOURCE, "来源|文号|依据|出处"),
    (LedgerRole.LIGHT, "亮灯|预警|黄绿"),
    (LedgerRole.PERCENT, "完成率|比例|百分比|完成度|进度.{0,2}%|占比"),
    (LedgerRole.PROBLEMS, "问题|困难|难点|堵点|短板|未完成.{0,4}原因|滞后原因"),
    (LedgerRole.NEXT_STEP, "下.?步|下一?(?:阶段|周|月|季度|年度)|后续|整改|打算|推进计划"),
    (LedgerRole.EVIDENCE, "佐证|证明|印证|支撑|附件"),
    (LedgerRole.DUE, "时限|期限|时间|截止|节点"),
    (LedgerRole.PROGRESS, "进展|进度|推进|(?:完成|落实|办理|实施|执行|开展)(?:的)?情况|成效|阶段性成果"),
    (LedgerRole.STATE, "办结|销号|状态|是否"),
    (LedgerRole.TARGET_VALUE, "目标值|指标值|目标数"),
    (LedgerRole.LEAD, "牵头|主办|主责|负责(?:单位|部门)|承办"),
    (LedgerRole.SUPPORT, "配合|协办|协同|协助|参与|参加|责任|成员单位|实施单位|落实单位"),
    (LedgerRole.MEASURE, "措施|举措|内容|要求|子任务|做法"),
    (LedgerRole.TEXT, "任务|事项|要点"),
    (LedgerRole.TARGET, "目标|指标"),
    (LedgerRole.CATEGORY, "类别|类型|分类|领域|板块|方面|方向|一级"),
    (LedgerRole.TEXT, "工作|项目"),
    (LedgerRole.NOTE, "备注|说明"),
)
_COMPILED = tuple((role, re.compile(words)) for role, words in _HINTS)


def role_of_words(words: str) -> tuple[LedgerRole, float] | None:
    """Tell what a column with these header words holds.

    Parameters
    ----------
    words : str
        A header cell, without words for a period of time.

    Returns
    -------
    tuple of LedgerRole and float, or None
        The role and the confidence; None when the words say nothing.

    Examples
    --------
    >>> role_of_words("牵头单位"), role_of_words("存在的主要困难")[0].value, role_of_words("附记")
    ((<LedgerRole.LEAD: 'lead'>, 0.95), 'problems', None)
    """
    plain = squeeze(words)
    if not plain or len(plain) > _LONGEST:
        return None
    bare = squeeze(_BRACKETS.sub("", plain)) or plain
    if "%" in half_width(plain):
        return LedgerRole.PERCENT, LIKELY
    exact = _BY_WORDS.get(plain) or _BY_WORDS.get(half_width(plain)) or _BY_WORDS.get(bare)
    if exact is not None:
        return exact, SURE
    for candidate in (bare, half_width(plain)):
        for role, pattern in _COMPILED:
            if pattern.search(candidate):
                return role, LIKELY
    return None
