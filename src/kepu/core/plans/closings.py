"""Statements in sentences: 分工：由甲牵头，乙参加。, 由甲牵头，乙配合。 at the end of a paragraph, 由甲牵头，… at its beginning."""

from __future__ import annotations

import re
from itertools import zip_longest

from kepu.core.plans.labels import DIVISION
from kepu.core.plans.shares import BY, LEADING, Share, n_sure, read_shares, says_who_acts
from kepu.core.plans.stated import Form, Labelled, Statement, labelled_share
from kepu.core.plans.unitnames import looks_like_units

_WITH = (
    r"(?:[，,；;]\s*(?P<support>[^。；]{1,800}?)(?:共同|按职责(?:分工)?)?(?:参加|参与|配合|负责|协助|协同|落实|实施))?"
)
_DIVISION = re.compile(
    rf"{DIVISION.pattern}\s*(?:由)?(?P<lead>[^，。；]{{1,400}}?)(?:共同)?牵头(?:负责|组织实施|实施)?{_WITH}[。；]?"
)
_CLOSING = re.compile(rf"(?:^|(?<=[。；！]))(?:{BY.pattern}|{DIVISION.pattern})")
_OPENING = re.compile(
    r"由(?P<lead>[^，,。；]{2,80}?)(?:共同|具体)?(?:牵头|负责)(?:负责|组织)?[，,]"
    r"(?:(?P<support>[^，,。；]{2,200}?)(?:共同|积极)?(?:配合|参与|参加|协助|协同)[，,])?(?=[^，,。；]{3})"
)
LONGEST_CLOSING = 600
_LONGEST_DIVISION = 1500
_NO_ACT = ("协调", "推动", "统筹", "指导")  # 市科协负责综合协调 assigns no measure
_ENDS = "。；;！!，, 　"


def divisions(text: str) -> list[Statement]:
    """Read every 分工：由…牵头 of a paragraph."""
    found: list[Statement] = []
    heads = list(DIVISION.finditer(text))
    for head, following in zip_longest(heads, heads[1:]):
        limit = min(following.start() if following else len(text), head.end() + _LONGEST_DIVISION)
        said = _led(text, head.start(), head.end(), limit) or _as_far_as_read(text, head.start())
        found += [said] if said else []
    return found


def _led(text: str, start: int, begins: int, limit: int) -> Statement | None:
    """Read 分工：由甲牵头，乙参加。, or with those that support in a sentence of their own."""
    stop = text.find("。", begins, limit)
    end = stop if stop >= 0 else limit
    shares = read_shares(text, begins, end, bare=False)
    if not any(share.act in LEADING for share in shares):
        return None
    close = min(end + 1, len(text))
    further = text.find("。", close, limit) if len(shares) == 1 else -1
    if further >= 0 and (more := read_shares(text, close, further, bare=False)) and more[0].act not in LEADING:
        return _sentence(text, start, [*shares, *more], further + 1)
    return _sentence(text, start, shares, close)


def _as_far_as_read(text: str, start: int) -> Statement | None:
    """Read the statement in a text that goes on with something else."""
    match = _DIVISION.match(text, start)
    if match is None:
        return None
    parts = [Labelled("牵头", *match.span("lead"))]
    if match["support"]:
        parts.append(Labelled("配合", *match.span("support")))
    return Statement(match.start(), match.end(), Form.SENTENCE, tuple(parts))


def closing(text: str) -> list[Statement]:
    """Read a sentence that closes a paragraph: 由…牵头，…配合。; without 由 its first units begin with their level."""
    since = max(0, len(text) - LONGEST_CLOSING)
    end = len(text.rstrip(_ENDS))
    last = max(text.rfind(mark, since, end) for mark in "。；！") + 1
    if last < since:
        return []
    for match in _CLOSING.finditer(text, since, end):
        if text.find("。", match.end(), end) < 0 and (shares := _closing_shares(text, match.end(), end)):
            return [_sentence(text, match.start(), shares)]
    for start in sorted({last, max(text.rfind(mark, since, end) for mark in "。！") + 1}):
        if start >= since and (shares := _plain_shares(text, start, end)):
            return [_sentence(text, start, shares)]
    return []


def opening(text: str) -> list[Statement]:
    """Read a measure that begins with who does it: 由甲牵头，乙配合，举办展览。."""
    match = _OPENING.match(text)
    if match is None or not looks_like_units(match["lead"]) or not n_sure(match["lead"]):
        return []
    parts = [Labelled("牵头", *match.span("lead"))]
    if match["support"] and looks_like_units(match["support"]):
        parts.append(Labelled("配合", *match.span("support")))
    return [Statement(0, len(text), Form.SENTENCE, tuple(parts))]


def _plain_shares(text: str, start: int, end: int) -> list[Share]:
    """Read a sentence that begins with the units themselves, the first of them with their level: 市科协牵头，…."""
    sentence = text[start:end]
    if not says_who_acts(sentence) or sentence.endswith(_NO_ACT) or "：" in sentence:
        return []
    shares = _closing_shares(text, start, end)
    return shares if shares and n_sure(text[shares[0].start : shares[0].end]) else []


def _closing_shares(text: str, start: int, end: int) -> list[Share]:
    shares = read_shares(text, start, end, bare=False)
    return shares if shares and looks_like_units(text[shares[0].start : shares[0].end]) else []


def _sentence(text: str, start: int, shares: list[Share], end: int | None = None) -> Statement:
    end = len(text) if end is None else end
    return Statement(start, end, Form.SENTENCE, tuple(labelled_share(share) for share in shares))
