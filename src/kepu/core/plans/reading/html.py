"""Web pages and HTML files: what a reader sees, tables with their merges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.decoding import decode
from kepu.core.plans.reading.raw import MAX_DEPTH, RawBlock, RawCell, RawParagraph, RawRow, RawTable, assemble
from kepu.core.plans.source import Notice

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from kepu.core.plans.source import SourceText

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SKIPPED = {"script", "style", "head", "noscript", "template", "nav", "button", "select", "textarea", "svg", "iframe"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "ul",
    "caption", "body", "html",
}  # fmt: skip
_PRESERVED = {"pre"}
_SPACE = re.compile(r"[\t\n\r\f ]+")
_MAX_SPAN = 1000
_GB = {"gb2312", "gbk", "gb_2312-80", "x-gbk"}


def read_html(data: bytes, name: str) -> SourceText:
    """Read an HTML document.

    Parameters
    ----------
    data : bytes
        The document; its own charset declaration counts, when it is true.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        Paragraphs and tables in the order of the page.

    Raises
    ------
    InputError
        ``plans.undecodable``.
    """
    charset = _CHARSET.search(data[:4096])
    declared = charset.group(1).decode("ascii").lower() if charset else None
    text = decode(data, name, "gb18030" if declared in _GB else declared)
    walker = _Walker()
    walker.walk(LexborHTMLParser(text).root)
    notices = (Notice(PlanCode.TOO_DEEP, {"depth": walker.deepest}),) if walker.deepest > MAX_DEPTH else ()
    return assemble(walker.blocks, notices)


@dataclass(slots=True)
class _Walker:
    """Goes through a page once, without recursion."""

    blocks: list[RawBlock] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    deepest: int = 0
    preserved: int = 0

    def walk(self, root: LexborNode | None) -> None:
        node = root
        while node is not None:
            tag = node.tag or ""
            if tag not in _SKIPPED:
                self.begin(tag, node)
                if node.child is not None:
                    node = node.child
                    continue
                self.finish(tag)
            while node is not None and node.next is None:
                node = node.parent
                if node is not None:
                    self.finish(node.tag or "")
                if node is None or node.mem_id == (root.mem_id if root is not None else 0):
                    self.flush()
                    return
            node = node.next if node is not None else None
        self.flush()

    def begin(self, tag: str, node: LexborNode) -> None:
        if tag == "-text":
            text = node.text_content or ""
            self.words.append(text if self.preserved else _SPACE.sub(" ", text))
        elif tag == "br":
            self.words.append("\n")
        elif tag == "table":
            self.flush()
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
            if self.depth <= MAX_DEPTH:
                table = RawTable()
                self.here().append(table)
                self.tables.append(table)
        elif tag in {"tr", "td", "th"}:
            self.flush()
            self.begin_cell(tag, node)
        elif tag in _BLOCKS:
            self.flush()
            self.preserved += tag in _PRESERVED

    def begin_cell(self, tag: str, node: LexborNode) -> None:
        if not self.tables or self.depth > MAX_DEPTH:
            return
        rows = self.tables[-1].rows
        if tag == "tr":
            rows.append(RawRow())
        elif rows:
            rows[-1].cells.append(RawCell(columns=_extent(node, "colspan"), rows=_extent(node, "rowspan")))

    def finish(self, tag: str) -> None:
        if tag == "table" and self.depth:
            self.flush()
            if self.depth <= MAX_DEPTH:
                self.tables.pop()
            self.depth -= 1
        elif tag in {"tr", "td", "th"}:
            self.flush()
        elif tag in _BLOCKS:
            self.flush(_level(tag))
            self.preserved -= tag in _PRESERVED

    def here(self) -> list[RawBlock]:
        """Where the next block goes: the open cell, else the page."""
        if self.tables and self.tables[-1].rows and self.tables[-1].rows[-1].cells:
            return self.tables[-1].rows[-1].cells[-1].content
        return self.blocks

    def flush(self, level: int | None = None) -> None:
        text = "".join(self.words).strip()
        self.words.clear()
        if text:
            self.here().append(RawParagraph(text, level))


def _level(tag: str) -> int | None:
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else None  # noqa: PLR2004  h1 to h6


def _extent(node: LexborNode, name: str) -> int:
    value = (node.attributes.get(name) or "").strip()
    if not value.isdigit():
        return 1
    return max(1, min(int(value), _MAX_SPAN)) if int(value) else _MAX_SPAN
