"""Text with the places in it that were found: what lies between two borders becomes one mark."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.safestring import SafeString


LONGEST_LINE = 2000  # characters


class Span(Protocol):
    """A place [start, end) of the text, in code points, and the item it belongs to."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Place:
    """A span for callers that have none of their own."""

    start: int
    end: int
    id: str
    kind: str
    unsure: bool = False


def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """Escape the text and mark the spans; they may overlap, a piece then names all its items, the shortest first."""
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    named: set[str] = set()
    folds = _folds(text)
    pieces = (
        (_mark(_folded(text, start, end, folds), over, named) if over else _folded(text, start, end, folds),)
        for start, end, over in _pieces(len(text), inside)
    )
    return format_html_join("", "{}", pieces)


def _folds(text: str) -> list[int]:
    """Where a line is broken that is longer than any paragraph: a browser takes minutes to lay out one of brackets."""
    found: list[int] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        at = begin
        while end - at > LONGEST_LINE:
            mark = max(text.rfind(mark, at + LONGEST_LINE // 2, at + LONGEST_LINE) for mark in "。；，")
            at = mark + 1 if mark >= 0 else at + LONGEST_LINE
            found.append(at)
        begin = end + 1
    return found


def _folded(text: str, start: int, end: int, folds: list[int]) -> SafeString:
    """A piece of the text, escaped, with the breaks that fall into it."""
    inside = folds[bisect_left(folds, start) : bisect_left(folds, end)]
    borders = [start, *(at for at in inside if at > start), end]
    words = format_html_join(mark_safe("<br>"), "{}", ((text[a:b],) for a, b in itertools.pairwise(borders)))
    return format_html("<br>{}", words) if inside[:1] == [start] else words


def _pieces(length: int, spans: list[Span]) -> Iterator[tuple[int, int, list[Span]]]:
    """Cut the text at every border; give each piece with the spans over it."""
    opening: dict[int, list[Span]] = {}
    closing: dict[int, list[Span]] = {}
    for span in spans:
        opening.setdefault(span.start, []).append(span)
        closing.setdefault(span.end, []).append(span)
    borders = sorted({0, length, *opening, *closing})
    over: list[Span] = []
    for start, end in itertools.pairwise(borders):
        ended = {id(span) for span in closing.get(start, ())}
        over = [span for span in over if id(span) not in ended] + opening.get(start, [])
        yield start, end, sorted(over, key=lambda span: span.end - span.start)


def _mark(text: SafeString, over: list[Span], named: set[str]) -> SafeString:
    """One mark; the first piece of an item carries its anchor."""
    ids = list(dict.fromkeys(span.id for span in over))
    new = [item for item in ids if item not in named]
    named.update(new)
    # One element has one id: further items that begin here get an empty anchor in front.
    anchors = format_html_join("", '<span id="{}-text"></span>', ((item,) for item in new[1:]))
    own = format_html(' id="{}-text"', new[0]) if new else mark_safe("")
    return format_html(
        '{}<mark class="k-span k-span--{}{}" data-item="{}"{}>{}</mark>',
        anchors,
        over[0].kind,
        " k-span--unsure" if getattr(over[0], "unsure", False) else "",
        " ".join(ids),
        own,
        text,
    )
