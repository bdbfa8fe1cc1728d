"""Word documents (.docx), without Word: paragraphs with their automatic numbers, tables from the table grid."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.archive import Archive, broken
from kepu.core.plans.reading.numbering import Numbering
from kepu.core.plans.reading.ooxml import attribute, child, local, number, parse_part
from kepu.core.plans.reading.raw import MAX_DEPTH, RawBlock, RawCell, RawParagraph, RawRow, RawTable, assemble
from kepu.core.plans.reading.styles import Styles
from kepu.core.plans.source import Notice

if TYPE_CHECKING:
    from kepu.core.plans.source import SourceText

# Deleted and moved text, field codes, hidden twins of a picture, notes: not part of what is printed.
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "tblPr", "tblGrid", "sectPr", "pict"}
_ON = {None, "1", "true", "on"}


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
        Paragraphs and tables in the order of the document.

    Raises
    ------
    InputError
        ``plans.broken_document``, ``plans.password_protected`` or ``plans.zip_bomb``.
    """
    archive = Archive(data, name)
    path = _main_part(archive)
    root = parse_part(archive, path)
    body = child(root, "body")
    if body is None:
        raise broken(name, "it has no text part")
    folder = posixpath.dirname(path)
    styles = Styles(parse_part(archive, posixpath.join(folder, "styles.xml")))
    numbering = Numbering(parse_part(archive, posixpath.join(folder, "numbering.xml")))
    walker = _Walker(styles, numbering)
    walker.walk(body)
    notices = (Notice(PlanCode.TOO_DEEP, {"depth": walker.deepest}),) if walker.deepest > MAX_DEPTH else ()
    return assemble(walker.blocks, notices)


def _main_part(archive: Archive) -> str:
    relations = parse_part(archive, "_rels/.rels")
    for relation in relations if relations is not None else ():
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


@dataclass(slots=True)
class _Words:
    """A paragraph while it is read."""

    element: etree._Element
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Walker:
    """Goes through a document once, without recursion, so that depth cannot exhaust the stack."""

    styles: Styles
    numbering: Numbering
    blocks: list[RawBlock] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    words: list[_Words] = field(default_factory=list)
    depth: int = 0
    deepest: int = 0

    def walk(self, body: etree._Element) -> None:
        events = etree.iterwalk(body, events=("start", "end"))
        for event, element in events:
            name = local(element)
            if event == "start":
                if name in _SKIPPED or (name == "r" and _hidden(element)):
                    events.skip_subtree()
                else:
                    self.begin(name, element)
            elif name not in _SKIPPED:
                self.finish(name)

    def begin(self, name: str, element: etree._Element) -> None:
        if name == "p":
            self.words.append(_Words(element))
        elif name == "tbl":
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
            if self.depth <= MAX_DEPTH:
                table = RawTable()
                self.here().append(table)
                self.tables.append(table)
        elif name == "tr" and self.in_table():
            before = number(attribute(child(element, "trPr", "gridBefore")), 0)
            self.tables[-1].rows.append(RawRow(before=max(0, before)))
        elif name == "tc" and self.in_table() and self.tables[-1].rows:
            self.tables[-1].rows[-1].cells.append(_cell(element))
        elif self.words:
            self.words[-1].text.append(_characters(name, element))

    def finish(self, name: str) -> None:
        if name == "p" and self.words:
            done = self.words.pop()
            self.paragraph(done)
        elif name == "tbl" and self.depth:
            if self.depth <= MAX_DEPTH:
                self.tables.pop()
            self.depth -= 1

    def in_table(self) -> bool:
        return bool(self.tables) and self.depth <= MAX_DEPTH

    def here(self) -> list[RawBlock]:
        """Where the next block goes: the open cell, else the document."""
        if self.tables and self.tables[-1].rows and self.tables[-1].rows[-1].cells:
            return self.tables[-1].rows[-1].cells[-1].content
        return self.blocks

    def paragraph(self, words: _Words) -> None:
        properties = child(words.element, "pPr")
        style = attribute(child(properties, "pStyle"))
        list_id, at = self.styles.list_of(properties, style)
        text = "".join(words.text).strip()
        if not text:
            return
        label = self.numbering.label(list_id, at) if list_id else ""
        self.here().append(RawParagraph(label + text, self.styles.outline_of(properties, style)))


def _characters(name: str, element: etree._Element) -> str:
    if name == "t":
        return element.text or ""
    if name in {"tab", "ptab"}:
        return " "
    if name in {"br", "cr"}:
        return "\n" if attribute(element, "type") in {None, "textWrapping"} else ""
    return "-" if name == "noBreakHyphen" else ""


def _hidden(run: etree._Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish) in _ON


def _cell(element: etree._Element) -> RawCell:
    properties = child(element, "tcPr")
    merge = child(properties, "vMerge")
    return RawCell(
        columns=max(1, number(attribute(child(properties, "gridSpan")), 1)),
        continues=merge is not None and attribute(merge) in {None, "continue"},
    )
