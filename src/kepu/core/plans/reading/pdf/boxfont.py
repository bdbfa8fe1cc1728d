"""A font for pdfium in which every character is one box: documents are read alike whatever fonts a machine has.

Where a document does not carry its fonts, pdfium measures with those of the machine, and silently leaves out pieces of
text of one character when none of them has it. Only sizes matter here; nothing is drawn.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

_EM, _ASCENT, _DESCENT = 1000, 860, -140
_BOX = 200  # narrower than any character, so that the widths of the document count
_HANDLE = 1
_MAGIC = 0x5F0F3CF5  # of the table head
_LAST_CHARACTER = 0x10FFFF


@cache
def box_font() -> bytes:
    """Make the font.

    Returns
    -------
    bytes
        A TrueType font of two glyphs, the second of which stands for every character.

    References
    ----------
    .. [1] *OpenType specification* 1.9, tables cmap (format 13), glyf, head, hhea, hmtx, loca, maxp, name, OS/2, post.
    """
    glyph = _box()
    subtable = struct.pack(">HHIII", 13, 0, 28, 0, 1) + struct.pack(">III", 0x20, _LAST_CHARACTER, 1)
    tables = {
        b"OS/2": _os2(),
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable,
        b"glyf": glyph * 2,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 1 << 16, 1 << 16, 0, _MAGIC, 3, _EM, 0, 0, 0, _DESCENT, _BOX, _ASCENT, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhH11hH", 1 << 16, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">III", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">I14H", 1 << 16, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"name": _name("Box"),
        b"post": struct.pack(">IIhhIIIII", 3 << 16, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _box() -> bytes:
    """Give the outline of a narrow rectangle, as differences from corner to corner."""
    head = struct.pack(">hhhhhHH", 1, 0, _DESCENT, _BOX, _ASCENT, 3, 0)
    flags = bytes([1] * 4)
    along = struct.pack(">hhhh", 0, _BOX, 0, -_BOX)
    up = struct.pack(">hhhh", _DESCENT, 0, _ASCENT - _DESCENT, 0)
    glyph = head + flags + along + up
    return glyph + b"\0" * (-len(glyph) % 4)


def _name(words: str) -> bytes:
    stored = words.encode("utf-16-be")
    records = b"".join(struct.pack(">HHHHHH", 3, 1, 0x409, number, len(stored), 0) for number in (1, 2, 4, 6))
    return struct.pack(">HHH", 0, 4, 6 + len(records)) + records + stored


def _os2() -> bytes:
    every = 0xFFFFFFFF  # all ranges of characters
    return (
        struct.pack(">HhHHH", 3, _EM, 400, 5, 0)
        + bytes(32)  # scripts, strikeout, family, panose
        + struct.pack(">IIII", every, every, every, every)
        + b"KEPU"
        + struct.pack(">HHHhhhHH", 0x40, 0x20, 0xFFFF, _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT)
        + struct.pack(">IIhhHHH", every, every, 500, 700, 0, 0x20, 1)
    )


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    directory = struct.pack(">IHHHH", 1 << 16, count, 128, 3, count * 16 - 128)
    body = b""
    for tag, content in sorted(tables.items()):
        padded = content + b"\0" * (-len(content) % 4)
        checksum = sum(word for (word,) in struct.iter_unpack(">I", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">III", checksum, 12 + 16 * count + len(body), len(content))
        body += padded
    return directory + body


def _copy_font(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    """Hand the font to pdfium: its size when there is no room for it; no single table."""
    font = box_font()
    if table:
        return 0
    if buffer and size >= len(font):
        ctypes.memmove(buffer, font, len(font))
    return len(font)


_ANSWERS = {
    "Release": lambda *_: None,
    "EnumFonts": lambda *_: None,
    "MapFont": lambda *_: _HANDLE,
    "GetFont": lambda *_: _HANDLE,
    "GetFontData": _copy_font,
    "GetFaceName": lambda *_: 0,
    "GetFontCharset": lambda *_: pdfium.FXFONT_GB2312_CHARSET,
    "DeleteFont": lambda *_: None,
}


@cache
def use_box_font() -> Any:
    """Let pdfium take the box for every font that a document does not carry; once in a process.

    Returns
    -------
    FPDF_SYSFONTINFO
        What pdfium calls back; it must live as long as the process.
    """
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    info = pdfium.FPDF_SYSFONTINFO(version=1)
    for name, answer in _ANSWERS.items():
        setattr(info, name, kinds[name](answer))
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info
