"""Figures with their units in running text: found, valued, and told from names, dates and numbers of structure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import chinese_number, half_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Never more than a printed number has, so that a line of digits is not tried anew from each of them.
_N = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,12}(?!\d)(?:\.\d{1,6})?"
_C = "[一二两三四五六七八九十百千]{1,6}"
_UNIT = (
    r"个百分点|个月(?!度)|个小时|个工作日|个学时|个课时|个位次|车次|台次|校次|站次|项次|户次|村次|分(?=[，。；、）)]|$)|篇次|平方米|平方公里|平方千米|平米|㎡|立方米|人次|人天|场次|家次|件次|班次|批次|课时|学时|小时|分钟|公里|千米|%|％|‰|倍|"
    "个|家|名|人|场|次|所|处|条|辆|台|套|部|件|期|项|支|座|张|元|户|天|册|份|篇|种|类|位|对|班|门|节|本|块|幅|站|间|亩|吨|款|集|届|轮|米|栋|课|学分|例|只|株|盏|套|辆次|期次|公顷|千瓦|吨|字|首|枚|艘|架|幢|棵|组|堂|批|延米|遍|讲(?!座|解|述|好|师)"
)
_PER = r"(?:\((?P<also>[次套处家个场件册份所座期项名部篇条种支届人台])\)|/(?:(?P<each>年)[·/](?=人))?(?P<per>万人|人|户|次|场|周|月|季度|学期|年|天|日|村|校)(?![次均口])(?:[·/](?P<year>年))?)?"
_MORE = r"余|多|\+"
_FIGURE = re.compile(
    rf"(?P<low>{_N})\s*(?:(?P<lowunit>%|％|万|亿|个百分点)?\s*[-–—―─~～至到]{{1,2}}\s*(?P<high>{_N}))?\s*(?P<more>{_MORE})?\s*"
    rf"(?P<scale>万|亿)?(?P<more2>{_MORE})?\s*(?P<unit>{_UNIT}){_PER}"
)
# 10个至15个; 由10个到15个 is a change.
_RANGE = re.compile(rf"(?<![由从])(?P<low>{_N})(?P<unit>{_UNIT})\s*[-–—―─~～至]{{1,2}}\s*(?P<high>{_N})(?P=unit)")
# 粉丝数突破1000万: a great number without a unit, of what is named before it.
_GREAT = re.compile(
    rf"(?:(?<=[数量模口])|(?<=粉丝|用户|会员|听众|观众|受众))(?:累计)?[^，。；、\d]{{0,6}}(?P<low>{_N})\s*(?P<more>{_MORE})?(?P<scale>万|亿)(?P<more2>{_MORE})?"
    r"(?=以上|左右|[，。；、)]|$|(?:增|提|发展|扩大)[^，。；\d]{0,2}\d)"
)
# 粉丝数由2万增至10万
_GREAT_END = re.compile(
    rf"(?<=[万亿])(?:余|多)?(?:增[至加长]|提[升高]|发展|扩大)[到至]?(?P<low>{_N})\s*(?P<more>{_MORE})?(?P<scale>万|亿)(?P<more2>{_MORE})?"
    r"(?=以上|左右|[，。；、)]|$)"
)
# 到2023年粉丝量突破50万，到2025年突破100万: of what was named in the clause before.
_GREATER = re.compile(
    rf"^(?:力争|争取)?(?:到|至)?20\d{{2}}年(?:底|末)?前?(?:力争|争取)?(?:达到?|突破|超过|增至|增长到|增加到|提高到)"
    rf"(?P<low>{_N})\s*(?P<more>{_MORE})?(?P<scale>万|亿)(?P<more2>{_MORE})?(?=以上|左右|[；。)]|$)"
)
_YEARS_OF = re.compile(rf"(?:年限|寿命)[^，。；\d]{{0,6}}(?P<low>{_N})(?P<unit>年|岁)")  # 平均受教育年限达到11.3年
_TENTHS = re.compile(
    r"(?:(?:(?P<tenths>[一二三四五六七八九])成(?P<half>五)?|(?P<whole>[二四五十])分之(?P<parts>[一二三四五六七八九]))"
    r"(?=以上|以内|左右|的|[，。；]|$)|(?:一半|半数)(?=以上))"
)
# 新建科技馆三座, 每个县建有一座科技馆: small numbers in words, where a verb makes or asks for what they count.
_MAKES = "新建|建成|建设|建立|打造|创建|培育|认定|新认定|命名|增设|设立|新增|举办|开展|组织|组建|发展|评选|推出"
_MADE = re.compile(rf"(?:{_MAKES})[^，。；、\d]{{2,16}}?(?P<low>{_C})(?P<unit>{_UNIT})(?=[，。；、)]|以上|$)")
_MADE_FIRST = re.compile(
    rf"(?:{_MAKES})(?P<low>[二两三四五六七八九](?=[座所家处支辆条场期套])|一(?=座))(?P<unit>[座所家处支辆条场期套])(?=[\u4e00-\u9fff])"
)
_BOUNDED = re.compile(rf"(?:至少|不少于|不低于|不超过|突破|达到)(?P<low>{_C})(?P<unit>{_UNIT})")
_EACH = re.compile(
    rf"(?:每|各(?=[^，。；\d]{{0,12}}至少))(?:个|所|家|县|区|市|村|镇|乡|校|区县|县区|[\d〇一二三四五六七八九十百]*万)[^，。；\d]{{0,12}}?(?:拥有|建有|建成|至少|配备|设立|设有|有)(?:至少)?(?P<low>{_C})(?P<unit>个|座|所|家|处|名|支|间|块|人|次|场)"
)
# 每村有一个活动室、一名宣传员: the words behind the first of a list of what each has.
_EACH_TOO = re.compile(r"、(?P<low>[一两二三四五])(?P<unit>个|座|所|家|处|名|支|间|块|人)(?=[\u4e00-\u9fff])")
_PERCENT = re.compile(rf"(?P<of>百|千)分之(?P<words>{_C}(?:点[〇零一二三四五六七八九]+)?|{_N})")
_WORDS = re.compile(rf"(?P<low>{_C})(?P<more>余|多)?(?P<unit>{_UNIT})(?P<after>以上|以内|以下|左右)?")
_WHOLE_TENS = 10  # below it, words such as 一个 and 三个 rarely count anything
_BEFORE = re.compile(
    rf"(?:至少|不少于|不低于|每年|每季度|每月|每周|每学期|每半年|每[两三]年)[\u4e00-\u9fff]{{0,10}}?(?P<low>{_C})(?P<unit>次|场|期|个|名|家|处|届|节|课|轮|批|堂|遍)"
)
_RANK = re.compile(
    rf"前(?P<low>{_N}|{_C})\s*(?P<unit>%|％|名|位|强)?|(?P<placed>(?:位居|居|排名|进入|保持|位列|名列)[^，。；\d]{{0,10}}前(?P<few>[二三四五六七八九十]))(?=[，。；、]|$)"
)
_NAMES = re.compile(r"“[^”]*”|《[^》]*》|〔[^〕]*〕|「[^」]*」|\[[^\]]*\]")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_HUNDREDTHS = {"百": "%", "千": "‰"}
_TIMES = {"周", "月", "季度", "学期", "年", "天"}
# 5项重点工程, 5大行动, 14个单位: what a plan is made of, not what it wants.
_STRUCTURE = re.compile(
    r"(?:个|项|类|种|条|大)[\u4e00-\u9fff、]{0,8}?(?:行动|工程|任务|方面|制度|原则|体系|领域|阶段|环节|重点人群|指标体系|部分|成员单位|措施|举措|专项行动)"
)
_END = re.compile(r"[，。；]|$")
_FIVE_YEARS = re.compile(r"十[二三四五六七]五期")
_MEMBERS = re.compile(r"等\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, at its place in a text."""

    start: int
    end: int
    value: float
    high: float | None
    unit: str
    more: bool  # 100余家
    rank: bool  # 前20%
    per: str = ""  # 3元/年


@lru_cache(maxsize=1024)  # a clause is asked about again by each of those behind it
def find_figures(text: str) -> tuple[Figure, ...]:
    """Find the figures of a text.

    Parameters
    ----------
    text : str
        A sentence or paragraph.

    Returns
    -------
    tuple of Figure
        In order, without those in names, dates, ordinals and counts of structure.

    Examples
    --------
    >>> [(figure.value, figure.unit) for figure in find_figures("到2025年，建成5个“3D”展馆，覆盖80%以上，培训2万人次")]
    [(5.0, '个'), (80.0, '%'), (20000.0, '人次')]
    """
    plain = half_width(_NAMES.sub(lambda match: "□" * len(match.group()), text))
    found: list[Figure] = []
    taken = bytearray(len(plain))

    def add(match: re.Match[str], figure: Figure | None) -> None:
        if figure is not None and not any(taken[match.start() : match.end()]):
            found.append(figure)
            begins = match.start("low") if "low" in match.re.groupindex else match.start()
            taken[begins : match.end()] = b"1" * (match.end() - begins)

    for pattern, read in _READERS:
        for match in _matches(pattern, plain):
            add(match, read(match, plain))
    return tuple(sorted(found, key=lambda figure: figure.start))


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
        or _STRUCTURE.match(plain, match.start("unit"))
        or before.endswith(("第", "“", "十", "百", "千", "万", "前"))
        or _FIVE_YEARS.match(plain, match.start("low"))
    ):
        return None
    plain_words = match.re is _WORDS
    if plain_words and len(match["low"]) == 1 and re.match(r"以上[\u4e00-\u9fff]", plain[match.end("unit") :]):
        return None  # 千人以上大型活动
    more = bool(groups.get("more"))
    if plain_words and not groups.get("after") and not more and (value < _WHOLE_TENS or len(match["low"]) == 1):
        return None
    if plain_words and re.match(r"[万气大]", plain[match.end("unit") :]):  # 千家万户, 二十四节气
        return None
    return Figure(match.start("low"), match.end("unit"), float(value), None, match["unit"], more=more, rank=False)


def scaled(words: str, scale: int) -> float:
    """Multiply as on paper: 2.3亿 is 230000000, no binary fraction beside it."""
    return float(Decimal(words.replace(",", "")) * scale)


def number(words: str) -> float:
    """Read digits with thousands separators."""
    return float(words.replace(",", ""))


def _figure(match: re.Match[str], plain: str) -> Figure | None:
    before = plain[: match.start()]
    if before and ((before[-1].isalnum() and before[-1].isascii()) or before[-1] in ".第〔-/:每"):
        return None
    if re.search(r"\d年\s*$", before) and match["unit"] in {"月", "日"}:
        return None
    unit = match["unit"].replace("％", "%")
    if unit != "%" and _counts_structure(before, plain, match):
        return None
    scale = _SCALES.get(match["scale"] or "", 1)
    high = scaled(match["high"], scale) if match["high"] else None
    value = scaled(match["low"], _SCALES.get(match["lowunit"] or "", scale))
    if high is not None and high <= value:
        value = number(match["low"])  # 8000至1万
        if high <= value:
            return None
    more = bool(match["more"] or match["more2"])
    if match["also"]:
        unit += f"（{match['also']}）"  # as printed: 场（次）
    per = {"日": "天"}.get(match["per"] or "", match["per"] or "")
    if per and per not in _TIMES:
        unit, per = f"{unit}/{per}", match["year"] or match["each"] or ""
    return Figure(match.start(), match.end(), value, high, unit, more=more, rank=False, per=per)


def _range(match: re.Match[str], plain: str) -> Figure | None:
    low, high = number(match["low"]), number(match["high"])
    before = plain[: match.start()]
    if high <= low or (before and (before[-1].isascii() and before[-1].isalnum())) or before.endswith(("由", "从")):
        return None
    return Figure(match.start(), match.end(), low, high, match["unit"].replace("％", "%"), more=False, rank=False)


def _years_of(match: re.Match[str], _plain: str) -> Figure:
    return Figure(match.start("low"), match.end(), number(match["low"]), None, match["unit"], more=False, rank=False)


def _great(match: re.Match[str], _plain: str) -> Figure:
    value = scaled(match["low"], _SCALES[match["scale"]])
    more = bool(match["more"] or match["more2"])
    return Figure(match.start("low"), match.end(), value, None, "", more=more, rank=False)


def _tenths(match: re.Match[str], _plain: str) -> Figure:
    percent = 50.0  # 一半以上
    if match["tenths"]:
        percent = (chinese_number(match["tenths"]) or 0) * 10.0 + (5 if match["half"] else 0)
    elif match["parts"]:
        percent = 100 * (chinese_number(match["parts"]) or 0) / (chinese_number(match["whole"]) or 1)
    return Figure(match.start(), match.end(), percent, None, "%", more=False, rank=False)


def _counts_structure(before: str, plain: str, match: re.Match[str]) -> bool:
    """Tell 5项重点工程, and 等14个单位, where a list was counted."""
    if _STRUCTURE.match(plain, match.start("unit")):
        return True
    listed = _MEMBERS.search(before) and re.match(r"(?:单位|部门|成员)", plain[match.end() :])
    return bool(listed) and not (match["more"] or match["more2"])


def _rank(match: re.Match[str], plain: str) -> Figure | None:
    if match["few"]:
        return Figure(
            match.start("few") - 1,
            match.end(),
            float(chinese_number(match["few"]) or 0),
            None,
            "位",
            more=False,
            rank=True,
        )
    low = match["low"]
    digits = low[0].isdigit()
    if not digits and not match["unit"]:
        return None
    if not match["unit"] and re.match(r"[年月日期个.\d]", plain[match.end() :] or " "):
        return None
    value = number(low) if digits else chinese_number(low)
    if value is None:
        return None
    unit = (match["unit"] or "位").replace("％", "%").replace("强", "位")
    return Figure(match.start(), match.end(), float(value), None, unit, more=False, rank=True)


def _percent(match: re.Match[str], _plain: str) -> Figure | None:
    words = match["words"]
    if words[0].isdigit():
        value: float | None = number(words)
    else:
        whole, _, part = words.partition("点")
        base, digits = chinese_number(whole), chinese_number(part) if part else 0
        value = None if base is None or digits is None else float(f"{base}.{digits}") if part else float(base)
    return (
        None
        if value is None
        else Figure(match.start(), match.end(), value, None, _HUNDREDTHS[match["of"]], more=False, rank=False)
    )


# In this order; what one has taken is left alone by those behind it.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Figure | None]], ...] = (
    (_RANK, _rank), (_PERCENT, _percent), (_RANGE, _range), (_FIGURE, _figure), (_GREAT, _great), (_GREATER, _great), (_GREAT_END, _great), (_YEARS_OF, _years_of), (_TENTHS, _tenths),
    (_BEFORE, _in_words), (_BOUNDED, _in_words), (_EACH, _in_words), (_MADE, _in_words), (_MADE_FIRST, _in_words),
    (_WORDS, _in_words),
)  # fmt: skip
