"""Statements of who leads and who supports, in running text: 分工：由…牵头，…参加；（牵头单位：…；配合单位：…）."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kepu.core.plans.unitnames import looks_like_units, split_names

_DIVISION = re.compile(
    r"(?:(?:任务|责任)?分工)[:：]\s*(?:由)?(?P<lead>[^，。；]+?)(?:共同)?牵头(?:负责|组织实施|实施)?"
    r"(?:[，,；;]\s*(?P<support>[^。；]+?)(?:共同|按职责(?:分工)?)?(?:参加|参与|配合|负责|协助|协同|落实|实施))?[。；]?"
)
_LABEL = re.compile(
    r"(?P<word>牵头|主办|主责|责任|配合|参与|参加|协办|协助|协同|承办|支持|负责|实施|落实)(?:单位|部门|单位及部门|部门和单位)\s*[:：]"
)
_SAID = re.compile(
    r"[（(【](?:由)?(?P<lead>[^：:，。；]+?)(?:共同)?牵头(?:负责|组织实施)?"
    r"(?:[，,；;、]\s*(?P<support>[^：:。；]+?)(?:按职责(?:分工)?)?(?:配合|参与|参加|负责|协助|落实))?[）)】]。?$"
)
_DUTY = re.compile(r"[（(【](?:由)?(?P<lead>[^：:。；]{3,}?)(?:按(?:照)?职责(?:分工)?)?(?:分别|共同)?负责(?:落实)?[）)】]。?$")
_LEADING = {"牵头", "主办", "主责"}
_OPEN, _CLOSE = "（([【", "）)]】"
_AT_END = re.compile(r"[）)】\]。；\s]*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """Who does what, at its place in a paragraph."""

    start: int
    end: int
    lead: tuple[int, int] | None
    support: tuple[int, int] | None
    bracketed: bool
    whole: bool  # the paragraph says nothing else


def find_statements(text: str) -> list[Statement]:
    """Find the statements of a paragraph.

    Parameters
    ----------
    text : str
        The paragraph.

    Returns
    -------
    list of Statement
        In order; each with the places of the words that name the units.
    """
    found = [
        Statement(m.start(), m.end(), m.span("lead"), _span(m, "support"), bracketed=False, whole=m.start() == 0)
        for m in _DIVISION.finditer(text)
    ]
    if found:
        return found
    labels = list(_LABEL.finditer(text))
    if labels:
        return _labelled(text, labels)
    for pattern in (_SAID, _DUTY):
        match = pattern.search(text)
        if match and looks_like_units(text[slice(*match.span("lead"))]):
            support = _span(match, "support") if "support" in match.groupdict() else None
            return [Statement(match.start(), match.end(), match.span("lead"), support, bracketed=True, whole=match.start() == 0)]
    return []


def _span(match: re.Match[str], name: str) -> tuple[int, int] | None:
    return match.span(name) if match[name] else None


def _labelled(text: str, labels: list[re.Match[str]]) -> list[Statement]:
    """Read labels and what follows each, up to the next label or the end of the statement."""
    start = labels[0].start()
    bracketed = start > 0 and text[start - 1] in _OPEN
    begin = start - 1 if bracketed else start
    if begin and not (bracketed or text[begin - 1] in "。；;\n "):
        return []
    end = _end_of(text, labels[-1].end(), bracketed=bracketed)
    lead: tuple[int, int] | None = None
    support: tuple[int, int] | None = None
    has_leader = any(label["word"] in _LEADING for label in labels)
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        value = (label.end(), len(text[:stop].rstrip("；;，,。、 （(" + ("）)】]" if following is None and bracketed else ""))))
        value = (value[0], value[1] + 1) if following is None and bracketed and _open_bracket(text, *value) else value
        names, _ = split_names(text[slice(*value)])
        if not names:
            continue
        leads = label["word"] in _LEADING or (not has_leader and lead is None)
        if leads and lead is None:
            lead = value
        elif support is None:
            support = value
    if lead is None and support is None:
        return []
    close = end + (1 if bracketed and end < len(text) else 0)
    while close < len(text) and text[close] in "。；":
        close += 1
    return [Statement(begin, close, lead, support, bracketed=bracketed, whole=begin == 0)]


def _open_bracket(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    return sum(words.count(mark) for mark in _OPEN) > sum(words.count(mark) for mark in _CLOSE) and end < len(text)


def _end_of(text: str, start: int, *, bracketed: bool) -> int:
    depth = 0
    for position in range(start, len(text)):
        character = text[position]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            if not depth and bracketed:
                return position
            depth = max(0, depth - 1)
        elif character == "。" and not depth:
            return position
    return len(text)
