"""The outline of a plan with what stands under each heading, and its whole text with every place lit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kepu.apps.base.marked import Place
from kepu.apps.ledger.wording import target_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.ledger.models import Plan, Section, Target, Task


@dataclass
class Node:
    """A heading, what is below it, and what it asks for."""

    section: Section
    tasks: list[Task] = field(default_factory=list)
    targets: list[tuple[Target, str]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def n_tasks(self) -> int:
        """Tasks here and below."""
        return len(self.tasks) + sum(child.n_tasks for child in self.children)

    @property
    def n_targets(self) -> int:
        """Targets here and below, without baselines."""
        own = sum(not target.is_baseline for target, _words in self.targets)
        return own + sum(child.n_targets for child in self.children)


@dataclass(frozen=True)
class Outline:
    """The headings as a tree, and what stands under none."""

    roots: list[Node]
    tasks: list[Task]
    targets: list[tuple[Target, str]]


def outline_of(plan: Plan) -> Outline:
    """Arrange sections, tasks and targets; three queries however long the plan is."""
    nodes = {section.pk: Node(section) for section in plan.sections.order_by("position")}
    roots = []
    for node in nodes.values():
        parent = nodes.get(node.section.parent_id or 0)
        (parent.children if parent else roots).append(node)
    loose_tasks, loose_targets = [], []
    for task in plan.tasks.order_by("position").only("plan_id", "section_id", "number", "position", "text"):
        home = nodes.get(task.section_id or 0)
        (home.tasks if home else loose_tasks).append(task)
    for target in plan.targets.order_by("position"):
        home = nodes.get(target.section_id or 0)
        (home.targets if home else loose_targets).append((target, target_words(target)))
    return Outline(roots, loose_tasks, loose_targets)


def places_of(plan: Plan) -> list[Place]:
    """Every place of the text that became a row."""
    found: list[Place] = []
    for kind, letter, rows in (
        ("section", "s", plan.sections),
        ("task", "t", plan.tasks),
        ("target", "g", plan.targets),
    ):
        values = rows.order_by("position").values_list("pk", "span_start", "span_end", "spans")
        found += _places(kind, letter, values)
    return found


def _places(kind: str, letter: str, rows: Iterable[tuple[int, int | None, int | None, list[Any]]]) -> Iterable[Place]:
    by_id: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for pk, start, end, spans in rows:
        if start is not None and end is not None:
            by_id[f"{letter}{pk}"] += [(span[0], span[1]) for span in spans] or [(start, end)]
    return [Place(start, end, name, kind) for name, spans in by_id.items() for start, end in spans]
