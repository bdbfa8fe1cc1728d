"""Statements of who leads and who supports, in running text: 分工：由…牵头，…参加；（牵头单位：…；配合单位：…）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from kepu.core.plans.brackets import outermost
from kepu.core.plans.labels import ASIDE, ASIDE_CLAUSE, LABEL, OTHER_LABEL, SIGN, SPOKEN_LABEL
from kepu.core.plans.shares import BY, DUE, DUTY, LEADING, Share, n_sure, read_shares, says_who_acts
from kepu.core.plans.unitnames import is_mostly_units, looks_like_units, split_names

_WITH = (
    r"(?:[，,；;]\s*(?P<support>[^。；]{1,800}?)(?:共同|按职责(?:分工)?)?(?:参加|参与|配合|负责|协助|协同|落实|实施))?"
)
_DIVISION = re.compile(
    rf"(?:(?:任务|责任|职责|工作|部门)?分工)[:：]\s*(?:由)?(?P<lead>[^，。；]{{1,400}}?)(?:共同)?牵头(?:负责|组织实施|实施)?{_WITH}[。；]?"
)
_CLOSING = re.compile(rf"(?:^|(?<=[。；！]))(?:{BY.pattern}|(?:责任|任务|职责|工作|部门)?分工[:：])")
LONGEST_BRACKET = 2000  # characters; a longer one is no statement
LONGEST_CLOSING, _LONGEST_ASIDE = 600, 60
# Departments of one body behind a sentence of its own plan: （办公室、科普部）.
_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,6}(?:部|室|科|中心|馆|站)")
_NO_ACT = ("协调", "推动", "统筹", "指导")  # 市科协负责综合协调 assigns no measure
_ENDS = "。；;！!，, 　"


class Form(Enum):
    """How a statement is printed."""

    SENTENCE = "sentence"
    BRACKET = "bracket"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Labelled:
    """The words behind a label such as 责任单位：, in positions of the paragraph."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Who does what, at its place in a paragraph."""

    start: int
    end: int
    form: Form
    parts: tuple[Labelled, ...]

    def roles(self) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
        """Tell which parts lead and which support."""
        return lead_and_support(self.parts)


def lead_and_support(parts: tuple[Labelled, ...]) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
    """Tell which of several labelled parts lead: 牵头, or where nobody does, the first; all others support."""
    naming = [part for part in parts if part.word != DUE]
    leaders = [part for part in naming if part.word in LEADING]
    if not leaders:
        return tuple(naming[:1]), tuple(naming[1:])
    return tuple(leaders), tuple(part for part in naming if part.word not in LEADING)


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

    Examples
    --------
    >>> statement = find_statements("办好科普日。（责任单位：区科协、区教育局）")[0]
    >>> statement.form.value, [part.word for part in statement.parts]
    ('bracket', ['责任'])
    """
    found = [_said(match) for match in _DIVISION.finditer(text)]
    if found:
        return found
    found = _joined(text, [bracket for start, end in outermost(text) if (bracket := _bracketed(text, start, end))])
    if found:
        return found
    labels = list(LABEL.finditer(text))
    while len(labels) > 1 and labels[0]["due"] and OTHER_LABEL.search(text, labels[0].end(), labels[1].start()):
        del labels[0]  # when and where an event is held
    return _labelled(text, labels) if labels else _spoken(text) or _closing(text)


def parts_of_cell(text: str, start: int, end: int) -> list[Labelled]:
    """Read a cell of a single column of units that says itself who leads: 牵头：甲；配合：乙, 甲牵头，乙配合.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        Where the cell stands.

    Returns
    -------
    list of Labelled
        Empty when the cell only lists names.
    """
    labels = list(LABEL.finditer(text, start, end))
    if labels and not text[start : labels[0].start()].strip():
        return _parts(text, labels, end)
    shares = read_shares(text, start, end, bare=True)
    return [_labelled_share(share) for share in shares] if any(share.act in LEADING for share in shares) else []


def _said(match: re.Match[str]) -> Statement:
    parts = [Labelled("牵头", *match.span("lead"))]
    if match["support"]:
        parts.append(Labelled("配合", *match.span("support")))
    return Statement(match.start(), match.end(), Form.SENTENCE, tuple(parts))


def _bracketed(text: str, start: int, end: int) -> Statement | None:
    """Read a bracket that stands behind a sentence or closes one."""
    if end - start > LONGEST_BRACKET:
        return None
    close = end + 1
    while close < len(text) and text[close] in _ENDS:
        close += 1
    stands_behind = not start or text[start - 1] in "。；;！!：: 　，"
    if not (stands_behind or close > end + 1 or close == len(text)):
        return None
    begins = start + 1
    while aside := ASIDE_CLAUSE.match(text, begins, end):
        begins = aside.end()
    labels = list(LABEL.finditer(text, begins, end))
    if labels and labels[0].start() == begins:
        parts = _parts(text, labels, end)
    else:
        parts = [
            _labelled_share(share)
            for share in read_shares(text, begins, labels[0].start() if labels else end, bare=False)
        ]
        parts += _parts(text, labels, end) if parts else []
        parts = _spoken_parts(text, begins, end) or parts
        behind = start > 0 and text[start - 1] in "。；"
        if not parts and behind and all(map(_DEPARTMENT.fullmatch, text[begins:end].split("、"))):
            parts = [Labelled(DUTY, begins, end)]
    return Statement(start, close, Form.BRACKET, tuple(parts)) if parts else None


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
        joined[-1] = Statement(last.start, len(text), Form.BRACKET, (*last.parts, *_parts(text, labels, end)))
    return [each for each in joined if any(part.word != DUE for part in each.parts)]


def _leads(statement: Statement) -> bool:
    return any(part.word in LEADING for part in statement.parts)


def _labelled(text: str, labels: list[re.Match[str]]) -> list[Statement]:
    """Read labels on a line and what follows each, up to the next label or the end of the statement."""
    sign = SIGN.match(text)
    start = labels[0].start()
    if sign is not None and sign.end() == start:
        start = 0
    elif aside := ASIDE.search(text, max(0, start - _LONGEST_ASIDE), start):
        start = aside.start()
    if start and text[start - 1] not in "。；;！\n ":
        return []
    stop = text.find("。", labels[-1].end())
    end = stop if stop >= 0 else len(text)
    parts = _parts(text, labels, end)
    if not parts:
        return []
    close = end
    while close < len(text) and text[close] in "。；":
        close += 1
    return [Statement(start, close, Form.LABELS, tuple(parts))]


def _parts(text: str, labels: list[re.Match[str]], end: int) -> list[Labelled]:
    """Give the words behind each label."""
    parts: list[Labelled] = []
    for label, following in zip_longest(labels, labels[1:]):
        parts += _behind(text, label, label.end(), following.start() if following else end)
    return parts


def _behind(text: str, label: re.Match[str], start: int, stop: int) -> list[Labelled]:
    """Give the words behind a label; verbs in them say more than the label does."""
    aside = ASIDE.search(text, start, stop) or OTHER_LABEL.search(text, start, stop)
    stop = aside.start() if aside else stop
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    stop = start + len(text[start:stop].rstrip("；;，,。、（( \n"))
    word = DUE if label["due"] else label["word"] or label["short"]
    if word == DUE:
        return [Labelled(DUE, start, stop)]
    shares = read_shares(text, start, stop, bare=True) if word not in LEADING else []
    if len(shares) > 1 or (shares and shares[0].act in LEADING):
        return [_labelled_share(share) for share in shares]
    if shares:
        return [Labelled(word, shares[0].start, shares[0].end)]
    return [Labelled(word, start, stop)] if split_names(text[start:stop])[0] else []


def behind_label(label: re.Match[str], text: str) -> list[Labelled]:
    """Read the words under a label that is a heading of its own.

    Parameters
    ----------
    label : re.Match
        Of `LABEL`.
    text : str
        The paragraph under it.

    Returns
    -------
    list of Labelled
        Places in the paragraph.
    """
    return _behind(text, label, 0, len(text))


def _labelled_share(share: Share) -> Labelled:
    return Labelled(share.act, share.start, share.end)


def _spoken(text: str) -> list[Statement]:
    """Read labels without a colon: 牵头部门为甲，配合部门为乙."""
    start = text.rfind("。", 0, len(text.rstrip(_ENDS))) + 1
    parts = _spoken_parts(text, start, len(text))
    return [Statement(start, len(text), Form.LABELS, tuple(parts))] if parts else []


def _spoken_parts(text: str, start: int, end: int) -> list[Labelled]:
    labels = list(SPOKEN_LABEL.finditer(text, start, end))
    if not labels or labels[0].start() > start:
        return []
    parts = []
    for label, following in zip_longest(labels, labels[1:]):
        stop = following.start() if following else end
        stop = label.end() + len(text[label.end() : stop].rstrip(_ENDS))
        words = text[label.end() : stop]
        if not is_mostly_units(words) or not n_sure(words):
            return []
        parts.append(Labelled(label["word"], label.end(), stop))
    return parts


def _closing(text: str) -> list[Statement]:
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


def _sentence(text: str, start: int, shares: list[Share]) -> Statement:
    return Statement(start, len(text), Form.SENTENCE, tuple(_labelled_share(share) for share in shares))
