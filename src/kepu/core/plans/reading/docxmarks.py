"""What the marks of a Word document mean: what is deleted, hidden or left out, and what a mark prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.reading.ooxml import attribute, child, local

if TYPE_CHECKING:
    from lxml import etree

    from kepu.core.plans.reading.styles import Styles

ON = {None, "1", "true", "on"}
_DELETED = {"del", "moveFrom"}
# Tables of contents, numbers of pages, entries of an index: made by layout, not by the author.
_DROPPED_FIELDS = {"TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "INDEX", "TOA", "RD", "TC", "XE", "TA"}
_DROPPED_GALLERIES = ("table of contents", "page numbers")
_PRIVATE = 0xF000
# Of the fonts of symbols only what documents use: boxes, ticks, bullets, arrows, circled digits.
_SYMBOLS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x77: "◆", 0x9F: "•", 0xA1: "○",
    0xA7: "▪", 0xA8: "□", 0xAA: "★", 0xAB: "★", 0xB2: "☆", 0xB7: "·", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0x54: "☒", 0xA3: "□", 0x50: "✓",
    0x4F: "✗",
    **{0x81 + digit: chr(0x2460 + digit) for digit in range(10)},
    **{0x8C + digit: chr(0x2776 + digit) for digit in range(10)},
}  # fmt: skip


def characters(name: str, element: etree._Element) -> str:
    """Give what an element of a run prints.

    Parameters
    ----------
    name : str
        The local name of the element.
    element : element
        The element.

    Returns
    -------
    str
        Empty for what prints no words.
    """
    if name == "t":
        words = element.text or ""
        return words if words.isascii() else "".join(map(_known, words))
    if name in {"tab", "ptab"}:
        return " "
    if name in {"br", "cr"}:
        return "\n"
    if name == "sym":
        return symbol(attribute(element, "font") or "", attribute(element, "char") or "")
    return "-" if name == "noBreakHyphen" else ""


def symbol(font: str, code: str) -> str:
    """Give the character that a symbol of a font looks like.

    Parameters
    ----------
    font : str
        Such as ``Wingdings``.
    code : str
        Its place in the font, in hexadecimal digits.

    Returns
    -------
    str
        A bullet where the symbol is not known.

    Examples
    --------
    >>> symbol("Wingdings", "F0FE"), symbol("仿宋", "4E00"), symbol("Wingdings", "zz")
    ('☑', '一', '')
    """
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    is_pictures = any(name in font.lower() for name in ("wingdings", "webdings", "symbol"))
    if _PRIVATE <= value <= _PRIVATE + 0xFF or (is_pictures and value <= 0xFF):  # noqa: PLR2004  a font of 256 places
        return _SYMBOLS.get(value & 0xFF, "·")
    return chr(value) if 0x20 <= value < 0xD800 else ""  # noqa: PLR2004  before the surrogates


def _known(character: str) -> str:
    """Replace a place in a font of symbols by what it looks like."""
    return _SYMBOLS.get(ord(character) & 0xFF, "·") if _PRIVATE <= ord(character) <= _PRIVATE + 0xFF else character


def is_deleted_mark(properties: etree._Element | None) -> bool:
    """Tell whether the end of a paragraph was deleted, so that it goes on in the next."""
    marks = child(properties, "rPr")
    return marks is not None and any(local(each) in _DELETED for each in marks)


def is_dropped_row_or_cell(name: str, element: etree._Element) -> bool:
    """Tell whether a row or a cell was deleted, or the row is hidden."""
    if name == "tr":
        marks = child(element, "trPr")
        return marks is not None and any(
            local(each) == "del" or (local(each) == "hidden" and attribute(each) in ON) for each in marks
        )
    return name == "tc" and child(element, "tcPr", "cellDel") is not None


def is_dropped_content(name: str, element: etree._Element) -> bool:
    """Tell whether a content control or a simple field holds nothing that the author wrote."""
    if name in {"tr", "tc"}:
        return is_dropped_row_or_cell(name, element)
    if name == "fldSimple":
        return is_dropped_field(attribute(element, "instr") or "")
    if name != "sdt":
        return False
    properties = child(element, "sdtPr")
    if child(properties, "showingPlcHdr") is not None and attribute(child(properties, "showingPlcHdr")) in ON:
        return True
    gallery = attribute(child(properties, "docPartObj", "docPartGallery")) or ""
    return gallery.lower().startswith(_DROPPED_GALLERIES)


def is_dropped_field(code: str) -> bool:
    """Tell whether the result of a field is left out.

    Examples
    --------
    >>> is_dropped_field(' TOC \\\\o "1-3" '), is_dropped_field("HYPERLINK x"), is_dropped_field("")
    (True, False, False)
    """
    words = code.split(maxsplit=1)
    return bool(words) and words[0].upper() in _DROPPED_FIELDS


def is_other_choice(name: str, element: etree._Element) -> bool:
    """Tell the second form of something that is written twice, for new and for old programs."""
    if name not in {"Choice", "Fallback"}:
        return False
    parent = element.getparent()
    first = next((each for each in parent if local(each) == "Choice"), None) if parent is not None else None
    return first is not None and first is not element


def is_hidden_run(run: etree._Element, paragraph_style: str | None, styles: Styles) -> bool:
    """Tell whether a run is not shown: by its own mark, else by its style, else by the style of the paragraph."""
    properties = child(run, "rPr")
    own = child(properties, "vanish")
    if own is not None:
        return attribute(own) in ON
    return styles.hides(attribute(child(properties, "rStyle"))) or styles.hides(paragraph_style)
