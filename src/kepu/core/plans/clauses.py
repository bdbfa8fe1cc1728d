"""Sentences and clauses of a paragraph.

Both have a greatest length, so that what is done inside a clause, or between the clauses of a sentence, takes time
that grows with the text and no faster, whatever the text is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kepu.core.plans.normalise import wide_stops

_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "〔": "〕"}
_SENTENCE = "。！？；;\n"
_CLAUSE = "，,：:"
_DIGIT = re.compile(r"\d")
LONGEST_SENTENCE = 1000  # characters; nobody prints a longer one, and no rule looks so far
LONGEST_CLAUSE = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a paragraph without its closing mark."""

    start: int
    end: int


def split_sentences(text: str) -> list[Part]:
    """Split a paragraph at full stops and semicolons outside quotation marks and brackets."""
    return _split(wide_stops(text), Part(0, len(text)), _SENTENCE, LONGEST_SENTENCE)


def split_clauses(text: str, sentence: Part) -> list[Part]:
    """Split a sentence at commas and colons outside quotation marks and brackets."""
    return _split(text, sentence, _CLAUSE, LONGEST_CLAUSE)


def _split(text: str, whole: Part, marks: str, longest: int) -> list[Part]:
    if 0 < whole.end - whole.start < longest and not any(mark in text for mark in marks):
        return [whole]
    parts: list[Part] = []
    closing: list[str] = []
    last = {close: text.rfind(close, whole.start, whole.end) for close in _PAIRS.values()}
    begin = whole.start
    for position in range(whole.start, whole.end):
        character = text[position]
        if closing and character == closing[-1]:
            closing.pop()
        elif character in _PAIRS and last[_PAIRS[character]] > position:
            closing.append(_PAIRS[character])
        elif character in marks and not closing and not _in_number(text, position):
            if position > begin:
                parts.append(Part(begin, position))
            begin = position + 1
        if position - begin >= longest:
            parts.append(Part(begin, position))
            begin = position
            closing.clear()
    if whole.end > begin:
        parts.append(Part(begin, whole.end))
    return parts


def _in_number(text: str, position: int) -> bool:
    """A comma or colon between digits belongs to the number."""
    return (
        text[position] in ",:"
        and position > 0
        and bool(_DIGIT.match(text[position - 1]))
        and bool(_DIGIT.match(text[position + 1 : position + 2]))
    )
