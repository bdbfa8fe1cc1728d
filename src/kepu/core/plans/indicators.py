"""What a figure measures, in the words of its clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.targetwords import AFTER_ABOUT, AFTER_AT_LEAST, AFTER_AT_MOST, LEADING_VERB, VERBS

if TYPE_CHECKING:
    from kepu.core.plans.figure import Figure

_DATE = re.compile(
    r"^[（(]?(?:(?:力争|争取|计划|预计|确保|使)*(?:到|至|在)?(?:20\d{2}(?:年|(?=[、和及]))|“?十[三四五]五”?(?:期间|末)|[两三四五3-5]年内|年(?=底))(?:底|末|前|底前|之前|以前)*[，、和及]?)+"
)
_RECURRING = re.compile(r"每(?:年度?|周|月|季度?|学期|学年)|年均|逐年|力争|争取|至少|累计")
_COMPARING = re.compile(
    r"(?:的)?(?:排名)?(?:处于|位居|位列|进入|保持)?(?:全[国省市区县]|达到|达|超过|突破|逾|不少于|不低于|不小于|至少|不超过|提高到|提升到|提高至|提升至|增长到|发展到|扩大到|缩小到|上升到|扩展到|"
    r"增加到|增至|控制在|小于|少于|低于|高于|超|约|近|力争|为|在|按|分别|常住人口的|共|(?<![人年平])均|都|皆)*$"
)
_BEHIND_FIGURE = re.compile(r"^(?:[及或和]?以[上下内]|左右)?[、和及以，]*")
_NUMBER = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九]是)\s*")
_WHERE = re.compile(r"^[（(]?(?:其中|使(?!用)|全[省市区县镇](?:现|共|已)?(?:有|拥有))[，、]?")
_ONLY_WHERE = re.compile(r"[全我][省市区县州镇乡旗]")
_FROM = re.compile(
    r"(?:由|从|(?<!占)比|较|在(?=20|现|目|当|原))(?:20\d{2}年(?:底|末)?|“?十[二三四五]五”?末|现在|目前|当前|原来|现有)?的?(?:[（(])?$"
)
_NOUN_AFTER = re.compile(
    r"(?:的|/[\u4e00-\u9fff])?(?P<noun>(?:“[^”]*”|[^，。；、\d])*?)(?=和\d|、\d|及\d|以及|$|，|。|；|等(?:\d|，|$)"
    rf"|、(?:{VERBS})\d|、每[^，。；、]*\d)"
)
# 90%的中小学、60%的行政村建有活动站: what all of them do stands behind the last.
_SHARED = re.compile(
    r"的(?P<who>[^，。；、\d]+?)[、和及](?:不少于|超过)?[\d.]+%(?:以上)?的.*?(?P<does>(?:建有|建成|建立|成立|设立|设有|配备|开展|开设|达到|拥有|参与|参加).*)$"
)
_STANDARD = re.compile(
    r"标准(?:足额|统筹|及时)*(?:列入|纳入|安排|落实|拨付|核拨|保障|设立|投入|列支|预算)*(?P<what>(?:[^，。；]*(?:经费|资金))?)"
)
_EMPTY = re.compile(
    r"^(?:比|较|由|从|为|其中|同比|[五四三5]年|大幅|连续[两三四五]年|[高低]于|超过|超出|领先|的?基础上)?(?:全[国省市区县州])?(?:平均(?:水平|值)?)?(?:20\d{2}年|“?十[二三四五]五”?末|上年|去年|上一年)?(?:的)?(?:提高|增加|提升|增长|上升|扩大|发展|降低|下降)?[到至]?(?:20\d{2}年|“?十[二三四五]五”?末)?的?$"
)
# 普及率、配备率均达到100%
_BOTH = re.compile(
    r"(?P<all>[^，。；\d]+[、和][^，。；\d、]+?)(?:均|都|皆)(?:达|超|突破|不[低少]于|实现|保持|为|在)[^，。；\d]{0,4}$"
)
_MEASURE = re.compile(r"(?:率|量|数|比例|占比|比重|面|度|水平|人次)$")
_ANEW = re.compile(rf"[、和](?=(?:{VERBS}|每[^，。；、]{{1,20}})$)")  # 100名专家、开展100场讲座
_YEAR_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff])(?:(?:到|至|在)?20\d{2}年(?:底|末)?前?|【[^】]*】)$|^【[^】]{2,6}】")
_LONGEST = 40
_SHARE = {"%", "个百分点", "‰"}


def indicator_of(clause: str, figure: Figure, before_start: int = 0) -> str:
    """Name what a figure measures.

    Parameters
    ----------
    clause : str
        The clause.
    figure : Figure
        With positions in the clause.
    before_start : int
        Where the figure before it ends, in a list of several.

    Returns
    -------
    str
        A noun phrase; empty where none can be told.
    """
    before = _BEHIND_FIGURE.sub("", clause[before_start : figure.start])
    after = clause[figure.end :]
    for pattern in (AFTER_AT_LEAST, AFTER_AT_MOST, AFTER_ABOUT):
        match = pattern.match(after)
        if match:
            after = after[match.end() :]
            break
    if before_start and (anew := _ANEW.search(before)):
        before = before[anew.end() :]
    before = _FROM.sub("", _COMPARING.sub("", _RECURRING.sub("", _DATE.sub("", before)))).lstrip("）)")
    noun_before = bare_noun(before)
    noun_match = _NOUN_AFTER.match(after)
    noun_after = (noun_match["noun"] if noun_match else "").strip("的，、")
    if figure.unit in _SHARE:
        if after.startswith("的") and (not noun_before or clause[before_start : figure.start].endswith(("、", "和"))):
            listed = _SHARED.match(after)
            if listed:
                return _short(f"{listed['who']}{listed['does']}的比例")
            if not re.search(r"\d", after):
                return _short(f"{after.strip('的')}的比例")
        return _short(noun_before)
    if standard := _STANDARD.match(noun_after):  # 科普经费按人均3元标准列入预算; 按每人2元的标准安排科普经费
        noun_after, noun_before = standard["what"], noun_before.split("按")[0]
    noun = noun_after if len(noun_after) > 1 and not noun_before[-2:].endswith(("数", "量")) else noun_before
    return _short(noun or noun_before)


def bare_noun(words: str) -> str:
    """Take away the verb that begins a phrase, and words that name nothing."""
    noun = LEADING_VERB.sub("", _DATE.sub("", _NUMBER.sub("", words))).strip("的，、")
    noun = _YEAR_BEHIND.sub("", _WHERE.sub("", noun))
    noun = noun[1:] if noun[:1] in {"（", "("} and not re.search(r"[）)]", noun) else noun
    noun = "" if _ONLY_WHERE.fullmatch(noun) else noun
    return "" if _EMPTY.match(noun) else noun


def subjects_of(printed: str, figure: Figure, before: int) -> list[str]:
    """Split 甲人数和乙人数排名…, 甲率、乙率均达到… and 甲、乙各1次: one figure about two subjects of the same kind.

    Parameters
    ----------
    printed : str
        The clause.
    figure : Figure
        With positions in the clause.
    before : int
        Where the figure before it ends, in a list of several.

    Returns
    -------
    list of str
        Their names; empty when the figure has one subject.
    """
    if (both := _BOTH.match(printed[before : figure.start])) and not figure.rank:
        parts = re.split(r"、|和|以及", both["all"])
        return [bare_noun(part) for part in parts] if all(_MEASURE.search(part) for part in parts) else []
    if not figure.rank:
        each = re.search(
            r"(?P<all>[^，。；\d]*[、和与][^，。；\d、]*?)各(?:不[少低]于|至少|达到?|建成?|有)?$",
            printed[before : figure.start],
        )
        return [bare_noun(part) for part in re.split(r"[、和与]", each["all"]) if bare_noun(part)] if each else []
    head = re.match(r"(?P<all>.+?)(?:的)?(?:均|都)?(?:排名|位居|位列|处于|进入)", printed[before : figure.start])
    if head is None:
        return []
    parts = re.split(r"[、和及与]", head["all"])
    alike = all(part[-2:] == parts[0][-2:] for part in parts) or all(_MEASURE.search(part) for part in parts)
    same = len(parts) > 1 and alike
    return [f"{part}排名" for part in parts] if same else []


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[-_LONGEST:]
