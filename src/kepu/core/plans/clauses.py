"""Sentences and clauses of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "〔": "〕"}
_SENTENCE = "。！？；;\n"
_CLAUSE = "，,：:"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a paragraph without its closing mark."""

    start: int
    end: int


def split_sentences(text: str) -> list[Part]:
    """Split a paragraph at full stops and semicolons outside quotation marks and brackets."""
    return _split(text, 0, len(text), _SENTENCE)


def split_clauses(text: str, sentence: Part) -> list[Part]:
    """Split a sentence at commas and colons outside quotation marks and brackets."""
    return _split(text, sentence.start, sentence.end, _CLAUSE)


def _split(text: str, start: int, end: int, marks: str) -> list[Part]:
    parts: list[Part] = []
    closing: list[str] = []
    begin = start
    for position in range(start, end):
        character = text[position]
        if closing and character == closing[-1]:
            closing.pop()
        elif character in _PAIRS and text.find(_PAIRS[character], position, end) > 0:
            closing.append(_PAIRS[character])
        elif character in marks and not closing and not _in_number(text, position):
            if position > begin:
                parts.append(Part(begin, position))
            begin = position + 1
    if end > begin:
        parts.append(Part(begin, end))
    return parts


def _in_number(text: str, position: int) -> bool:
    """A comma or colon between digits belongs to the number."""
    return (
        text[position] in ",:"
        and position > 0
        and bool(_DIGIT.match(text[position - 1]))
        and bool(_DIGIT.match(text[position + 1 : position + 2]))
    )
