"""Topic sentences: paragraphs whose first sentence is a heading without a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans import lexicon
from kepu.core.plans.node import Node
from kepu.core.plans.titles import Title, implicit_title, topic_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Paragraph

_FEWEST_HERE = 2
_FEWEST_ANYWHERE = 4
_NEVER = (lexicon.BACKGROUND, lexicon.IDEAS, lexicon.OBJECTIVE)
# A statement of who does what belongs to the paragraph before it; it is no measure.
STATEMENT = re.compile(
    r"[（(【]?\s*(?:牵头|责任|配合|参与|参加|主办|承办|协办|协同|协助|支持|主责|分工|负责|落实|实施)(?:单位|部门|科室|处室|领导|人)?\s*[:：]"
)
# 启动实施。2026年，…: the phases of a schedule.
_PHASE = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:阶段|(?:启动|动员|部署|实施|推进|评估|总结|验收|检查|巩固|提升|申报|自查)[\u4e00-\u9fff]{0,4})(?:（[^（）]*）)?"
)
NO_MEASURE = re.compile(
    r"(?:附件|附表|附录|注|备注|联系人|主送|抄送)\s*[0-9]*\s*[:：]|[（(]此件|本(?:方案|规划|意见|计划)自"
)


def add_topics(nodes: Sequence[Node], text: str) -> list[Node]:
    """Give the headings again with those that are topic sentences, in the order of the text.

    Parameters
    ----------
    nodes : sequence of Node
        The numbered headings; the paragraphs below a topic sentence move to it.
    text : str
        The normalised text.

    Returns
    -------
    list of Node
        All headings.
    """
    candidates = {id(node): _candidates(node, text) for node in nodes if _may_hold_topics(node)}
    n_anywhere = sum(len(found) for node in nodes if len(node.words) > 1 for found in [candidates.get(id(node), {})])
    complete: list[Node] = []
    for node in nodes:
        complete.append(node)
        found = candidates.get(id(node), {})
        if len(found) >= _FEWEST_HERE or (found and n_anywhere >= _FEWEST_ANYWHERE and node.parent is not None):
            complete += _split(node, found, text)
    return complete


def _may_hold_topics(node: Node) -> bool:
    return (
        not node.children
        and not _is_phase(node)
        and node.style in {"numbered", "inferred"}
        and bool(node.words)
        and not any(pattern.search(above.title) for pattern in _NEVER for above in [node, *node.ancestors()])
    )


def _is_phase(node: Node) -> bool:
    """Tell a phase of a schedule, which has no parts of its own."""
    within = any(lexicon.SCHEDULE.search(above.title) for above in node.ancestors())
    return within or re.search(r"阶段(?!安排|划分)", node.title) is not None


def runs_on(node: Node, text: str) -> bool:
    """Tell whether the first paragraph stands on the line of its heading: the heading is its own."""
    return bool(node.spans) and "\n" not in text[node.spans[0][1] : node.words[0].start]


def _candidates(node: Node, text: str) -> dict[int, Title]:
    found = {}
    phases = lexicon.SCHEDULE.search(node.title)
    for index, words in enumerate(node.words):
        if not index and runs_on(node, text):
            continue
        title = topic_title(words.text)
        if title is not None and phases and not _PHASE.fullmatch(words.text, title.start, title.end):
            continue
        if title is not None and not STATEMENT.match(words.text) and not NO_MEASURE.match(words.text):
            found[index] = title
    return found


def _split(node: Node, found: dict[int, Title], text: str) -> list[Node]:
    """Move paragraphs below their own headings; those without one get their first clause."""
    several = len(found) >= _FEWEST_HERE and not lexicon.SCHEDULE.search(node.title)
    topics: list[Node] = []
    kept: list[Paragraph] = []
    for index, words in enumerate(node.words):
        title = found.get(index)
        if title is None and several and index and _may_be_implicit(words.text):
            title = implicit_title(words.text)
        if title is None:
            (topics[-1].words if topics else kept).append(words)
            continue
        topic = Node(
            words.text[title.start : title.end],
            node.level + 1,
            node.rank + 0.5,
            title.style,
            title.rule,
            title.confidence,
            parent=node,
            spans=words.spans(title.start, title.end, text),
        )
        rest = words.cut(title.body)
        if rest.text:
            topic.words.append(rest)
        node.children.append(topic)
        topics.append(topic)
    node.words = kept
    return topics


def _may_be_implicit(words: str) -> bool:
    return not STATEMENT.match(words) and not NO_MEASURE.match(words) and words[:1] not in "（(《“"
