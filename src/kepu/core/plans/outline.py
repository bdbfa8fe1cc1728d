"""Blocks to outline: which paragraphs are headings, and which heading each paragraph belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans import lexicon
from kepu.core.plans.annexes import ALIKE, ANNEX, ANNOUNCED, OutlineWithAnnexes
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.labels import DIVISION, LABEL
from kepu.core.plans.marks import Mark, MarkStyle, read_mark
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.normalise import fold
from kepu.core.plans.source import Paragraph, Table, joined_lines
from kepu.core.plans.titles import Title, dash_title, glued_title, numbered_title, spaced_title
from kepu.core.plans.unitnames import looks_like_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.node import Node, Outline
    from kepu.core.plans.source import Block

_LEVEL = {
    MarkStyle.CHAPTER: 1,
    MarkStyle.CHINESE: 1,
    MarkStyle.CHINESE_BRACKET: 2,
    MarkStyle.DIGIT: 3,
    MarkStyle.DIGIT_BRACKET: 4,
}
BOX = re.compile(r"专栏\s*(?P<number>[0-9０-９一二三四五六七八九十]{0,3})\s*[:：.．、]?\s*(?P<title>[^。；，;,]{2,40})")
_SECOND = 2  # a box has no single item with a number
# An action on a line of its own, in 【】 or nothing at all.
WORK_LINE = re.compile(r"【?(?P<title>[\u4e00-\u9fff、“”]{2,28}(?:行动|工程)(?:计划)?)】?")
_BEFORE_FIGURE = re.compile(r"(?P<value>[1-9]\d?)[.．](?=\d)")
_DATED = re.compile(r"(?:力争|争取)?(?:到|至)20\d{2}年")  # ——到2027年，普及率达到95%。
_NEAR_BOX = 4  # headings beside a box, of which the last with a number tells which comes next
_LONGEST_STYLED = 40


@dataclass(slots=True)
class Builder(OutlineWithAnnexes):
    """Reads the blocks once, from the first to the last."""

    chapters: bool = False
    parts: bool = False
    boxed: int | None = None  # the next number inside a box
    works: frozenset[int] = frozenset()  # blocks that are actions without a number
    bare: bool = False  # no heading of the first level has a number: the file has lost them

    def build(self) -> Outline:
        """Read all blocks."""
        marks = (read_mark(block.text) for block in self.blocks if isinstance(block, Paragraph))
        self.bare = not any(mark is not None and mark.style <= MarkStyle.CHINESE for mark in marks)
        self.works = self.unnumbered_works()
        titles = (block for block in self.blocks if isinstance(block, Paragraph) and block.start in self.title_spans)
        self.beginnings = frozenset(block.text[:ALIKE] for block in titles)
        at = 0
        while at < len(self.blocks):
            block = self.blocks[at]
            if isinstance(block, Table):
                self.outline.tables.append((block, self.current))
                at += 1
            else:
                at = self.read(block, at)
        return self.outline

    def unnumbered_works(self) -> frozenset[int]:
        """Find the lines that name an action each, where several do and （一） numbers none of them."""
        found = []
        for at, (block, following) in enumerate(pairwise(self.blocks)):
            if not (isinstance(block, Paragraph) and isinstance(following, Paragraph)):
                continue
            mark = read_mark(block.text)
            if (
                mark is not None
                and mark.style is MarkStyle.CHINESE_BRACKET
                and WORK_LINE.fullmatch(block.text, mark.end)
            ):
                return frozenset()
            if WORK_LINE.fullmatch(block.text) and (read_mark(following.text) or "。" in following.text):
                found.append(at)
        return frozenset(found if len(found) > 1 else ())

    def read(self, block: Paragraph, at: int) -> int:
        """Read one paragraph and say which comes next."""
        words = block.text
        if block.start in self.title_spans:
            return self.plain(block, at)
        if ANNEX.match(words):
            return self.annex(at)
        if announced := ANNOUNCED.match(words):
            self.listing = not self.begins_annex(block.cut(announced.start("title")), at)
            return self.plain(block, at) if self.listing else at + 1
        box = BOX.fullmatch(words)
        if box and self.current is not None:
            return self.box(block, box, at)
        mark = read_mark(words) or self.next_mark(words)
        return self.numbered(block, mark, at) if mark is not None else self.unnumbered(block, at)

    def next_mark(self, words: str) -> Mark | None:
        """Read 2.90%以上的村建有 behind the item 1.: a number with a figure right behind it."""
        found = _BEFORE_FIGURE.match(words)
        above = self.current
        while above is not None and above.mark is not None and above.mark > MarkStyle.DIGIT:
            above = above.parent
        if found is None or above is None or above.mark != MarkStyle.DIGIT or int(found["value"]) != above.value + 1:
            return None
        return Mark(MarkStyle.DIGIT, found["value"], above.value + 1, found.end())

    def numbered(self, block: Paragraph, mark: Mark, at: int) -> int:
        """Read a paragraph with a number or dash in front: a heading, an annex of a list, an item of a box."""
        if self.is_listed(mark):
            self.listed.add(fold(block.text[mark.end :]))
            return self.plain(block, at)
        if self.is_in_box(mark):
            return self.plain(block, at)
        self.listing = False
        if mark.end < len(block.text):
            return self.marked(block, mark, at)
        whole = self.behind_number(block, mark, at)
        return self.marked(whole, mark, at + 1) if whole is not None else self.plain(block, at)

    def unnumbered(self, block: Paragraph, at: int) -> int:
        """Read a paragraph without a number: a label, a heading that the file marks or that has lost its number, text."""
        self.listing = False
        words = block.text
        if self.heads_annex(words, at):
            self.add_annex([block])
            return at + 1
        if self.bare and lexicon.HEADING.fullmatch(words):
            title = Title(0, len(words), len(words), "topic", "heading.topic_sentence", 0.7)
            return self.add(self.node(block, title, level=1, rank=float(MarkStyle.CHINESE)), block, title, at)
        work = WORK_LINE.fullmatch(words) if at in self.works and self.current is not None else None
        if work is not None:
            title = Title(work.start("title"), work.end("title"), len(words), "topic", "heading.topic_sentence", 0.7)
            level, rank = 2 + self.chapters, float(MarkStyle.CHINESE_BRACKET)
            return self.add(self.node(block, title, level=level, rank=rank), block, title, at)
        label = lexicon.LABEL.match(words)
        if label and self.current is not None:
            return self.labelled(block, label.end("label"), label.end(), at)
        if block.level is not None and self.styled(block):
            return at + 1
        return self.plain(block, at)

    def box(self, block: Paragraph, box: re.Match[str], at: int) -> int:
        """Read 专栏1 重点项目 as a heading beside the measures; its items are text."""
        title = Title(box.start("title"), box.end("title"), len(block.text), "box", "heading.box", 0.85)
        level = _LEVEL[MarkStyle.DIGIT] + self.chapters + self.parts
        node = self.node(block, title, level=level, rank=float(MarkStyle.DIGIT))
        node.number = box["number"] or None
        self.add(node, block, title, at)
        node.level = node.parent.level + 1 if node.parent else 1
        self.boxed = 1
        return at + 1

    def is_listed(self, mark: Mark) -> bool:
        """Tell the numbers of a list of annexes."""
        return self.listing and mark.style in {MarkStyle.DIGIT, MarkStyle.DIGIT_BRACKET}

    def is_in_box(self, mark: Mark) -> bool:
        """Tell the items of a box, which count up from one, from the measures that go on behind it."""
        if self.boxed is None or self.current is None:
            return False
        siblings = self.current.parent.children if self.current.parent else []
        before = [node.value for node in siblings[-_NEAR_BOX:] if node.mark == mark.style]
        goes_on = bool(before) and mark.value == before[-1] + 1 and self.boxed != _SECOND
        if mark.style < MarkStyle.DIGIT or mark.value != self.boxed or goes_on:
            self.boxed = None
            return False
        self.boxed += 1
        return True

    def marked(self, block: Paragraph, mark: Mark, at: int) -> int:
        """Read a heading with a number or dash in front."""
        if mark.style is MarkStyle.DASH:
            dated = _DATED.match(block.text, mark.end)
            if dated or self.current is None or any(label.match(block.text, mark.end) for label in (LABEL, DIVISION)):
                return self.plain(block.cut(mark.end) if dated else block, at)
            title = dash_title(block.text, mark.end)
            deep, below = self.dash_level(self.current)
            return self.add(self.node(block, title, level=deep, rank=below), block, title, at)
        title = spaced_title(block, numbered_title(block.text, mark.end), self.text)
        if block.start and not self.text[block.start - 1].isspace():
            title = glued_title(block.text, title)
        if self.is_item(block, mark, title):
            return self.plain(block, at)
        block, title, at = self.unbroken(block, title, at)
        self.chapters = self.chapters or mark.style is MarkStyle.CHAPTER
        self.parts = self.parts or mark.is_part
        above = (self.chapters + self.parts) * (mark.style is not MarkStyle.CHAPTER)
        level = _LEVEL[mark.style] + mark.is_part + above
        rank = mark.rank
        if mark.style is MarkStyle.DIGIT_BRACKET:
            level, rank = self.bracket_level(mark, block, level)
        node = self.node(block, title, level=level, rank=rank)
        node.number, node.value, node.mark = mark.printed, mark.value, mark.style
        following = self.add(node, block, title, at)
        if node.parent is not None and node.parent.mark == node.mark:
            node.level = node.parent.level + 1  # （一） below 任务一：
        return following

    def dash_level(self, current: Node) -> tuple[int, float]:
        """A dash stands below the nearest number; where there is none, every number to come stands above it."""
        chain = [current, *current.ancestors()]
        numbered = next((node for node in chain if node.mark is not None), None)
        if numbered is not None:
            return numbered.level + 1, numbered.rank + 0.5
        other = next((node for node in chain if node.style != "dash"), None)
        return (other.level if other else 1) + 1, max(MarkStyle.DASH, other.rank if other else 0) + 0.5

    def is_item(self, block: Paragraph, mark: Mark, title: Title) -> bool:
        """Tell 1.… in an annex that is one sentence of several clauses, a task of a list, and a word that is explained."""
        if self.current is None or self.current.style != "annex-title" or mark.style < MarkStyle.DIGIT:
            return False
        if lexicon.GLOSSARY.search(self.current.title):
            return True
        sentence = block.text[title.start :].split("。", 1)[0]
        return re.search(r"[，,]", sentence) is not None and (
            title.rule == "heading.first_clause" or len(sentence) <= title.end - title.start
        )

    def bracket_level(self, mark: Mark, block: Paragraph, level: int) -> tuple[int, float]:
        """Correct （4） behind （三）: the wrong mark, not a deeper level."""
        above = self.numbered_above()
        second = next(
            (n for n in ([above, *above.ancestors()] if above else []) if n.mark == MarkStyle.CHINESE_BRACKET), None
        )
        if above is not None and second is above and mark.value > 1 and mark.value == second.value + 1:
            self.outline.warnings.append(
                PlanWarning(
                    PlanCode.HEADING_MARK_WRONG,
                    f"The heading “{block.text[:20]}” carries the mark of another level; it is taken as number {mark.value}.",
                    (block.start, block.start + mark.end),
                )
            )
            return second.level, second.rank
        if above is not None and above.mark != MarkStyle.DIGIT_BRACKET:
            return min(level, above.level + 1), MarkStyle.DIGIT_BRACKET
        return (above.level if above else level), MarkStyle.DIGIT_BRACKET

    def behind_number(self, block: Paragraph, mark: Mark, at: int) -> Paragraph | None:
        """Join 一、 or （一） on a line of its own with the heading on the next."""
        following = self.at(at + 1)
        if mark.style > MarkStyle.CHINESE_BRACKET or not isinstance(following, Paragraph):
            return None
        return None if read_mark(following.text) or ANNEX.match(following.text) else joined_lines([block, following])

    def unbroken(self, block: Paragraph, title: Title, at: int) -> tuple[Paragraph, Title, int]:
        """Join a heading that was split over two lines."""
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        if (
            not isinstance(following, Paragraph)
            or title.end < len(block.text)
            or block.text[-1] in "。：:；;！!"
            or lexicon.HEADING.fullmatch(block.text, title.start)
            or re.search(r"(?:行动|工程|计划|任务|目标|建设|机制|保障|体系|能力|水平|工作)$", block.text)
            or len(following.text) > 16  # noqa: PLR2004  a line of text, not the rest of a heading
            or read_mark(following.text)
            or looks_like_units(following.text)
            or re.search(r"[，,。；;：:【［]", following.text)
            or ANNEX.match(following.text)
            or "\n\n" in self.text[block.end : following.start]
        ):
            return block, title, at
        joined = joined_lines([block, following])
        return joined, Title(title.start, len(joined.text), len(joined.text), title.style, "heading.split", 0.8), at + 1

    def styled(self, block: Paragraph) -> bool:
        """Read a paragraph that the document itself marks as a heading."""
        if len(block.text) > _LONGEST_STYLED or "。" in block.text[:-1] or self.current is None:
            return False
        level = min(block.level or 1, 4)
        title = Title(0, len(block.text.rstrip("。")), len(block.text), "topic", "heading.style", 0.85)
        self.add(self.node(block, title, level=level, rank=float(level)), block, title, 0)
        return True


def build_outline(text: str, blocks: Sequence[Block], title_spans: frozenset[int] = frozenset()) -> Outline:
    """Find the headings of a document.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : sequence of Paragraph or Table
        With headings at the beginnings of paragraphs.
    title_spans : frozenset of int
        Where the paragraphs of the document's own title begin; they are no headings.

    Returns
    -------
    Outline
        Numbered headings, dashes, labels and annex titles; topic sentences are found afterwards.
    """
    return Builder(text, blocks, title_spans).build()
