"""WebP pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from PIL.WebPImagePlugin import WebPImageFile

from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import pictures
from kepu.apps.files.kinds.base import FileKind, stream_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.files.kinds.base import Material

_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
# Bits of the first byte of VP8X.
_EXIF, _XMP = 0x08, 0x04


def matches(material: Material) -> bool:
    """Tell by the first bytes."""
    return material.head[:4] == b"RIFF" and material.head[8:12] == b"WEBP"


def check(material: Material) -> None:
    """Refuse what does not decode."""
    pictures.check(material, WebPImageFile)


def cleaned(material: Material) -> BinaryIO:
    """The same picture without descriptions, and without what hangs behind its end."""
    content = material.content()
    turn = pictures.orientation(WebPImageFile(io.BytesIO(content)))
    kept = []
    for name, chunk in _chunks(content):
        if name == b"VP8X":
            flags = chunk[8] & ~(_EXIF | _XMP) | (_EXIF if turn != pictures.UPRIGHT else 0)
            kept.append(chunk[:8] + bytes([flags]) + chunk[9:])
        elif name in _KEPT:
            kept.append(chunk)
    if turn != pictures.UPRIGHT:
        exif = pictures.turned_only(turn).removeprefix(b"Exif\x00\x00")
        kept.append(b"EXIF" + len(exif).to_bytes(4, "little") + exif + b"\x00" * (len(exif) % 2))
    body = b"WEBP" + b"".join(kept)
    return stream_of(b"RIFF" + len(body).to_bytes(4, "little") + body)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, last = 12, 8 + int.from_bytes(content[4:8], "little")
    while at + 8 <= min(last, len(content)):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        yield content[at : at + 4], content[at:end]
        at = end


WEBP = FileKind(
    kind=Kind.WEBP,
    label=Kind.WEBP.label,
    endings=(".webp",),
    content_type="image/webp",
    inline=True,
    matches=matches,
    check=check,
    cleaned=cleaned,
)
