"""Statements of who leads and who supports, in running text: 分工：由…牵头，…参加；（牵头单位：…；配合单位：…）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from kepu.core.plans.shares import DATED, DUE, LEADING, Share, read_shares
from kepu.core.plans.unitnames import looks_like_units, split_names

_WITH = (
    r"(?:[，,；;]\s*(?P<support>[^。；]{1,800}?)(?:共同|按职责(?:分工)?)?(?:参加|参与|配合|负责|协助|协同|落实|实施))?"
)
_DIVISION = re.compile(
    rf"(?:(?:任务|责任|职责)?分工)[:：]\s*(?:由)?(?P<lead>[^，。；]{{1,400}}?)(?:共同)?牵头(?:负责|组织实施|实施)?{_WITH}[。；]?"
)
_BODY = r"(?:责任)?(?:单位|部门|科室|处室|机构|主体)(?:[（(](?:单位|部门|科室)[）)]|(?:及|和|或|、)(?:单位|部门))?"
_LABEL = re.compile(
    rf"(?:(?P<word>总?牵头|主办|主责|主要责任|责任|配合|参与|参加|协办|协助|协同|承办|支持|负责|实施|落实)(?:和配合|和责任)?{_BODY}"
    rf"|(?P<short>总?牵头|配合|主责|参与|协办)|(?P<due>{DATED}))\s*[:：]"
)
_ASIDE = re.compile(r"(?:责任|分管|牵头|联系)(?:领导|人|负责人)\s*[:：]")
_ASIDE_CLAUSE = re.compile(rf"{_ASIDE.pattern}[^；;，,]{{0,40}}[；;，,]\s*")
_CLOSING = re.compile(r"(?:^|(?<=[。；！]))(?:(?:此项|该项|本项)?(?:工作|任务)?由|(?:责任|任务|职责)?分工[:：])")
LONGEST_BRACKET = 2000  # characters; a longer one is no statement
LONGEST_CLOSING = 600
_OPEN, _CLOSE = "（([【", "）)]】"
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


def is_aside(text: str) -> bool:
    """Tell a paragraph that names a person in charge, between two that name units."""
    return bool(_ASIDE.match(text)) and not _LABEL.search(text)


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
    found = [statement for start, end in _brackets(text) if (statement := _bracketed(text, start, end))]
    if found:
        return found
    labels = list(_LABEL.finditer(text))
    return _labelled(text, labels) if labels else _closing(text)


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
    labels = list(_LABEL.finditer(text, start, end))
    if labels and not text[start : labels[0].start()].strip():
        return _parts(text, labels, end)
    shares = read_shares(text, start, end, bare=True)
    return [_labelled_share(share) for share in shares] if any(share.act in LEADING for share in shares) else []


def _said(match: re.Match[str]) -> Statement:
    parts = [Labelled("牵头", *match.span("lead"))]
    if match["support"]:
        parts.append(Labelled("配合", *match.span("support")))
    return Statement(match.start(), match.end(), Form.SENTENCE, tuple(parts))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Find the outermost pairs of brackets."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, mark in enumerate(text):
        if mark in _OPEN:
            opened.append(at)
        elif mark in _CLOSE and opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, at))
    return [(start, end) for start, end in pairs if end - start <= LONGEST_BRACKET]


def _bracketed(text: str, start: int, end: int) -> Statement | None:
    """Read a bracket that stands behind a sentence or closes one."""
    close = end + 1
    while close < len(text) and text[close] in _ENDS:
        close += 1
    stands_behind = not start or text[start - 1] in "。；;！!：: 　"
    if not (stands_behind or close > end + 1 or close == len(text)):
        return None
    begins = start + 1
    while aside := _ASIDE_CLAUSE.match(text, begins, end):
        begins = aside.end()
    labels = list(_LABEL.finditer(text, begins, end))
    if labels and labels[0].start() == begins:
        parts = _parts(text, labels, end)
    else:
        parts = [
            _labelled_share(share)
            for share in read_shares(text, begins, labels[0].start() if labels else end, bare=False)
        ]
        parts += _parts(text, labels, end) if parts else []
    if not any(part.word != DUE for part in parts):
        return None
    return Statement(start, close, Form.BRACKET, tuple(parts))


def _labelled(text: str, labels: list[re.Match[str]]) -> list[Statement]:
    """Read labels on a line and what follows each, up to the next label or the end of the statement."""
    start = 0 if _ASIDE.match(text) else labels[0].start()
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
    """Give the words behind each label; verbs in them say more than the label does."""
    parts: list[Labelled] = []
    for label, following in zip_longest(labels, labels[1:]):
        start = label.end()
        stop = following.start() if following else end
        aside = _ASIDE.search(text, start, stop)
        stop = aside.start() if aside else stop
        stop = start + len(text[start:stop].rstrip("；;，,。、 "))
        word = DUE if label["due"] else label["word"] or label["short"]
        if word == DUE:
            parts.append(Labelled(DUE, start, stop))
            continue
        shares = read_shares(text, start, stop, bare=True) if word not in LEADING else []
        if len(shares) > 1 or (shares and shares[0].act in LEADING):
            parts += [_labelled_share(share) for share in shares]
        elif shares:
            parts.append(Labelled(word, shares[0].start, shares[0].end))
        elif split_names(text[start:stop])[0]:
            parts.append(Labelled(word, start, stop))
    return parts


def _labelled_share(share: Share) -> Labelled:
    return Labelled(share.act, share.start, share.end)


def _closing(text: str) -> list[Statement]:
    """Read a sentence that closes a paragraph: 由…牵头，…配合。."""
    since = max(0, len(text) - LONGEST_CLOSING)
    for match in _CLOSING.finditer(text, since):
        end = len(text.rstrip(_ENDS))
        stop = text.find("。", match.end(), end)
        if stop >= 0:
            continue
        shares = read_shares(text, match.end(), end, bare=False)
        if shares and looks_like_units(text[shares[0].start : shares[0].end]):
            return [Statement(match.start(), len(text), Form.SENTENCE, tuple(_labelled_share(s) for s in shares))]
    return []
