"""Statements in brackets: （责任单位：甲、乙）, （甲牵头，乙配合）, （甲、乙）."""

from __future__ import annotations

import re

from kepu.core.plans.brackets import outermost
from kepu.core.plans.labelled import parts_behind, spoken_parts
from kepu.core.plans.labels import ASIDE_CLAUSE, LABEL
from kepu.core.plans.shares import DUE, DUTY, LEADING, read_shares, says_who_acts
from kepu.core.plans.stated import Form, Labelled, Statement, labelled_share
from kepu.core.plans.unitnames import split_names

LONGEST_BRACKET = 2000  # characters; a longer one is no statement
_ENDS = "。；;！!，, 　"
# Departments of one body behind a sentence of its own plan: （办公室、科普部）.
_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,6}(?:部|室|科|办|所|中心|馆|站)")
# 。以下均需各县（市、区）落实，不再列出: said once, in the first bracket of many.
_OF_ALL = re.compile(r"[。；;，,]\s*(?:以下|下列|后续)(?:各项|各条|任务|工作|措施)*(?:均|都)[^。]{0,40}$")
_EXAMPLE = re.compile(r"^各|(?:馆|园|基地|中心|学校|院|大学|站)$")


def bracketed(text: str) -> list[Statement]:
    """Read the brackets of a paragraph that say who does what."""
    return _joined(text, [read for start, end in outermost(text) if (read := _bracketed(text, start, end))])


def _bracketed(text: str, start: int, end: int) -> Statement | None:
    """Read a bracket that stands behind a sentence or closes one."""
    if end - start > LONGEST_BRACKET:
        return None
    close = end + 1
    while close < len(text) and text[close] in _ENDS:
        close += 1
    stands_behind = not start or text[start - 1] in "。；;！!：: 　，,"
    if not (stands_behind or close > end + 1 or close == len(text)):
        return None
    begins = start + 1
    while aside := ASIDE_CLAUSE.match(text, begins, end):
        begins = aside.end()
    said_of_all = _OF_ALL.search(text, begins, end)
    end = said_of_all.start() if said_of_all else end
    labels = list(LABEL.finditer(text, begins, end))
    if labels and labels[0].start() == begins:
        parts = parts_behind(text, labels, end)
    else:
        parts = [
            labelled_share(share)
            for share in read_shares(text, begins, labels[0].start() if labels else end, bare=False)
        ]
        parts += parts_behind(text, labels, end) if parts else []
        parts = spoken_parts(text, begins, end) or parts
        behind = start > 0 and text[start - 1] in "。；"
        if not parts and behind and all(map(_DEPARTMENT.fullmatch, text[begins:end].split("、"))):
            parts = [Labelled(DUTY, begins, end)]
        if not stands_behind and not says_who_acts(text[begins:end]) and _are_examples(text[begins:end]):
            parts = []
    return Statement(start, close, Form.BRACKET, tuple(parts)) if parts else None


def _are_examples(words: str) -> bool:
    """Tell names that explain the word before them: 科普场馆（市科技馆、市图书馆）, 三级组织（市科协、县科协）."""
    names = [name.text for name in split_names(words)[0]]
    alike = len(names) > 1 and len({name[-1] for name in names}) == 1
    return alike or all(_EXAMPLE.search(name) for name in names)


def _joined(text: str, brackets: list[Statement]) -> list[Statement]:
    """Join brackets that follow each other, （牵头单位：甲）（配合单位：乙）, and a time limit behind the last of them."""
    joined: list[Statement] = []
    for bracket in brackets:
        last = joined[-1] if joined else None
        if last is not None and last.end == bracket.start and not (_leads(last) and _leads(bracket)):
            joined[-1] = Statement(last.start, bracket.end, Form.BRACKET, last.parts + bracket.parts)
        else:
            joined.append(bracket)
    last = joined[-1] if joined else None
    labels = list(LABEL.finditer(text, last.end)) if last is not None else []
    if last is not None and len(labels) == 1 and labels[0]["due"] and labels[0].start() == last.end:
        end = len(text.rstrip(_ENDS))
        joined[-1] = Statement(last.start, len(text), Form.BRACKET, (*last.parts, *parts_behind(text, labels, end)))
    return [each for each in joined if any(part.word != DUE for part in each.parts)]


def _leads(statement: Statement) -> bool:
    return any(part.word in LEADING for part in statement.parts)
