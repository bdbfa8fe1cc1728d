"""The outline of a plan with what stands under each heading, and its whole text with every place lit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kepu.apps.base.marked import Place
from kepu.apps.ledger.enums import TaskState
from kepu.apps.ledger.lights import TONES, word_of
from kepu.apps.ledger.selectors.dues import FILTERED, due_lights
from kepu.apps.ledger.wording import heading, target_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.apps.ledger.models import Plan, Section, Target, Task
    from kepu.apps.ledger.selectors.dues import DueLights

WHERE = ("span_start", "span_end", "spans")
OF_TASK = (
    *("plan_id", "section_id", "number", "position", "text", "group", "category"),
    *("region_code", "state", "due_on"),
)


@dataclass
class Node:
    """A heading, what is below it, and what it asks for."""

    section: Section
    tasks: list[Task] = field(default_factory=list)
    targets: list[tuple[Target, str]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    lights: DueLights | None = None

    @property
    def heading(self) -> str:
        """The heading with its mark."""
        return heading(self.section.number, self.section.level, self.section.title)

    @property
    def n_tasks(self) -> int:
        """Tasks here and below."""
        return len(self.all_tasks)

    @cached_property
    def all_tasks(self) -> list[Task]:
        """Tasks here and below."""
        return self.tasks + [task for child in self.children for task in child.all_tasks]

    @property
    def marks(self) -> list[Mark]:
        """How many of them are done, overdue or due soon, each with the board that shows them."""
        return marks_of(self.all_tasks, self.lights)

    @property
    def board_query(self) -> str:
        """The filter of the board that shows these tasks, when one does: they are one action, or one category."""
        return query_of(self.all_tasks)

    @property
    def n_targets(self) -> int:
        """Targets here and below, without baselines."""
        own = sum(not pair[0].is_baseline for pair in self.targets)
        return own + sum(child.n_targets for child in self.children)


class Mark(NamedTuple):
    """A number of tasks that stand in some way."""

    tone: str
    words: str
    query: str


def query_of(tasks: Sequence[Task]) -> str:
    """The filter that all of these tasks have in common; empty when there is none."""
    for name in ("group", "category"):
        values = {getattr(task, name) for task in tasks}
        if len(values) == 1 and values != {""}:
            return urlencode({name: values.pop()})
    return ""


def marks_of(tasks: Sequence[Task], lights: DueLights | None) -> list[Mark]:
    """Done, overdue, due soon, with their numbers; what is nought is left out."""
    common = query_of(tasks)
    prefix = f"{common}&" if common else ""
    done = sum(task.state == TaskState.DONE for task in tasks)
    found = [Mark("good", f"{TaskState.DONE.label} {done}", f"{prefix}state=done" if common else "")] if done else []
    for code in FILTERED:
        count = sum(lights.of(task).code == code for task in tasks) if lights else 0
        if count:
            found.append(Mark(TONES[code], f"{word_of(code)} {count}", f"{prefix}light={code}" if common else ""))
    return found


@dataclass(frozen=True)
class Outline:
    """The headings as a tree, and what stands under none."""

    roots: list[Node]
    tasks: list[Task]
    targets: list[tuple[Target, str]]


def outline_of(plan: Plan) -> Outline:
    """Arrange sections, tasks and targets; four queries however long the plan is."""
    lights = due_lights([plan.region_code])
    nodes = {section.pk: Node(section, lights=lights) for section in plan.sections.order_by("position")}
    roots: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.section.parent_id or 0)
        (parent.children if parent else roots).append(node)
    loose_tasks: list[Task] = []
    loose_targets: list[tuple[Target, str]] = []
    for task in plan.tasks.order_by("position").only(*OF_TASK):
        home = nodes.get(task.section_id or 0)
        (home.tasks if home else loose_tasks).append(task)
    for target in plan.targets.order_by("position"):
        home = nodes.get(target.section_id or 0)
        (home.targets if home else loose_targets).append((target, target_words(target)))
    return Outline(roots, loose_tasks, loose_targets)


@dataclass(frozen=True)
class Item:
    """One row of the ledger beside the text."""

    id: str
    tag: str
    tone: str
    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """The places of the text that became rows, and these rows in the order of the text."""

    places: list[Place]
    items: list[Item]


def reading_of(plan: Plan) -> Reading:
    """Everything that stands in the text; what is not printed in one piece is left to the outline."""
    found = sorted((entry for entry in _entries(plan) if entry[0]), key=lambda entry: entry[0][0])
    places = [Place(*span, item.id, kind) for spans, kind, item in found for span in spans]
    return Reading(places, [item for _spans, _kind, item in found])


def _entries(plan: Plan) -> Iterator[tuple[list[tuple[int, int]], str, Item]]:
    for section in plan.sections.all():
        title = heading(section.number, section.level, section.title)
        yield _spans(section), "section", Item(f"s{section.pk}", _("章节"), "", title)
    for task in plan.tasks.only("plan_id", "number", "text", "lead_names", *WHERE):
        lead = _("牵头：%(names)s") % {"names": task.lead_names} if task.lead_names else ""
        yield _spans(task), "task", Item(f"t{task.pk}", _("任务"), "info", task.text, task.get_absolute_url(), lead)
    for target in plan.targets.all():
        tag, tone = (_("基数"), "") if target.is_baseline else (_("指标"), "warn")
        yield _spans(target), "target", Item(f"g{target.pk}", tag, tone, target.indicator, note=target_words(target))


def _spans(row: Section | Task | Target) -> list[tuple[int, int]]:
    if row.span is None:
        return []
    return [(start, end) for start, end in row.spans] or [row.span]
