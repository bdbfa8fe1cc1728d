"""Goes through the text of a Word document once and takes what is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.docxmarks import (
    characters,
    is_deleted_mark,
    is_dropped_content,
    is_dropped_field,
    is_hidden_run,
    is_other_choice,
)
from kepu.core.plans.reading.ooxml import attribute, child, local, number
from kepu.core.plans.reading.raw import MAX_DEPTH, RawBlock, RawCell, RawParagraph, RawRow, RawTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from kepu.core.plans.reading.numbering import Numbering
    from kepu.core.plans.reading.styles import Styles

# What was deleted or moved away, properties, readings above characters: not part of what is printed.
SKIPPED = {"del", "moveFrom", "delText", "delInstrText", "rPr", "pPr", "tblPr", "tblGrid", "sectPr", "sdtPr", "rt"}
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_CONTENTS = "目录"


@dataclass(slots=True)
class _Words:
    """A paragraph while it is read, with the text boxes that are anchored to it."""

    element: etree._Element
    text: list[str] = field(default_factory=list)
    boxes: list[RawBlock] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field while it is read: its code, then its result."""

    code: str = ""
    has_result: bool = False

    @property
    def is_silent(self) -> bool:
        return not self.has_result or is_dropped_field(self.code)


@dataclass(slots=True)
class _Carried:
    """Words of a paragraph whose end was deleted: they go on in the next."""

    place: list[RawBlock]
    text: str
    level: int | None


@dataclass(slots=True)
class Walker:
    """Goes through a document once, without recursion, so that depth cannot exhaust the stack.

    Parameters
    ----------
    styles : Styles
        The styles of the document.
    numbering : Numbering
        Its lists, not counted yet.
    chunk : callable
        Reads the part that an ``altChunk`` names by its relation.
    with_fields : bool
        Whether results of fields are told from their codes.
    """

    styles: Styles
    numbering: Numbering
    chunk: Callable[[str], list[RawBlock]]
    with_fields: bool = True
    blocks: list[RawBlock] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    deepest: int = 0
    _depth: int = 0
    _tables: list[RawTable] = field(default_factory=list)
    _words: list[_Words] = field(default_factory=list)
    _places: list[list[RawBlock]] = field(default_factory=list)
    _carried: _Carried | None = None

    def walk(self, body: etree._Element) -> None:
        """Read all that stands in an element.

        Parameters
        ----------
        body : element
            The body of the document, or a note.
        """
        self._places.append(self.blocks)
        events = etree.iterwalk(body, events=("start", "end"))
        for event, element in events:
            name = local(element)
            if event == "end":
                if name not in SKIPPED:
                    self._finish(name)
            elif self._is_skipped(name, element):
                events.skip_subtree()
                if name == "tc":
                    self._places.append([])  # its end is told all the same
            else:
                self._begin(name, element)
        self._settle()

    def _is_skipped(self, name: str, element: etree._Element) -> bool:
        if name in SKIPPED or is_other_choice(name, element) or is_dropped_content(name, element):
            return True
        if name == "r":
            style = attribute(child(self._words[-1].element, "pPr", "pStyle")) if self._words else None
            return is_hidden_run(element, style, self.styles)
        return False

    def _begin(self, name: str, element: etree._Element) -> None:
        if name == "p":
            self._words.append(_Words(element))
        elif name == "tbl":
            self._begin_table()
        elif name == "tr" and self._in_table():
            before = number(attribute(child(element, "trPr", "gridBefore")), 0)
            self._tables[-1].rows.append(RawRow(before=max(0, before)))
        elif name == "tc":
            self._begin_cell(element)
        elif name == "txbxContent":
            self._settle()
            self._places.append([])
        elif name == "altChunk":
            self._here().extend(self.chunk(attribute(element, "id") or ""))
        elif self._words:
            self._run_content(name, element)

    def _run_content(self, name: str, element: etree._Element) -> None:
        if name == "fldChar" and self.with_fields:
            self._field(attribute(element, "fldCharType") or "")
        elif name == "instrText":
            if self.fields:
                self.fields[-1].code += element.text or ""
        elif name in _REFERENCES and not is_silent(self.fields):
            if attribute(element, "customMarkFollows") not in {"1", "true", "on"}:
                self.references.append((_REFERENCES[name], attribute(element, "id") or ""))
        elif not is_silent(self.fields):
            self._words[-1].text.append(characters(name, element))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].has_result = True
            if is_dropped_field(self.fields[-1].code) and self.fields[-1].code.split()[0] == "TOC":
                self._without_heading_of_contents()
        elif self.fields and kind == "end":
            self.fields.pop()

    def _without_heading_of_contents(self) -> None:
        last = self._here()[-1] if self._here() else None
        if isinstance(last, RawParagraph) and squeeze(last.text) == _CONTENTS:
            self._here().pop()

    def _begin_table(self) -> None:
        self._settle()
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if self._depth <= MAX_DEPTH:
            table = RawTable()
            self._here().append(table)
            self._tables.append(table)

    def _begin_cell(self, element: etree._Element) -> None:
        if not self._in_table() or not self._tables[-1].rows:
            self._places.append(self._here())
            return
        row = self._tables[-1].rows[-1]
        properties = child(element, "tcPr")
        before = child(properties, "hMerge")
        if before is not None and attribute(before) in {None, "continue"} and row.cells:
            row.cells[-1].columns += 1  # merged sideways as old programs write it
            self._places.append(row.cells[-1].content)
            return
        merge = child(properties, "vMerge")
        cell = RawCell(
            columns=max(1, number(attribute(child(properties, "gridSpan")), 1)),
            continues=merge is not None and attribute(merge) in {None, "continue"},
        )
        row.cells.append(cell)
        self._places.append(cell.content)

    def _finish(self, name: str) -> None:
        if name == "p" and self._words:
            self._paragraph(self._words.pop())
        elif name == "tbl" and self._depth:
            if self._depth <= MAX_DEPTH:
                self._tables.pop()
            self._depth -= 1
        elif name == "tc" and len(self._places) > 1:
            self._settle()
            self._places.pop()
        elif name == "txbxContent" and len(self._places) > 1:
            self._settle()
            boxes = self._places.pop()
            if self._words:
                self._words[-1].boxes += boxes
            else:
                self._here().extend(boxes)

    def _in_table(self) -> bool:
        return bool(self._tables) and self._depth <= MAX_DEPTH

    def _here(self) -> list[RawBlock]:
        """Where the next block goes: the open cell or text box, else the document."""
        return self._places[-1]

    def _paragraph(self, words: _Words) -> None:
        properties = child(words.element, "pPr")
        style = attribute(child(properties, "pStyle"))
        text = "".join(words.text).strip()
        level = self.styles.outline_of(properties, style)
        if self._carried is not None and self._carried.place is self._here():
            text = self._carried.text + text
            self._carried = None
        self._settle()
        if is_deleted_mark(properties):
            self._carried = _Carried(self._here(), text, level) if text else None
        elif not (self.styles.is_contents(style) or is_silent(self.fields)):
            label = self._label(properties, style, has_text=bool(text))
            if text:
                self._here().append(RawParagraph(label + text, level))
        self._here().extend(words.boxes)

    def _label(self, properties: etree._Element | None, style: str | None, *, has_text: bool) -> str:
        """Count the paragraph; one without words has a number too, but nothing is printed beside it."""
        if not has_text and child(properties, "rPr", "vanish") is not None:
            return ""
        list_id, at = self.styles.list_of(properties, style)
        if not list_id:
            return ""
        level = self.numbering.level_of(list_id, style) if at is None else at
        return self.numbering.label(list_id, level)

    def _settle(self) -> None:
        """Give up waiting for the paragraph that carried words go on in."""
        if self._carried is not None:
            carried, self._carried = self._carried, None
            carried.place.append(RawParagraph(carried.text, carried.level))


def is_silent(fields: list[_Field]) -> bool:
    """Tell whether what stands in the open fields is not printed as text."""
    return any(each.is_silent for each in fields)
