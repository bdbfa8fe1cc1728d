"""PNG pictures."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from PIL.PngImagePlugin import PngImageFile

from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import pictures
from kepu.apps.files.kinds.base import FileKind, stream_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.files.kinds.base import Material

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Chunks that change how the picture looks, animation included; texts, times and EXIF are not among them.
_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip


def matches(material: Material) -> bool:
    """Tell by the first bytes."""
    return material.head.startswith(SIGNATURE)


def check(material: Material) -> None:
    """Refuse what does not decode."""
    pictures.check(material, PngImageFile)


def cleaned(material: Material) -> BinaryIO:
    """The same picture without descriptions, and without what hangs behind its end."""
    content = material.content()
    picture = PngImageFile(io.BytesIO(content))
    picture.load()  # EXIF may stand behind the picture
    kept = [chunk for name, chunk in _chunks(content) if name in _KEPT]
    turn = pictures.orientation(picture)
    if turn != pictures.UPRIGHT:
        exif = pictures.turned_only(turn).removeprefix(b"Exif\x00\x00")
        kept.insert(1, len(exif).to_bytes(4) + b"eXIf" + exif + zlib.crc32(b"eXIf" + exif).to_bytes(4))
    return stream_of(SIGNATURE + b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        name = content[at + 4 : at + 8]
        yield name, content[at:end]
        if name == b"IEND":
            return
        at = end


PNG = FileKind(
    kind=Kind.PNG,
    label=Kind.PNG.label,
    endings=(".png",),
    content_type="image/png",
    inline=True,
    matches=matches,
    check=check,
    cleaned=cleaned,
)
