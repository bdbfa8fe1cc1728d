"""One task: its sentence in the text, its units and targets, its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.apps.base.marked import Place
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Role
from kepu.apps.ledger.models import Instruction, Task, VersionMatch

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Target, TaskUnit
    from kepu.apps.people.models import User

BEFORE, AFTER = 120, 200  # characters of context: the sentence itself is in sight without scrolling
LIT = "is-lit"


@dataclass(frozen=True)
class Excerpt:
    """A piece of the document around a task, with the places to mark in it."""

    text: str
    places: list[Place]
    cut_before: bool
    cut_after: bool


def excerpt(task: Task, units: list[TaskUnit], targets: list[Target]) -> Excerpt | None:
    """The document around a task; None when its words are not printed in one piece."""
    if task.span is None:
        return None
    text = task.plan.text
    start = _line_start(text, max(task.span[0] - BEFORE, 0), task.span[0])
    end = _line_end(text, min(task.span[1] + AFTER, len(text)), task.span[1])
    found = [(task.span, "sentence", "task")]
    found += [(unit.span, f"u{unit.pk}", "unit") for unit in units if unit.span]
    found += [(target.span, f"g{target.pk}", "target") for target in targets if target.span]
    inside = [
        Place(span[0] - start, span[1] - start, name, f"{kind} {LIT}" if _lies_in(span, task.span) else kind)
        for span, name, kind in found
        if _lies_in(span, (start, end))
    ]
    return Excerpt(text[start:end], inside, start > 0, end < len(text))


def _lies_in(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _line_start(text: str, wanted: int, limit: int) -> int:
    """The first beginning of a line at or after `wanted`, not beyond `limit`."""
    if wanted == 0:
        return 0
    found = text.find("\n", wanted, limit)
    return wanted if found < 0 else found + 1


def _line_end(text: str, wanted: int, limit: int) -> int:
    """The last end of a line at or before `wanted`, not before `limit`."""
    found = text.rfind("\n", limit, wanted)
    return wanted if found < 0 or wanted == len(text) else found


def units_of(task: Task) -> dict[str, list[TaskUnit]]:
    """Units by role, in printed order."""
    units = list(task.units.select_related("organisation").order_by("position"))
    return {role.value: [unit for unit in units if unit.role == role] for role in Role}


def neighbours(task: Task) -> tuple[Task | None, Task | None]:
    """The task before and the one after, in one query."""
    places = [task.position - 1, task.position + 1]
    rows = Task.objects.filter(plan_id=task.plan_id, position__in=places).only("position", "number", "text", "plan_id")
    found = {each.position: each for each in rows}
    return found.get(places[0]), found.get(places[1])


def consolidator_of(leads: list[TaskUnit]) -> TaskUnit | None:
    """The lead unit that gathers the others; nobody does where there is one or none."""
    return next((unit for unit in leads if unit.is_consolidator), None) if len(leads) > 1 else None


def instructions_about(user: User, tasks: list[Task]) -> list[Instruction]:
    """What was asked about a task and those that mean the same, the newest first."""
    rows = Instruction.objects.visible_to(user).filter(task__in=tasks)
    return list(rows.order_by("-created_at", "-pk"))


def later_task(task: Task) -> Task | None:
    """What the version that replaced its plan made of a task."""
    going_on = VersionMatch.objects.filter(old_task=task, new_task__plan__state__in=rules.IN_LEDGER)
    match = going_on.select_related("new_task").defer("new_task__spans").order_by("-pk").first()
    return match.new_task if match else None
