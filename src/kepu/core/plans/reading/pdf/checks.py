"""Whether a document has a text layer that can be trusted: scans, fonts without Unicode values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.normalise import clean
from kepu.core.plans.reading.decoding import plausibility
from kepu.core.plans.source import Notice, is_wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.reading.pdf.page import Page

_THIN = 40  # characters: a page number, a running head, a mark of a scanner
_PICTURED = 0.35  # of a page
_DRAWN = 150  # paths: characters turned into outlines
_MOST_PICTURED = 0.8  # of the pages that are not blank
_SHORTEST = 150  # characters of a plan; less beside pictures is a cover
_MOST_UNKNOWN = 0.05
_LEAST_PLAUSIBLE = 0.85
_LEAST_COMMON = 0.75  # of the ideographs: in the first level of GB 2312
_FEWEST_WIDE = 50
_SAMPLE = 20_000
_FIRST_LEVEL = range(0xB0, 0xD8)


def check_text(pages: Sequence[Page], name: str) -> tuple[Notice, ...]:
    """Refuse a document without a text layer, or with one that is no text.

    Parameters
    ----------
    pages : sequence of Page
        All pages.
    name : str
        The file name, for messages.

    Returns
    -------
    tuple of Notice
        What a person has to look at: pages that are pictures, characters that could not be read, recognised text.

    Raises
    ------
    InputError
        ``plans.scanned`` or ``plans.unreadable_text``.
    """
    size = sum(len(page.glyphs) for page in pages)
    pictures = [page for page in pages if _is_picture(page)]
    written = [page for page in pages if page.glyphs and not _is_picture(page)]
    if pictures and (len(pictures) >= _MOST_PICTURED * (len(pictures) + len(written)) or size < _SHORTEST):
        raise InputError(
            PlanCode.SCANNED,
            "The pages are pictures without text, as a scanner makes them; ask for the editable text.",
            name=name,
            pages=len(pictures),
        )
    unknown = [page for page in pages if page.unknown]
    if is_garbled(pages):
        raise InputError(
            PlanCode.UNREADABLE_TEXT,
            "The fonts of the document do not say which characters they print; its text cannot be taken out.",
            name=name,
        )
    notices = []
    if pictures:
        numbers = numbers_of(pictures)
        notices.append(Notice(PlanCode.SCANNED_PAGES, {"pages": numbers, "count": len(pictures)}))
    if unknown:
        count = sum(page.unknown for page in unknown)
        notices.append(Notice(PlanCode.UNKNOWN_CHARACTERS, {"pages": numbers_of(unknown), "count": count}))
    recognised = [page for page in written if page.recognised * 2 > len(page.glyphs)]
    if recognised:
        notices.append(Notice(PlanCode.RECOGNISED_TEXT, {"pages": numbers_of(recognised), "count": len(recognised)}))
    return tuple(notices)


def _is_picture(page: Page) -> bool:
    return len(page.glyphs) < _THIN and (page.pictured >= _PICTURED or page.drawn >= _DRAWN)


def is_garbled(pages: Sequence[Page]) -> bool:
    """Tell whether what was taken out is no Chinese text.

    Parameters
    ----------
    pages : sequence of Page
        All pages.

    Returns
    -------
    bool
        True when many characters have no Unicode value, or are such as no document is made of, or are rare ones.
    """
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    if not glyphs:
        return False
    if sum(page.unknown for page in pages) > _MOST_UNKNOWN * len(glyphs):
        return True
    step = max(1, len(glyphs) // _SAMPLE)
    sample = clean("".join(glyph.text for glyph in glyphs[::step]))
    if len(sample) < _FEWEST_WIDE:
        return False
    if plausibility(sample) < _LEAST_PLAUSIBLE:
        return True
    accented = sum("\u00a1" <= character <= "\u024f" and character not in "·×÷°±" for character in sample)
    if accented > 0.2 * len(sample):  # bytes of GB 18030 taken for Latin letters
        return True
    wide = [character for character in sample if "\u3400" <= character <= "\u9fff" and is_wide(character)]
    return len(wide) >= _FEWEST_WIDE and sum(map(is_common, wide)) < _LEAST_COMMON * len(wide)


def is_common(character: str) -> bool:
    """Tell whether an ideograph is one of the 3,755 of the first level of GB 2312, or the traditional form of none."""
    try:
        return character.encode("gb2312")[0] in _FIRST_LEVEL
    except UnicodeEncodeError:
        return False


def numbers_of(pages: Sequence[Page]) -> str:
    """Write the numbers of pages: 2、5–7."""
    parts: list[list[int]] = []
    for page in pages:
        if parts and parts[-1][1] == page.number - 1:
            parts[-1][1] = page.number
        else:
            parts.append([page.number, page.number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)
