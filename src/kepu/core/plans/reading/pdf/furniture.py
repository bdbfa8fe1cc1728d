"""What is printed around the text: running heads, page numbers, notes at the foot, words along the margin."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.pdf.lines import pieces
from kepu.core.plans.reading.pdf.page import Line
from kepu.core.plans.source import is_wide
from kepu.core.plans.texttables import begins_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.page import Page

_ZONE = 0.15  # of the page, at the top and at the foot: running heads
_NUMBER_ZONE = 0.13
_DASH = "-—–―─·•~～"
_PAGE_NUMBER = re.compile(
    rf"(?:[{_DASH}]*\d{{1,4}}[{_DASH}]*|[{_DASH}]*第\d{{1,4}}页[{_DASH}]*(?:[,，/／]?[(（]?共\d{{1,4}}页[)）]?)?"
    r"|\d{1,4}[/／]\d{1,4}|[Pp](?:age|\.)\d{1,4}(?:of\d{1,4})?|第[一二三四五六七八九十百]+页)$"
)
_KEPT = re.compile(r"附[件录表]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]")
_NUMBER = re.compile(r"\d{1,4}")
_CONTENTS = re.compile(r"(?:[.．…·⋯]\s?){3,}\s*\d{1,3}$|[-—]{6,}\s*\d{1,3}$")
_CONTINUED = re.compile(r"[（(]?续(?:上)?表[）)]?\d*$|[（(]?接上页[）)]?$")
_NOTE = re.compile(r"[①-⑳]|[\[〔［]\d{1,2}[\]〕］]|[*＊]|\d{1,2}(?![\d.．、）)年月])")
_REFERENCE = re.compile(r"[\d①-⑳*＊\[\]〔〕［］]+$")
_SMALL = 0.88  # of the size of the text: notes
_FEWEST_ALONG = 3


def without_furniture(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[list[Line]]:
    """Leave out running heads and feet, page numbers, lines of a table of contents, and words along the margin.

    Parameters
    ----------
    pages : sequence of Page
        The pages.
    lines : sequence of list of Line
        For each page its lines outside of tables.

    Returns
    -------
    list of list of Line
        What is text. The head of a table is never furniture, nor is a heading.
    """
    running = _running(pages, lines)
    kept = []
    for page, own in zip(pages, lines, strict=True):
        rest = [line for line in own if not _is_of_contents(line)]
        for end in (0, -1):  # from the edge inwards, up to the first line of text
            while rest and (rest[end].y < page.height / 2) is (end == 0) and _is_running(rest[end], page, running):
                del rest[end]
        kept.append(_without_margin(_without_number(rest, page)))
    return kept


def _in_zone(line: Line, page: Page, zone: float) -> bool:
    return line.y < zone * page.height or line.y > (1 - zone) * page.height


def _keys(words: str, number: int) -> list[str]:
    """Give the line as it is, and with each of its numbers counted from the number of the page."""
    counted = (
        f"{words[: match.start()]}<{int(match.group()) - number}>{words[match.end() :]}"
        for match in _NUMBER.finditer(words)
    )
    return [words, *counted]


def _running(pages: Sequence[Page], lines: Sequence[list[Line]]) -> set[str]:
    """Find the lines that stand at the same height on several pages."""
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for page, own in zip(pages, lines, strict=True):
        for line in own:
            words = squeeze(line.text)
            if _in_zone(line, page, _ZONE) and not _KEPT.match(words) and not _is_header(line):
                for key in _keys(words, page.number):
                    height = round(line.y / 6)
                    for near in (height - 1, height, height + 1):
                        seen[key, near].add(page.number)
    least = 2 if len(pages) < 4 else max(2, len(pages) // 4)  # noqa: PLR2004  heads of left and right pages differ
    return {key for (key, _), numbers in seen.items() if len(numbers) >= least}


def _is_header(line: Line) -> bool:
    return any(begins_table([squeeze(piece.text) for piece in pieces(line, gap)]) for gap in (1.45, 0.8))


def _is_of_contents(line: Line) -> bool:
    words = squeeze(line.text)
    return _CONTENTS.search(words) is not None or _CONTINUED.match(words) is not None


def _is_running(line: Line, page: Page, running: set[str]) -> bool:
    words = squeeze(line.text)
    if not _in_zone(line, page, _ZONE) or _KEPT.match(words) or _is_header(line):
        return False
    return any(key in running for key in _keys(words, page.number))


def _without_number(lines: list[Line], page: Page) -> list[Line]:
    """Leave out a page number on the first or last line."""
    kept = list(lines)
    for at in (-1, 0):
        if kept and _in_zone(kept[at], page, _NUMBER_ZONE) and _PAGE_NUMBER.match(squeeze(kept[at].text)):
            del kept[at]
    return kept


def _without_margin(lines: list[Line]) -> list[Line]:
    """Leave out characters that stand under one another beside the text, as of 装订线."""
    cut = [(line, pieces(line, 1.0)) for line in lines]
    long = [piece for _, parts in cut for piece in parts if len(piece.glyphs) > 4]  # noqa: PLR2004  no single characters
    if not long:
        return lines
    lefts, rights = sorted(piece.x0 for piece in long), sorted(piece.x1 for piece in long)
    left, right = lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]
    outside = [
        piece
        for _, parts in cut
        for piece in parts
        if len(piece.glyphs) == 1
        and is_wide(piece.glyphs[0].text[0])
        and (piece.x1 < left - piece.size or piece.x0 > right + piece.size)
    ]
    along = {
        id(piece)
        for piece in outside
        if sum(abs(other.x0 - piece.x0) < 0.3 * piece.size for other in outside) >= _FEWEST_ALONG
    }
    if not along:
        return lines
    kept = []
    for line, parts in cut:
        glyphs = [glyph for piece in parts if id(piece) not in along for glyph in piece.glyphs]
        if glyphs:
            kept.append(Line(glyphs, line.page))
    return kept


def part_notes(page: Page, lines: list[Line], size: float) -> tuple[list[Line], list[Line]]:
    """Part the notes at the foot of a page from its text, and take the references to them out of the text.

    Parameters
    ----------
    page : Page
        The page.
    lines : list of Line
        Its lines, from top to bottom.
    size : float
        The size of the text.

    Returns
    -------
    tuple of list of Line
        The text, and the notes.
    """
    first = len(lines)
    while first and lines[first - 1].size <= _SMALL * size and lines[first - 1].y > 0.5 * page.height:
        first -= 1
    begins = next((at for at in range(first, len(lines)) if begins_note(lines[at])), len(lines))
    if begins == len(lines):
        return lines, []
    digit = squeeze(lines[begins].text)[0].isdigit()
    above = lines[begins - 1].y if begins else 0.0
    if digit and not any(above < rule.at < lines[begins].y for rule in page.across):
        return lines, []
    text = [rest for line in lines[:begins] if (rest := _without_references(line)) is not None]
    return text, lines[begins:]


def _without_references(line: Line) -> Line | None:
    size = line.size
    glyphs = [
        glyph
        for glyph in line.glyphs
        if not (glyph.size < 0.8 * size and line.y - glyph.y > 0.15 * size and _REFERENCE.match(glyph.text))
    ]
    return Line(glyphs, line.page) if glyphs else None


def begins_note(line: Line) -> bool:
    """Tell whether a line at the foot of a page begins a note."""
    return _NOTE.match(squeeze(line.text)) is not None
