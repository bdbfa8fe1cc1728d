"""Rows of a board under their headings."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.ledger.enums import FacetKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kepu.apps.ledger.models import Task, TaskUnit
    from kepu.apps.ledger.selectors.facets import Offer

NOTHING = "—"


class Row(NamedTuple):
    """One line of a board, ready to be written; a template takes it apart, which is quicker than asking by name."""

    url: str
    number: str
    text: str
    due: str
    lead: str
    support: str
    n_targets: int | str


class PartRow(NamedTuple):
    """One line of a board by unit."""

    url: str
    number: str
    text: str
    due: str
    is_lead: bool
    role: str
    group: str
    n_targets: int | str


@dataclass(frozen=True)
class Heading:
    """What stands over rows that belong together."""

    title: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A heading and its rows."""

    heading: Heading
    rows: Sequence[Row | PartRow]


def task_blocks(tasks: Iterable[Task], *, across: bool) -> list[Block]:
    """Tasks by category and group, as printed; across plans also by plan."""
    address = _addresses()

    def heading(task: Task) -> Heading:
        return Heading(_path(task), task.plan.title if across else "", task.plan.get_absolute_url() if across else "")

    return [
        Block(title, [_row(task, address) for task in found]) for title, found in itertools.groupby(tasks, key=heading)
    ]


def duty_blocks(duties: Iterable[TaskUnit], offer: Offer, *, across: bool) -> list[Block]:
    """Parts in tasks by unit."""
    address = _addresses()
    units = offer.choices.get(FacetKind.UNIT, {})
    labels = {role.value: str(role.label) for role in Role}

    def heading(duty: TaskUnit) -> Heading:
        unit = units.get(duty.unit_key)
        counts = _("牵头 %(leads)s 项 · 配合 %(supports)s 项") % {
            "leads": unit.n_lead if unit else 0,
            "supports": unit.n_support if unit else 0,
        }
        full = duty.organisation.name if duty.organisation else ""
        parts = [full] if full and full != duty.unit_label else []
        return Heading(duty.unit_label, " · ".join([*parts, counts]))

    def rows(found: Iterable[TaskUnit]) -> Iterator[PartRow]:
        for duty in found:
            path = _path(duty.task)
            place = f"{duty.task.plan.title} › {path}" if across and path else duty.task.plan.title if across else path
            url, number, text, due, _lead, _support, n_targets = _row(duty.task, address)
            role = labels[duty.role]
            yield PartRow(url, number, text, due, duty.role == Role.LEAD, role, place or NOTHING, n_targets)

    return [Block(title, list(rows(found))) for title, found in itertools.groupby(duties, key=heading)]


def _addresses() -> str:
    """The address of a task with a place for its key: resolving fifty addresses costs more than reading fifty rows."""
    return reverse("ledger:task", args=[0]).replace("/0/", "/%d/")


def _path(task: Task) -> str:
    """Category and group; a group that only repeats the task or the category is left out."""
    parts = [task.category] if task.category else []
    if task.group and task.group not in {task.text, task.category}:
        parts.append(task.group)
    return " › ".join(parts)


def _row(task: Task, address: str) -> Row:
    return Row(
        address % task.pk,
        task.number or str(task.position),
        task.text,
        task.due,
        task.lead_names or NOTHING,
        task.support_names or NOTHING,
        task.n_targets or NOTHING,
    )
