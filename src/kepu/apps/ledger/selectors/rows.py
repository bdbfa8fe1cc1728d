"""Rows of a board under their headings."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kepu.apps.base.templatetags.kepu import status
from kepu.apps.ledger.enums import FacetKind, Role, TaskState
from kepu.apps.ledger.selectors.dues import FILTERED, light_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Plan, Task, TaskUnit
    from kepu.apps.ledger.selectors.dues import DueLights
    from kepu.apps.ledger.selectors.facets import Offer

NOTHING = "—"
MANY_NAMES = 60  # characters: longer lists of units are cut to two lines
CLAMP = SafeString("k-clamp")
LEADS = SafeString(" k-badge--info")
NO_MARK = SafeString("")
NOTE = '<span class="k-small k-muted d-block">%s</span>'
PICK = (
    '<label class="k-pick"><input class="form-check-input" type="checkbox" name="task" value="{key}" form="pick-form" '
    'aria-label="{words} {number}"> {number}</label>'
)


class Row(NamedTuple):
    """One line of a board, ready to be written."""

    url: str
    number: str
    text: str
    notes: str
    lead: str
    support: str
    css: str
    day: str
    state: str
    n_targets: str


class PartRow(NamedTuple):
    """One line of a board by unit."""

    url: str
    number: str
    text: str
    notes: str
    css: str
    role: str
    group: str
    day: str
    state: str
    n_targets: str


class Labels(NamedTuple):
    """The names of the columns, escaped once for all rows."""

    number: SafeString
    text: SafeString
    lead: SafeString
    support: SafeString
    role: SafeString
    group: SafeString
    target: SafeString
    day: SafeString
    state: SafeString


def column_labels(plan: Plan | None) -> Labels:
    """The names of the columns; of one plan as its table prints them."""
    lead, support = (plan.lead_label, plan.support_label) if plan else ("", "")
    words = (
        _("序号"),
        _("任务"),
        lead or _("牵头单位"),
        support or _("配合单位"),
        _("角色"),
        _("行动（工程）"),
        _("指标"),
        _("截止日期"),
        _("状态"),
    )
    return Labels(*(escape(word) for word in words))


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


def task_blocks(
    tasks: Sequence[Task], offer: Offer, *, across: bool, is_sorted: bool = False, selecting: bool = False
) -> list[Block]:
    """Tasks by category and group, as printed; across plans also by plan. Sorted otherwise, each says its own place."""
    address = addresses("ledger:task")
    plans = _plans(tasks, offer) if across else {}
    marks = Marks(offer.lights)

    def heading(task: Task) -> Heading:
        return Heading(_path(task), *plans.get(task.plan_id, ("", "")))

    if is_sorted:
        places = [" › ".join(part for part in (each.note, each.title) if part) for each in map(heading, tasks)]
        rows = [_row(task, address, marks, place) for task, place in zip(tasks, places, strict=True)]
        return [Block(Heading(""), _pickable(rows, tasks) if selecting else rows)]
    blocks = []
    for title, each in itertools.groupby(tasks, key=heading):
        found = list(each)
        rows = [_row(task, address, marks) for task in found]
        blocks.append(Block(title, _pickable(rows, found) if selecting else rows))
    return blocks


def _pickable(rows: Sequence[Row], tasks: Sequence[Task]) -> list[Row]:
    """The same rows with a box before each number."""
    words = _("选择任务")
    return [
        row._replace(number=format_html(PICK, key=task.pk, words=words, number=row.number))
        for row, task in zip(rows, tasks, strict=True)
    ]


def duty_blocks(duties: Sequence[TaskUnit], offer: Offer, *, across: bool) -> list[Block]:
    """Parts in tasks by unit."""
    address, unit_address = addresses("ledger:task"), addresses("ledger:unit")
    plans = _plans(duties, offer) if across else {}
    units = offer.choices.get(FacetKind.UNIT, {})
    labels = {role.value: str(role.label) for role in Role}
    marks = Marks(offer.lights)

    def unit(duty: TaskUnit) -> tuple[str, str]:
        return duty.unit_key, duty.unit_label

    def heading(duty: TaskUnit) -> Heading:
        known = units.get(duty.unit_key)
        leads, supports = (known.n_lead, known.n_support) if known else (0, 0)
        counts = _("牵头 %(leads)s 项 · 配合 %(supports)s 项") % {"leads": leads, "supports": supports}
        full = duty.organisation.name if duty.organisation else ""
        url = unit_address % duty.organisation_id if duty.organisation_id else ""
        note = " · ".join([full, counts] if full not in {"", duty.unit_label} else [counts])
        return Heading(duty.unit_label, note, url)

    def row(duty: TaskUnit) -> PartRow:
        made = _row(duty.task, address, marks)
        title, _url = plans.get(duty.plan_id, ("", ""))
        place = " › ".join(part for part in (title, _path(duty.task)) if part)
        return PartRow(
            *made[:4],
            LEADS if duty.role == Role.LEAD else NO_MARK,
            labels[duty.role],
            place or NOTHING,
            made.day,
            made.state,
            made.n_targets,
        )

    blocks = []
    for _unit, found in itertools.groupby(duties, key=unit):
        rows = list(found)
        blocks.append(Block(heading(rows[0]), [row(duty) for duty in rows]))
    return blocks


def _plans(rows: Sequence[Task] | Sequence[TaskUnit], offer: Offer) -> dict[int, tuple[str, str]]:
    """Title and address of the plans of some rows."""
    address = addresses("ledger:plan")
    titles = offer.titles({row.plan_id for row in rows})
    return {plan_id: (title, address % plan_id) for plan_id, title in titles.items()}


def addresses(name: str) -> str:
    """An address with a place for its key: resolving fifty addresses costs more than reading fifty rows."""
    return reverse(name, args=[0]).replace("/0/", "/%d/")


def _path(task: Task) -> str:
    """Category and group; a group that only repeats the task or the category is left out."""
    parts = [task.category] if task.category else []
    if task.group and task.group not in {task.text, task.category}:
        parts.append(task.group)
    return " › ".join(parts)


@lru_cache
def _states(_language: str) -> dict[str, SafeString]:
    """Word, shape and colour of each state, in the language of the reader."""
    return {state.value: status(state.tone, str(state.label)) for state in TaskState}


class Marks:
    """The written states and lights of some tasks, each made once."""

    def __init__(self, lights: DueLights) -> None:
        self.lights = lights
        self._states = _states(get_language() or "")
        self._made: dict[Light, SafeString] = {}

    def state(self, task: Task) -> SafeString:
        """The word, shape and colour of its state."""
        return self._states[task.state]

    def light(self, task: Task) -> SafeString:
        """Those of its light, when somebody has to do something."""
        found = self.lights.of(task)
        if found.code not in FILTERED:
            return NO_MARK
        if found not in self._made:
            self._made[found] = status(found.tone, light_words(found))
        return self._made[found]

    def day(self, task: Task) -> str:
        """Its day and its light."""
        day = task.due_on.isoformat() if task.due_on else NOTHING
        light = self.light(task)
        return SafeString(f"{day} {light}") if light else day


def _row(task: Task, address: str, marks: Marks, place: str = "") -> Row:
    notes = [NOTE % escape(words) for words in (task.due, place) if words]
    return Row(
        SafeString(address % task.pk),  # made here: escaping it again for every row costs more than making it
        task.number or str(task.position),
        task.text,
        SafeString("".join(notes)) if notes else "",
        task.lead_names or NOTHING,
        task.support_names or NOTHING,
        CLAMP if len(task.support_names) > MANY_NAMES else "",
        marks.day(task),
        marks.state(task),
        str(task.n_targets or NOTHING),
    )
