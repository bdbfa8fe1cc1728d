"""A text in, a plan out."""

from __future__ import annotations

import gc
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kepu.core.plans.assignments import Assignments, table_tasks
from kepu.core.plans.blocks import blocks_of, part_headings
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.confidence import rated
from kepu.core.plans.continued import join_tables
from kepu.core.plans.damage import cut_end, drop_repeats, put_in_order
from kepu.core.plans.dutyitems import fold_duty_items
from kepu.core.plans.dutylists import duty_tasks
from kepu.core.plans.findings import find_all_targets
from kepu.core.plans.head import Head, read_head
from kepu.core.plans.indicatortables import indicator_figures
from kepu.core.plans.inference import infer_lost_headings
from kepu.core.plans.inline import statement_tasks
from kepu.core.plans.listed import duty_figures
from kepu.core.plans.lostnumbers import add_unnumbered
from kepu.core.plans.milestones import find_milestones
from kepu.core.plans.model import Document, Place, Plan, Section, Task
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.notices import notice_warnings
from kepu.core.plans.outline import build_outline
from kepu.core.plans.passes import merge_passes
from kepu.core.plans.printed import printed_table
from kepu.core.plans.reading.txt import from_text
from kepu.core.plans.sectionkinds import assign_kinds
from kepu.core.plans.shares import FIRST_LEADS
from kepu.core.plans.source import SourceText  # noqa: TC001  public signatures are resolved at run time
from kepu.core.plans.tablesections import add_sections_of_tables
from kepu.core.plans.tasknames import name_of
from kepu.core.plans.taskrows import read_duties
from kepu.core.plans.topics import add_topics
from kepu.core.plans.unitlist import coordination_bodies, list_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.core.plans.assignments import Draft
    from kepu.core.plans.dutyrows import DutyTable
    from kepu.core.plans.listed import Listed
    from kepu.core.plans.model import Interleaving, PrintedTable, Span
    from kepu.core.plans.node import Node, Outline
    from kepu.core.plans.places import DivisionTable
    from kepu.core.plans.source import Paragraph


def parse_plan(source: SourceText | str, divisions: DivisionTable | None = None) -> Plan:
    """Find the outline, tasks, targets and units of a plan.

    Parameters
    ----------
    source : SourceText or str
        What `read_document` gave, or a pasted text.
    divisions : DivisionTable, optional
        An object whose ``full_name(name, context_text)`` completes the name of a place from the province down.

    Returns
    -------
    Plan
        A text that is no plan gives an empty plan with a warning. The same text gives the same plan.

    Examples
    --------
    >>> plan = parse_plan("青禾区科普工作方案（2026—2030年）\\n一、工作目标\\n到2030年，建成科普基地12个以上。")
    >>> plan.targets[0].comparator, plan.targets[0].value, plan.targets[0].due_year
    ('>=', 12.0, 2030)
    """
    with _uncollected():
        return rated(unrated_plan(source, divisions))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no unreachable objects meanwhile: there are hardly any, and a long text makes millions of others."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def unrated_plan(source: SourceText | str, divisions: DivisionTable | None = None) -> Plan:
    """Find what is in a plan; the confidence of an item is the fixed number of the rule that found it.

    Parameters
    ----------
    source : SourceText or str
        See `parse_plan`.
    divisions : DivisionTable, optional
        See `parse_plan`.

    Returns
    -------
    Plan
        From which the weights of `rated` are learned.
    """
    if isinstance(source, str):
        source = from_text(source)
    return _Parser(source, divisions).parse()


def introduction_of(outline: Outline, head: Head) -> list[Paragraph]:
    """Give the sentences between the title and the first heading."""
    behind = max(head.title_starts, default=-1)
    return [words for words in outline.head if words.start > behind and "。" in words.text and words.echo is None]


@dataclass(slots=True)
class _Parser:
    source: SourceText
    divisions: DivisionTable | None
    text: str = ""
    line_starts: list[int] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)

    def parse(self) -> Plan:
        self.text = self.source.text
        self.line_starts = [0, *(at + 1 for at, character in enumerate(self.text) if character == "\n")]
        self.warnings += notice_warnings(self.source.notices)
        blocks, interleaving = merge_passes(blocks_of(self.source))
        blocks = join_tables(self.text, part_headings(blocks))
        if interleaving:
            self.warnings.append(
                PlanWarning(
                    PlanCode.INTERLEAVED,
                    "The text is printed twice, the one print inside the other; it was put in order as far as it can be. "
                    "Compare it with the original.",
                    interleaving.second_pass[0],
                    {"places": len(interleaving.second_pass)},
                )
            )
        blocks, repeated = drop_repeats(blocks)
        self.warnings += [*repeated, *cut_end(blocks)]
        head = read_head(self.text, blocks, self.divisions)
        outline = build_outline(self.text, blocks, head.title_starts)
        self.warnings += outline.warnings
        return self.assemble(head, outline, interleaving)

    def assemble(self, head: Head, outline: Outline, interleaving: Interleaving | None) -> Plan:
        nodes = add_topics(add_unnumbered(outline.nodes, self.text), self.text)
        duties = self.duties(outline)
        nodes = add_sections_of_tables(nodes, duties)
        nodes, unordered = put_in_order(nodes)
        self.warnings += unordered
        nodes = infer_lost_headings(nodes, head.document, self.warnings, damaged=interleaving is not None)
        assign_kinds(nodes)
        tasks, tables = self.tasks(nodes, duties)
        nodes = fold_duty_items(self.text, nodes, tasks)
        if not (tasks or any(node.style != "topic" for node in nodes)):
            warning = PlanWarning(
                PlanCode.NOT_A_PLAN, "No headings and no table of duties were found; this is no plan."
            )
            return Plan(self.text, Document(), warnings=(*self.warnings, warning))
        if not tasks:
            self.warnings.append(
                PlanWarning(PlanCode.NO_TASKS, "Nobody is assigned anything: no table of duties, no 分工.")
            )
        index = {id(node): at for at, node in enumerate(nodes)}
        titles = {node.title: at for at, node in reversed(list(enumerate(nodes))) if node.kind != "annex"}
        targets = find_all_targets(
            self.text,
            nodes,
            tasks,
            head.document,
            introduction=introduction_of(outline, head),
            listed=self.listed(outline, head, duties),
        )
        return Plan(
            text=self.text,
            document=head.document,
            sections=tuple(self.section(node, index) for node in nodes),
            tasks=tuple(self.task(draft, titles, index) for draft in tasks),
            targets=tuple(replace(target, place=self.lined(target.place)) for target in targets),
            units=tuple(
                replace(u, place=self.lined(u.place)) for u in list_units(self.text, nodes, tasks, head.document)
            ),
            milestones=tuple(replace(m, place=self.lined(m.place)) for m in find_milestones(self.text, nodes)),
            coordination_bodies=tuple(
                replace(b, place=self.lined(b.place)) for b in coordination_bodies(self.text, nodes)
            ),
            tables=tables,
            interleaving=interleaving,
            warnings=tuple(self.warnings),
        )

    def duties(self, outline: Outline) -> list[tuple[DutyTable, Node | None]]:
        """Read the tables of duties."""
        found = []
        for table, node in outline.tables:
            duties = read_duties(self.text, table)
            if duties is not None:
                found.append((duties, node))
                if table.cut:
                    message = "The last row of the table ends before its last column; it may have been cut off."
                    self.warnings.append(PlanWarning(PlanCode.ROW_CUT, message, table.cells[-table.n_columns].span))
        return found

    def tasks(
        self, nodes: list[Node], duties: list[tuple[DutyTable, Node | None]]
    ) -> tuple[list[Draft], tuple[PrintedTable, ...]]:
        drafts: list[Draft] = []
        tables: list[PrintedTable] = []
        first_leads = bool(FIRST_LEADS.search(squeeze(self.text)))
        for table, node in duties:
            made = table_tasks(self.text, table, len(drafts) + 1, first_leads=first_leads)
            for draft in made.drafts:
                draft.node = node
            tables.append(printed_table(self.text, table, [draft.task.id for draft in made.drafts], node))
            self.take(made, drafts)
        self.take(statement_tasks(self.text, nodes, len(drafts) + 1, first_leads=first_leads), drafts)
        taken = frozenset(id(draft.node) for draft in drafts if draft.node is not None)
        self.take(duty_tasks(self.text, nodes, len(drafts) + 1, taken), drafts)
        return drafts, tuple(tables)

    def listed(self, outline: Outline, head: Head, read: list[tuple[DutyTable, Node | None]]) -> list[Listed]:
        """Read the figures that stand in the columns of tables."""
        found: list[Listed] = []
        next_id = 1
        known = {id(duties.table): duties for duties, _ in read}
        for table, node in outline.tables:
            duties = known.get(id(table))
            if duties is None:
                title = node.title if node is not None else None
                found += indicator_figures(self.text, table, head.document, title)
                continue
            ids = range(next_id, next_id + len(duties.rows))
            found += duty_figures(self.text, duties, ids, head.document)
            next_id = ids.stop
        return found

    def take(self, made: Assignments, drafts: list[Draft]) -> None:
        drafts += made.drafts
        self.warnings += made.warnings

    def line(self, span: Span | None) -> int | None:
        return bisect_right(self.line_starts, span[0]) if span else None

    def lined(self, place: Place) -> Place:
        return Place(place.span, place.spans if len(place.spans) > 1 else (), self.line(place.span))

    def section(self, node: Node, index: dict[int, int]) -> Section:
        span = node.spans[0] if node.spans else None
        return Section(
            number=node.number,
            level=node.level,
            title=node.title,
            parent=index.get(id(node.parent)) if node.parent is not None else None,
            kind=node.kind,
            style=node.style,
            place=self.lined(Place(span, node.spans)),
            confidence=node.confidence,
            rule=node.rule,
            inferred=node.inferred,
        )

    def task(self, draft: Draft, titles: dict[str, int], index: dict[int, int]) -> Task:
        task = draft.task
        wanted = task.group or task.category
        node = draft.node
        if node is not None and name_of(task) == task.group:  # a statement of who leads belongs to all that it closes
            node = next((above for above in node.ancestors() if above.title == task.group), node)
        section = index.get(id(node)) if node is not None else None
        if task.assignment_source == "table":
            section = titles.get(wanted or "", titles.get(task.category or "", section))
        return replace(task, section=section, place=self.lined(task.place))
