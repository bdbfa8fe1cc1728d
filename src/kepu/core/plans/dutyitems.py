"""Items that are no headings: 1.区教育局：负责学校科普, or a whole sentence that is a task, and 3.责任单位：区科协."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kepu.core.plans.hits import is_label
from kepu.core.plans.marks import MarkStyle
from kepu.core.plans.normalise import fold
from kepu.core.plans.source import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.assignments import Draft
    from kepu.core.plans.model import Span
    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_LONGEST_HEADING = 16  # 提高思想认识，加强组织领导 is no sentence


def fold_duty_items(text: str, nodes: Sequence[Node], drafts: Iterable[Draft]) -> list[Node]:
    """Give the headings without items of lists of duties, sentences that are tasks, and labels of units.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        All headings; the words of an item move to the heading above it.
    drafts : iterable of Draft
        The tasks, of which those of lists of duties begin where the duties do; those of items go to the heading above.

    Returns
    -------
    list of Node
        Without the items below a heading where most of what stands below it are items. A unit on a line of its own,
        with its duties below, stays a heading.
    """
    drafts = list(drafts)
    duties = [draft.task for draft in drafts if draft.task.rule == "task.duties"]
    leads = {task.place.span[0]: task.lead_spans for task in duties if task.place.span}
    sentences = _sentences(drafts)
    folded: set[int] = set()
    for node in reversed(nodes):  # from the last, so that what stands below comes first
        simple = [child for child in node.children if not child.children]
        items = [child for child in simple if _is_item(text, child, leads)]
        listed = [child for child in simple if is_label(child) or id(child) in sentences]
        if len(items) * 2 > len(node.children):
            listed = simple
            if node.parent is None and node.kind == "measure" and len(listed) == len(node.children):
                node.kind = "other"
        for child in listed:
            if id(child) in sentences:
                _raise(sentences[id(child)], child, node)
        if listed:
            folded |= {id(child) for child in listed}
            node.words += [words for child in listed for words in _words(text, child)]
            node.children = [child for child in node.children if id(child) not in folded]
    return [node for node in nodes if id(node) not in folded]


def _sentences(drafts: Sequence[Draft]) -> dict[int, Draft]:
    """Give the tasks that are their numbered heading as a whole, where most such are sentences: 将科普纳入规划，每年研究2次."""
    found = {
        id(draft.node): draft
        for draft in drafts
        if draft.node is not None
        and draft.node.mark is not None
        and draft.node.mark >= MarkStyle.DIGIT
        and fold(draft.task.text) == fold(draft.node.title)
    }
    titles = [draft.task.text for draft in found.values()]
    n_sentences = sum("，" in title and len(title) > _LONGEST_HEADING for title in titles)
    return found if n_sentences * 2 > len(titles) else {}


def _raise(draft: Draft, item: Node, above: Node) -> None:
    """Hang the task of an item under the heading above."""
    draft.node = above
    if draft.task.group == item.title:
        span = above.spans[0] if above.spans else None
        draft.task = replace(draft.task, group=above.title, group_number=above.number, group_span=span)


def _is_item(text: str, node: Node, leads: dict[int, tuple[Span | None, ...]]) -> bool:
    """Tell a unit with its duty on the same line, and a sentence that is a duty as a whole or names who has it."""
    if not node.spans:
        return False
    start, end = node.spans[0]
    line = _line(text, node)
    if line is not None and line.start in leads:
        return True
    names_them = any(span is not None and start <= span[0] < end for span in leads.get(start, ()))
    return start in leads and (names_them or line is None or node.rule == "heading.first_clause")


def _line(text: str, node: Node) -> Paragraph | None:
    """Give the text on the line of a heading."""
    runs_on = node.words and node.spans and "\n" not in text[node.spans[0][1] : node.words[0].start]
    return node.words[0] if runs_on else None


def _words(text: str, node: Node) -> list[Paragraph]:
    """Give the words of an item, from those that were its heading."""
    start, end = node.spans[0]
    line = _line(text, node)
    return [paragraph(text, start, line.end if line else end), *node.words[1 if line else 0 :]]
