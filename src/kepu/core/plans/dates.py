"""Years and periods in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import chinese_number, half_width

if TYPE_CHECKING:
    from kepu.core.plans.figure import Figure

DASH = r"\s*[-‐‑‒–—―─－~～至到]{1,2}\s*"
_YEAR = r"(?:(?P<digits>(?:19|20)\d{2})|(?P<words>[一二][〇○零一二三四五六七八九]{3}))"
YEARS = re.compile(rf"(?P<start>(?:19|20)\d{{2}})\s*年?{DASH}(?P<end>(?:19|20)\d{{2}})(?=\s*年|[）)]|$)")
DUE = re.compile(rf"{_YEAR}\s*年(?P<tail>底前|末前|底|末|前|年底)?(?!度|起|以来|版|第)")
_FIVE = {
    "十二五": (2011, 2015),
    "十三五": (2016, 2020),
    "十四五": (2021, 2025),
    "十五五": (2026, 2030),
    "十六五": (2031, 2035),
}
FIVE_YEARS = re.compile(r"[“\"]?(?P<name>十[二三四五六]五)[”\"]?(?P<end>规划)?(?:期)?(?P<last>末)?")
DAY = re.compile(r"(?P<y>(?:19|20)\d{2})\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})\s*日?")
_C = "[〇○零一二三四五六七八九十0oOОοΟ◯]"
_ZEROS = str.maketrans(dict.fromkeys("0oOОοΟ◯", "〇"))  # letters and rings that are typed for 〇
DAY_WORDS = re.compile(rf"(?P<y>[一二]{_C}{{3}})年(?P<m>{_C}{{1,2}})月(?P<d>{_C}{{1,3}})日")


_COMPARED = re.compile(r"(?:比|较|从|由|自|与|同|以|相比|相较|对比|高于|低于)(?:于)?$")
_LISTED = re.compile(r"(?<!\d)20\d{2}(?=(?:[、和及]20\d{2}){1,6}年)")  # 2023、2024、2025年
_BRACKET = re.compile(r"[（(][^（）()]{0,20}年[^（）()]{0,8}\d[^（）()年月日]{0,8}[）)]")
_BRACKETS = re.compile(r"(?<=.)[（(][^（）()]*[）)]")
_FROM_THERE = re.compile(
    r"(?:的|[（(]?[\d.]{1,6}[%％][）)]?的?)?基础上|的[\d.一二两三四五]{1,4}倍"
)  # 在2020年8.1%的基础上提高5个百分点
_GROWS = re.compile(r"[提增上][高加升长]|下降|降低")  # 比2020年提高5个百分点 is of a later year
_NEAR = 4  # characters between the year and its figure


@dataclass(frozen=True, slots=True)
class Year:
    """A year at its place in a text."""

    start: int
    end: int
    value: int


@lru_cache(maxsize=1024)  # a clause is asked about again by each of those behind it
def find_years(text: str) -> tuple[Year, ...]:
    """Find the years that a sentence dates something with.

    Parameters
    ----------
    text : str
        A sentence.

    Returns
    -------
    tuple of Year
        In order; the end of a five-year period for 十四五末; of 2021—2025年 the last year.
    """
    plain = half_width(text)
    found = [
        Year(match.start(), match.end(), int(match.group()))
        for match in _LISTED.finditer(plain)
        if not _in_title(text, match.start())
    ]
    found += [
        Year(match.start(), match.end(), value)
        for match in DUE.finditer(plain)
        if (value := int(match["digits"]) if match["digits"] else chinese_number(match["words"].replace("○", "〇")))
        and not _in_title(text, match.start())
    ]
    found += [
        Year(match.start(), match.end(), _FIVE[match["name"]][1])
        for match in FIVE_YEARS.finditer(plain)
        if match["last"]
    ]
    return tuple(sorted(found, key=lambda year: year.start))


@lru_cache(maxsize=1024)
def governing_years(text: str) -> list[Year]:
    """Give the years that date a clause: not those that it compares with (较2020年提高…, 从2020年的6.5%).

    Parameters
    ----------
    text : str
        A clause.

    Returns
    -------
    list of Year
        In order.
    """
    return [
        year
        for year in find_years(text)
        if not (_COMPARED.search(text[: year.start]) or _FROM_THERE.match(text, year.end))
    ]


def dated_apart(text: str, year: Year, figure: Figure) -> bool:
    """Tell a year that dates another figure in brackets behind this one: 达到13%（2020年为8.5%）."""
    bracket = _BRACKET.search(text, figure.end)
    return bool(bracket and bracket.start() < year.start < bracket.end())


def in_brackets(text: str, year: Year) -> bool:
    """Tell a year in brackets beside other words of its clause: 建成15个（2026年5个）."""
    return any(bracket.start() < year.start < bracket.end() for bracket in _BRACKETS.finditer(text))


def reference_year(text: str, figure: Figure) -> int | None:
    """Give the year that stands right before a figure as its own: 从2020年的6.5%提高到…."""
    for year in reversed(find_years(text[: figure.start])):
        dated = _COMPARED.search(text[: year.start]) or _FROM_THERE.match(text, year.end)
        apart = text[year.end : figure.start]
        return year.value if len(apart) <= _NEAR and dated and not _GROWS.search(apart) else None
    return None


def five_years(text: str) -> tuple[int, int] | None:
    """Give the five-year period that a text names first."""
    match = FIVE_YEARS.search(text)
    return _FIVE[match["name"]] if match else None


def find_day(text: str) -> str | None:
    """Give the last full date of a text in ISO form, or None."""
    plain = half_width(text)
    last: tuple[int, str] | None = None
    for pattern in (DAY, DAY_WORDS):
        for match in pattern.finditer(plain):
            year, month, day = (
                int(part) if part.isdigit() and part.isascii() else chinese_number(part.translate(_ZEROS))
                for part in match.group("y", "m", "d")
            )
            if year and month and day and month <= 12 and day <= 31 and (last is None or match.start() > last[0]):  # noqa: PLR2004
                last = (match.start(), f"{year:04d}-{month:02d}-{day:02d}")
    return last[1] if last else None


def _in_title(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("《") > before.count("》")
