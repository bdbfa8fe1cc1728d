"""The words of a cell that groups rows: its number, its title, and where they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.source import cell_paragraph

if TYPE_CHECKING:
    from kepu.core.plans.model import Span
    from kepu.core.plans.source import Cell


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of a group cell, without the number and without a second print in the same cell."""

    number: str | None
    title: str
    spans: tuple[Span, ...]


def heading_of(text: str, cell: Cell) -> Heading:
    """Read a group cell: its number, its title, and every place where the title is printed.

    Parameters
    ----------
    text : str
        The normalised text.
    cell : Cell
        With words.

    Returns
    -------
    Heading
        A title that the cell prints twice is given once, with both places.
    """
    words = cell_paragraph(text, cell)
    mark = read_mark(words.text)
    start = mark.end if mark is not None and mark.style is not MarkStyle.DASH and mark.end < len(words.text) else 0
    number = mark.printed if mark is not None and start else None
    body = words.text[start:]
    half = len(body) // 2
    if len(body) % 2 == 0 and half > 3 and body[:half] == body[half:]:  # noqa: PLR2004
        spans = (*words.spans(start, start + half, text), *words.spans(start + half, len(words.text), text))
        return Heading(number, body[:half], spans)
    stop = start + len(body.rstrip("。；;：:"))
    return Heading(number, words.text[start:stop], words.spans(start, stop, text))
