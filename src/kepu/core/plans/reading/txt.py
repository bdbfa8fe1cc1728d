"""Plain text: .txt files and pasted text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.normalise import clean
from kepu.core.plans.reading.decoding import decode
from kepu.core.plans.reading.furniture import facts_of, furniture
from kepu.core.plans.source import Notice, SourceText

if TYPE_CHECKING:
    from kepu.core.plans.model import Span

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)  # between the lines of a cell whose row is one line
# Signs that a page carries when it was saved as Markdown: of headings, of bold words at the beginning of a line, and
# the strokes that keep 1. from being read as a list.
_HASHES = re.compile(r"^[ \t\u3000]*#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_BOLD = re.compile(r"^(?P<before>[ \t\u3000]*[^*\n]{0,6})\*\*(?P<words>[^*\n]{1,200})\*\*", re.MULTILINE)
_ESCAPED = re.compile(r"^(?P<number>[ \t\u3000]*\d{1,2})\\(?=[.)、])", re.MULTILINE)


def read_txt(data: bytes, name: str) -> SourceText:
    """Decode and normalise a text; its paragraphs and tables are found later, from its lines.

    Parameters
    ----------
    data : bytes
        The content.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        The text without blocks.
    """
    return from_text(decode(data, name))


def from_text(printed: str) -> SourceText:
    """Normalise a text that is already decoded, as pasted into a form.

    Parameters
    ----------
    printed : str
        Any text.

    Returns
    -------
    SourceText
        The text without blocks, a notice of what was dropped, and which lines are only of the page it was taken from.
    """
    printed = _without_markup(_BREAK.sub(" ", printed))
    text = clean(printed)
    dropped = len(printed.replace("\r\n", "\n").lstrip("\ufeff")) - len(text)
    notices = [Notice(PlanCode.TEXT_CLEANED, {"characters": dropped})] if dropped > 0 else []
    skipped = _skipped(text)
    if skipped:
        notices.append(Notice(PlanCode.FURNITURE, {"lines": len(skipped)}))
    return SourceText(text, None, tuple(notices), skipped)


def _without_markup(printed: str) -> str:
    return _ESCAPED.sub(r"\g<number>", _BOLD.sub(r"\g<before>\g<words>", _HASHES.sub("", printed)))


def _skipped(text: str) -> tuple[Span, ...]:
    """Give the lines around the document that a web page prints; cells of tables are lines that a tab begins or parts."""
    places: list[Span] = []
    words: list[str | None] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            places.append((start, start + len(line)))
            words.append(_words(line))
        start += len(line) + 1
    dropped = furniture(words)
    if dropped:  # it was taken from a page: the table above the document, as far as it serves the site
        dropped |= {at for at, line in enumerate(words) if line == ""}
    return tuple(places[at] for at in sorted(dropped))


def _words(line: str) -> str | None:
    return line if "\t" not in line else facts_of(line.split("\t"))
