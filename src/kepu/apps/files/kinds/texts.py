"""Bytes that are text, in an encoding that nobody declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.plans.reading.decoding import decode

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material


def decoded(material: Material) -> str | None:
    """The characters; None when the bytes are no text."""
    content = material.content()
    if content.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")):
        return None
    try:
        return decode(content, material.name)
    except InputError:
        return None


def is_text(material: Material) -> bool:
    """Tell whether the bytes are text."""
    return decoded(material) is not None


def words(material: Material) -> str:
    """The text as it is."""
    return decoded(material) or ""
