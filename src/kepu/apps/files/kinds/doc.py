"""Old Word documents, and those of WPS (.doc, .wps)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import ole
from kepu.apps.files.kinds.base import FileKind
from kepu.core.plans.reading.oldword import words_of

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material


def matches(material: Material) -> bool:
    """Tell by the streams of the container."""
    return "WordDocument" in ole.streams(material)


def text(material: Material) -> str:
    """The bare words; no program is needed for them."""
    return words_of(material.content())


DOC = FileKind(
    kind=Kind.DOC,
    label=Kind.DOC.label,
    endings=(".doc", ".wps", ".dot", ".wpt"),
    content_type="application/msword",
    matches=matches,
    check=ole.check,
    text=text,
)
