"""The blocks of a document: as the file marks them, or, in plain text, as its lines show them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.contents import contents_of
from kepu.core.plans.flattened import may_begin_table, with_flattened_tables
from kepu.core.plans.glued import Numbers
from kepu.core.plans.lexicon import LABEL
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.source import Paragraph, Table
from kepu.core.plans.textlines import paragraphs, split_lines
from kepu.core.plans.texttables import find_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.core.plans.source import Block, SourceText

# A heading may follow a sentence without a line break.
_INSIDE = re.compile(
    r"(?<=[。！!])(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]、))"
    r"|(?<=[。！!])(?=[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?<=[。：:；;！!])(?=(?:[—―–─]{1,2}|--)[\u4e00-\u9fff《“])"
    rf"|(?<=[。！!])(?={LABEL.pattern})"
)
_NOTE = re.compile(r"(?:备注|注|说明|填表说明)\s*[:：]")
# 1. or （1） or ① behind a sentence.
_DIGITS_INSIDE = re.compile(r"(?<=[。；;：:])(?=\d{1,2}[.．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳⑴-⒛])")
_OF_ITEMS = re.compile(r"(?:主要|重点|具体|工作)*(?:措施|举措|任务|内容|要求|工作)[:：]$")
_BRACKET_BEHIND_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^，,。；;：:（(]{2,16}(?=[（(]一[）)])")


def blocks_of(source: SourceText) -> list[Block]:
    """Give the paragraphs and tables of a document.

    Parameters
    ----------
    source : SourceText
        What was read.

    Returns
    -------
    list of Paragraph or Table
        In the order of the text.
    """
    text = source.text
    if source.blocks is not None:
        pages = contents_of([block.text if isinstance(block, Paragraph) else "" for block in source.blocks])
        return with_flattened_tables(text, [block for at, block in enumerate(source.blocks) if at not in pages])
    skipped = {start for start, _ in source.skipped}
    lines = [line for line in split_lines(text) if line.raw_start not in skipped]
    pages = contents_of([text[line.start : line.end] for line in lines])
    lines = [*lines[: pages.start], *lines[pages.stop :]]
    found: list[Block] = []
    waiting: list[int] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        words = text[line.start : line.end]
        result = find_table(text, lines, at) if may_begin_table(words) else None
        if result is None:
            waiting.append(at)
            at += 1
            continue
        found += paragraphs(text, [lines[n] for n in waiting])
        waiting = []
        found.append(result[0])
        at = max(result[1], at + 1)
    return [*found, *paragraphs(text, [lines[n] for n in waiting])]


def part_headings(blocks: Iterable[Block]) -> list[Block]:
    """Begin a new paragraph where a numbered heading follows a sentence on the same line.

    Parameters
    ----------
    blocks : iterable of Paragraph or Table
        As read.

    Returns
    -------
    list of Paragraph or Table
        Headings inside paragraphs begin paragraphs of their own.
    """
    parted: list[Block] = []
    numbers = Numbers()
    for block in blocks:
        parted += [block] if isinstance(block, Table) else _part(block, numbers)
    return parted


def _part(paragraph: Paragraph, numbers: Numbers) -> list[Block]:
    text = paragraph.text
    if _NOTE.match(text):
        return [paragraph]
    cuts = {match.start() for match in _INSIDE.finditer(text)}
    cuts |= {match.end() for match in _BRACKET_BEHIND_HEADING.finditer(text) if match.start() in cuts | {0}}
    cuts |= _digit_cuts(text) | numbers.cuts(text)
    edges = [0, *sorted(cuts - {0}), len(text)]
    parts = [paragraph.cut(start, end) for start, end in pairwise(edges)]
    return [part for part in parts if part.text]


def _digit_cuts(text: str) -> set[int]:
    """Numbers 1. 2. 3. or ① ② behind sentences are headings only when they count up from one."""
    cuts: dict[MarkStyle, set[int]] = {}
    first = read_mark(text)
    wanted = {first.style: first.value + 1} if first is not None else {}
    opens = _first_sentence(text) if first is not None else -1
    listed: set[MarkStyle] = set()
    for match in _DIGITS_INSIDE.finditer(text):
        mark = read_mark(text, match.start())
        if mark is None or mark.value != wanted.get(mark.style, 1):
            continue
        wanted[mark.style] = mark.value + 1
        begun = cuts.setdefault(mark.style, set())
        if mark.value > 1 and text[match.start() - 1] in "；;" and _is_list(text, begun, match.start()):
            listed.add(mark.style)
        begun.add(match.start())
    counted = (
        found
        for style, found in cuts.items()
        if style not in listed
        if len(found) > 1 or (first is not None and (first.style is style or (first.style < style and opens in found)))
    )
    return {cut for found in counted for cut in found}


def _first_sentence(text: str) -> int:
    """Give where the first sentence ends: a heading that a number follows at once has items."""
    return text.find("。") + 1


def _is_list(text: str, begun: set[int], at: int) -> bool:
    """Tell 做好：1.赛事；2.课程。, or 办好活动。（1）赛事；（2）课程。: a list inside a sentence, whose items are no headings."""
    first = min(begun, default=0)
    opened = text.rfind("。", 0, first)
    if text[max(0, first - len("目标：")) : first] in {"目标：", "目标:"} or 0 <= opened == first - 1:
        return "。" not in text[first:at]
    return opened >= 0 and text[first - 1] in "：:" and not _OF_ITEMS.match(text, opened + 1, first)
