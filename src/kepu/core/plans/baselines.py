"""Baselines: what a plan reports, told from what it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kepu.core.plans import targetwords as words
from kepu.core.plans.dates import five_years, governing_years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.clauses import Part
    from kepu.core.plans.figure import Figure

CHANGES = re.compile(
    r"[^，]{0,4}?(?:提高|增加|提升|增长|上升|扩大|发展|扩充|扩展|拓展|跃升|缩小|缩短|逐步提高|减少|下降|降低|增至|升至|减至|降至)"
)
_SAID_OF_WHAT_IS = re.compile(r"现有|原有|既有|已有|已建|[^，。；、\d]{0,12}基础上")
_ALL_THERE_ARE = re.compile(
    r"(?:^|[为向对在使让]|依托|推动|引导|发动|动员)[全我][省市区县州旗镇乡](?:共有)?$"
)  # 为全市1.2万名教师
_FIVE_YEARS = re.compile(r"十[二三四五六]五”?(?:期间|时期|期内)")
_AIMED_BY = re.compile(r"(?<![高升加长展])[到至]20")  # 到2020年, not 提高到2020年的9%
_NEAR = 10  # characters before a figure in which its year stands
_UNTIL = re.compile(r"截[至止]到?(?P<year>20\d{2})年")
_AHEAD = re.compile(r"(?:^|[，、]|确保|实现|力争|争取|计划|预计|推动|使)(?:到|至)20")
# 较2020年（8.5%）提高, 从2020年的9.85%，到2025年…
_STARTING_FROM = re.compile(r"[比较由从](?:20\d{2}年|上年|去年)(?:底|末)?(?:的|[（(])$|在20\d{2}年(?:底|末)?的?[（(]?$")
_SHARES = {"%", "个百分点", "‰"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place of a paragraph says about the figures in it."""

    background: bool
    first_year: int | None
    last_year: int | None
    objective: bool = False  # a section of objectives, whose first date holds for all of a paragraph
    heading_year: int | None = None  # of a heading such as 2025年目标

    @property
    def several_years(self) -> bool:
        """Whether the plan runs for more than one year."""
        return self.first_year != self.last_year


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence, with those around it."""

    text: str
    sentence: Part
    clauses: Sequence[Part]
    index: int

    @property
    def printed(self) -> str:
        """Its words."""
        return self.words(self.index)

    def words(self, index: int) -> str:
        """Give the words of a clause of the sentence."""
        return self.text[self.clauses[index].start : self.clauses[index].end]

    @property
    def until(self) -> str:
        """The sentence up to its end."""
        return self.text[self.sentence.start : self.clauses[self.index].end]


def is_baseline(clause: Clause, figure: Figure, year: int | None, setting: Setting) -> bool:
    """Tell a reported fact from something that is wanted.

    Parameters
    ----------
    clause : Clause
        Where the figure stands.
    figure : Figure
        With positions in the clause.
    year : int or None
        The year that governs it.
    setting : Setting
        The kind of its section and the years of the plan.

    Returns
    -------
    bool
        True for what was or is.
    """
    before, after = clause.printed[: figure.start], clause.printed[figure.end :]
    before = before[max(0, before.rfind("基础上")) :]  # 在现有8.3%的基础上提升到13%
    if words.ASPIRATION.search(before):
        return False
    first = setting.first_year
    return bool(
        setting.background
        or (year and first and year < first and not _AIMED_BY.search(before[-_NEAR:]))
        or (words.REPORTED.search(before) and not (year and first and year >= first and _AHEAD.search(before)))
        or (words.COMPARED.search(before) and _looks_back(clause, first))
        or (CHANGES.match(after) and re.search(r"(?:由|从)[^，]*$", before))
        or _STARTING_FROM.search(before)
        or (words.FACT.search(before) and not _until_later(before, first))
        or _SAID_OF_WHAT_IS.match(after)
        or (_ALL_THERE_ARE.search(before) and figure.unit not in _SHARES and not words.AFTER_AT_LEAST.match(after))
        or (
            _reports_since(clause, first)
            and not (_AHEAD.search(before) or _FIVE_YEARS.search(before) or _later(before, first))
        )
        or _in_years_over(before, first)
        or _counts_existing(clause.printed, figure)
    )


def reported_year(printed: str, figure: Figure, year: int | None, setting: Setting) -> int | None:
    """Give the year of a reported figure: not the one by which 由37.5%提高到75% is to happen.

    Parameters
    ----------
    printed : str
        The clause.
    figure : Figure
        With positions in the clause.
    year : int or None
        The year that governs the clause.
    setting : Setting
        The kind of its section and the years of the plan.

    Returns
    -------
    int or None
        None where only the year of the target is printed.
    """
    first = setting.first_year
    is_start = re.search(r"(?:由|从)[^，]*$", printed[: figure.start]) and not setting.background
    return None if is_start and year and first and year >= first else year


def _looks_back(clause: Clause, first: int | None) -> bool:
    """Tell whether something before a comparison (比上年…, 分别为…) reports what was; plans compare as well."""
    dates = [year.value for index in range(clause.index + 1) for year in governing_years(clause.words(index))]
    if dates:
        return bool(first and dates[-1] < first)
    return bool(words.DONE.search(clause.until)) or (first is None and not words.AHEAD.search(clause.until))


def _reports_since(clause: Clause, first: int | None) -> bool:
    """Tell whether a clause before reports (去年…), and none since looks ahead."""
    looks = (_glance(clause.words(index), first) for index in range(clause.index - 1, -1, -1))
    return next((back for back in looks if back is not None), False)


@lru_cache(maxsize=1024)  # each figure of a sentence asks about the clauses before it
def _glance(clause: str, first: int | None) -> bool | None:
    """Tell a clause that reports from one that looks ahead; None when it does neither."""
    if words.ASPIRATION.search(clause) or _AHEAD.search(clause) or _later(clause, first):
        return False
    five = list(_FIVE_YEARS.finditer(clause))
    if five:
        return _in_years_over(clause, first)
    return True if words.REPORTING.search(clause) else None


def _later(words_before: str, first: int | None) -> bool:
    """Tell words dated after the plan began, of which nothing can be reported: 2028年再建5个."""
    return _until_later(words_before, first) or any(
        first and year.value > first for year in governing_years(words_before)
    )


def _in_years_over(words_before: str, first: int | None) -> bool:
    """Tell “十四五”期间 in a plan that began later."""
    named = list(_FIVE_YEARS.finditer(words_before))
    period = five_years(named[-1].group()) if named else None
    return bool(period and first and period[1] < first and not governing_years(words_before[named[-1].end() :]))


def _until_later(words_before: str, first: int | None) -> bool:
    """Tell 截至2025年 in a plan that began before that year: nothing is reported yet."""
    until = _UNTIL.search(words_before)
    return bool(until and first and int(until["year"]) > first)


def _counts_existing(printed: str, figure: Figure) -> bool:
    """Tell the size of what is brought together: 集聚6个科协, 100余家单位的资源."""
    before = printed[: figure.start]
    gathered = list(words.GATHERED.finditer(before))
    last_verb = max((match.start() for match in words.VERB.finditer(before)), default=-1)
    counted = figure.unit not in _SHARES and not words.AFTER_AT_LEAST.match(printed[figure.end :])
    names_them = bool(re.match(r"[\u4e00-\u9fff]", printed[figure.end :]))
    return bool(gathered) and counted and names_them and last_verb <= gathered[-1].start()
