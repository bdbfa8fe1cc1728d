"""Header words of a table of duties, and what their columns hold."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Role(StrEnum):
    """What a column of a table of duties holds."""

    NUMBER = "number"
    CATEGORY = "category"
    TEXT = "text"
    LEAD = "lead"
    SUPPORT = "support"
    DUE = "due"
    TARGET = "target"
    NOTE = "note"
    OTHER = "other"


# In this order: the first that fits gives the role.
_WORDS = (
    (Role.NUMBER, re.compile(r"^(?:序[号列]?|编号|项次|号|no\.?)$", re.IGNORECASE)),
    (
        Role.OTHER,
        re.compile(
            r"(?<!组织)领导|(?<!位[及和、（(])(?<!门[及和、（(])(?:责任人|负责人)|联系人|联络员|联系方式|电话|分值|权重|得分|评分$|自评|数量?$|对象|人员|人群$|受众|范围$|地点|场[所地]|经费|资金|投资|概算|频次|场次|^周期$|^(?:活动|建设)?规模$|主讲|(?:指导|监督|督导|督办|督查|验收|考核|审核|报送|填报)(?:单位|部门)|^形式$|(?:活动|宣传|组织|举办|开展)(?:形式|方式)|^(?:单位|部门)(?:名称)?$|^(?:单位[、/]?部门|部门[、/]?单位)$"
        ),
    ),
    (
        Role.LEAD,
        re.compile(
            r"^(?:责任|任务|职责|工作)?分工(?:安排)?$|牵头|主办|主责|主要责任|负责(?:单位|部门|科室|处室|机构)|(?:主管|举办|组织|发起)(?:单位|部门)"
        ),
    ),
    (
        Role.SUPPORT,
        re.compile(
            r"配合|协办|协同|协作|参与|参加|协助|^责任$|^(?:相关|有关|涉及)(?:单位|部门)$|责任(?:单位|部门|主体|科室|处室|股室|站所|机构)|承办|支持单位|成员单位|(?:实施|落实|执行|承担|推进|完成)(?:单位|部门|主体)"
        ),
    ),
    (Role.DUE, re.compile(r"时限|时间|期限|年限|进度|月份|日期|^(?:月|时段|季度|(?:实施|计划|完成)?年度)$")),
    (
        Role.NOTE,
        re.compile(r"备注|说明|依据|来源|情况$|[材资]料$|存在(?:的)?问题|(?:考核|验收|评价|检查)(?:方式|方法|办法)$"),
    ),
    (Role.CATEGORY, re.compile(r"(?:测评|评价)(?:指标|项目)|^一级")),
    (Role.TEXT, re.compile(r"^[二三四]级|目标任务|任务目标")),
    (Role.TARGET, re.compile(r"目标|指标|成果|成效|^20\d{2}年(?:度|底)?(?:计划|任务)?$")),
    (
        Role.CATEGORY,
        re.compile(
            r"类别|类型|分类|领域|板块|方面|方向|一级|类$|主题|专题|名称$|节点$|[节念传]日$|^(?:实施|推进|工作)?阶段$|^(?:主要|重点|科普|宣传|系列|品牌|特色)?活动(?:项目)?$|^(?:重点|建设)?项目(?:名称|类别)?$|^(?:提升)?行动$|^(?:重点)?工程$"
        ),
    ),
    (Role.TEXT, re.compile(r"内容|任务|措施|举措|工作|事项|要求|标准|职责|职能")),
)
INDICATOR = re.compile(r"指标(?:名称|内容)?$|^项目$|^监测项目|^主要指标")
PRESENT = re.compile(r"现状|基期|基数|基准|实际|上年|完成情况")
AIMED = re.compile(r"目标|预期|规划|达到|期末")
DATED = re.compile(r"20\d{2}年?(?:度|底|末)?$|“?十[三四五六]五”?末$")  # a column of what was or is to be in that year
_TITLE = re.compile(r"(?:表|方案|清单|台账|规划|要点|计划)$|.(?:任务|职责|目标)(?:责任)?分[工解]$")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_LONGEST = 16  # characters of a header word
_LONGEST_UNKNOWN = 8
_SENTENCE = re.compile(r"[，。；、：\d]|^[各区县市省]")
_FILLED = re.compile(r"[:：][^（(]")  # 责任单位：区科协 is a statement
_ASSIGNING = {Role.LEAD, Role.SUPPORT}
_OF_LEVEL = re.compile(
    r"^[省市区县州](?:级|直|委|政府)?(?=(?:牵头|责任|主责|配合|协办)(?:单位|部门|领导)$|(?:分管|包抓|联系|挂点)?领导$)"
)
_UNITS = re.compile(r"^(?:单位|部门)")
_PLANNED = re.compile(r"(?:活动|具体|主要)安排$")  # above a table it is a title, in its header what is to be done
_PERIOD = re.compile(r"(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?)(?:计划|任务|安排|目标)?$")
_SHARED = re.compile(r"分工")


@lru_cache(maxsize=4096)
def role_of(words: str) -> Role | None:
    """Tell what a column with this header word holds.

    Parameters
    ----------
    words : str
        The header cell without white space.

    Returns
    -------
    Role or None
        None when it is no header word.

    Examples
    --------
    >>> role_of("牵头部门"), role_of("责任单位"), role_of("各成员单位和有关高校")
    (<Role.LEAD: 'lead'>, <Role.SUPPORT: 'support'>, None)
    """
    if len(words) > _LONGEST:  # 责任单位（排在第一位的为牵头单位）
        words = _BRACKET.sub("", words)
    words = _OF_LEVEL.sub("", words)  # 市级责任单位
    if not words or len(words) > _LONGEST or words.startswith(("各", "区", "县", "市")) or _TITLE.search(words):
        return None
    if _FILLED.search(words) or set(_BRACKET.sub("", words)) & set("，。；"):
        return None
    return next((role for role, pattern in _WORDS if pattern.search(words)), None)


def roles_of(cells: Sequence[str]) -> list[Role | None]:
    """Tell what each column of a header holds, where a word alone does not say it.

    Parameters
    ----------
    cells : sequence of str
        The cells of the header without white space.

    Returns
    -------
    list of Role or None
        Beside what is to be done, 单位 names who does it; beside units, 职责分工 says what is to be done.

    Examples
    --------
    >>> [role.value for role in roles_of(["序号", "单位", "职责分工"])]
    ['number', 'lead', 'text']
    """
    roles = [role_of(cell) for cell in cells]
    for n, cell in enumerate(cells):
        if _PLANNED.match(cell):
            roles[n] = Role.TEXT
    periods = [n for n, cell in enumerate(cells) if _PERIOD.match(cell)]
    for n in periods if len(periods) > 1 else []:
        roles[n] = Role.NOTE
    units = [n for n, role in enumerate(roles) if role is Role.OTHER and _UNITS.match(cells[n])]
    shared = [n for n, role in enumerate(roles) if role is Role.LEAD and _SHARED.search(cells[n])]
    others = [n for n, role in enumerate(roles) if role in _ASSIGNING and n not in shared]
    if shared and (units or others) and Role.TEXT not in roles:
        roles[shared[0]] = Role.TEXT
    if units and not others and Role.TEXT in roles and not any(INDICATOR.search(cell) for cell in cells):
        roles[units[0]] = Role.LEAD
    return roles


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether a row prints the header of a table of duties.

    Parameters
    ----------
    cells : sequence of str
        The cells of the row without white space.

    Returns
    -------
    bool
        True when all filled cells are header words and one says who is responsible.
    """
    filled = [cell for cell in cells if cell]
    found = roles_of(filled)
    roles = [role for role in found if role]
    unknown = [cell for cell, role in zip(filled, found, strict=True) if role is None]
    short = all(len(cell) <= _LONGEST_UNKNOWN and not _SENTENCE.search(cell) for cell in unknown)
    return len(roles) > 1 and short and len(unknown) * 2 < len(roles) and any(role in _ASSIGNING for role in roles)


def settle(roles: Sequence[Role | None], lengths: Sequence[float]) -> tuple[Role, ...]:
    """Make the roles of a table consistent: one lead, one text, the columns before the text are groups.

    Parameters
    ----------
    roles : sequence of Role or None
        By header words.
    lengths : sequence of float
        Mean number of characters in each column below the header.

    Returns
    -------
    tuple of Role
        With exactly one text and, where any column says who is responsible, a lead.
    """
    settled = [role or Role.OTHER for role in roles]
    if Role.LEAD not in settled and Role.SUPPORT in settled:
        settled[settled.index(Role.SUPPORT)] = Role.LEAD
    for index, role in enumerate(settled):  # a second column of leads can only support
        if role is Role.LEAD and index != settled.index(Role.LEAD):
            settled[index] = Role.SUPPORT
    texts = [index for index, role in enumerate(settled) if role is Role.TEXT]
    candidates = (
        texts
        or _indicators(settled)
        or [n for n, role in enumerate(settled) if role in {Role.CATEGORY, Role.TARGET} or roles[n] is None]
        or [n for n, role in enumerate(settled) if role is Role.OTHER]
    )
    if candidates:
        chosen = max(candidates, key=lambda index: (lengths[index], index))
        settled[chosen] = Role.TEXT
        for index in texts:
            if index != chosen:
                settled[index] = Role.CATEGORY if index < chosen else Role.NOTE
        # Without a word of its own, a column between number and text groups the rows.
        for index in range(chosen):
            if settled[index] is Role.OTHER and roles[index] is None:
                settled[index] = Role.CATEGORY
    return tuple(settled)


def _indicators(settled: Sequence[Role]) -> list[int]:
    """Where indicators and their values have a column each, the first says what is to be done."""
    columns = [index for index, role in enumerate(settled) if role is Role.TARGET]
    return columns[:1] if len(columns) > 1 else []


def is_indicator_header(cells: Sequence[str]) -> bool:
    """Tell whether a row prints the header of a table of indicators.

    Parameters
    ----------
    cells : sequence of str
        The cells of the row without white space.

    Returns
    -------
    bool
        True when one column names indicators and another holds their values.
    """
    named = [cell for cell in cells if INDICATOR.search(cell) and len(cell) <= 10]  # noqa: PLR2004  a header word
    valued = [
        cell
        for cell in cells
        if len(cell) <= _LONGEST
        and cell not in named
        and (PRESENT.search(cell) or AIMED.search(cell) or DATED.match(cell))
    ]
    return len(named) == 1 and bool(valued)
