"""Who leads and who supports what: tasks from the rows of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.columns import Role
from kepu.core.plans.model import Place, Span, Task
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.shares import DUE, read_shares
from kepu.core.plans.stated import labelled_share, lead_and_support
from kepu.core.plans.statements import parts_of_cell
from kepu.core.plans.unitnames import is_said_to_lead, is_unit, split_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.dutyrows import DutyTable, Row
    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Cell, Paragraph
    from kepu.core.plans.statements import Labelled


_LONGEST_HEADING = 40
_PERSONS = re.compile("责任人|负责人|联系人|联络员")
_IN_CHARGE = re.compile(r"[（(][\u4e00-\u9fff]{2,3}[）)]$")
_STARS = "*＊★☆▲△●◆"  # beside the names of those that lead
_NOBODY = {"无", "暂无"}


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
    start = cell.span[0]
    names, open_ended = split_names(_printed(text, cell))
    found: dict[str, list[Span]] = {}
    for name in names:
        low = name.start + len(name.text) - len(name.text.lstrip(_STARS))
        high = name.end - len(name.text) + len(name.text.rstrip(_STARS))
        words = "".join(text[start + low : start + high].split())
        if words and words not in _NOBODY:
            found.setdefault(words, []).append((start + low, start + high))
    return [Named(name, tuple(spans)) for name, spans in found.items()], open_ended


def _printed(text: str, cell: Cell) -> str:
    """Give the words of a cell with its line breaks; a page that ends in it leaves only breaks."""
    words, at = "", cell.lines[0][0]
    for start, end in cell.lines:
        between = text[at:start]
        words += (between if not between.strip() else "\n" * len(between)) + text[start:end]
        at = end
    return words


def table_tasks(text: str, duties: DutyTable, first_id: int, *, first_leads: bool = False) -> Assignments:
    """Turn the rows of a table of duties into tasks.

    Parameters
    ----------
    text : str
        The normalised text.
    duties : DutyTable
        The table.
    first_id : int
        The id of the first task.
    first_leads : bool, optional
        Whether the document says that the first unit of a list leads.

    Returns
    -------
    Assignments
        One task for each row, with warnings of rows without a lead.
    """
    made = Assignments()
    parted = first_leads and Role.SUPPORT not in duties.roles
    for offset, row in enumerate(duties.rows):
        made.drafts.append(_row_task(text, duties, row, first_id + offset, made.warnings, parted=parted))
    return made


def _row_task(
    text: str, duties: DutyTable, row: Row, number: int, warnings: list[PlanWarning], *, parted: bool
) -> Draft:
    lead, lead_open = _units_of(text, duties, row.lead, Role.LEAD)
    support, support_open = _units_of(text, duties, row.support, Role.SUPPORT)
    said = _parted(text, row.lead[0], lead, first_leads=parted) if len(row.lead) == 1 else (lead, [])
    if not support or (row.support_inherited and not row.lead_inherited and said[1]):
        lead, support = said
    leads = {unit.name for unit in lead}
    words = row.words.text[row.start :]
    spans = row.words.spans(row.start, len(row.words.text), text)
    if not lead and Role.LEAD in duties.roles:
        warnings.append(
            PlanWarning(
                PlanCode.NO_LEAD, f"No unit leads task {number}.", spans[0] if spans else None, {"task": number}
            )
        )
    group = row.group or row.category
    task = Task(
        id=number,
        number=row.number,
        category=row.category.title if row.category else None,
        category_number=row.category.number if row.category else None,
        group=row.group.title if row.group else (words if row.category and _is_heading(words) else None),
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
    supported = bool(row.support) or not support  # else the column of leads names those that support
    other = row.support_inherited if supported else row.lead_inherited
    own = ([] if row.lead_inherited else lead) + ([] if other else support)
    return Draft(task, row.words.cut(row.start), None, own)


def _units_of(text: str, duties: DutyTable, cells: Sequence[Cell], role: Role) -> tuple[list[Named], bool]:
    """Give the units of the cells of one kind, without the persons that the header announces beside them."""
    read = [cell_units(text, cell) for cell in cells]
    first: dict[str, Named] = {}
    for unit in (unit for units, _ in read for unit in units):
        first.setdefault(unit.name, unit)
    named, is_open = list(first.values()), any(opened for _, opened in read)
    heads = [words for words, its in zip(duties.header, duties.roles, strict=True) if its is role]
    if not any(_PERSONS.search(words) for words in heads):
        return named, is_open
    named = [_without_person(unit) for unit in named]
    return [unit for unit in named if is_unit(unit.name)] or named, is_open


def _without_person(unit: Named) -> Named:
    """Leave out the person in brackets behind a unit: 区教育局（张三）."""
    person = _IN_CHARGE.search(unit.name)
    if person is None or not is_unit(unit.name[: person.start()]):
        return unit
    behind = len(person.group())
    return Named(unit.name[: person.start()], tuple((start, end - behind) for start, end in unit.spans))


def _parted(text: str, cell: Cell, named: list[Named], *, first_leads: bool) -> tuple[list[Named], list[Named]]:
    """Part the units of a single column where the cell, or the document, says which of them lead."""
    start, end = cell.span or (0, 0)
    parts = parts_of_cell(text, start, end)
    leaders, others = lead_and_support(tuple(parts))
    if others:
        return _within(text, leaders), _within(text, others)
    if any(not is_unit(unit.name) for unit in named):  # 甲、乙按职责分工负责
        shares = [share for share in read_shares(text, start, end, bare=False) if share.act != DUE]
        named = _within(text, [labelled_share(share) for share in shares]) or named
    marked = [unit for unit in named if any(_is_marked(text, span) for span in unit.spans)]
    if marked and len(marked) < len(named):
        return marked, [unit for unit in named if unit not in marked]
    return (named[:1], named[1:]) if first_leads else (named, [])


def _is_marked(text: str, span: Span) -> bool:
    """Tell a name with a star beside it, or （牵头） behind it."""
    around = text[max(0, span[0] - 1) : span[0]] + text[span[1] : span[1] + 1]
    return bool(set(around) & set(_STARS)) or is_said_to_lead(text, span[1])


def _within(text: str, parts: Sequence[Labelled]) -> list[Named]:
    """Give the units that some parts of a cell name."""
    return [
        Named(name.text, ((part.start + name.start, part.start + name.end),))
        for part in parts
        for name in split_names(text[part.start : part.end])[0]
    ]


def _is_heading(words: str) -> bool:
    """Tell a heading that serves as a task from a sentence that says what to do."""
    return len(words) <= _LONGEST_HEADING and not set(words) & set("，。；！")


def _confidence(row: Row, led: bool) -> float:  # noqa: FBT001  called once
    return round(0.97 - 0.05 * row.lead_inherited - 0.3 * (not led), 2)
