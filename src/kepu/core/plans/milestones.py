"""Dated phases and deliverables without a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.clauses import split_clauses, split_sentences
from kepu.core.plans.dates import DASH, find_years
from kepu.core.plans.model import Milestone, Place
from kepu.core.plans.normalise import half_width
from kepu.core.plans.quantities import find_figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_PHASE = re.compile(rf"^[（(]?(?P<start>20\d{{2}})\s*年?(?:{DASH}(?P<end>20\d{{2}})\s*年)?")
_DAY = r"(?:[.年]?\d{1,2}月?(?:份|[.]?\d{1,2}日)?)?(?:底|末|[上中下]旬)?"
_PHASE_TITLE = re.compile(rf"[（(](?:到|至)?(?P<start>20\d{{2}})\s*年?{_DAY}(?:{DASH}(?P<end>20\d{{2}})\s*[年.])?")
_BUILT = re.compile(r"建成|完成|投入使用|竣工|启用|实现|通过验收|出台|印发|颁布|施行|制定")


def find_milestones(text: str, nodes: Sequence[Node]) -> list[Milestone]:
    """Find what is dated without a figure.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        The headings with their paragraphs.

    Returns
    -------
    list of Milestone
        In the order of the text.
    """
    found: list[Milestone] = []
    for node in nodes:
        if node.kind == "schedule":
            found += _phases(text, node)
        elif node.kind not in {"background", "principles"}:
            for words in node.words:
                found += _deliverables(text, words)
    return found


def _phases(text: str, node: Node) -> Iterator[Milestone]:
    titled = _PHASE_TITLE.search(half_width(node.title))
    for words in node.words:
        for sentence in split_sentences(words.text):
            printed = words.text[sentence.start : sentence.end]
            match = _PHASE.match(half_width(printed)) or titled
            if match is None or (match is titled and sentence.start):
                continue
            start = int(match["start"])
            spans = words.spans(sentence.start, sentence.end, text)
            yield Milestone(
                printed,
                start,
                int(match["end"] or start),
                "schedule",
                Place(spans[0] if spans else None, spans),
                0.9 if match is not titled else 0.7,
                "milestone.phase",
            )
    if titled is not None and not node.words and node.spans:
        start = int(titled["start"])
        place = Place(node.spans[0], node.spans)
        yield Milestone(node.title, start, int(titled["end"] or start), "schedule", place, 0.7, "milestone.phase")


def _deliverables(text: str, words: Paragraph) -> Iterator[Milestone]:
    for sentence in split_sentences(words.text):
        for clause in split_clauses(words.text, sentence):
            printed = words.text[clause.start : clause.end]
            years = find_years(printed)
            if not years or not _BUILT.search(printed) or find_figures(printed) or "覆盖" in printed:
                continue
            spans = words.spans(clause.start, clause.end, text)
            yield Milestone(
                printed,
                years[0].value,
                years[-1].value,
                "deliverable",
                Place(spans[0] if spans else None, spans),
                0.5,
                "milestone.deliverable",
            )
