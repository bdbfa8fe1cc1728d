"""Word documents (.docx)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import xml_text, zipped
from kepu.apps.files.kinds.base import MOST_TEXT, FileKind

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

PARTS = ("word/header", "word/document", "word/footer", "word/footnotes", "word/endnotes", "word/comments")
_MAIN = (
    b"wordprocessingml.document",
    b"wordprocessingml.template",
    b"ms-word.document.macroEnabled",
    b"ms-word.template",
)
_MACROS = (b"ms-word.document.macroEnabled", b"ms-word.template.macroEnabled")


def matches(material: Material) -> bool:
    """Tell by the declaration in the archive; a broken archive by its name."""
    if not zipped.is_zip(material):
        return False
    declared = zipped.content_types(material)
    if declared is None:
        return material.ending == ".docx"
    return any(main in declared for main in _MAIN)


def check(material: Material) -> None:
    """Refuse macros, locks, bombs, and archives without a text."""
    zipped.check(material, macro_free=".docx")
    declared = zipped.content_types(material) or b""
    if any(macros in declared for macros in _MACROS):
        raise material.refused(FilesCode.MACROS, save_as=".docx")
    if not declared or not any(True for _ in zipped.parts(material, "word/document")):
        raise material.refused(FilesCode.BROKEN)


def text(material: Material) -> str:
    """The words of headers, text, footers and notes; each part begins a page, so that its first lines are early."""
    found: list[str] = []
    size = 0
    for _, part in zipped.parts(material, *PARTS):
        words = _words(material, part)
        found.append(words)
        size += len(words)
        if size > MOST_TEXT:
            break
    return "\f".join(found)


def _words(material: Material, part: IO[bytes]) -> str:
    pieces: list[str] = []
    for event, name, element in xml_text.events(material, part):
        if event == "start":
            if name in {"p", "textpath"}:  # a text path is a watermark
                pieces += ["\n", element.get("string", "")]
        elif name == "t":
            pieces.append(element.text or "")
        elif name in {"tab", "ptab"}:
            pieces.append(" ")
        elif name in {"p", "br", "cr", "textpath"}:
            pieces.append("\n")
        if event == "end" and name in {"p", "tr"}:
            xml_text.forget(element)
    return "".join(pieces)


DOCX = FileKind(
    kind=Kind.DOCX,
    label=Kind.DOCX.label,
    endings=(".docx",),
    content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    matches=matches,
    check=check,
    text=text,
)
