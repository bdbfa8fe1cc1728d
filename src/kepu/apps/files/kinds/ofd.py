"""OFD documents (.ofd)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import xml_text, zipped
from kepu.apps.files.kinds.base import MOST_TEXT, FileKind

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

_LOCKS = ("Encryptions.xml", "EncryptEntries.xml", "Decryptseed.dat")


def matches(material: Material) -> bool:
    """Tell by the list of documents in the archive; a broken archive by its name."""
    if not zipped.is_zip(material):
        return False
    names = zipped.names(material)
    return "OFD.xml" in names if names is not None else material.ending == ".ofd"


def check(material: Material) -> None:
    """Refuse locks, bombs, and archives of other archives."""
    zipped.check(material, macro_free=".ofd")
    if any(name in _LOCKS for name in zipped.names(material) or ()):
        raise material.refused(FilesCode.PASSWORD_PROTECTED)


def text(material: Material) -> str:
    """The words of the pages and templates in the order of the archive, an object per line."""
    pages: list[str] = []
    size = 0
    for name, part in zipped.parts(material, ""):
        if not name.endswith("Content.xml"):
            continue
        words = [
            element.text or ""
            for event, tag, element in xml_text.events(material, part)
            if event == "end" and tag == "TextCode"
        ]
        pages.append("\n".join(words))
        size += len(pages[-1])
        if size > MOST_TEXT:
            break
    return "\f".join(pages)


OFD = FileKind(
    kind=Kind.OFD,
    label=Kind.OFD.label,
    endings=(".ofd",),
    content_type="application/ofd",
    matches=matches,
    check=check,
    text=text,
)
