"""Which of two interleaved prints of a text a sentence belongs to, where it is printed only once."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.marks import Mark, MarkStyle, read_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.source import Paragraph

_HABIT = 0.7  # share of the runs that begin alike, from which that is a habit
_NEAR = 6  # sentences on each side that a sentence is compared with


@dataclass(slots=True)
class Sentence:
    """A sentence of a text that is printed twice."""

    words: Paragraph
    block: int
    index: int  # in its block
    behind: bool | None = None  # of the print behind; None while it is not known
    twin: int | None = None


def tell_apart(sentences: list[Sentence], pairs: Sequence[tuple[int, int]]) -> None:
    """Decide for every sentence which print it belongs to.

    Parameters
    ----------
    sentences : list of Sentence
        In the order of the file; changed in place.
    pairs : sequence of (int, int)
        The twins, in the order of both prints.

    Notes
    -----
    The print behind is whole as far as it goes. So before the last twin of the print ahead, every sentence without a
    twin is of the print behind. After it, a sentence of the print behind without a twin stands only where the print
    ahead lost something, that is where a run was put into it; how far such a run goes is told by the numbers of
    headings and by the words it shares with its neighbours.
    """
    for low, high in pairs:
        sentences[low].behind, sentences[high].behind = False, True
        sentences[low].twin, sentences[high].twin = high, low
    first_behind, last_ahead = pairs[0][1], pairs[-1][0]
    for at, sentence in enumerate(sentences):
        if sentence.behind is None and (at < first_behind or at < last_ahead):
            sentence.behind = at > first_behind
    _Settler(sentences, pairs).settle()


@dataclass(slots=True)
class _Settler:
    sentences: list[Sentence]
    pairs: Sequence[tuple[int, int]]
    blocks: dict[int, list[int]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def settle(self) -> None:
        for at, sentence in enumerate(self.sentences):
            self.blocks.setdefault(sentence.block, []).append(at)
        self.weigh()
        self.by_numbers()
        begins = self.habit()
        for members in self.blocks.values():
            self.settle_block(members, begins)

    def weigh(self) -> None:
        """Weigh pairs of characters by how rare they are in the text."""
        counts: Counter[str] = Counter()
        for sentence in self.sentences:
            counts.update(_pairs(sentence.words.text))
        n = len(self.sentences)
        self.weights = {pair: math.log(n / count) for pair, count in counts.items()}

    def by_numbers(self) -> None:
        """A heading （四） belongs to the print whose last was （三）."""
        last = {True: 0, False: 0}
        for sentence in self.sentences:
            mark = _bracket(sentence.words.text)
            if mark is None:
                continue
            fits = [side for side, value in last.items() if value == mark.value - 1]
            if sentence.behind is None and True not in fits and mark.value > 1 and last[True]:
                sentence.behind = False  # the print behind is whole: its numbers do not jump
            elif sentence.behind is None and len(fits) == 1:
                sentence.behind = fits[0]
            if sentence.behind is not None:
                last[sentence.behind] = mark.value

    def habit(self) -> int | None:
        """Tell at which sentence of a paragraph the print behind was put in, when it is nearly always the same."""
        starts: Counter[int] = Counter()
        for before, sentence in zip(self.sentences, self.sentences[1:], strict=False):
            if sentence.behind and before.behind is False and before.block == sentence.block:
                starts[sentence.index] += 1
        if not starts:
            return None
        index, count = starts.most_common(1)[0]
        return index if count >= _HABIT * starts.total() else None

    def settle_block(self, members: Sequence[int], begins: int | None) -> None:
        """Settle the open sentences of one paragraph, in which the print behind has at most one run."""
        certain = [at for at in members if self.sentences[at].behind]
        first = min(certain, default=None)
        if begins is not None and begins < len(members):
            usual = members[begins]
            open_from_usual = all(
                self.sentences[at].behind is None for at in members[begins:] if first is None or at < first
            )
            if open_from_usual and (first is None or usual < first) and (first is not None or self.may_lack(usual)):
                first = usual
        last = max(certain, default=first)
        for at in members:
            if self.sentences[at].behind is None and first is not None and last is not None and first <= at <= last:
                self.sentences[at].behind = True
        if last is not None:
            last = self.under_heading(members, last)
            if self.may_lack(last + 1):
                self.stretch(members, last)
        for at in members:
            if self.sentences[at].behind is None:
                self.sentences[at].behind = False

    def under_heading(self, members: Sequence[int], last: int) -> int:
        """A run that ends in a heading goes on with the first words under it."""
        following = last + 1
        if (
            following in members
            and self.sentences[following].behind is None
            and _bracket(self.sentences[last].words.text)
        ):
            self.sentences[following].behind = True
            return following
        return last

    def may_lack(self, at: int) -> bool:
        """Tell whether the print ahead lost something where the print behind now is."""
        before = [pair for pair in self.pairs if pair[1] < at]
        after = [pair for pair in self.pairs if pair[1] >= at]
        if not before or not after:
            return False
        return any(self.sentences[between].behind for between in range(before[-1][0] + 1, after[0][0]))

    def stretch(self, members: Sequence[int], last: int) -> None:
        """Let a run go on over the open sentences behind it, as far as their words fit it better than the other print."""
        total, best, until = 0.0, 0.0, last
        for at in members:
            if at <= last:
                continue
            if self.sentences[at].behind is not None:
                break
            total += self.likeness(at, members, last)
            if total > best:
                best, until = total, at
        for at in members:
            if last < at <= until:
                self.sentences[at].behind = True

    def likeness(self, at: int, members: Sequence[int], last: int) -> float:
        """How much more a sentence shares with the print behind than with the print ahead, near by."""
        behind = [other for other, sentence in enumerate(self.sentences) if sentence.behind and other != at]
        place = sum(other < at for other in behind)
        near_behind = behind[max(0, place - _NEAR) : place + _NEAR]
        tail = [other for other in members if other > at and self.sentences[other].behind is not True]
        head = [other for other in members if other < last and self.sentences[other].behind is False]
        rest = [o for o in range(max(0, members[0] - 3), members[0]) if self.sentences[o].behind is False]
        near_ahead = [*rest, *head, *tail, *range(members[-1] + 1, min(len(self.sentences), members[-1] + 3))]
        own = set(_pairs(self.sentences[at].words.text))
        return self.shared(own, near_behind) - self.shared(own, near_ahead)

    def shared(self, own: set[str], others: Iterable[int]) -> float:
        """Weight of the character pairs shared with each of several sentences, for the length of those."""
        score = 0.0
        size = 0
        seen: set[str] = set()
        for other in others:
            pairs = _pairs(self.sentences[other].words.text)
            seen.update(pairs)
            size += len(pairs)
        if size:
            score = sum(self.weights[pair] for pair in own & seen) / math.sqrt(len(seen))
        return score


def _bracket(text: str) -> Mark | None:
    """Read the number （一） that a sentence begins with, or that follows its 三、重点任务 at once."""
    mark = read_mark(text)
    if mark is not None and mark.style is MarkStyle.CHINESE:
        inner = re.search(r"[（(](?=[一二三四五六七八九十]{1,3}[）)])", text[mark.end : mark.end + 20])
        mark = read_mark(text, mark.end + inner.start()) if inner else None
    return mark if mark is not None and mark.style is MarkStyle.CHINESE_BRACKET else None


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
