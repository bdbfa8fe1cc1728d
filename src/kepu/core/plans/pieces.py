"""A printed sentence in pieces: where a person may cut it, and which span each piece keeps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span

_STRONG = "。；;！？!?\n"
_MARKS = (_STRONG, "，,", "、")  # between sentences, else between clauses, else between names
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence and where it is printed."""

    text: str
    spans: tuple[Span, ...]


def cutting_places(text: str) -> tuple[int, ...]:
    """Give the places where a text is likely to be cut.

    Parameters
    ----------
    text : str
        The text of a task.

    Returns
    -------
    tuple of int
        Offsets in code points behind the end of each sentence; of a single sentence behind each comma, without commas
        between the names of a list. Words stand before and behind each of them.

    Examples
    --------
    >>> cutting_places("办科普月；建科普馆。")
    (5,)
    """
    for marks in _MARKS:
        found = tuple(at + 1 for at, mark in enumerate(text) if mark in marks and _stands_between(text, at + 1))
        if found:
            return found
    return ()


def _stands_between(text: str, at: int) -> bool:
    every = "".join(_MARKS)
    idle = every + " \t\r\u3000"
    return bool(text[:at].strip(idle)) and bool(text[at:].strip(idle)) and text[at] not in every


def added_breaks(text: str, typed: str) -> tuple[int, ...] | None:
    """Find where a person put line breaks into a text.

    Parameters
    ----------
    text : str
        The text as it was offered.
    typed : str
        The text as it came back.

    Returns
    -------
    tuple of int or None
        Offsets in `text`; None if anything else than white space was changed.

    Examples
    --------
    >>> added_breaks("办科普月；建科普馆。", "办科普月；\\n建科普馆。")
    (5,)
    >>> added_breaks("办科普月。", "办科技月。") is None
    True
    """
    if _squeezed(text) != _squeezed(typed):
        return None
    places = _letters(text)
    new = sorted(_breaks(typed) - _breaks(text))
    return tuple(places[nth - 1] + 1 for nth in new if 0 < nth < len(places))


def _breaks(text: str) -> set[int]:
    """Before how many letters a line ends."""
    seen, found = 0, set()
    for mark in text:
        if mark == _BREAK:
            found.add(seen)
        elif not mark.isspace():
            seen += 1
    return found


def cut(text: str, spans: Sequence[Span], source: str, places: Sequence[int]) -> tuple[Piece, ...]:
    """Cut a text and give each piece the exact place where it is printed.

    Parameters
    ----------
    text : str
        The text of a task.
    spans : sequence of (int, int)
        Where it is printed in `source`.
    source : str
        The whole document.
    places : sequence of int
        Offsets in `text`; those with nothing before or behind them are left out.

    Returns
    -------
    tuple of Piece
        In the order of the text. For a span whose printed words are those of `text`, white space aside, each piece has
        the part that prints it; for any other span (the text was corrected by hand) each piece keeps the whole.

    Examples
    --------
    >>> cut("办月；建馆。", [(4, 10)], "一、任务办月；建馆。", [3])
    (Piece(text='办月；', spans=((4, 7),)), Piece(text='建馆。', spans=((7, 10),)))
    """
    borders = sorted({0, len(text), *(place for place in places if 0 < place < len(text))})
    ranges = [(start, end) for start, end in pairwise(borders) if text[start:end].strip()]
    return tuple(
        Piece(text[start:end].strip(), tuple(_part(text, (start, end), span, source) for span in spans))
        for start, end in ranges
    )


def _part(text: str, part: Span, span: Span, source: str) -> Span:
    printed = source[span[0] : span[1]]
    if _squeezed(printed) != _squeezed(text):
        return (span[0], span[1])
    letters = _letters(printed)
    first = len(_squeezed(text[: part[0]]))
    last = first + len(_squeezed(text[part[0] : part[1]])) - 1
    return (span[0] + letters[first], span[0] + letters[last] + 1)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _letters(text: str) -> list[int]:
    """Where the letters stand that are no white space."""
    return [at for at, mark in enumerate(text) if not mark.isspace()]
