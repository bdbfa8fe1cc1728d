"""A small maker of PDF documents for the tests: words and lines at given places, and whole plans set in type."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595.0, 842.0
FULL, HALF = 1.0, 0.5  # widths of wide and narrow characters, in their size
WORDS = "坚持科学普及与科技创新同等重要，把科学素质建设摆在更加"
CLOSING = "，。、；：！？）》”%"
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def advance(words: str, size: float) -> float:
    """Give the width of words."""
    return sum(HALF if ord(character) < 0x2000 else FULL for character in words) * size


@dataclass
class Sheet:
    """A page: drawing commands in points from the lower left corner; `y` is given from the top."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    parts: list[str] = field(default_factory=list)
    pictures: bool = False

    def text(self, x, y, words, size=16.0, *, font="F1", turn=(1, 0), gray=0.0, mode=0):
        """Print words, `turn` being the cosine and sine of their direction."""
        codes = words.encode("utf-16-be").hex()
        a, b = turn
        self.parts.append(
            f"BT {mode} Tr {gray} g /{font} {size} Tf {a} {b} {-b} {a} {x:.2f} {self.height - y:.2f} Tm <{codes}> Tj ET"
        )

    def line(self, x0, y0, x1, y1, *, thick=0.5):
        """Draw a line."""
        self.parts.append(f"{thick} w {x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S")

    def bar(self, x0, y0, x1, y1):
        """Fill a thin rectangle, as word processors draw borders."""
        self.parts.append(f"0 g {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f")

    def picture(self, x0=0.0, y0=0.0, x1=None, y1=None):
        """Put a picture over a part of the page, or all of it."""
        self.pictures = True
        x1, y1 = x1 or self.width, y1 or self.height
        self.parts.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /I1 Do Q")


def _identity_map(shift: int = 0) -> bytes:
    """Say for each code which character it prints; a shift makes it wrong."""
    ranges = [f"<{row:02x}00> <{row:02x}ff> <{(row + shift) % 256:02x}00>" for row in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, 256, 100)]
    body = "".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n" + body + "endcmap end end"
    ).encode()


def _font(number: int, unicode: int | None) -> bytes:
    to_unicode = f"/ToUnicode {unicode} 0 R" if unicode else ""
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[{number} 0 R]{to_unicode}>>"
    ).encode()


def pdf_of(sheets: Iterable[Sheet], *, user=None, owner=None, pack=True) -> bytes:
    """Write pages as a PDF; `user` and `owner` are passwords."""
    sheets = list(sheets)
    objects: list[tuple[bytes, bytes | None]] = []

    def add(head: bytes, stream: bytes | None = None) -> int:
        objects.append((head, stream))
        return len(objects)

    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(b"")  # the pages, below
    maps = [add(b"", _identity_map()), add(b"", _identity_map(0x31))]
    add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/DW 1000/W[0 8191 500]/FontDescriptor 6 0 R>>"
    )
    add(
        b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -140 1000 860]/ItalicAngle 0/Ascent 860/Descent -140"
        b"/CapHeight 700/StemV 80>>"
    )
    fonts = [add(_font(5, unicode)) for unicode in (maps[0], maps[1], None)]
    image = add(
        b"/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8", b"\x80\xff\xff\x80"
    )
    names = " ".join(f"/F{at} {number} 0 R" for at, number in enumerate(fonts, 1))
    kids = []
    for sheet in sheets:
        content = add(b"", "\n".join(sheet.parts).encode())
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotate}"
                f"/Resources<</Font<<{names}>>/XObject<</I1 {image} 0 R>>>>/Contents {content} 0 R>>".encode()
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = (f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode(), None)
    return _written(
        objects, Lock(user or "", owner or "") if user is not None or owner is not None else None, pack=pack
    )


def _written(objects, lock, *, pack) -> bytes:
    out = bytearray(b"%PDF-1.6\n%\xe5\xa5\xbd\n")
    places = []
    for number, (head, stream) in enumerate(objects, 1):
        places.append(len(out))
        if stream is None:
            body = head
        else:
            body = zlib.compress(stream) if pack else stream
            body = lock.encrypt(number, body) if lock else body
            packed = b"/Filter/FlateDecode" if pack else b""
            body = b"<<" + head + packed + f"/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    extra = lock.entry() if lock else b""
    out += (
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R".encode() + extra + f">>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


class Lock:
    """The oldest way to lock a PDF: 40 bits, standard handler, revision 2."""

    def __init__(self, user: str, owner: str) -> None:
        self.id = b"0123456789abcdef"
        padded_user = (user.encode() + _PADDING)[:32]
        padded_owner = ((owner or user).encode() + _PADDING)[:32]
        self.owner = _rc4(self._md5(padded_owner)[:5], padded_user)
        self.key = self._md5(padded_user + self.owner + (-4).to_bytes(4, "little", signed=True) + self.id)[:5]
        self.user = _rc4(self.key, _PADDING)

    @staticmethod
    def _md5(data: bytes) -> bytes:
        return hashlib.md5(data, usedforsecurity=False).digest()

    def encrypt(self, number: int, data: bytes) -> bytes:
        """Encrypt the stream of an object."""
        key = self._md5(self.key + number.to_bytes(3, "little") + b"\x00\x00")[:10]
        return _rc4(key, data)

    def entry(self) -> bytes:
        """Give what stands in the trailer."""
        return (
            f"/ID[<{self.id.hex()}><{self.id.hex()}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
            f"/O<{self.owner.hex()}>/U<{self.user.hex()}>>>"
        ).encode()


def broken_into(words: str, width: float, size: float, first: float = 0.0) -> list[str]:
    """Break words into lines: a closing mark takes what stands before it along, figures and Latin words stay whole."""
    lines: list[list[str]] = [[]]
    room = width - first
    for token in _tokens(words):
        line = lines[-1]
        if line and advance("".join(line) + token, size) > room:
            carried = [token]
            while len(line) > 1 and carried[0] in CLOSING:
                carried.insert(0, line.pop())
            lines.append(carried)
            room = width
        else:
            line.append(token)
    return ["".join(line) for line in lines]


def _tokens(words: str) -> list[str]:
    tokens: list[str] = []
    for character in words:
        if (
            tokens
            and character.isascii()
            and character.isalnum()
            and tokens[-1][-1:].isascii()
            and tokens[-1].isalnum()
        ):
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens


def edges_of(left: float, right: float, shares: Sequence[float]) -> list[float]:
    """Give the edges of columns that share a width."""
    unit = (right - left) / sum(shares)
    edges = [left]
    for share in shares:
        edges.append(edges[-1] + share * unit)
    return edges


def columns_between(edges: Sequence[float]) -> list[tuple[float, float]]:
    """Give the left and right edge of each column."""
    return list(pairwise(edges))


def printed(count=8, *, words=WORDS, font="F1") -> Sheet:
    """Print the same line again and again; F2 says wrongly which characters it prints."""
    sheet = Sheet()
    for number in range(count):
        sheet.text(80, 120 + 28 * number, words, 16, font=font)
    return sheet


def scanned(words="— 1 —") -> Sheet:
    """Give a page that is a picture, with nothing but its number as text."""
    sheet = Sheet()
    sheet.picture()
    sheet.text(290, 790, words, 14)
    return sheet
