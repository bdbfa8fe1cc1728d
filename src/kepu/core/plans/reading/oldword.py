"""Old Word documents (.doc, .wps): whether they are locked, and their bare words. Tables and numbers need a converter."""

from __future__ import annotations

import re
import struct

from kepu.core.plans.reading.compound import BrokenCompoundError, Compound

_MAGIC, _MAGIC_95 = 0xA5EC, 0xA5DC  # Word 97 and later; Word 6 and 95, whose text stands in one piece
_LOCKED, _TABLE_ONE = 0x0100, 0x0200
_CLX = 0x01A2
_PIECES, _FORMATS = 0x02, 0x01
_NARROW = 0x40000000
_HEAD = 12  # bytes up to the marks of the header
_MOST = 2_000_000  # characters
# Fields keep their code between 0x13 and 0x14 and their result between 0x14 and 0x15.
_CODE = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_BREAKS = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\f", "\x1e": "-", "\x1f": None})
_MARKS = re.compile("[\x00-\x08\x0e-\x1f]")


def is_locked(container: Compound) -> bool:
    """Tell whether the text of an old Word document is encrypted.

    Parameters
    ----------
    container : Compound
        The document.

    Returns
    -------
    bool
        What its header says.
    """
    main = container.stream("WordDocument") or b""
    return len(main) > _HEAD and bool(struct.unpack_from("<H", main, 10)[0] & _LOCKED)


def words_of(data: bytes) -> str:
    """Give the words of an old Word document, without its tables, numbers and formats.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    str
        Paragraphs by line, headers and notes behind the text; empty when nothing can be taken out.

    Notes
    -----
    The piece table says where the characters stand and whether each takes one byte or two.

    References
    ----------
    .. [1] [MS-DOC], *Word (.doc) Binary File Format*, sections 2.4.1 and 2.9.38.
    """
    try:
        container = Compound(data)
        main = container.stream("WordDocument") or b""
        if len(main) < _CLX + 8:
            return ""
        magic = struct.unpack_from("<H", main)[0]
        if magic != _MAGIC:
            return _printed(_one_piece(main)) if magic == _MAGIC_95 else ""
        flags = struct.unpack_from("<H", main, 10)[0]
        table = container.stream("1Table" if flags & _TABLE_ONE else "0Table") or b""
        start, size = struct.unpack_from("<II", main, _CLX)
        text = _pieces(main, table[start : start + size])
    except (BrokenCompoundError, struct.error):
        return ""
    return _printed(text)


def _printed(text: str) -> str:
    for _ in range(3):  # fields inside fields
        text = _CODE.sub("", text)
    return _MARKS.sub("", text.translate(_BREAKS))


def _one_piece(main: bytes) -> str:
    first, last = struct.unpack_from("<II", main, 24)
    return main[first : min(last, first + 2 * _MOST)].decode("gb18030", "replace")


def _pieces(main: bytes, clx: bytes) -> str:
    at = 0
    while at + 3 <= len(clx) and clx[at] == _FORMATS:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != _PIECES:
        return ""
    size = min(struct.unpack_from("<I", clx, at + 1)[0], len(clx) - at - 5)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    if count < 1:
        return ""
    edges = struct.unpack_from(f"<{count + 1}I", plc)
    words, length = [], 0
    for number in range(count):
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        n_characters = max(0, min(edges[number + 1] - edges[number], _MOST - length))
        if place & _NARROW:
            begin = (place & ~_NARROW) // 2
            words.append(main[begin : begin + n_characters].decode("cp1252", "replace"))
        else:
            words.append(main[place : place + 2 * n_characters].decode("utf-16-le", "replace"))
        length += n_characters
    return "".join(words)
