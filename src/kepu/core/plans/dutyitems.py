"""Items that are no headings: 1.区教育局：负责学校科普, which is a task, and 3.责任单位：区科协, which assigns one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.hits import is_label
from kepu.core.plans.source import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.assignments import Draft
    from kepu.core.plans.model import Span
    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph


def fold_duty_items(text: str, nodes: Sequence[Node], drafts: Iterable[Draft]) -> list[Node]:
    """Give the headings without the items of lists that say what each unit has to do, and without labels of units.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        All headings; the words of an item move to the heading above it.
    drafts : iterable of Draft
        The tasks, of which those of lists of duties begin where the duties do.

    Returns
    -------
    list of Node
        Without the items below a heading where most of what stands below it are items. A unit on a line of its own,
        with its duties below, stays a heading.
    """
    duties = [draft.task for draft in drafts if draft.task.rule == "task.duties"]
    leads = {task.place.span[0]: task.lead_spans for task in duties if task.place.span}
    folded: set[int] = set()
    for node in reversed(nodes):  # from the last, so that what stands below comes first
        simple = [child for child in node.children if not child.children]
        items = [child for child in simple if _is_item(text, child, leads)]
        listed = simple if len(items) * 2 > len(node.children) else [child for child in simple if is_label(child)]
        if listed:
            folded |= {id(child) for child in listed}
            node.words += [words for child in listed for words in _words(text, child)]
            node.children = [child for child in node.children if id(child) not in folded]
    return [node for node in nodes if id(node) not in folded]


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
