"""Who leads and who supports what: tasks from statements in the running text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.assignments import Assignments, Draft, Named
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.model import Place, Span, Task
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.source import paragraph
from kepu.core.plans.statements import Form, Labelled, find_statements, is_aside, lead_and_support
from kepu.core.plans.unitnames import split_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_WORK = {"action", "project"}
_HOLDING = {"主办", "承办", "协办", "支持"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement, the paragraph it begins in, and what each of its parts says."""

    node: Node
    index: int
    start: int
    end: int
    form: Form
    parts: tuple[tuple[Paragraph, Labelled], ...]

    @property
    def words(self) -> Paragraph:
        """The paragraph that it begins in."""
        return self.node.words[self.index]


def statement_tasks(text: str, nodes: Sequence[Node], first_id: int) -> Assignments:
    """Turn statements in the text into tasks.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        All headings with their paragraphs.
    first_id : int
        The id of the first task.

    Returns
    -------
    Assignments
        One task for each statement: of the paragraph it closes, or of the whole section when it is the only one there.
    """
    made = Assignments()
    hits = [hit for node in nodes for hit in _hits(node)]
    for hit in hits:
        if _organises(hit):
            continue
        group = group_of(hit.node)
        alone = sum(group_of(other.node) is group for other in hits) == 1
        wide = alone and (_items(group) > 1 or (group is hit.node and _n_before(hit) > 1))
        draft = _draft(text, hit, first_id + len(made.drafts), group, wide=wide)
        made.drafts.append(draft)
        if not draft.task.lead:
            details: dict[str, str | int] = {"task": draft.task.id}
            message = f"No unit leads task {draft.task.id}."
            made.warnings.append(PlanWarning(PlanCode.NO_LEAD, message, draft.task.place.span, details))
    return made


def _organises(hit: Hit) -> bool:
    """Tell a list of who holds an event, which assigns nothing."""
    words = {part.word for _, part in hit.parts}
    return hit.form is Form.LABELS and words <= _HOLDING and not _n_before(hit) and not hit.start


def _n_before(hit: Hit) -> int:
    """Count the paragraphs of text before a statement."""
    return sum(not is_aside(words.text) for words in hit.node.words[: hit.index])


def _hits(node: Node) -> Iterator[Hit]:
    """Find the statements under a heading; labels on lines of their own that follow each other are one statement."""
    index = 0
    while index < len(node.words):
        words = node.words[index]
        found = find_statements(words.text)
        begins = index
        index += 1
        for statement in found:
            parts = [(words, part) for part in statement.parts]
            if statement.form is Form.LABELS and statement is found[-1]:
                while index < len(node.words) and (more := _more_labels(node.words[index])) is not None:
                    parts += more
                    index += 1
            yield Hit(node, begins, statement.start, statement.end, statement.form, tuple(parts))


def _more_labels(words: Paragraph) -> list[tuple[Paragraph, Labelled]] | None:
    if is_aside(words.text):
        return []
    following = find_statements(words.text)
    if len(following) == 1 and following[0].form is Form.LABELS and following[0].start == 0:
        return [(words, part) for part in following[0].parts]
    return None


def group_of(node: Node) -> Node:
    """Give the action or project that a heading belongs to, else the heading below the first level, else itself.

    Parameters
    ----------
    node : Node
        A heading.

    Returns
    -------
    Node
        The heading that its tasks and targets are grouped under.
    """
    chain = [node, *node.ancestors()]
    working = [above for above in chain if above.kind in _WORK and above.parent is not None]
    second = [above for above in chain if above.level == 2]  # noqa: PLR2004
    if working or second:
        return (working or second)[-1]
    return chain[-2] if len(chain) > 1 else node


def _items(group: Node) -> int:
    """Count the headings without further ones below a group."""
    return sum(_items(child) for child in group.children) if group.children else 1


def _units(text: str, parts: Sequence[tuple[Paragraph, Labelled]], wanted: Labelled | None) -> tuple[list[Named], bool]:
    for words, part in parts:
        if part is wanted:
            names, open_ended = split_names(words.text[part.start : part.end])
            found: dict[str, list[Span]] = {}
            for name in names:
                found.setdefault(name.text, []).extend(
                    words.spans(part.start + name.start, part.start + name.end, text)
                )
            return [Named(name, tuple(sorted(set(spans)))) for name, spans in found.items()], open_ended
    return [], False


def _draft(text: str, hit: Hit, number: int, group: Node, *, wide: bool) -> Draft:
    first, second = lead_and_support(tuple(part for _, part in hit.parts))
    lead, lead_open = _units(text, hit.parts, first)
    support, support_open = _units(text, hit.parts, second)
    about, start, end = _about(text, hit, group, wide=wide)
    spans = about.spans(start, end, text)
    above = group.parent
    task = Task(
        id=number,
        number=None if wide or hit.form is Form.SENTENCE else hit.node.number,
        category=above.title if above else None,
        category_number=above.number if above else None,
        group=group.title,
        group_number=group.number,
        text=about.text[start:end],
        lead=tuple(unit.name for unit in lead),
        support=tuple(unit.name for unit in support),
        assignment_source="paragraph-suffix" if hit.form is Form.BRACKET else "inline",
        inherited=False,
        open_ended=lead_open or support_open,
        section=None,
        place=Place(spans[0] if spans else None, spans),
        category_span=above.spans[0] if above and above.spans else None,
        group_span=group.spans[0] if group.spans else None,
        lead_spans=tuple(unit.spans[0] if unit.spans else None for unit in lead),
        support_spans=tuple(unit.spans[0] if unit.spans else None for unit in support),
        confidence=0.9 if lead else 0.5,
        rule="task.section" if wide else f"task.{hit.form.value}",
    )
    return Draft(task, None, hit.node, lead + support)


def _about(text: str, hit: Hit, group: Node, *, wide: bool) -> tuple[Paragraph, int, int]:
    """Give the words that a statement assigns."""
    if hit.form is Form.SENTENCE or (wide and hit.form is Form.BRACKET):
        return hit.words, hit.start, hit.end
    if wide:
        return _title_of(text, group, hit)
    body = hit.words.cut(0, hit.start)
    at = hit.index
    if not body.text and hit.index:
        at = next((n for n in range(hit.index - 1, -1, -1) if not is_aside(hit.node.words[n].text)), 0)
        body = hit.node.words[at]
        if is_aside(body.text):
            body = body.cut(0, 0)
    if not body.text or (at and not hit.words.cut(0, hit.start).text):
        return _title_of(text, hit.node, hit)
    if at == 0 and _runs_on(text, hit.node, body):
        whole = paragraph(text, hit.node.spans[0][0], body.end)
        return whole, 0, len(whole.text)
    return body, 0, len(body.text)


def _runs_on(text: str, node: Node, body: Paragraph) -> bool:
    """Tell whether the text under a heading begins on the heading's own line."""
    if not node.spans or node.spans[0][0] > body.start:
        return False
    return "\n" not in text[node.spans[0][1] : body.start]


def _title_of(text: str, node: Node, hit: Hit) -> tuple[Paragraph, int, int]:
    if not node.spans:
        return hit.words, hit.start, hit.end
    title = paragraph(text, *node.spans[0])
    return title, 0, len(title.text)
