"""How often a figure recurs: said beside it, in the brackets around it, or in the clause before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans import targetwords as words
from kepu.core.plans.dates import find_years
from kepu.core.plans.quantities import find_figures

if TYPE_CHECKING:
    from kepu.core.plans.figure import Figure
    from kepu.core.plans.model import Period

_SHARES = {"%", "个百分点", "‰"}
_MAKES = re.compile(
    r"^(?:新)?(?:建设|建成|建立|打造|组建|创建|培育|培养|新建|改建|设立|认定|命名|评选|选树|遴选|制作|开发|引进)"
)
# 每年举办10期以上，培训500人次: those who come, and what they are given, are counted as often as the event.
_FLOWS = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4})?(?:培训|参与|参加|参赛|参训|受益|受众|惠及|服务|发放|印发|接待|吸引|行程|直接)"
)
_WHEN = re.compile(r"半年|年[终底末中]|季度|月|学期|第")
_VERB = re.compile(rf"^(?:{words.VERBS})")
_ALTOGETHER = re.compile(r"累计|总[计共数量]|共计|全年|年内|(?<![每\d第])(?:[两三四五]|[2-5])年(?!级)")
_EACH_TIME = re.compile(r"每[次期场届节][^，。；\d]{0,12}$")  # 每周播放2次、每次15分钟以上
_WHICH = re.compile(r"\d[^，。；\d]{0,4}以[上下]的(?P<what>[^，、；\d]*)(?<![和及])$")  # 年接待5000人次以上的达到20家
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


def recurring(printed: str, figure: Figure, before: str, *, several_years: bool) -> tuple[Period, str] | None:
    """Tell how often a figure recurs, and what its unit is then divided by.

    Parameters
    ----------
    printed : str
        The clause.
    figure : Figure
        With positions in the clause.
    before : str
        The clause before; empty where there is none, or where it says nothing of how often.
    several_years : bool
        Whether the plan runs for more than one year, so that 全年 means every year.

    Returns
    -------
    tuple of str, or None
        None for what is to be reached once.
    """
    if figure.per:
        return words.PER.get(figure.per)
    if _EACH_TIME.search(printed[: figure.start]):
        return None
    said = _beside(printed, figure)
    own = words.nearest_period(said)
    if own is None and "全年" in said and several_years:
        own = ("per_year", "")
    if own or not before or find_years(printed) or _ALTOGETHER.search(printed[: figure.start]):
        return own
    carried = words.nearest_period(before)
    return carried if carried and _goes_on(printed, figure, before) else None


def says_how_often(printed: str) -> bool:
    """Tell whether a clause says how often, other than in brackets."""
    return words.nearest_period(_BRACKETS.sub("", printed)) is not None


def _beside(printed: str, figure: Figure) -> str:
    """Give the words that can say how often: 培训教师1000名（每年200名） says it of the 200 only."""
    for bracket in _BRACKETS.finditer(printed):
        if bracket.start() < figure.start < bracket.end() and words.nearest_period(bracket.group()):
            return bracket.group()
    outside = _BRACKETS.sub(lambda match: "□" * len(match.group()), printed)
    described = _WHICH.search(outside[: figure.start])
    if described:
        return outside[described.start("what") : figure.end]
    altogether = [match.end() for match in _ALTOGETHER.finditer(outside, 0, figure.start)]
    earlier = [other.end for other in find_figures(printed) if other.end <= figure.start]
    if altogether and earlier and altogether[-1] > earlier[-1]:  # 每年200名、五年累计1000名
        return outside[altogether[-1] : figure.start]
    return outside[: figure.end]


def _goes_on(printed: str, figure: Figure, before: str) -> bool:
    """Tell whether a clause goes on with what the one before says of how often."""
    if figure.unit in _SHARES or _WHEN.match(printed):
        return False
    if _FLOWS.match(printed):
        return True
    if _VERB.match(printed):
        return not _MAKES.match(printed) and not words.AFTER_AT_LEAST.search(before)
    earlier = find_figures(before)
    same = bool(earlier) and earlier[-1].unit.lstrip("个") == figure.unit.lstrip("个")
    return same and not words.VERB.search(printed[: figure.start])  # 每年不少于4次，各村不少于2次
