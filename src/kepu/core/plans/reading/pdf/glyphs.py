"""The characters of a page, out of pdfium: upright, once each, with the place and size they are printed at."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from kepu.core.plans.reading.pdf.page import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterable

Vector = tuple[float, float]

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = {0x02, 0xFFFE, 0xAD}  # how pdfium marks a hyphen at the end of a line
_UNKNOWN = "\ufffd"
_PRINTED_UNKNOWN = "□"
_SYMBOLS = range(0xF000, 0xF100)  # bullets of symbol fonts
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF
_INVISIBLE_MODE = 3
_STRAIGHT = 0.02  # of a turn in which a line counts as upright
_TWICE = 0.2  # of a character: nearer than this, the same character is printed again, to look bold
_FADED_ALPHA = 160
_PALE, _WHITE = 150, 250
_OVERSIZED = 1.35  # times the usual size: may be a watermark


@dataclass(frozen=True, slots=True)
class Frame:
    """The direction in which the lines of a page run, and its edge: what turns page space into display space."""

    along: Vector = (1.0, 0.0)
    left: float = 0.0
    top: float = 0.0

    def place(self, x: float, y: float) -> Vector:
        """Turn a point of page space (y up) into display space (y down)."""
        a, b = self.along
        return x * a + y * b - self.left, x * b - y * a - self.top

    @classmethod
    def of(cls, along: Vector, box: tuple[float, float, float, float]) -> Frame:
        """Put the origin into the upper left corner of the page, seen along its lines."""
        bare = cls(along)
        corners = [bare.place(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        return cls(along, min(x for x, _ in corners), min(y for _, y in corners))


@dataclass(slots=True)
class Raw:
    """A character as pdfium gives it, in page space."""

    code: int
    at: int
    x: float
    y: float
    box: tuple[float, float, float, float]
    along: Vector
    size: float


def raw_characters(text_page: Any) -> list[Raw]:
    """Take the characters that print something out of a page.

    Parameters
    ----------
    text_page : FPDF_TEXTPAGE
        The page of pdfium.

    Returns
    -------
    list of Raw
        In the order of the file, spaces left out: gaps tell more.
    """
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    at_x, at_y, at_box, at_matrix = (ctypes.byref(each) for each in (x, y, box, matrix))
    found = []
    for at in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if code in {9, 10, 13, 32, 0xA0, 0x3000} or (code and code < 2):  # noqa: PLR2004  controls
            continue
        if not (
            pdfium.FPDFText_GetCharOrigin(text_page, at, at_x, at_y)
            and pdfium.FPDFText_GetLooseCharBox(text_page, at, at_box)
            and pdfium.FPDFText_GetMatrix(text_page, at, at_matrix)
        ):
            continue
        length = hypot(matrix.a, matrix.b)
        size = pdfium.FPDFText_GetFontSize(text_page, at) * hypot(matrix.c, matrix.d)
        if not (length > 0 and 1 < abs(size) < 1000):  # noqa: PLR2004  points; others are no writing
            continue
        edges = (box.left, box.bottom, box.right, box.top)
        along = (matrix.a / length, matrix.b / length)
        found.append(Raw(code, at, x.value, y.value, edges, along, abs(size)))
    return found


def direction(characters: Iterable[Raw]) -> Vector:
    """Tell in which of the four directions most lines of a page run.

    Parameters
    ----------
    characters : iterable of Raw
        The characters of the page.

    Returns
    -------
    tuple of float
        A unit vector in page space.
    """
    turned: Counter[Vector] = Counter(
        (float(round(each.along[0])), float(round(each.along[1]))) for each in characters if _straight(each.along)
    )
    return turned.most_common(1)[0][0] if turned else (1.0, 0.0)


def _straight(along: Vector) -> bool:
    return min(abs(along[0]), abs(along[1])) < _STRAIGHT * 6.28


def upright(characters: Iterable[Raw], frame: Frame) -> list[Glyph]:
    """Turn the characters of a page into display space, those that run in another direction left out.

    Parameters
    ----------
    characters : iterable of Raw
        The characters.
    frame : Frame
        The direction of the page.

    Returns
    -------
    list of Glyph
        In the order of the file; text across or along the margin and slanted watermarks are not among them.
    """
    found: list[Glyph] = []
    high: Raw | None = None
    for each in characters:
        if each.along[0] * frame.along[0] + each.along[1] * frame.along[1] < 1 - _STRAIGHT:
            continue
        if _FIRST_SURROGATE <= each.code <= _LAST_SURROGATE:
            if high is None:
                high = each
                continue
            code = 0x10000 + ((high.code & 0x3FF) << 10) + (each.code & 0x3FF)
            high = None
        else:
            code = each.code
        text = character(code)
        if not text:
            continue
        first = frame.place(each.box[0], each.box[1])[0]
        second = frame.place(each.box[2], each.box[3])[0]
        x, y = frame.place(each.x, each.y)
        left, right = min(first, second), max(first, second)
        if right - left < 0.05 * each.size:  # a font without widths
            left, right = x, x + each.size * (1.0 if ord(text[0]) > 0x2E7F else 0.5)  # noqa: PLR2004  wide characters
        found.append(Glyph(text, left, right, y, each.size, each.at))
    return found


def character(code: int) -> str:
    """Give what a code of pdfium prints.

    Parameters
    ----------
    code : int
        A Unicode value, or what stands for a missing one.

    Returns
    -------
    str
        Ligatures in their letters; a box for a character without a value; nothing for a bullet of a symbol font.
    """
    if code in _HYPHENS:
        return _SOFT_HYPHEN
    if code in _SYMBOLS:
        return ""
    if code in {0, 0xFFFD} or code > 0x10FFFF or any(code in private for private in _PRIVATE):  # noqa: PLR2004
        return _UNKNOWN
    if 0xFB00 <= code <= 0xFB06:  # noqa: PLR2004  ligatures
        return unicodedata.normalize("NFKC", chr(code))
    printed = chr(code)
    return "" if unicodedata.category(printed) in {"Cc", "Cs", "Cn", "Zs", "Zl", "Zp"} else printed


def settle_unknown(glyphs: Iterable[Glyph]) -> int:
    """Print a box for each character that has no Unicode value, and count them."""
    unknown = 0
    for glyph in glyphs:
        if _UNKNOWN in glyph.text:
            glyph.text = _PRINTED_UNKNOWN
            unknown += 1
    return unknown


def once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Leave out characters that are printed a second time at nearly the same place, to look bold.

    Parameters
    ----------
    glyphs : iterable of Glyph
        In the order of the file.

    Returns
    -------
    list of Glyph
        The letters of a ligature, which share one place, are kept.
    """
    kept: list[Glyph] = []
    places: defaultdict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        step = max(glyph.size, 1.0)
        column, row = int(glyph.x0 / step), int(glyph.y / step)
        near = (
            other
            for a in (column - 1, column, column + 1)
            for b in (row - 1, row, row + 1)
            for other in places.get((glyph.text, a, b), ())
        )
        limit = _TWICE * step
        if any(
            abs(other.x0 - glyph.x0) < limit
            and abs(other.y - glyph.y) < limit
            and not (
                other.at == glyph.at - 1 and other.x0 == glyph.x0 and glyph.text.isalpha() and glyph.text.isascii()
            )
            for other in near
        ):
            continue
        places[glyph.text, column, row].append(glyph)
        kept.append(glyph)
    return kept


def without_watermarks(text_page: Any, glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out large pale or translucent characters behind the text.

    Parameters
    ----------
    text_page : FPDF_TEXTPAGE
        The page of pdfium, asked for colours.
    glyphs : list of Glyph
        The characters of the page.

    Returns
    -------
    list of Glyph
        White ones stay: they stand on a dark field.
    """
    if not glyphs:
        return glyphs
    sizes = sorted(glyph.size for glyph in glyphs)
    usual = sizes[len(sizes) // 2]
    return [glyph for glyph in glyphs if glyph.size < _OVERSIZED * usual or not _is_pale(text_page, glyph.at)]


def _is_pale(text_page: Any, at: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, at, red, green, blue, alpha):
        return False
    darkest = min(red.value, green.value, blue.value)
    return alpha.value < _FADED_ALPHA or _PALE <= darkest < _WHITE


def recognised(text_page: Any, glyphs: list[Glyph]) -> int:
    """Count the characters that are printed invisibly, as text recognition does over a picture of the page."""
    sample = glyphs[:: max(1, len(glyphs) // 50)]
    invisible = sum(
        pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text_page, glyph.at)) == _INVISIBLE_MODE
        for glyph in sample
    )
    return int(len(glyphs) * invisible // max(1, len(sample)))
