"""Where a heading ends and its text begins, when both stand in one paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.lexicon import HEADING, LABEL, NAMED

if TYPE_CHECKING:
    from kepu.core.plans.model import Style

LONGEST_TITLE = 45
LONGEST_LINE = 70
LONGEST_TOPIC = 34
LONGEST_PAIRED = 24  # a heading of two clauses
SHORTEST_TOPIC = 4
LONGEST_CLAUSE = 40
_SENTENCE_END = re.compile(r"[。！]")
_COLON = re.compile(r"[:：]")
_CLAUSE_END = re.compile(r"[，；。：:！]")
_TRAILING = "。；;：:，, "


@dataclass(frozen=True, slots=True)
class Title:
    """The part of a paragraph that is its heading, and where its text begins."""

    start: int
    end: int
    body: int
    style: Style
    rule: str
    confidence: float


def numbered_title(text: str, start: int) -> Title:
    """Find the heading behind a number.

    Parameters
    ----------
    text : str
        The paragraph.
    start : int
        Where the words behind the number begin.

    Returns
    -------
    Title
        The first sentence, what stands before a colon, a usual heading that runs into its text,
        or, where there is no heading sentence, the first clause.
    """
    end = _SENTENCE_END.search(text, start)
    whole = len(text.rstrip(_TRAILING))
    first = end.start() if end else whole
    usual = HEADING.match(text, start, first)
    if usual is not None and LABEL.match(text, usual.end()):
        return Title(start, usual.end(), usual.end(), "numbered", "heading.runs_on", 0.9)
    colon = _COLON.search(text, start, first)
    if colon and colon.start() - start <= LONGEST_TOPIC and "，" not in text[start : colon.start()]:
        return Title(start, colon.start(), colon.end(), "numbered", "heading.colon", 0.95)
    runs_on = usual is not None and first - usual.end() > SHORTEST_TOPIC and "，" in text[usual.end() : first]
    if usual is not None and runs_on:
        return Title(start, usual.end(), usual.end(), "numbered", "heading.runs_on", 0.8)
    limit = LONGEST_TITLE if end and end.end() < len(text) else LONGEST_LINE
    if first - start <= limit:
        return Title(start, first, min(first + 1, len(text)), "numbered", "heading.numbered", 0.98)
    named = NAMED.match(text, start, first)
    if named:
        return Title(start, named.end(), named.end(), "numbered", "heading.runs_on", 0.7)
    clause = _CLAUSE_END.search(text, start)
    stop = min(clause.start() if clause else first, start + LONGEST_TITLE)
    return Title(start, stop, start, "numbered", "heading.first_clause", 0.6)


def dash_title(text: str, start: int) -> Title:
    """Find the heading behind a dash: the first sentence."""
    title = numbered_title(text, start)
    return Title(title.start, title.end, title.body, "dash", "heading.dash", title.confidence - 0.03)


def topic_title(text: str) -> Title | None:
    """Find a first sentence that is short enough, and plain enough, to be the heading of its paragraph.

    Parameters
    ----------
    text : str
        A paragraph without a number.

    Returns
    -------
    Title or None
        None when the paragraph begins with an ordinary sentence or has only one.
    """
    end = _SENTENCE_END.search(text)
    if end is None or end.end() >= len(text):
        return None
    title = text[: end.start()]
    plain = not re.search(r"[，；：:]", title)
    if plain and SHORTEST_TOPIC <= len(title) <= LONGEST_TOPIC:
        return Title(0, end.start(), end.end(), "topic", "heading.topic_sentence", 0.9)
    return None


def implicit_title(text: str) -> Title | None:
    """Take the first clause of a paragraph for its heading, where its neighbours have headings and it has none."""
    end = _SENTENCE_END.search(text)
    first = text[: end.start()] if end else text.rstrip(_TRAILING)
    if end and end.end() < len(text) and len(first) <= LONGEST_PAIRED and first.count("，") == 1:
        return Title(0, end.start(), end.end(), "topic", "heading.topic_sentence", 0.7)
    clause = _CLAUSE_END.search(text)
    stop = clause.start() if clause else len(first)
    if not SHORTEST_TOPIC <= stop <= LONGEST_CLAUSE:
        return None
    return Title(0, stop, 0, "implicit", "heading.implicit", 0.5)
