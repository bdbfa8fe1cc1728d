"""Statements of who leads and who supports, in running text: 分工：由…牵头，…参加；（牵头单位：…；配合单位：…）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from kepu.core.plans.unitnames import looks_like_units, split_names

_WITH = r"(?:[，,；;]\s*(?P<support>[^。；]+?)(?:共同|按职责(?:分工)?)?(?:参加|参与|配合|负责|协助|协同|落实|实施))?"
_DIVISION = re.compile(
    rf"(?:(?:任务|责任)?分工)[:：]\s*(?:由)?(?P<lead>[^，。；]+?)(?:共同)?牵头(?:负责|组织实施|实施)?{_WITH}[。；]?"
)
_SENTENCE = re.compile(
    rf"(?:^|(?<=[。；]))由(?P<lead>[^，。；]{{3,60}}?)(?:共同)?牵头(?:负责|组织实施|实施)?{_WITH}(?:。|；|$)"
)
_LABEL = re.compile(
    r"(?P<word>牵头|主办|主责|责任|配合|参与|参加|协办|协助|协同|承办|支持|负责|实施|落实)"
    r"(?:单位|部门|科室|处室|单位及部门|部门和单位|部门及单位)\s*[:：]"
)
_ASIDE = re.compile(r"(?:责任|分管|牵头|联系)(?:领导|人|负责人)\s*[:：]")
_SAID = re.compile(
    r"[（(【](?:由)?(?P<lead>[^：:，。；]+?)(?:共同)?牵头(?:负责|组织实施)?"
    r"(?:[，,；;、]\s*(?P<support>[^：:。；]+?)(?:按职责(?:分工)?)?(?:配合|参与|参加|负责|协助|落实))?[）)】]。?$"
)
_DUTY = re.compile(
    r"[（(【](?:由)?(?P<lead>[^：:。；]{3,}?)(?:按(?:照)?职责(?:分工)?)?(?:分别|共同)?负责(?:落实)?[）)】]。?$"
)
LONGEST_BRACKET = 2000  # characters; both patterns end with the text, and searching all of a long line takes its square
LEADING = frozenset({"牵头", "主办", "主责"})
_OPEN, _CLOSE = "（([【", "）)]】"


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

    def roles(self) -> tuple[Labelled | None, Labelled | None]:
        """Tell which part leads and which supports."""
        return lead_and_support(self.parts)


def lead_and_support(parts: tuple[Labelled, ...]) -> tuple[Labelled | None, Labelled | None]:
    """Tell which of several labelled parts leads: 牵头, or where nobody does, the first; the next one supports."""
    leader = next((part for part in parts if part.word in LEADING), None)
    lead = leader or (parts[0] if parts else None)
    return lead, next((part for part in parts if part is not lead), None)


def is_aside(text: str) -> bool:
    """Tell a paragraph that names a person in charge, between two that name units."""
    return bool(_ASIDE.match(text))


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
    found = [_said(match, Form.SENTENCE) for match in _DIVISION.finditer(text)]
    if found:
        return found
    labels = list(_LABEL.finditer(text))
    if labels:
        return _labelled(text, labels)
    for pattern, form in ((_SAID, Form.BRACKET), (_DUTY, Form.BRACKET), (_SENTENCE, Form.SENTENCE)):
        match = pattern.search(text, 0 if form is Form.SENTENCE else max(0, len(text) - LONGEST_BRACKET))
        if match and looks_like_units(match["lead"]):
            return [_said(match, form)]
    return []


def _said(match: re.Match[str], form: Form) -> Statement:
    parts = [Labelled("牵头", *match.span("lead"))]
    if "support" in match.groupdict() and match["support"]:
        parts.append(Labelled("配合", *match.span("support")))
    return Statement(match.start(), match.end(), form, tuple(parts))


def _labelled(text: str, labels: list[re.Match[str]]) -> list[Statement]:
    """Read labels and what follows each, up to the next label or the end of the statement."""
    start = labels[0].start()
    bracketed = start > 0 and text[start - 1] in _OPEN
    begin = start - 1 if bracketed else start
    if begin and not bracketed and text[begin - 1] not in "。；;\n ":
        return []
    end = _end_of(text, labels[-1].end(), bracketed=bracketed)
    parts = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        stop = len(text[:stop].rstrip("；;，,。、 "))
        if split_names(text[label.end() : stop])[0]:
            parts.append(Labelled(label["word"], label.end(), stop))
    if not parts:
        return []
    close = end + (1 if bracketed and end < len(text) else 0)
    while close < len(text) and text[close] in "。；":
        close += 1
    form = Form.BRACKET if bracketed else Form.LABELS
    return [Statement(begin, close, form, tuple(parts))]


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
