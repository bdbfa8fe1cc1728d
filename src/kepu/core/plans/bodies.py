"""Bodies that the running text gives work to."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOT_BEFORE = "全我辖社地片园校小城山灾景特新兄弟各本郊省该此外跨学都县市区"
_NOT_AFTER_LEVEL = "域级内外间划别位情属直场民区县镇乡村化容政街花长校"
_INNER = r"(?:(?![将把的在和与为以要等并及由对向中同]|纳入|开展|推进|[开主承举创协兴督交]办|加强|负责|具体|建设|联系)[\u4e00-\u9fff])"
_ENDS = (
    r"局(?![面部长限势])|委(?![员托会派])|协(?!会(?!同|议)|[同调作助商议力])|联(?![合动系盟网席])|办(?![公理好法学事实赛的])|"
    r"(?:宣传|组织|统战)部|协会(?!同|议|联合会)|学会(?!同)|研究会|联合会|总工会|工会|领导小组办公室|领导小组|志愿者总队|志愿服务队|讲师团|联合体|融媒体中心|科技馆"
)
_BRACKET = r"(?:[（(][^（）()]{1,8}[）)])?"
_COLLECTIVE = re.compile(
    r"(?:各(?:(?:有关|相关)(?:部门(?:、(?:各)?(?:有关|相关)?单位)?|单位)|(?:成员|牵头|参与)单位|镇街|街镇|乡镇（街道）|乡镇(?!(?:人民)?政府)|镇（街道）|街道（镇）|镇（街）|街道)"
    rf"|各(?:[市县区州旗]|区县|县市|县区|市县|市州|乡镇?|镇){_BRACKET}(?:党委、)?(?:人民政府|政府|党委和政府)"
    r"|[区县市](?:级|政府)(?:各)?(?:有关|相关)部门(?:、(?:有关|相关)单位)?"
    r"|(?<![素质作会])领导小组办公室)"
)
_NO_GOVERNMENT = (
    r"(?!同意|批准|常务|研究|审定|审议|批复|授权|购买|采购|门户|网站|目标|年度|绩效|民生|债券|投资|补助|补贴|引导)"
)


# 建设市科技馆: what is only to be there is given no work.
_TO_BE = re.compile(r"(?:建设|建成|新建|改建|扩建|改造|筹建|建好|建立|组建|成立|打造|创建)[^，。；]{0,10}$")
_MADE = ("馆", "中心", "联合体", "讲师团", "队")


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a paragraph."""

    name: str
    start: int
    end: int


def find_bodies(text: str, place: str) -> list[Mention]:
    """Find the bodies that a paragraph names.

    Parameters
    ----------
    text : str
        The paragraph.
    place : str
        The plan's own place, such as 青禾区; bodies are named by its level or by its name.

    Returns
    -------
    list of Mention
        In order; only names that cannot be mistaken.
    """
    found = [Mention(match.group(), match.start(), match.end()) for match in _COLLECTIVE.finditer(text)]
    if place and place[-1] in "省区县市州盟旗镇乡":
        found += _of_level(text, place)
    return sorted(found, key=lambda mention: mention.start)


def _of_level(text: str, place: str) -> list[Mention]:
    level, name = place[-1], place[:-1]
    before = rf"(?:(?<={re.escape(name)})|(?<![{_NOT_BEFORE}]))" if name else rf"(?<![{_NOT_BEFORE}])"
    pattern = re.compile(
        rf"{before}(?:团{level}委|{level}(?:委、{level}政府|政府(?:督查室|办公室|办(?!公|理|学)|研究室|外办)?{_NO_GOVERNMENT}"
        rf"|委(?![员托会派])(?:{_INNER}{{1,8}}?(?:部(?!局|门)|办(?!公|理|好)|局|工委|党校|督查室))?"
        rf"|(?![{_NOT_AFTER_LEVEL}]){_INNER}{{1,14}}?(?:{_ENDS})))"
    )
    found = []
    for match in pattern.finditer(text):
        words = match.group()
        if words in {f"{level}委、{level}政府", f"{level}委"}:
            continue
        start = match.start()
        named = bool(name) and text.endswith(name, 0, start) and not words.startswith((f"{level}委", f"{level}政府"))
        start -= len(name) if named else 0
        if words.endswith(_MADE) and _TO_BE.search(text[max(0, start - 14) : start]):
            continue
        found.append(Mention(text[start : match.end()], start, match.end()))
    return found
