"""Word documents (.docx), without Word: paragraphs with their automatic numbers, tables from the table grid."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.archive import Archive, broken
from kepu.core.plans.reading.docxwalk import Walker
from kepu.core.plans.reading.html import html_blocks
from kepu.core.plans.reading.numberforms import form_number
from kepu.core.plans.reading.numbering import Numbering
from kepu.core.plans.reading.ooxml import attribute, child, parse_part
from kepu.core.plans.reading.raw import MAX_DEPTH, RawBlock, RawParagraph, assemble
from kepu.core.plans.reading.styles import Styles
from kepu.core.plans.source import Notice

if TYPE_CHECKING:
    from lxml import etree

    from kepu.core.plans.source import SourceText

_MOST_NOTES = 2_000
_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")


def read_docx(data: bytes, name: str) -> SourceText:
    """Read a Word document.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        Paragraphs and tables in the order of the document, as they are after all tracked changes; text boxes behind the
        paragraph that they are anchored to, notes at the end. Headers, footers, tables of contents and hidden words are
        left out.

    Raises
    ------
    InputError
        ``plans.broken_document``, ``plans.password_protected`` or ``plans.zip_bomb``.
    """
    archive = Archive(data, name)
    path = _main_part(archive)
    body = child(parse_part(archive, path), "body")
    if body is None:
        raise broken(name, "it has no text part")
    document = _Document(archive, path)
    walker = document.walked(body)
    blocks = [*walker.blocks, *document.notes(walker, body)]
    notices = (Notice(PlanCode.TOO_DEEP, {"depth": walker.deepest}),) if walker.deepest > MAX_DEPTH else ()
    return assemble(blocks, notices)


def _main_part(archive: Archive) -> str:
    relations = parse_part(archive, "_rels/.rels")
    for relation in relations if relations is not None else ():
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


class _Document:
    """The parts of a document beside its text."""

    def __init__(self, archive: Archive, path: str) -> None:
        self.archive = archive
        self.folder = posixpath.dirname(path)
        self.styles = Styles(self.part("styles.xml"))
        self.numbering_root = self.part("numbering.xml")
        self.relations = self.targets(posixpath.join("_rels", f"{posixpath.basename(path)}.rels"))

    def part(self, name: str) -> etree._Element | None:
        return parse_part(self.archive, posixpath.join(self.folder, name))

    def targets(self, name: str) -> dict[str, str]:
        """Give for each relation the part that it names."""
        root = self.part(name)
        found = {}
        for relation in root if root is not None else ():
            target = attribute(relation, "Target") or ""
            if (attribute(relation, "TargetMode") or "") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(self.folder, target)
                found[attribute(relation, "Id") or ""] = posixpath.normpath(path)
        return found

    def walked(self, body: etree._Element) -> Walker:
        """Read the text; fields that are begun and never ended are taken for words."""
        for with_fields in (True, False):
            walker = Walker(self.styles, Numbering(self.numbering_root), self.chunk, with_fields=with_fields)
            walker.walk(body)
            if not walker.fields:
                break
        return walker

    def chunk(self, relation: str) -> list[RawBlock]:
        """Read a web page that the document includes, as programs without Word write it."""
        path = self.relations.get(relation, "")
        data = self.archive.part(path) if path.lower().endswith(_PAGES) else None
        return html_blocks(data, self.archive.name) if data else []

    def notes(self, walker: Walker, body: etree._Element) -> list[RawBlock]:
        """Give the foot- and endnotes in the order of their references, each with its number."""
        found: list[RawBlock] = []
        for kind, part in (("footnote", "footnotes.xml"), ("endnote", "endnotes.xml")):
            wanted = [key for its, key in walker.references if its == kind][:_MOST_NOTES]
            root = self.part(part) if wanted else None
            notes = {attribute(note, "id") or "": note for note in (root if root is not None else ())}
            form = self.form(kind, body)
            for count, key in enumerate(wanted, 1):
                if key in notes:
                    found += _numbered(self.walked(notes[key]).blocks, count, form)
        return found

    def form(self, kind: str, body: etree._Element) -> str:
        """Give how the notes are numbered."""
        for root in (child(body, "sectPr"), self.part("settings.xml")):
            form = attribute(child(root, f"{kind}Pr", "numFmt"))
            if form:
                return form
        return "decimal" if kind == "footnote" else "lowerRoman"


def _numbered(blocks: list[RawBlock], count: int, form: str) -> list[RawBlock]:
    printed = form_number(count, form)
    mark = f"[{printed}]" if printed.isascii() else printed
    first = blocks[0] if blocks else None
    if isinstance(first, RawParagraph):
        return [RawParagraph(f"{mark} {first.text}"), *blocks[1:]]
    return blocks
