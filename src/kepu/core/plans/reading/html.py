"""Web pages and HTML files: what a reader sees of the document, tables with their merges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.reading.decoding import decode
from kepu.core.plans.reading.furniture import FACTS, OTHER_FACTS, furniture
from kepu.core.plans.reading.htmlmarks import BLOCKS, SKIPPED, extent, furnished, is_hidden, level_of
from kepu.core.plans.reading.mhtml import page_of
from kepu.core.plans.reading.raw import (
    MAX_DEPTH,
    RawBlock,
    RawCell,
    RawParagraph,
    RawRow,
    RawTable,
    assemble,
    unrolled,
)
from kepu.core.plans.source import Notice

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from kepu.core.plans.source import SourceText

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding=["']([\w-]+)""", re.IGNORECASE)
_PRESERVED = {"pre", "listing", "xmp"}
_TEXTS = {"-text", "_text", "br"}
_SPACE = re.compile(r"[\t\n\r\f ]+")
_GB = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"}
_LEAST_FACTS = 3


def read_html(data: bytes, name: str) -> SourceText:
    """Read an HTML document, or a page that was saved with its pictures (.mht).

    Parameters
    ----------
    data : bytes
        The document; its own charset declaration counts, when it is true.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        Paragraphs and tables in the order of the page, without what the site prints around them.

    Raises
    ------
    InputError
        ``plans.undecodable`` or ``plans.broken_document``.
    """
    walker = _walked(data, name, with_all=False)
    blocks = unrolled(walker.blocks)
    dropped = furniture([block.text if isinstance(block, RawParagraph) else _as_line(block) for block in blocks])
    notices = [Notice(PlanCode.TOO_DEEP, {"depth": walker.deepest})] if walker.deepest > MAX_DEPTH else []
    left_out = len(dropped) + walker.left_out
    if left_out:
        notices.append(Notice(PlanCode.FURNITURE, {"lines": left_out}))
    kept: list[RawBlock] = []
    for at, block in enumerate(blocks):
        if at not in dropped:
            kept += _facts(block) if isinstance(block, RawTable) else [block]
    return assemble(kept, tuple(notices))


def html_blocks(data: bytes, name: str) -> list[RawBlock]:
    """Give the paragraphs and tables of a page, as another document includes it.

    Parameters
    ----------
    data : bytes
        The page.
    name : str
        The name of the document, for messages.

    Returns
    -------
    list of RawParagraph or RawTable
        In the order of the page.

    Raises
    ------
    InputError
        ``plans.undecodable`` or ``plans.broken_document``.
    """
    return _walked(data, name, with_all=True).blocks


def visible_text(data: bytes, name: str) -> str:
    """Give all words that a page shows, with what the site prints around the document.

    Parameters
    ----------
    data : bytes
        The page.
    name : str
        The file name, for messages.

    Returns
    -------
    str
        A paragraph or a cell on each line.

    Raises
    ------
    InputError
        ``plans.undecodable`` or ``plans.broken_document``.
    """
    return assemble(html_blocks(data, name)).text


def _walked(data: bytes, name: str, *, with_all: bool) -> _Walker:
    data, given = page_of(data, name)
    charset = _CHARSET.search(data[:4096])
    declared = given or ((charset.group(1) or charset.group(2)).decode("ascii").lower() if charset else None)
    text = decode(data, name, "gb18030" if declared in _GB else declared)
    root = LexborHTMLParser(text).root
    walker = _Walker(furnished=frozenset() if with_all else furnished(root))
    walker.walk(root)
    return walker


def _as_line(block: RawBlock) -> str | None:
    """A table that says only what the site knows of the document stands above it and is no content."""
    return "" if isinstance(block, RawTable) and _fact_cells(block) is not None else None


def _fact_cells(table: RawTable) -> list[str] | None:
    """Give the cells of the table of facts about a document, or None for any other table."""
    cells = [
        squeeze("".join(each.text for each in cell.content if isinstance(each, RawParagraph))).rstrip(":：")
        for row in table.rows
        for cell in row.cells
    ]
    labels = sum(cell in FACTS or cell in OTHER_FACTS for cell in cells)
    return cells if labels >= _LEAST_FACTS and labels * 3 >= len(cells) else None


def _facts(table: RawTable) -> list[RawBlock]:
    cells = _fact_cells(table)
    if cells is None:
        return [table]
    return [
        RawParagraph(f"{label}：{value}")
        for label, value in pairwise(cells)
        if label in FACTS and value and value not in FACTS and value not in OTHER_FACTS
    ]


@dataclass(slots=True)
class _Walker:
    """Goes through a page once, without recursion."""

    blocks: list[RawBlock] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    deepest: int = 0
    preserved: int = 0
    left_out: int = 0
    furnished: frozenset[int] = frozenset()

    def walk(self, root: LexborNode | None) -> None:
        node = root
        while node is not None:
            tag = node.tag or ""
            if node.mem_id in self.furnished:
                self.flush()
                self.left_out += 1
            elif tag not in SKIPPED and not (tag not in _TEXTS and is_hidden(node)):
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
        elif tag in BLOCKS:
            self.flush()
            self.preserved += tag in _PRESERVED

    def begin_cell(self, tag: str, node: LexborNode) -> None:
        if not self.tables or self.depth > MAX_DEPTH:
            return
        rows = self.tables[-1].rows
        if tag == "tr":
            rows.append(RawRow())
        elif rows:
            rows[-1].cells.append(RawCell(columns=extent(node, "colspan"), rows=extent(node, "rowspan")))

    def finish(self, tag: str) -> None:
        if tag == "table" and self.depth:
            self.flush()
            if self.depth <= MAX_DEPTH:
                self.tables.pop()
            self.depth -= 1
        elif tag in {"tr", "td", "th"}:
            self.flush()
        elif tag in BLOCKS:
            self.flush(level_of(tag))
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
