"""The outline while it is made, and the annexes in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans import lexicon
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.node import Node, Outline
from kepu.core.plans.normalise import fold
from kepu.core.plans.source import Paragraph, Table, joined_lines
from kepu.core.plans.titles import Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Block

ANNEX = re.compile(r"附\s*$|附[件表录]\s*[0-9０-９一二三四五六七八九十]{0,3}(?:[-—－]\d)?\s*[:：]?$")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)  # a link at the foot of a page
ANNOUNCED = re.compile(r"附件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：.．]?\s*(?P<title>[^:：.．\s].*)$")
_LONGEST_ANNEX = 60
ALIKE = 4  # characters, the name of a place, with which the plan and its table begin


@dataclass(slots=True)
class OutlineWithAnnexes:
    """Hangs headings under one another, and reads annexes."""

    text: str
    blocks: Sequence[Block]
    title_spans: frozenset[int]
    outline: Outline = field(default_factory=Outline)
    current: Node | None = None
    listed: set[str] = field(default_factory=set)  # titles of annexes that a list announces
    listing: bool = False
    beginnings: frozenset[str] = frozenset()  # of the title and of what stands above it

    def plain(self, block: Paragraph, at: int) -> int:
        (self.current.words if self.current else self.outline.head).append(block)
        return at + 1

    def at(self, number: int) -> Block | None:
        """Give a block, None behind the last."""
        return self.blocks[number] if number < len(self.blocks) else None

    def table_follows(self, at: int) -> bool:
        return at + 1 < len(self.blocks) and isinstance(self.blocks[at + 1], Table)

    def node(self, block: Paragraph, title: Title, *, level: int, rank: float) -> Node:
        words = block.text[title.start : title.end]
        spans = block.spans(title.start, title.end, self.text)
        return Node(words, level, rank, title.style, title.rule, round(title.confidence, 2), spans=spans)

    def add(self, node: Node, block: Paragraph, title: Title, at: int) -> int:
        """Hang a heading under the nearest above it; the rest of its paragraph is its text."""
        above = self.current
        while above is not None and above.rank >= node.rank:
            above = above.parent
        node.parent = above
        if above is not None:
            above.children.append(node)
        self.outline.nodes.append(node)
        self.current = node
        rest = block.cut(title.body)
        if rest.text:
            label = lexicon.LABEL.match(rest.text)
            if label and node.number:
                return self.labelled(rest, label.end("label"), label.end(), at)
            node.words.append(rest)
        return at + 1

    def labelled(self, block: Paragraph, end: int, body: int, at: int) -> int:
        """Read 指导方针：… as a heading with its text."""
        above = self.numbered_above()
        title = Title(0, end, body, "label", "heading.label", 0.85)
        level, rank = (above.level + 1, above.rank + 0.5) if above else (1, 1.0)
        return self.add(self.node(block, title, level=level, rank=rank), block, title, at)

    def numbered_above(self) -> Node | None:
        """The nearest heading with a number, at or above the current one."""
        if self.current is None:
            return None
        return next((n for n in [self.current, *self.current.ancestors()] if n.mark is not None), self.current)

    def begins_annex(self, words: Paragraph, at: int) -> bool:
        """Read 附件2：指标表 as a heading where the annex stands, not where it is only announced."""
        inner = read_mark(words.text)
        title = words if inner is None else words.cut(inner.end)
        known = fold(title.text) in self.listed
        self.listed.add(fold(title.text))
        behind = self.is_in_annex() or (self.table_follows(at) and not self.listing)
        printed = title.text and inner is None and self.at(at + 1) is not None and not _FILE.search(title.text)
        if self.current is None or not printed or not (known or behind):
            return False
        self.add_annex([title])
        return True

    def heads_annex(self, words: str, at: int) -> bool:
        """Tell the title of a table behind the plan, which begins like the plan's own, without 附件 above it."""
        if self.current is None or not self.table_follows(at) or len(words) > _LONGEST_ANNEX:
            return False
        return words[:ALIKE] in self.beginnings and lexicon.PLAN_WORDS.search(words) is not None

    def is_in_annex(self) -> bool:
        chain = [self.current, *self.current.ancestors()] if self.current else []
        return any(node.style == "annex-title" for node in chain)

    def annex(self, at: int) -> int:
        """Read 附件 on a line of its own and the title below it; before any heading it is the plan itself."""
        lines: list[Paragraph] = []
        following = at + 1
        while following < len(self.blocks):
            block = self.blocks[following]
            ends = (
                isinstance(block, Table)
                or len(block.text) > _LONGEST_ANNEX
                or (lines and not _goes_on(lines, block.text))
            )
            if ends or read_mark(block.text) or ANNEX.match(block.text):  # type: ignore[union-attr]
                break
            assert isinstance(block, Paragraph)
            lines.append(block)
            following += 1
        before_all = all(node.style == "annex-title" for node in self.outline.nodes)
        is_title = any(line.start in self.title_spans for line in lines)
        if before_all and (is_title or not lines or not isinstance(self.at(following), Table)):
            # the plan itself is an annex
            self.current = None
            self.outline.head += [block for block in self.blocks[at:following] if isinstance(block, Paragraph)]
        elif lines:
            self.add_annex(lines)
        self.listing = not lines and self.lists_annexes(following)
        return following

    def lists_annexes(self, at: int) -> bool:
        """Tell the numbers below 附件： on a line of its own that only name annexes: 1.任务分工表."""
        block = self.at(at)
        mark = read_mark(block.text) if isinstance(block, Paragraph) else None
        if not isinstance(block, Paragraph) or mark is None or mark.style < MarkStyle.DIGIT:
            return False
        title = block.text[mark.end :]
        names = lexicon.PLAN_WORDS.search(title) or lexicon.ANNEX_WORDS.search(title)
        return self.current is not None and names is not None and "。" not in title

    def add_annex(self, lines: Sequence[Paragraph]) -> None:
        joined = joined_lines(lines)
        title = Title(0, len(joined.text), len(joined.text), "annex-title", "heading.annex", 0.9)
        self.add(self.node(joined, title, level=1, rank=0.0), joined, title, 0)


def _goes_on(lines: Sequence[Paragraph], words: str) -> bool:
    """Tell whether a title goes on in the next line."""
    title = "".join(line.text for line in lines)
    if re.search(r"[:：。；;，,【]", words):
        return False
    if lexicon.ANNEX_WORDS.search(title):
        return bool(re.match(r"[（(].*[）)]$", words))
    return not lexicon.PLAN_WORDS.search(title) or bool(re.match(r"[（(].*[）)]$", words))
