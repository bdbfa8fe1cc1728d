"""Damage that a copy shows by itself: passages printed twice, parts out of order, an end that was cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.source import Paragraph
from kepu.core.plans.statements import find_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Block

_LONG = 30  # characters of a sentence that nobody writes twice
_SHORT = 12
_FEWEST_PARTS = 3
_ENDED = re.compile(r"[。！!？?；;：:.…）)”』」》】]$")
_NO_SENTENCE = re.compile(r"(?:附件|附表|抄送|主送|注|备注|联系|电话|责任|牵头|配合|主办|（|\()|.*(?:印发|日)$")
_SENTENCE = re.compile(r"[，,。]")
_SHORTEST_CUT = 12


def drop_repeats(blocks: Sequence[Block]) -> tuple[list[Block], list[PlanWarning]]:
    """Leave out passages that are printed a second time, word for word; the first print keeps both places.

    Parameters
    ----------
    blocks : sequence of Paragraph or Table
        The document.

    Returns
    -------
    list of blocks, and list of Warning
        One warning for each passage. A passage holds at least one long sentence of text: titles and lists of units
        are repeated for good reasons.
    """
    first: dict[str, int] = {}
    runs: list[tuple[int, int, int]] = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        key = squeeze(block.text)
        before = first.setdefault(key, at)
        if before == at:
            continue
        if runs and runs[-1][1] + runs[-1][2] == at and runs[-1][0] + runs[-1][2] == before < runs[-1][1]:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((before, at, 1))
    kept: list[Block | None] = list(blocks)
    warnings = []
    for before, at, length in runs:
        passage = [block for block in blocks[at : at + length] if isinstance(block, Paragraph)]
        if not _is_passage(passage):
            continue
        for step in range(length):
            kept[before + step] = _with_both(blocks[before + step], blocks[at + step])
            kept[at + step] = None
        span = (passage[0].start, passage[-1].end)
        message = "A passage is printed a second time, word for word; it is read once."
        warnings.append(PlanWarning(PlanCode.REPEATED, message, span, {"paragraphs": length}))
    return [block for block in kept if block is not None], warnings


def _is_passage(passage: Sequence[Paragraph]) -> bool:
    """Tell a passage of text: a long sentence, or a numbered heading with the sentences below it."""
    texts = [own for block in passage if "。" in block.text and "。" in (own := _own_words(block.text))]
    headed = len(passage) > 1 and read_mark(passage[0].text) is not None
    return any(len(text) >= (_SHORT if headed else _LONG) for text in texts)


def _own_words(text: str) -> str:
    """Leave out who does it: many tasks end in the same units."""
    return text[: min((hit.start for hit in find_statements(text)), default=len(text))]


def _with_both(first: Block, second: Block) -> Block:
    if not (isinstance(first, Paragraph) and isinstance(second, Paragraph)):
        return first
    if len(first.offsets) != len(second.offsets) or first.echo is not None:
        return first
    return Paragraph(first.text, first.offsets, second.offsets, first.level)


def put_in_order(nodes: Sequence[Node]) -> tuple[list[Node], list[PlanWarning]]:
    """Put headings of one level in the order of their numbers where the numbers are complete.

    Parameters
    ----------
    nodes : sequence of Node
        All headings in the order of the text; the children of a heading are put in order with it.

    Returns
    -------
    list of Node, and list of Warning
        The headings with all that stands below them; one warning for each level out of order. Numbers with gaps or
        twice the same number are misprints as often as shuffled pages: their headings stay.
    """
    warnings: list[PlanWarning] = []
    roots = _sorted([node for node in nodes if node.parent is None], warnings)
    for node in nodes:
        node.children = _sorted(node.children, warnings)
    if not warnings:
        return list(nodes), []
    ordered: list[Node] = []
    waiting = roots[::-1]
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting += node.children[::-1]
    return ordered, warnings


def _sorted(siblings: list[Node], warnings: list[PlanWarning]) -> list[Node]:
    numbered = [node for node in siblings if node.mark in {MarkStyle.CHINESE, MarkStyle.CHINESE_BRACKET}]
    values = [node.value for node in numbered]
    complete = len(values) >= _FEWEST_PARTS and sorted(values) == list(range(1, len(values) + 1))
    if not complete or values == sorted(values) or len({node.mark for node in numbered}) > 1:
        return siblings
    moved = next(node for node, value in zip(numbered, sorted(values), strict=True) if node.value != value)
    message = f"Heading {moved.number} “{moved.title}” stands out of its order; the headings were put in order."
    span = moved.spans[0] if moved.spans else None
    warnings.append(PlanWarning(PlanCode.OUT_OF_ORDER, message, span, {"heading": moved.title}))
    in_order = iter(sorted(numbered, key=lambda node: node.value))
    return [next(in_order) if node in numbered else node for node in siblings]


def cut_end(blocks: Sequence[Block]) -> list[PlanWarning]:
    """Warn of a text that ends inside a sentence.

    Parameters
    ----------
    blocks : sequence of Paragraph or Table
        The document.

    Returns
    -------
    list of Warning
        At most one.
    """
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or len(last.text) < _SHORTEST_CUT:
        return []
    is_sentence = _SENTENCE.search(last.text) and not _NO_SENTENCE.match(last.text)
    if not is_sentence or _ENDED.search(last.text) or find_statements(last.text):
        return []
    message = "The text ends inside a sentence; the rest may have been cut off."
    return [PlanWarning(PlanCode.END_CUT, message, (last.start, last.end))]
