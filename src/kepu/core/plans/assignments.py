"""Who leads and who supports what: tasks from tables and from statements in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.columns import Role
from kepu.core.plans.model import Place, Span, Task
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.source import paragraph
from kepu.core.plans.statements import Statement, find_statements
from kepu.core.plans.unitnames import split_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Cell, Paragraph
    from kepu.core.plans.taskrows import DutyTable, Row

_WORK = {"action", "project"}


@dataclass(frozen=True, slots=True)
class Named:
    """A unit named in an assignment, with its place."""

    name: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Draft:
    """A task, its words and the heading it belongs to, before places are turned into lines."""

    task: Task
    words: Paragraph | None
    node: Node | None
    named: list[Named] = field(default_factory=list)


@dataclass(slots=True)
class Assignments:
    """All tasks of a document."""

    drafts: list[Draft] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)


def cell_units(text: str, cell: Cell | None) -> tuple[list[Named], bool]:
    """Give the units that a cell names, each once, with every place where the cell prints it."""
    if cell is None or cell.span is None:
        return [], False
    start, end = cell.span
    names, open_ended = split_names(text[start:end])
    found: dict[str, list[Span]] = {}
    for name in names:
        found.setdefault("".join(name.text.split()), []).append((start + name.start, start + name.end))
    return [Named(name, tuple(spans)) for name, spans in found.items()], open_ended


def table_tasks(text: str, duties: DutyTable, first_id: int) -> Assignments:
    """Turn the rows of a table of duties into tasks.

    Parameters
    ----------
    text : str
        The normalised text.
    duties : DutyTable
        The table.
    first_id : int
        The id of the first task.

    Returns
    -------
    Assignments
        One task for each row, with warnings of rows without a lead.
    """
    made = Assignments()
    for offset, row in enumerate(duties.rows):
        made.drafts.append(_row_task(text, duties, row, first_id + offset, made.warnings))
    return made


def _row_task(text: str, duties: DutyTable, row: Row, number: int, warnings: list[PlanWarning]) -> Draft:
    lead, lead_open = cell_units(text, row.lead)
    support, support_open = cell_units(text, row.support)
    leads = {unit.name for unit in lead}
    words = row.words.text[row.start :]
    spans = row.words.spans(row.start, len(row.words.text), text)
    if not lead and Role.LEAD in duties.roles:
        warnings.append(
            PlanWarning(PlanCode.NO_LEAD, f"No unit leads task {number}.", spans[0] if spans else None, {"task": number})
        )
    group = row.group or row.category
    task = Task(
        id=number,
        number=row.number,
        category=row.category.title if row.category else None,
        category_number=row.category.number if row.category else None,
        group=row.group.title if row.group else (words if row.category and len(words) <= 40 else None),  # noqa: PLR2004  a heading, no sentence
        group_number=row.group.number if row.group else None,
        text=words,
        lead=tuple(unit.name for unit in lead),
        support=tuple(unit.name for unit in support),
        assignment_source="table",
        inherited=row.lead_inherited or (row.support_inherited and bool(support)),
        open_ended=lead_open or support_open,
        section=None,
        place=Place(spans[0] if spans else None, spans),
        category_span=row.category.spans[0] if row.category and row.category.spans else None,
        group_span=group.spans[0] if group and group.spans else None,
        lead_spans=tuple(unit.spans[0] for unit in lead),
        support_spans=tuple(unit.spans[0] for unit in support),
        confidence=_confidence(row, bool(leads)),
        rule="task.row.inherited" if row.lead_inherited else "task.row",
        due=row.due,
    )
    own = ([] if row.lead_inherited else lead) + ([] if row.support_inherited else support)
    return Draft(task, row.words.cut(row.start), None, own)


def _confidence(row: Row, led: bool) -> float:  # noqa: FBT001  called once
    return round(0.97 - 0.05 * row.lead_inherited - 0.3 * (not led), 2)


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
        One task for each statement: of the paragraph it ends, or of the whole section when it is the only one there.
    """
    made = Assignments()
    hits = [
        (node, words, statement) for node in nodes for words in node.words for statement in find_statements(words.text)
    ]
    for node, words, statement in hits:
        group = _group_of(node)
        alone = sum(_group_of(other) is group for other, _, _ in hits) == 1
        draft = _statement_task(text, node, words, statement, first_id + len(made.drafts), of_section=alone)
        made.drafts.append(draft)
        if not draft.task.lead:
            made.warnings.append(
                PlanWarning(
                    PlanCode.NO_LEAD, f"No unit leads task {draft.task.id}.", draft.task.place.span, {"task": draft.task.id}
                )
            )
    return made


def _group_of(node: Node) -> Node:
    """The action or project that a heading belongs to, else the heading of the second level, else itself."""
    chain = [node, *node.ancestors()]
    working = [above for above in chain if above.kind in _WORK and above.parent is not None]
    second = [above for above in chain if above.level == 2]  # noqa: PLR2004
    return (working or second or chain)[-1] if working or second else node


def _units_in(text: str, words: Paragraph, part: tuple[int, int] | None) -> tuple[list[Named], bool]:
    if part is None:
        return [], False
    names, open_ended = split_names(words.text[part[0] : part[1]])
    found: dict[str, list[Span]] = {}
    for name in names:
        spans = words.spans(part[0] + name.start, part[0] + name.end, text)
        found.setdefault(name.text, []).extend(spans)
    return [Named(name, tuple(sorted(set(spans)))) for name, spans in found.items()], open_ended


def _statement_task(
    text: str, node: Node, words: Paragraph, statement: Statement, number: int, *, of_section: bool
) -> Draft:
    lead, lead_open = _units_in(text, words, statement.lead)
    support, support_open = _units_in(text, words, statement.support)
    about = words
    start, end = statement.start, statement.end
    if not (of_section or not statement.bracketed) or (statement.whole and not of_section):
        about, start, end = _paragraph_of(text, node, words, statement)
    spans = about.spans(start, end, text)
    group = _group_of(node)
    above = group.parent
    task = Task(
        id=number,
        number=node.number if about is not words else None,
        category=above.title if above else None,
        category_number=above.number if above else None,
        group=group.title,
        group_number=group.number,
        text=about.text[start:end],
        lead=tuple(unit.name for unit in lead),
        support=tuple(unit.name for unit in support),
        assignment_source="paragraph-suffix" if statement.bracketed else "inline",
        inherited=False,
        open_ended=lead_open or support_open,
        section=None,
        place=Place(spans[0] if spans else None, spans),
        category_span=above.spans[0] if above and above.spans else None,
        group_span=group.spans[0] if group.spans else None,
        lead_spans=tuple(unit.spans[0] if unit.spans else None for unit in lead),
        support_spans=tuple(unit.spans[0] if unit.spans else None for unit in support),
        confidence=0.9 if lead else 0.5,
        rule="task.statement" if of_section else "task.paragraph",
    )
    return Draft(task, None if about is words else about.cut(start, end), node, lead + support)


def _paragraph_of(text: str, node: Node, words: Paragraph, statement: Statement) -> tuple[Paragraph, int, int]:
    """Give the paragraph a statement closes, its heading included; the one before where it stands alone."""
    index = node.words.index(words)
    body = words.cut(0, statement.start)
    if not body.text and index:
        body = node.words[index - 1]
    if index <= 1 and node.spans and node.mark is None and body.text and node.spans[0][0] < body.start:
        whole = paragraph(text, node.spans[0][0], body.end)
        return whole, 0, len(whole.text)
    if not body.text:
        whole = paragraph(text, *node.spans[0]) if node.spans else words
        return whole, 0, len(whole.text)
    return body, 0, len(body.text)
