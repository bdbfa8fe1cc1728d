"""Numbers in front of headings: 一、 （一） 1. （1） ① —— 第一章."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from kepu.core.plans.normalise import chinese_number, half_width

_CHINESE = "[一二三四五六七八九十百]{1,4}"
_PATTERNS = (
    re.compile(rf"第(?P<c>{_CHINESE})(?P<part>章|部分|编|节)[、.．:：\s]*"),
    re.compile(
        rf"(?P<c>{_CHINESE})(?:[、.．](?!\d)|[，,](?=[\u4e00-\u9fff])|、(?=20\d{{2}}年|\d{{1,2}}[个项大条]))\s*"
        rf"|第(?P<article>{_CHINESE})条[、.．:：\s]*(?=[\u4e00-\u9fff])(?!规定|款|的)"
    ),
    re.compile(rf"[（(]\s*(?P<c>{_CHINESE})\s*[）)][、.．，]?\s*|(?P<k>[㈠-㈩])[、.．]?\s*"),
    re.compile(
        r"(?P<d>[0-9０-９]{1,2})(?: ?[.．](?![0-9０-９])|[.．](?=20\d{2}年)|、|[，,](?=[\u4e00-\u9fff]))\s*|(?P<n>[⒈-⒛])\s*"
    ),
    re.compile(
        r"[（(]\s*(?P<d>[0-9０-９]{1,2})\s*[）)][、.．]?\s*|(?P<e>[0-9]{1,2})[）)]\s*|(?P<o>[①-⑳⑴-⒇])[、.．]?\s*"
    ),
    re.compile(r"[—–―─－]{1,3}(?=[\u4e00-\u9fff《“])|-{1,2}(?=[\u4e00-\u9fff《“])"),
)
# 任务一：, 第一阶段：; 第一阶段（3月—5月） is a heading of its own.
_NAMED = re.compile(
    rf"(?:任务|行动|工程|项目|专项|举措|措施|重点)(?P<c>{_CHINESE}|[0-9０-９]{{1,2}})\s*"
    r"(?:[:：、.．](?![0-9０-９])\s*|(?=[\u4e00-\u9fff、“”]{2,28}(?:行动|工程)(?:计划)?$))"
    r"|第(?P<phase>[一二三四五六])阶段(?:[:：、]\s*|(?=[（(]))"
)

_SINGLES = ("①", "⑴", "⒈", "㈠")  # the first of each run of characters that hold a number


_MAY_BEGIN = re.compile(r"[第任行工项专举措重一二三四五六七八九十百（(0-9０-９①-⑳⑴-⒛㈠-㈩—–―─－-]")


class MarkStyle(IntEnum):
    """The form of a number; lower forms stand above higher ones."""

    CHAPTER = 0
    CHINESE = 1
    CHINESE_BRACKET = 2
    DIGIT = 3
    DIGIT_BRACKET = 4
    DASH = 5


_STYLED = tuple(zip(MarkStyle, _PATTERNS, strict=True))


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in front of a heading: its form, as printed without its mark, its value, where the words begin."""

    style: MarkStyle
    printed: str | None
    value: int
    end: int
    is_part: bool = False  # 第一节, below 第一章
    is_named: bool = False  # 任务一：, above （一）

    @property
    def rank(self) -> float:
        """Which of two marks stands above the other: the lower."""
        return self.style + 0.5 * self.is_part - 0.5 * self.is_named


def _single(character: str) -> int:
    """Give the value of ①, ⑴, ⒈ or ㈠."""
    first = next(begin for begin in _SINGLES if begin <= character < chr(ord(begin) + 20))
    return ord(character) - ord(first) + 1


def _named(match: re.Match[str]) -> Mark | None:
    printed = match["c"] or match["phase"]
    value = int(half_width(printed)) if half_width(printed).isdecimal() else chinese_number(printed)
    heads_itself = match["phase"] and match.group().endswith("段")
    end = match.start() if heads_itself else match.end()
    return Mark(MarkStyle.CHINESE_BRACKET, printed, value, end, is_named=True) if value else None


def read_mark(text: str, start: int = 0) -> Mark | None:
    """Read the number in front of a heading.

    Parameters
    ----------
    text : str
        A paragraph.
    start : int
        Where to look.

    Returns
    -------
    Mark or None
        None when there is none.

    Examples
    --------
    >>> read_mark("（三）组织保障").value, read_mark("三、重点任务").printed, read_mark("3.5万人")
    (3, '三', None)
    """
    if not _MAY_BEGIN.match(text, start):
        return None
    named = _NAMED.match(text, start)
    if named:
        return _named(named)
    for style, pattern in _STYLED:
        match = pattern.match(text, start)
        if match is None:
            continue
        groups = match.groupdict()
        words = groups.get("c") or groups.get("article")
        digits = groups.get("d") or groups.get("e")
        single = groups.get("o") or groups.get("n") or groups.get("k")
        value: int | None = 0
        if words:
            value = chinese_number(words)
        elif digits:
            value = int(half_width(digits))
        elif single:
            value = _single(single)
        printed = words or digits or single
        is_part = groups.get("part") == "节"
        return Mark(style, printed, value, match.end(), is_part=is_part) if value is not None else None
    return None
