"""Who leads and who supports what: tasks from statements in the running text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.assignments import Assignments, Draft, Named
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.marks import read_mark
from kepu.core.plans.model import Place, Span, Task
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.shares import DUE, LEADING
from kepu.core.plans.source import paragraph
from kepu.core.plans.statements import Form, Labelled, Statement, find_statements, is_aside, lead_and_support
from kepu.core.plans.unitnames import is_said_to_lead, split_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_WORK = {"action", "project"}
_HOLDING = {"主办", "承办", "协办", "支持"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement, the paragraph it begins in, where the words it is about begin, and what each of its parts says."""

    node: Node
    index: int
    since: int
    start: int
    end: int
    form: Form
    parts: tuple[tuple[Paragraph, Labelled], ...]

    @property
    def words(self) -> Paragraph:
        """The paragraph that it begins in."""
        return self.node.words[self.index]

    @property
    def stands_alone(self) -> bool:
        """Whether nothing stands before it in its paragraph."""
        return not self.words.text[self.since : self.start].strip()


def statement_tasks(text: str, nodes: Sequence[Node], first_id: int, *, first_leads: bool = False) -> Assignments:
    """Turn statements in the text into tasks.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        All headings with their paragraphs.
    first_id : int
        The id of the first task.
    first_leads : bool, optional
        Whether the document says that the first unit of a list leads.

    Returns
    -------
    Assignments
        One task for each statement: of the paragraph it closes, or of the whole section when it is the only one there.
    """
    made = Assignments()
    hits = [hit for node in nodes for hit in _hits(node)]
    n_hits = Counter(id(group_of(hit.node)) for hit in hits)
    for hit in hits:
        if _organises(hit):
            continue
        group = group_of(hit.node)
        alone = n_hits[id(group)] == 1 and (hit.form is not Form.BRACKET or hit.stands_alone)
        wide = alone and (_items(group) > 1 or (group is hit.node and _n_before(hit) > 1))
        draft = _draft(text, hit, first_id + len(made.drafts), group, wide=wide, first_leads=first_leads)
        made.drafts.append(draft)
        if not draft.task.lead:
            details: dict[str, str | int] = {"task": draft.task.id}
            message = f"No unit leads task {draft.task.id}."
            made.warnings.append(PlanWarning(PlanCode.NO_LEAD, message, draft.task.place.span, details))
    return made


def _organises(hit: Hit) -> bool:
    """Tell a list of who holds an event, which assigns nothing; so does a time limit without a unit."""
    words = {part.word for _, part in hit.parts}
    if words == {DUE}:
        return True
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
        since = 0
        index += 1
        for statement in found:
            parts = [(words, part) for part in statement.parts]
            if statement is found[-1] and statement.end >= len(words.text):
                led = any(part.word in LEADING for _, part in parts)
                while index < len(node.words) and (more := _more_labels(node.words[index], statement)) is not None:
                    if led and any(part.word in LEADING for _, part in more):
                        break  # somebody else leads something else
                    led = led or any(part.word in LEADING for _, part in more)
                    parts += more
                    index += 1
            yield Hit(node, begins, since, statement.start, statement.end, statement.form, tuple(parts))
            since = statement.end


def _more_labels(words: Paragraph, before: Statement) -> list[tuple[Paragraph, Labelled]] | None:
    """Read a line that goes on with the labels of the line before; behind a bracket only a time limit does."""
    if is_aside(words.text):
        return [] if before.form is Form.LABELS else None
    following = find_statements(words.text)
    if len(following) != 1 or following[0].form is not Form.LABELS or following[0].start:
        return None
    parts = following[0].parts
    if before.form is not Form.LABELS and any(part.word != DUE for part in parts):
        return None
    return [(words, part) for part in parts]


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
        return working[0] if working else second[-1]
    return chain[-2] if len(chain) > 1 else node


def _items(group: Node) -> int:
    """Count the headings without further ones below a group."""
    return sum(_items(child) for child in group.children) if group.children else 1


def _units(
    text: str, parts: Sequence[tuple[Paragraph, Labelled]], wanted: Sequence[Labelled]
) -> tuple[list[Named], bool]:
    """Give the units that some parts name, each once, with every place."""
    found: dict[str, list[Span]] = {}
    is_open = False
    asked = {id(each) for each in wanted}
    for words, part in parts:
        if id(part) not in asked:
            continue
        names, open_ended = split_names(words.text[part.start : part.end])
        is_open = is_open or open_ended
        for name in names:
            spans = words.spans(part.start + name.start, part.start + name.end, text)
            found.setdefault(name.text, []).extend(spans)
    return [Named(name, tuple(sorted(set(spans)))) for name, spans in found.items()], is_open


def _draft(text: str, hit: Hit, number: int, group: Node, *, wide: bool, first_leads: bool) -> Draft:
    first, second = lead_and_support(tuple(part for _, part in hit.parts))
    lead, lead_open = _units(text, hit.parts, first)
    support, support_open = _units(text, hit.parts, second)
    marked = [unit for unit in lead if any(is_said_to_lead(text, stop) for _, stop in unit.spans)]
    if marked:
        lead, support = marked, [unit for unit in lead if unit not in marked] + support
    elif first_leads and not any(part.word in LEADING for part in first):
        lead, support = lead[:1], lead[1:] + support
    about, start, end = _about(text, hit, wide=wide)
    spans = about.spans(start, end, text)
    above = group.parent
    task = Task(
        id=number,
        number=None if wide or hit.form is Form.SENTENCE else _number_of(about, start) or hit.node.number,
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
        due=next((words.text[part.start : part.end] for words, part in hit.parts if part.word == DUE), None),
    )
    return Draft(task, None, hit.node, lead + support)


def _about(text: str, hit: Hit, *, wide: bool) -> tuple[Paragraph, int, int]:
    """Give the words that a statement assigns."""
    if hit.form is Form.SENTENCE:
        return hit.words, hit.start, hit.end
    if wide:
        return _said(text, hit)
    body = hit.words.cut(hit.since, hit.start)
    at = hit.index
    if not body.text and hit.index:
        at = next((n for n in range(hit.index - 1, -1, -1) if not is_aside(hit.node.words[n].text)), 0)
        body = hit.node.words[at]
        if is_aside(body.text):
            body = body.cut(0, 0)
    if not body.text or (at and hit.stands_alone):
        return _title_of(text, hit.node, hit)
    if at == 0 and not hit.since and _runs_on(text, hit.node, body):
        whole = paragraph(text, hit.node.spans[0][0], body.end)
        return whole, 0, len(whole.text)
    mark = read_mark(body.text)
    return body, mark.end if mark is not None and mark.printed else 0, len(body.text)


def _number_of(about: Paragraph, start: int) -> str | None:
    """Give the number that stands before the words of a task in its own paragraph."""
    mark = read_mark(about.text) if start else None
    return mark.printed if mark is not None else None


def _said(text: str, hit: Hit) -> tuple[Paragraph, int, int]:
    """Give the statement itself, over all its lines, for a section of several measures that it closes."""
    naming = [(words, part) for words, part in hit.parts if part.word != DUE]
    last, part = naming[-1]
    if last is hit.words or last.end <= hit.words.start:
        return hit.words, hit.start, max(part.end, min(hit.end, len(hit.words.text)))
    whole = paragraph(text, hit.words.offsets[hit.start], last.offsets[part.end - 1] + 1)
    return whole, 0, len(whole.text)


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
