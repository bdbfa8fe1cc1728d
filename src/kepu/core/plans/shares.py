"""Who shares in a duty, clause by clause: 由甲牵头，乙、丙等按职责分工负责；甲、乙负责，列第一位的为牵头单位."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kepu.core.plans.unitnames import is_mostly_units, is_unit, split_names

LEAD, SUPPORT, DUTY, DUE = "牵头", "配合", "责任", "时限"
LEADING = frozenset({LEAD, "总牵头", "主办", "主责"})
HELPING = frozenset({SUPPORT, "参与", "参加", "协助", "协同", "协作", "指导"})

_MANNER = (
    r"(?:共同|分别|联合|具体|密切|积极|全力|(?:按照?|根据)(?:各自)?(?:工作|部门)?(?:职责|职能)?(?:分工)?|各司其职|分工)"
)
_ACT = re.compile(
    rf"{_MANNER}*(?P<act>牵头|主办|主责|主抓|统筹|配合|协助|协同|协办|协作|参与|参加|支持|指导|负责|落实|组织实施|实施|推进|承担|承办"
    r"|抓好落实|按照?(?:各自)?(?:工作|部门)?(?:职责|职能)分工)"
    r"(?:负责|组织|实施|落实|推进|推动|完成|办理|配合|做好|开展|抓好|抓总|统筹|协调|具体|工作|该项|此项|相关|有关)*$"
)
_IS = re.compile(r"(?:作)?为(?:第一|主要)?(?P<act>牵头|主办|主责|责任|配合|参与|协办|协助)(?:责任)?(?:单位|部门)$")
_ACTS = {
    "牵头": LEAD, "主办": LEAD, "主责": LEAD, "主抓": LEAD, "统筹": LEAD, "协作": SUPPORT, "配合": SUPPORT, "协助": SUPPORT, "协同": SUPPORT, "协办": SUPPORT,
    "参与": SUPPORT, "参加": SUPPORT, "支持": SUPPORT, "指导": SUPPORT,
}  # fmt: skip
# 列第一位的为牵头单位, 排名首位单位为牵头单位: said once, it holds for every list of the document.
FIRST_LEADS = re.compile(
    r"(?:(?:列|排|位居|居|排名|排列|排序|名列|位列)(?:在|于|名)?(?:第一|首|前面|最前)(?:位|个|名|者)?的?[^，。；、（）]{0,6}"
    r"|(?:第一|首)(?:[位个名家列](?:责任)?(?:单位|部门)?|(?:责任)?(?:单位|部门)))"
    r"(?:为|是|系)[^，。；、（）]{0,2}(?:牵头|主责|主要责任|主要负责)(?!人)"
)
_ASIDE = re.compile(r"^(?:以?下同|以上单位.*)$")
# 2026年12月底前完成: when, between those who do it.
_WHEN = re.compile(
    r"(?:于|在|到)?(?:20\d{2}年)?(?:每年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[上中下]旬)?(?:年)?(?:底|末)?前?(?:完成|落实|办结)|"
    r"20\d{2}年(?:\d{1,2}月)?(?:底|末)?前?|(?:持续|长期|常年)(?:推进|坚持|实施|开展)|全年(?:推进)?|年(?:内|底前)|[上下]半年|"
    r"(?:20\d{2}年)?\d{1,2}月(?:份|\d{1,2}日)?(?:[上中下]旬)?(?:底|末)?(?:之?前)?|(?:20\d{2}年)?第?[一二三四1-4]季度(?:底|末)?前?"
)
_NO_NAME = re.compile(
    r"(?<!自)由|以下|简称|被|^(?:组织(?!部)|成立|建立|举办|举行|召开|开展|制定|做好|推进|加强|完善|健全|定期|统筹|在|对|向|将|把)"
)
_OPENING, _CLOSING = "（([［【〔", "）)]］】〕"
_TAIL = 24  # characters in which the act of a clause stands
_EDGE = "，,；;。.．、：: \t\u3000"
BY = re.compile(r"(?:以上|上述|此项|该项|本项|这项|该|本|此)?(?:各项)?(?:工作|任务|行动|工程|项目|工作任务)?由")
# A name that needs no verb beside it: it begins with its level, 各 or 团.
_SURE = re.compile(
    r"[省市区县州旗盟镇乡](?!级|域)|各|中央|全国|中国|[\u4e00-\u9fff]{2,8}部$|[\u4e00-\u9fff]{2,12}(?:局|宣传部|组织部|统战部|管委会|公司|支队|海关)$|[\u4e00-\u9fff]{0,12}(?:科协|妇联|残联|工会|工商联|团委)$|团[省市区县州旗盟]委|国家|中共|[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|州)(?!级|域)"
)


@dataclass(frozen=True, slots=True)
class Share:
    """The words that name units, and what these do."""

    act: str
    start: int
    end: int


def read_shares(text: str, start: int, end: int, *, bare: bool) -> list[Share]:
    """Read the clauses that say who leads, supports or is in charge.

    Parameters
    ----------
    text : str
        The paragraph.
    start, end : int
        Where the clauses stand.
    bare : bool
        Whether names may stand without any verb, as behind 责任单位：.

    Returns
    -------
    list of Share
        In order; empty when anything else than names of units and what they do is said.

    Examples
    --------
    >>> words = "市教育局牵头，市科协、团市委等按职责分工负责"
    >>> [(share.act, words[share.start : share.end]) for share in read_shares(words, 0, len(words), bare=False)]
    [('牵头', '市教育局'), ('配合', '市科协、团市委等')]
    """
    groups: list[tuple[str | None, int, int]] = []
    limits: list[Share] = []
    for low, high in _clauses(text, start, end):
        words = text[low:high]
        if FIRST_LEADS.search(words) or _ASIDE.search(words):
            continue
        if _WHEN.fullmatch(words):
            limits.append(Share(DUE, low, high))
            continue
        found = _IS.search(words[-_TAIL:]) or _ACT.search(words[-_TAIL:])
        begins = groups.pop()[1] if groups and groups[-1][0] is None else low
        if found is None:
            groups.append((None, begins, high))
        else:
            groups.append((_ACTS.get(found["act"], DUTY), begins, high - len(found.group())))
    shares = _settled(text, groups, bare=bare)
    return shares + limits if shares else []


def _settled(text: str, groups: list[tuple[str | None, int, int]], *, bare: bool) -> list[Share]:
    """Give each group its part, when all of them are names."""
    shares: list[Share] = []
    spoken = any(act is not None for act, _, _ in groups)
    for act, low, high in groups:
        by = BY.match(text, low, high)
        at = by.end() if by else low
        if shares and text.startswith("会同", at):
            act, at = SUPPORT, at + 2  # noqa: PLW2901  乙 is asked by 甲, whatever they do
        if at >= high or not _names(text[at:high], sure=not spoken and not bare):
            return []
        led = any(share.act == LEAD for share in shares)
        said = act or (SUPPORT if led else DUTY)
        shares += _joint(text, SUPPORT if said == DUTY and led else said, at, high)
    return shares


def _names(words: str, *, sure: bool) -> bool:
    """Tell names of units; where no verb stands beside them, nearly all are known and most begin with their level."""
    parted = words.replace("会同", "、")
    names = split_names(parted)[0]
    if any(_NO_NAME.search(name.text) for name in names):
        return False
    if not is_mostly_units(parted) and not (names and all(is_unit(name.text) for name in names)):
        return False
    unknown = sum(not is_unit(name.text) for name in names)
    return not sure or (unknown * 4 <= len(names) and n_sure(parted) * 2 >= len(names))


def says_who_acts(words: str) -> bool:
    """Tell a clause that ends in what its units do: …牵头, …负责."""
    return bool(_ACT.search(words[-_TAIL:]))


def n_sure(words: str) -> int:
    """Count the names of a list that begin with their level: 市科协, 团市委, 各县."""
    return sum(bool(_SURE.match(name.text)) for name in split_names(words)[0])


def _joint(text: str, act: str, start: int, end: int) -> list[Share]:
    """Part 甲会同乙、丙: the one leads, the others support."""
    at = text.find("会同", start, end)
    if at <= start:
        return [Share(act, start, end)]
    return [Share(LEAD if act == DUTY else act, start, at), Share(SUPPORT, at + 2, end)]


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at commas and semicolons outside brackets."""
    found: list[tuple[int, int]] = []
    depth, begin = 0, start
    for at in range(start, end + 1):
        mark = text[at] if at < end else "；"
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if at == end or (mark in "，,；;。\n" and depth <= 0):
            low, high = begin, at
            while low < high and text[low] in _EDGE:
                low += 1
            while high > low and text[high - 1] in _EDGE:
                high -= 1
            if high > low:
                found.append((low, high))
            begin = at + 1
    return found
