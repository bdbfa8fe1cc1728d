"""Figures that only describe: how many places there are, who belongs, how long something lasts."""

from __future__ import annotations

import re

from kepu.core.plans import targetwords as words
from kepu.core.plans.baselines import CHANGES
from kepu.core.plans.figure import Figure  # noqa: TC001  a public signature is resolved at run time

_SHARES = {"%", "个百分点", "‰"}
_SOON = 12  # characters within which a verb governs a figure behind it
_GOVERNS = re.compile(r"(?:下辖|管辖|辖(?!区))[^，]*$|成员单位(?:总数|数量|家数)?(?:由[^，]*)?$")
_DEMONSTRATED = re.compile(r"(?:这|那|上述|(?<!级)以上|其余|前述|第|共印|每[少多缺迟]|共计划分为|分为|划分为|由)$")
_AMONG = re.compile(r"[\u4e00-\u9fff]{0,6}[中里](?:的|排|位|居)")  # 15个设区市中的位次
_GENERIC_TIME = {"天", "个月", "小时", "分钟", "个小时", "个工作日"}
# 全市16个县、230个乡镇全部设立科协, 实现128个行政村全覆盖: how many places there are.
_POSTS = re.compile(r"[^，。；、\d]{0,12}(?:任|为)(?:副?组长|成员|副?主任|召集人)")  # 3名同志任副组长
_OF_THOSE = re.compile(
    r"\s*以上(?:的[^，、；\d]*(?<![和及])\d|[^，、；\d的]{2,16}的[^，、；\d]{1,16}[\d.]{1,6}%)"
)  # 年接待量5000人次以上的达到20家
_LONG = re.compile(r"米[长宽高](?!度)")  # 20米长的画廊
_REWARDED = re.compile(r"的?[^，。；\d]{0,12}(?:给予|予以|进行)?(?:表彰|表扬|奖励|通报|约谈)")  # 对前三名的单位给予表彰
_PLACES = re.compile(r"(?:设区市|地级市|市|县|区|旗|乡|镇|街道|行政村|自然村|村|社区|居委会)(?![级内外])")
_OF_ALL = re.compile(
    r"(?:[全我][省市区县州国旗镇乡]|辖区内?|所有)的?(?:\d{1,5}个[^，、\d（）]{1,8}(?:（[^（）]{1,8}）)?[、和及]){0,4}$"
)


def only_describes(printed: str, figure: Figure) -> bool:
    """Tell a figure that describes from one that is set or reported.

    Parameters
    ----------
    printed : str
        The clause.
    figure : Figure
        With positions in the clause.

    Returns
    -------
    bool
        True for 24小时服务, 全市16个县, 年接待5000人次以上的…; shares never only describe, ranks do that are rewarded.
    """
    after, before = printed[figure.end :], printed[: figure.start]
    if (figure.rank or before.endswith("前")) and _REWARDED.match(after):
        return True
    if figure.unit in _SHARES or figure.rank or figure.more:
        return False
    if _OF_THOSE.match(after) or _LONG.match(printed, figure.end - 1) or counts_places(printed, figure):
        return True
    if words.AFTER_AT_LEAST.match(after) or words.AFTER_AT_MOST.match(after):
        return before.endswith(("“", "第"))
    if figure.unit in _GENERIC_TIME:
        recurring = words.nearest_period(printed) is not None and not before.endswith(("为期", "历时"))
        return not recurring and not re.search(r"不少于|不低于|至少|达到|超过|控制在", before[-_SOON:])
    shown = _DEMONSTRATED.search(before) and not (before.endswith("由") and CHANGES.match(after))
    shown = shown or (figure.unit == "分" and before.endswith(("加", "扣", "减", "得", "计", "（", "(")))
    return bool(shown or _GOVERNS.search(before) or _AMONG.match(after) or _POSTS.match(after))


def counts_places(printed: str, figure: Figure) -> bool:
    """Tell how many places there are from how many are to have something.

    Parameters
    ----------
    printed : str
        The clause.
    figure : Figure
        With positions in the clause.

    Returns
    -------
    bool
        True for 全市16个县 and 实现128个行政村全覆盖, not for 覆盖100个村.
    """
    after, before = printed[figure.end :], printed[: figure.start]
    return figure.unit == "个" and bool(_PLACES.match(after)) and ("全覆盖" in after or bool(_OF_ALL.search(before)))
