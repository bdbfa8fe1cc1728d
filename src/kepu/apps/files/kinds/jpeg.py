"""JPEG pictures."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO

from PIL.JpegImagePlugin import JpegImageFile

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import pictures
from kepu.apps.files.kinds.base import FileKind, stream_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.files.kinds.base import Material

START, END, SCAN = 0xD8, 0xD9, 0xDA
APP0, APP1, APP15, COMMENT = 0xE0, 0xE1, 0xEF, 0xFE
# Application segments without which the picture would look different.
_KEPT = (b"JFIF\x00", b"ICC_PROFILE\x00", b"Adobe")
# In the data of a scan 0xFF is followed by 00 or by a restart marker; anything else is the next segment.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def matches(material: Material) -> bool:
    """Tell by the first bytes."""
    return material.head.startswith(b"\xff\xd8\xff")


def check(material: Material) -> None:
    """Refuse what does not decode."""
    pictures.check(material, JpegImageFile)


def cleaned(material: Material) -> BinaryIO:
    """The same picture without descriptions, comments, and what hangs behind its end."""
    content = material.content()
    turn = pictures.orientation(JpegImageFile(io.BytesIO(content)))
    try:
        kept = list(_kept_segments(content))
    except IndexError as error:
        raise material.refused(FilesCode.BROKEN) from error
    if turn != pictures.UPRIGHT:
        exif = pictures.turned_only(turn)
        kept.insert(1 if kept and kept[0][1] == APP0 else 0, bytes([0xFF, APP1]) + (len(exif) + 2).to_bytes(2) + exif)
    return stream_of(b"\xff\xd8" + b"".join(kept) + b"\xff\xd9")


def _kept_segments(content: bytes) -> Iterator[bytes]:
    """Go from marker to marker; a scan is its header and the data behind it."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:  # noqa: PLR2004  a stray byte between segments
            at += 1
            continue
        marker = content[at + 1]
        if marker == END:
            return
        if marker in {0xFF, 0x00} or START - 8 <= marker <= START:
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == SCAN:
            found = _NEXT_MARKER.search(content, end)
            end = found.start() if found else len(content)
        if _is_kept(marker, content[at + 4 : end]):
            yield content[at:end]
        at = end


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == COMMENT:
        return False
    return not APP0 <= marker <= APP15 or body.startswith(_KEPT)


JPEG = FileKind(
    kind=Kind.JPEG,
    label=Kind.JPEG.label,
    endings=(".jpg", ".jpeg", ".jpe", ".jfif"),
    content_type="image/jpeg",
    inline=True,
    matches=matches,
    check=check,
    cleaned=cleaned,
)
