"""Figures with their units in running text: found, valued, and told from names, dates and numbers of structure."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kepu.core.plans.figure import DIGITS, NUMERALS, STRUCTURE, UNIT, Figure
from kepu.core.plans.normalise import chinese_number, half_width
from kepu.core.plans.wordfigures import figures_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

_PER = r"(?:\((?P<also>[次套处家个场件册份所座期项名部篇条种支届人台])\)|/(?:(?P<each>年)[·/](?=人))?(?P<per>万人|人|户|次|场|周|月|季度|学期|年|天|日|村|校)(?![次均口])(?:[·/](?P<year>年))?)?"
_MORE = r"余|多|\+"
_FIGURE = re.compile(
    rf"(?P<low>{DIGITS})\s*(?:(?P<lowunit>%|％|万|亿|个百分点)?\s*[-–—―─~～至到]{{1,2}}\s*(?P<high>{DIGITS}))?\s*(?P<more>{_MORE})?\s*"
    rf"(?P<scale>万|亿)?(?P<more2>{_MORE})?\s*(?P<unit>{UNIT}){_PER}"
)
# 10个至15个; 由10个到15个 is a change.
_RANGE = re.compile(
    rf"(?<![由从])(?P<low>{DIGITS})(?P<unit>{UNIT})\s*[-–—―─~～至]{{1,2}}\s*(?P<high>{DIGITS})(?P=unit)"
)
# 粉丝数突破1000万: a great number without a unit, of what is named before it.
_GREAT = re.compile(
    rf"(?:(?<=[数量模口])|(?<=粉丝|用户|会员|听众|观众|受众))(?:累计)?[^，。；、\d]{{0,6}}(?P<low>{DIGITS})\s*(?P<more>{_MORE})?(?P<scale>万|亿)(?P<more2>{_MORE})?"
    r"(?=以上|左右|[，。；、)]|$|(?:增|提|发展|扩大)[^，。；\d]{0,2}\d)"
)
# 粉丝数由2万增至10万
_GREAT_END = re.compile(
    rf"(?<=[万亿])(?:余|多)?(?:增[至加长]|提[升高]|发展|扩大)[到至]?(?P<low>{DIGITS})\s*(?P<more>{_MORE})?(?P<scale>万|亿)(?P<more2>{_MORE})?"
    r"(?=以上|左右|[，。；、)]|$)"
)
# 到2023年粉丝量突破50万，到2025年突破100万: of what was named in the clause before.
_GREATER = re.compile(
    rf"^(?:力争|争取)?(?:到|至)?20\d{{2}}年(?:底|末)?前?(?:力争|争取)?(?:达到?|突破|超过|增至|增长到|增加到|提高到)"
    rf"(?P<low>{DIGITS})\s*(?P<more>{_MORE})?(?P<scale>万|亿)(?P<more2>{_MORE})?(?=以上|左右|[；。)]|$)"
)
_YEARS_OF = re.compile(rf"(?:年限|寿命)[^，。；\d]{{0,6}}(?P<low>{DIGITS})(?P<unit>年|岁)")  # 平均受教育年限达到11.3年
_TENTHS = re.compile(
    r"(?:(?:(?P<tenths>[一二三四五六七八九])成(?P<half>五)?|(?P<whole>[二四五十])分之(?P<parts>[一二三四五六七八九]))"
    r"(?=以上|以内|左右|的|[，。；]|$)|(?:一半|半数)(?=以上))"
)
_PERCENT = re.compile(
    rf"(?P<of>百|千)分(?:之(?P<words>{NUMERALS}(?:点[〇零一二三四五六七八九]+)?|{DIGITS})|(?<=百分)百)"
)
_RANK = re.compile(
    rf"(?<![底末之以年月日旬])前(?P<low>{DIGITS}|{NUMERALS})\s*(?P<unit>%|％|名|位|强)?|(?P<placed>(?:位居|居|排名|进入|保持|位列|名列)[^，。；\d]{{0,10}}前(?P<few>[二三四五六七八九十]))(?=[，。；、]|$)"
)
_NAMES = re.compile(r"“[^”]*”|《[^》]*》|〔[^〕]*〕|「[^」]*」|\[[^\]]*\]")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_HUNDREDTHS = {"百": "%", "千": "‰"}
_TIMES = {"周", "月", "季度", "学期", "年", "天"}
_MEMBERS = re.compile(r"等\s*$")


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
        for match in pattern.finditer(plain):
            add(match, read(match, plain))
    for match, figure in figures_in_words(plain):
        add(match, figure)
    return tuple(sorted(found, key=lambda figure: figure.start))


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
    unit = {"％": "%", "百分点": "个百分点"}.get(match["unit"], match["unit"])
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
    if STRUCTURE.match(plain, match.start("unit")):
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
    words = match["words"] or "百"  # 百分百
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
)  # fmt: skip
