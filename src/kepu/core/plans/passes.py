"""Two prints of one text, the one inside the other, as a damaged crawl leaves them.

One print runs ahead and has lost the sentences where the other was put in; the other follows, whole as far as it goes.
Every sentence that is there twice tells: its first place belongs to the print ahead, its second to the one behind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kepu.core.plans.model import Interleaving, Span
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.prints import Sentence, tell_apart
from kepu.core.plans.source import Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Block

_END = re.compile(r"[。！？][”’」』）)]*")
_LONG = 12  # characters of a sentence that does not repeat by chance
_SHORT = 6
_FEWEST = 8
_LEAST_SHARE = 0.12
_LEAST_ORDERED = 0.8


def merge_passes(blocks: Sequence[Block]) -> tuple[list[Block], Interleaving | None]:
    """Put two interleaved prints of one text back into one.

    Parameters
    ----------
    blocks : sequence of Paragraph or Table
        The document.

    Returns
    -------
    tuple of blocks and Interleaving or None
        The same blocks and None, when the text is printed once. Else one paragraph whose sentences know both places.
    """
    if any(isinstance(block, Table) for block in blocks):
        return list(blocks), None
    sentences = _sentences([block for block in blocks if isinstance(block, Paragraph)])
    pairs = _twins(sentences)
    if not pairs:
        return list(blocks), None
    tell_apart(sentences, pairs)
    spans = _runs(sentences)
    note = "The spans of the second print; where a sentence stands in both, the first place counts and both are given."
    return [_joined(_in_order(sentences))], Interleaving(spans, note)


def _sentences(paragraphs: Sequence[Paragraph]) -> list[Sentence]:
    found: list[Sentence] = []
    for number, block in enumerate(paragraphs):
        position = index = 0
        for match in _END.finditer(block.text):
            found.append(Sentence(block.cut(position, match.end()), number, index))
            position = match.end()
            index += 1
        if position < len(block.text):
            found.append(Sentence(block.cut(position), number, index))
    return found


def _twins(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Pair the sentences that are printed twice, in the order of both prints; none when that is chance."""
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    used: set[str] = set()
    for at, sentence in enumerate(sentences):
        key = squeeze(sentence.words.text)
        if len(key) < _SHORT or key in used:
            continue
        if key in first:
            pairs.append((first[key], at))
            used.add(key)
        else:
            first[key] = at
    pairs.sort()
    ordered = _growing(_increasing(pairs))
    length = sum(len(sentence.words.text) for sentence in sentences)
    long = [low for low, _ in ordered if len(sentences[low].words.text) >= _LONG]
    repeated = sum(len(sentences[low].words.text) for low in long)
    is_chance = len(long) < _FEWEST or repeated < _LEAST_SHARE * length or len(ordered) < _LEAST_ORDERED * len(pairs)
    return [] if is_chance else _with_neighbours(sentences, ordered)


def _growing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop pairs that stand close together after others stood far apart: a sentence repeated in one print."""
    farthest = 0
    kept = []
    for low, high in pairs:
        if high - low >= farthest // 2:
            kept.append((low, high))
            farthest = max(farthest, high - low)
    return kept


def _with_neighbours(sentences: Sequence[Sentence], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pair also the short sentences that stand beside paired ones in both prints."""
    keys = [squeeze(sentence.words.text) for sentence in sentences]
    first = {low for low, _ in pairs}
    second = {high for _, high in pairs}
    found = list(pairs)
    for step in (1, -1):
        for pair in pairs:
            low, high = pair[0] + step, pair[1] + step
            while low >= 0 and high < len(keys) and keys[low] == keys[high] and low not in first and high not in second:
                if low in second or high in first:
                    break
                found.append((low, high))
                first.add(low)
                second.add(high)
                low, high = low + step, high + step
    return sorted(found)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest run of pairs that keeps the order of both prints."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int | None] = []
    for at, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        before.append(tail_at[place - 1] if place else None)
        if place == len(tails):
            tails.append(second)
            tail_at.append(at)
        else:
            tails[place], tail_at[place] = second, at
    chain: list[tuple[int, int]] = []
    at_or_none = tail_at[-1] if tail_at else None
    while at_or_none is not None:
        chain.append(pairs[at_or_none])
        at_or_none = before[at_or_none]
    return chain[::-1]


def _runs(sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    spans: list[Span] = []
    previous: Sentence | None = None
    for sentence in sentences:
        if sentence.behind:
            goes_on = previous is not None and previous.behind and previous.block == sentence.block
            spans[-1:] = (
                [(spans[-1][0], sentence.words.end)]
                if goes_on
                else [*spans[-1:], (sentence.words.start, sentence.words.end)]
            )
        previous = sentence
    return tuple(spans)


def _in_order(sentences: Sequence[Sentence]) -> list[Paragraph]:
    """Take the print behind as far as it goes, then go on with the print ahead; twins once, with both places."""
    behind = [sentence for sentence in sentences if sentence.behind]
    last = max((sentence.twin for sentence in behind if sentence.twin is not None), default=-1)
    rest = [sentence for at, sentence in enumerate(sentences) if not sentence.behind and at > last]
    early = [
        sentence
        for at, sentence in enumerate(sentences)
        if not sentence.behind and at <= last and sentence.twin is None
    ]
    return [_with_echo(sentence, sentences) for sentence in [*early[: 0 if behind else None], *behind, *rest]]


def _with_echo(sentence: Sentence, sentences: Sequence[Sentence]) -> Paragraph:
    if sentence.twin is None:
        return sentence.words
    other = sentences[sentence.twin].words
    words = sentence.words
    if len(other.offsets) != len(words.offsets):
        return words
    return Paragraph(words.text, other.offsets, words.offsets)


def _joined(parts: Sequence[Paragraph]) -> Paragraph:
    offsets: list[int] = []
    echo: list[int] = []
    for part in parts:
        offsets += part.offsets
        echo += part.echo if part.echo is not None else [-1] * len(part.offsets)
    return Paragraph("".join(part.text for part in parts), offsets, echo)
