"""What pictures have in common: they decode, they are not too large, and they keep nothing about where they were taken.

Positions are taken out of the container; the picture itself is not compressed again, so no quality is lost. All
descriptions go (EXIF, XMP, IPTC, comments, previews, maker's notes: each may hold a position); the orientation stays.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from kepu.apps.files.codes import FilesCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.ImageFile import ImageFile

    from kepu.apps.files.kinds.base import Material

MOST_PIXELS = 64_000_000
ORIENTATION = 0x0112
UPRIGHT = 1
TEN_THOUSAND = 10_000  # 万


def check(material: Material, opened: Callable[[io.BytesIO], ImageFile]) -> None:
    """Refuse a picture that is too large to decode, or that does not decode."""
    try:
        picture = opened(io.BytesIO(material.content()))
        pixels = picture.size[0] * picture.size[1]
        if pixels > MOST_PIXELS:
            raise material.refused(
                FilesCode.TOO_MANY_PIXELS, megapixels=pixels // TEN_THOUSAND, limit=MOST_PIXELS // TEN_THOUSAND
            )
        if picture.format == "JPEG":
            picture.draft("RGB", (picture.size[0] // 8, picture.size[1] // 8))  # decodes all, keeps an eighth
        picture.load()
    except (
        OSError,
        SyntaxError,
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        EOFError,
        OverflowError,
        MemoryError,
    ) as error:
        raise material.refused(FilesCode.BROKEN) from error


def orientation(picture: Image.Image) -> int:
    """How a viewer must turn the picture: 1 (upright) to 8."""
    try:
        value = picture.getexif().get(ORIENTATION, UPRIGHT)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, IndexError):  # broken descriptions go anyway
        return UPRIGHT
    return value if isinstance(value, int) and UPRIGHT < value <= 8 else UPRIGHT  # noqa: PLR2004


def turned_only(value: int) -> bytes:
    """EXIF that says nothing but the orientation, with its leading `Exif\\0\\0`."""
    exif = Image.Exif()
    exif[ORIENTATION] = value
    return exif.tobytes()
