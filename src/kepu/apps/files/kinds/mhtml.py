"""Pages saved with their pictures (.mht, .mhtml): always downloaded, never shown under our own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds.base import FileKind
from kepu.core.errors import InputError
from kepu.core.plans.reading.html import visible_text
from kepu.core.plans.reading.kinds import Kind as Content
from kepu.core.plans.reading.kinds import recognise

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material


def matches(material: Material) -> bool:
    """Tell by the headers before its parts."""
    try:
        return recognise(material.head) is Content.MHTML
    except InputError:
        return False


def text(material: Material) -> str:
    """What a reader of the page sees."""
    try:
        return visible_text(material.content(), material.name)
    except InputError as error:
        raise material.refused(FilesCode.BROKEN) from error


MHTML = FileKind(
    kind=Kind.MHTML,
    label=Kind.MHTML.label,
    endings=(".mht", ".mhtml"),
    content_type="application/octet-stream",
    matches=matches,
    text=text,
)
