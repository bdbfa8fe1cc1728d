"""Who leads and who supports what: tasks from statements in the running text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.assignments import Assignments, Draft, Named
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.hits import find_hits, is_label
from kepu.core.plans.labels import is_aside
from kepu.core.plans.marks import read_mark
from kepu.core.plans.model import Place, Span, Task
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.shares import DUE, LEADING
from kepu.core.plans.source import Paragraph, paragraph
from kepu.core.plans.statements import Form, Labelled, find_statements, lead_and_support
from kepu.core.plans.unitnames import is_said_to_lead, is_unit, split_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.hits import Hit
    from kepu.core.plans.node import Node

_WORK = {"action", "project"}
_ENDS = "。；;！!，, 　"
_NO_DUTY = {DUE, "成员", "协办", "支持"}
_HOLDING = {"主办", "承办", "协办", "支持"}


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
    hits = [hit for node in nodes if not is_label(node) for hit in find_hits(text, node)]
    n_hits = Counter(id(above) for hit in hits for above in [hit.node, *hit.node.ancestors()])
    hits = [hit for hit in hits if not _organises(hit)]
    closing = _closing(text, hits, n_hits)
    for hit in hits:
        group = group_of(hit.node)
        wide = id(hit) in closing
        draft = _draft(text, hit, first_id + len(made.drafts), group, wide=wide, first_leads=first_leads)
        made.drafts.append(draft)
        if not draft.task.lead:
            details: dict[str, str | int] = {"task": draft.task.id}
            message = f"No unit leads task {draft.task.id}."
            made.warnings.append(PlanWarning(PlanCode.NO_LEAD, message, draft.task.place.span, details))
    return made


def _closing(text: str, hits: Sequence[Hit], n_hits: Counter[int]) -> set[int]:
    """Tell which statements close their group, also one of a single measure where all others of their form do."""
    closing = {id(hit) for hit in hits if _closes(text, hit, group_of(hit.node), n_hits)}
    lone = [hit for hit in hits if id(hit) not in closing and _closes_one(hit, n_hits)]
    apart = {id(hit) for hit in lone}
    for form in {hit.form for hit in lone}:
        others = [hit for hit in hits if hit.form is form and id(hit) not in apart]
        if others and all(id(hit) in closing for hit in others):
            closing |= {id(hit) for hit in lone if hit.form is form}
    return closing


def _closes_one(hit: Hit, n_hits: Counter[int]) -> bool:
    """Tell a statement on a line of its own below the only measure of a group."""
    group = group_of(hit.node)
    below = hit.index > 0 and hit.stands_alone and not hit.of_headings and not hit.opens
    return below and n_hits[id(group)] == 1 and group is not hit.node and _items(group) == 1


def _closes(text: str, hit: Hit, group: Node, n_hits: Counter[int]) -> bool:
    """Tell a statement that closes several measures, of the whole group or of a heading within it."""
    on_heading = not hit.index and not hit.start and _runs_on(text, hit.node, hit.words)
    if on_heading or hit.of_headings or hit.opens or (hit.form is Form.BRACKET and not hit.stands_alone):
        return False
    if n_hits[id(group)] == 1:
        return _items(group) > 1 or (group is hit.node and (hit.n_before > 1 or bool(group.children)))
    covered = hit.node
    while (
        covered.parent not in {None, group}
        and n_hits[id(covered.parent)] == 1
        and covered.parent.children[-1] is covered
    ):
        covered = covered.parent
    return hit.stands_alone and covered is not group and _items(covered) > 1


def _organises(hit: Hit) -> bool:
    """Tell a list of who holds an event, which assigns nothing; so do a time limit alone and a sentence on safeguards."""
    words = {part.word for _, part in hit.parts}
    if words <= _NO_DUTY:
        return True
    bare = hit.parts[0][1].start == hit.start or hit.opens
    if hit.form is Form.SENTENCE and hit.node.kind == "safeguard" and bare:
        return True
    return hit.form is Form.LABELS and words <= _HOLDING and not hit.n_before and not hit.start


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
    children = [child for child in group.children if not is_label(child)]
    return sum(_items(child) for child in children) if children else 1


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
            start, end = part.start + name.start, part.start + name.end
            cuts = _spaces(text, words, start, end)
            for low, high in pairwise([start, *cuts, end]):
                printed = name.text if not cuts else words.text[low:high]
                found.setdefault(printed, []).extend(words.spans(low, high, text))
    return [Named(name, tuple(sorted(set(spans)))) for name, spans in found.items()], is_open


def _spaces(text: str, words: Paragraph, start: int, end: int) -> list[int]:
    """Find where only a space parts two names: 区教育局　供电公司. A space within one, 团 区 委, parts nothing."""
    cuts = [start]
    for at in range(start + 2, end - 1):
        gap = text[words.offsets[at - 1] + 1 : words.offsets[at]]
        left = words.text[cuts[-1] : at]
        if gap and not gap.strip(" \u3000") and is_unit(left) and is_unit(words.text[at:end]) and len(left) > 2:  # noqa: PLR2004  区委 办公室
            cuts.append(at)
    return cuts[1:]


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
        number=None
        if wide or (hit.form is Form.SENTENCE and about is hit.words)
        else _number_of(about, start) or hit.node.number,
        category=above.title if above else None,
        category_number=above.number if above else None,
        group=group.title,
        group_number=group.number,
        text=about.text[start:end].replace("\n", ""),
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
    below = hit.index and hit.stands_alone and not wide and hit.parts[0][1].start == hit.start
    if hit.form is Form.SENTENCE and not below:
        return hit.words, hit.start, hit.end
    if wide:
        return _said(text, hit)
    body = hit.words.cut(hit.since, hit.start)
    at = hit.index
    if not body.text and hit.index:
        at = next((n for n in range(hit.index - 1, -1, -1) if not is_aside(hit.lines[n].text)), 0)
        body = hit.lines[at]
        if is_aside(body.text):
            body = body.cut(0, 0)
    around = _around(text, hit) if not body.text else None
    if around is not None:
        return around, 0, len(around.text)
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


def _around(text: str, hit: Hit) -> Paragraph | None:
    """Join a heading with its text behind the bracket between them: 弘扬科学精神（区科协）。开展教育。."""
    close = len(hit.words.text[: hit.end].rstrip(_ENDS))
    rest = hit.words.cut(close)
    inside = not hit.index and not hit.since and not hit.node.children and _runs_on(text, hit.node, hit.words)
    if not inside or not rest.text.strip(_ENDS) or len(find_statements(hit.words.text)) > 1:
        return None
    title = paragraph(text, *hit.node.spans[0])
    return Paragraph(title.text + rest.text, [*title.offsets, *rest.offsets])


def _title_of(text: str, node: Node, hit: Hit) -> tuple[Paragraph, int, int]:
    if not node.spans:
        return hit.words, hit.start, hit.end
    title = paragraph(text, *node.spans[0])
    return title, 0, len(title.text)
