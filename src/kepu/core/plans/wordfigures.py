"""Figures in Chinese numerals: 三十个, 一至两次, 三万人次."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.figure import NUMERALS, STRUCTURE, UNIT, Figure
from kepu.core.plans.normalise import chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterator

# 新建科技馆三座, 每个县建有一座科技馆: small numbers in words, where a verb makes or asks for what they count.
_MAKES = "新建|建成|建设|建立|打造|创建|培育|认定|新认定|命名|增设|设立|新增|举办|开展|组织|组建|发展|评选|推出"
_MADE = re.compile(rf"(?:{_MAKES})[^，。；、\d]{{2,16}}?(?P<low>{NUMERALS})(?P<unit>{UNIT})(?=[，。；、)]|以上|$)")
_MADE_FIRST = re.compile(
    rf"(?:{_MAKES})(?P<low>[二两三四五六七八九](?=[座所家处支辆条场期套])|一(?=座))(?P<unit>[座所家处支辆条场期套])(?=[\u4e00-\u9fff])"
)
_BOUNDED = re.compile(rf"(?:至少|不少于|不低于|不超过|突破|达到)(?P<low>{NUMERALS})(?P<unit>{UNIT})")
_EACH = re.compile(
    rf"(?:每|各(?=[^，。；\d]{{0,12}}至少))(?:个|所|家|县|区|市|村|镇|乡|校|区县|县区|[\d〇一二三四五六七八九十百]*万)[^，。；\d]{{0,12}}?(?:拥有|建有|建成|至少|配备|设立|设有|有)(?:至少)?(?P<low>{NUMERALS})(?P<unit>个|座|所|家|处|名|支|间|块|人|次|场)"
)
# 每村有一个活动室、一名宣传员: the words behind the first of a list of what each has.
_EACH_TOO = re.compile(r"、(?P<low>[一两二三四五])(?P<unit>个|座|所|家|处|名|支|间|块|人)(?=[\u4e00-\u9fff])")
_WORDS = re.compile(rf"(?P<low>{NUMERALS})(?P<more>余|多)?(?P<unit>{UNIT})(?P<after>以上|以内|以下|左右)?")
_WHOLE_TENS = 10  # below it, words such as 一个 and 三个 rarely count anything
_BEFORE = re.compile(
    rf"(?:至少|不少于|不低于|每年|每季度|每月|每周|每学期|每半年|每[两三]年)[\u4e00-\u9fff]{{0,10}}?(?P<low>{NUMERALS})(?P<unit>次|场|期|个|名|家|处|届|节|课|轮|批|堂|遍)"
)
_END = re.compile(r"[，。；]|$")
_FIVE_YEARS = re.compile(r"十[二三四五六七]五期")
_SESSION = re.compile(r"届(?:中央|[一二三四五六七八九][中次])")  # 二十届三中全会
# 一至两次, 二到三名
_SPAN = re.compile(
    r"(?<!第)(?P<low>[一二两三四五六七八九])[到至](?P<high>[二两三四五六七八九十])(?P<unit>人次|[次期场名个家所处支届节人])(?!级|度)"
)
# 三万人次, 一万名: not 百万人口 nor 万人计划.
_TEN_THOUSANDS = re.compile(
    r"(?<![每第“百千])(?P<low>[一二两三四五六七八九十][一二三四五六七八九十百千]{0,4}万)(?P<more>余|多)?(?P<unit>人次|人(?![口才计民士])|[名份册元户场次亩]|平方米)"
)
# 国家级示范县一个，省级三个: of grades in a list
_GRADED = re.compile(
    r"(?:国家|[省市县区镇校])级[^，。；、\d]{0,8}?(?P<low>[一二两三四五六七八九十]{1,3})(?P<unit>[个家所处名])(?=[，。；、)]|以上|$)"
)


def figures_in_words(plain: str) -> Iterator[tuple[re.Match[str], Figure]]:
    """Find what may be a figure in Chinese numerals, the surest first.

    Parameters
    ----------
    plain : str
        A clause in half width, with names blanked.

    Yields
    ------
    tuple of Match and Figure
        They may lie over each other; the first is right.
    """
    for match in _SPAN.finditer(plain):
        low, high = chinese_number(match["low"]) or 0, chinese_number(match["high"]) or 0
        if low < high:
            yield (
                match,
                Figure(match.start(), match.end(), float(low), float(high), match["unit"], more=False, rank=False),
            )
    for pattern in (_BEFORE, _BOUNDED, _EACH, _MADE, _MADE_FIRST, _GRADED, _TEN_THOUSANDS, _WORDS):
        for match in _matches(pattern, plain):
            figure = _in_words(match, plain)
            if figure is not None:
                yield match, figure


def _matches(pattern: re.Pattern[str], plain: str) -> Iterator[re.Match[str]]:
    """Find a pattern; behind what each place has, what else it has in the same clause."""
    for match in pattern.finditer(plain):
        yield match
        end = _END.search(plain, match.end()) if pattern is _EACH else None
        if end is not None:
            yield from _EACH_TOO.finditer(plain, match.end(), end.start())


def _in_words(match: re.Match[str], plain: str) -> Figure | None:
    """Read a figure in Chinese numerals: small ones count something only with 以上, 至少 or 每年 beside them."""
    groups = match.groupdict()
    value = chinese_number(match["low"])
    before = plain[: match.start("low")]
    if (
        value is None
        or STRUCTURE.match(plain, match.start("unit"))
        or before.endswith(("第", "“", "十", "百", "千", "万", "前"))
        or _FIVE_YEARS.match(plain, match.start("low"))
        or _SESSION.match(plain, match.start("unit"))
    ):
        return None
    plain_words = match.re is _WORDS
    if plain_words and len(match["low"]) == 1 and re.match(r"以上[\u4e00-\u9fff]", plain[match.end("unit") :]):
        return None  # 千人以上大型活动
    more = bool(groups.get("more")) or (match["low"] in {"百", "千"} and before.endswith("上"))  # 上百场
    if plain_words and not groups.get("after") and not more and (value < _WHOLE_TENS or len(match["low"]) == 1):
        return None
    if plain_words and re.match(r"[万气大]", plain[match.end("unit") :]):  # 千家万户, 二十四节气
        return None
    return Figure(match.start("low"), match.end("unit"), float(value), None, match["unit"], more=more, rank=False)
