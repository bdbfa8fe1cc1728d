"""Headings whose number a copy has lost: their neighbours show that one is missing, and one line could be it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.lexicon import HEADING
from kepu.core.plans.node import Node
from kepu.core.plans.titles import topic_title
from kepu.core.plans.topics import NO_MEASURE, STATEMENT, runs_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Paragraph

_LINE = re.compile(r"[\u4e00-\u9fffA-Za-z“”]{4,28}")  # a heading on a line of its own has no marks
_CONFIDENCE = 0.7
_ONE_LOST = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph that may be the heading: below which node it was read, and where its title and its text are."""

    owner: Node
    at: int
    stop: int
    body: int

    @property
    def is_usual(self) -> bool:
        """Whether plans usually have a part of this name: 主要目标."""
        return HEADING.fullmatch(self.owner.words[self.at].text) is not None


def add_unnumbered(nodes: Sequence[Node], text: str) -> list[Node]:
    """Give the headings again with those that stand without their number where their neighbours show a gap of one.

    Parameters
    ----------
    nodes : sequence of Node
        The numbered headings in the order of the text.
    text : str
        The normalised text.

    Returns
    -------
    list of Node
        With the headings found, which have no number; what stands behind them in the gap is below them. Behind the
        last number only a line that usually is a heading is taken; where several lines could be one, none is.
    """
    return _Gaps(nodes, text).filled()


@dataclass(slots=True)
class _Gaps:
    nodes: Sequence[Node]
    text: str
    position: dict[int, int] = field(default_factory=dict)
    added: dict[int, list[Node]] = field(default_factory=dict)  # behind which heading

    def filled(self) -> list[Node]:
        self.position = {id(node): at for at, node in enumerate(self.nodes)}
        for parent in reversed(self.nodes):  # what a heading holds is settled before its neighbours
            self.fill(parent, list(parent.children))
        self.fill(None, [node for node in self.nodes if node.parent is None])
        return self.joined() if self.added else list(self.nodes)

    def joined(self) -> list[Node]:
        """Hang every heading below its own again."""
        nodes = self.region(0, len(self.nodes))
        for node in nodes:
            node.children = []
        for node in nodes:
            if node.parent is not None:
                node.parent.children.append(node)
        return nodes

    def region(self, start: int, stop: int) -> list[Node]:
        return [each for node in self.nodes[start:stop] for each in [node, *self.added.get(id(node), [])]]

    def fill(self, parent: Node | None, children: Sequence[Node]) -> None:
        for mark, group in groupby(children, key=lambda node: node.mark):
            siblings = list(group)
            in_text = {bool(node.words) and runs_on(node, self.text) for node in siblings}
            if mark is None or len(in_text) > 1:
                continue
            gaps: list[tuple[Node | None, Node]] = list(pairwise(siblings))
            if parent is not None and children[0] is siblings[0]:
                gaps.insert(0, (None, siblings[0]))
            for before, after in gaps:
                above = before or parent
                if above is not None and after.value - (before.value if before else 0) == _ONE_LOST:
                    region = self.region(self.position[id(above)], self.position[id(after)])
                    self.add(region, self.places(region, in_text=in_text == {True}), after, after.value - 1)
            if in_text == {False}:
                last = siblings[-1]
                region = self.region(self.position[id(last)], self.end(last))
                usual = [place for place in self.places(region, in_text=False) if place.is_usual]
                self.add(region, usual, last, last.value + 1)

    def end(self, node: Node) -> int:
        """Give where what stands below a heading ends."""
        start = self.position[id(node)] + 1
        behind = range(start, len(self.nodes))
        return next((at for at in behind if self.nodes[at].level <= node.level), len(self.nodes))

    def places(self, region: Sequence[Node], *, in_text: bool) -> list[_Place]:
        found = []
        for node in region:
            for at, words in enumerate(node.words):
                if (not at and runs_on(node, self.text)) or STATEMENT.match(words.text) or NO_MEASURE.match(words.text):
                    continue
                ends = _title(words, in_text=in_text)
                if ends is not None:
                    found.append(_Place(node, at, *ends))
        return found

    def add(self, region: Sequence[Node], places: Sequence[_Place], like: Node, value: int) -> None:
        """Add the heading beside one of its kind; what stands behind it in the region goes below it."""
        if len(places) != 1:
            return
        place = places[0]
        owner, words = place.owner, place.owner.words[place.at]
        node = Node(
            words.text[: place.stop],
            like.level,
            like.rank,
            like.style,
            "heading.unnumbered",
            _CONFIDENCE,
            value=value,
            mark=like.mark,
            parent=like.parent,
            spans=words.spans(0, place.stop, self.text),
        )
        rest = words.cut(place.body)
        node.words = [*([rest] if rest.text else []), *owner.words[place.at + 1 :]]
        owner.words = owner.words[: place.at]
        above = [owner, *owner.ancestors()]
        for each in region[region.index(owner) + 1 :]:
            if each.parent is not None and each.parent is not like.parent and each.parent in above:
                each.parent = node
        self.added.setdefault(id(owner), []).insert(0, node)
        self.position[id(node)] = self.position[id(owner)]


def _title(words: Paragraph, *, in_text: bool) -> tuple[int, int] | None:
    if not in_text:
        return (len(words.text),) * 2 if _LINE.fullmatch(words.text) else None
    title = topic_title(words.text)
    return None if title is None else (title.end, title.body)
