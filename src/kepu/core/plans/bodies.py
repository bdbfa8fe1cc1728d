"""Bodies that the running text gives work to."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOT_BEFORE = "全我辖社地片园校小城山灾景特新兄弟各本郊省该此外跨学都县市区"
_NOT_AFTER_LEVEL = "域级内外间划别位情属直场民区县镇乡村化容政街花长校"
_INNER = r"(?:(?![将把的在和与为以要等并及由对向中同]|纳入|开展|推进|加强|负责|具体|建设|联系)[\u4e00-\u9fff])"
_ENDS = (
    r"局(?![面部长限势])|委(?![员托会派])|协(?!会(?!同|议)|[同调作助商议力])|联(?![合动系盟网席])|办(?![公理好法学事实赛的])|"
    r"(?:宣传|组织|统战)部|协会(?!同|议)|学会(?!同)|研究会|联合会|总工会|工会|领导小组办公室|领导小组|志愿者总队|志愿服务队|讲师团|联合体|融媒体中心|科技馆"
)
_COLLECTIVE = re.compile(
    r"(?:各(?:(?:有关|相关)(?:部门(?:、(?:各)?(?:有关|相关)?单位)?|单位)|成员单位|镇街|街镇|乡镇（街道）|乡镇|镇（街道）|街道（镇）|镇（街）|街道)"
    r"|各区县(?:[（(]自治县[）)])?人民政府"
    r"|[区县市](?:级|政府)(?:各)?(?:有关|相关)部门(?:、(?:有关|相关)单位)?)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a paragraph."""

    name: str
    start: int
    end: int


def find_bodies(text: str, level: str) -> list[Mention]:
    """Find the bodies that a paragraph names.

    Parameters
    ----------
    text : str
        The paragraph.
    level : str
        The last character of the plan's place: 区, 县 or 市; bodies are named by it.

    Returns
    -------
    list of Mention
        In order; only names that cannot be mistaken.
    """
    found = [Mention(match.group(), match.start(), match.end()) for match in _COLLECTIVE.finditer(text)]
    if level and level in "省区县市州盟旗镇乡":
        found += _of_level(text, level)
    return sorted(found, key=lambda mention: mention.start)


def _of_level(text: str, level: str) -> list[Mention]:
    pattern = re.compile(
        rf"(?<![{_NOT_BEFORE}])(?:团{level}委|{level}(?:委、{level}政府|政府|委(?![员托会派])(?:{_INNER}{{1,8}}?(?:部(?!局|门)|办(?!公|理|好)|局|工委|党校))?"
        rf"|(?![{_NOT_AFTER_LEVEL}]){_INNER}{{1,14}}?(?:{_ENDS})))"
    )
    found = []
    for match in pattern.finditer(text):
        name = match.group()
        if name in {f"{level}委、{level}政府", f"{level}委"}:
            continue
        found.append(Mention(name, match.start(), match.end()))
    return found
