"""One unit: what it leads and supports over all plans, its figures, its reports, what it was asked, what it was before."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Filing, InstructionState, PlanState, Role
from kepu.apps.ledger.lights import LightCode, report_light
from kepu.apps.ledger.models import Instruction, TaskUnit, UnitReport
from kepu.apps.ledger.selectors.dues import due_lights
from kepu.apps.ledger.selectors.rows import Marks, addresses
from kepu.apps.ledger.selectors.targets import judged, shown_targets
from kepu.apps.ledger.wording import target_words
from kepu.apps.people.rules import Scope
from kepu.apps.territory.models import OrganisationSuccession

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kepu.apps.ledger.judging import Judged
    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Plan, Target, Task
    from kepu.apps.ledger.selectors.dues import DueLights
    from kepu.apps.people.models import User
    from kepu.apps.territory.models import Organisation

READ_UNIT = Scope(rules.VIEW.permission, region="region_id")
TASK_COLUMNS = (
    "region_code",
    "plan_id",
    "position",
    "number",
    "text",
    "due",
    "due_on",
    "state",
    "n_targets",
    "version",
)
MOST_REPORTS = 12


@dataclass(frozen=True)
class Part:
    """The unit's part in one task, with what is written of it: made once here, not for each row in the page."""

    task: Task
    role: str
    gathers: bool
    light: Light
    url: str
    state: str
    day: str

    @property
    def is_lead(self) -> bool:
        """Whether it leads."""
        return self.role == Role.LEAD


@dataclass(frozen=True)
class PlanParts:
    """Its parts in one plan, those that it leads first."""

    plan: Plan
    parts: list[Part]

    @property
    def n_lead(self) -> int:
        """How many it leads."""
        return sum(part.is_lead for part in self.parts)

    @property
    def n_support(self) -> int:
        """How many it supports."""
        return len(self.parts) - self.n_lead


@dataclass(frozen=True)
class Duties:
    """Everything that a unit does, by plan."""

    plans: list[PlanParts]

    @property
    def parts(self) -> list[Part]:
        """All parts."""
        return [part for plan in self.plans for part in plan.parts]

    def count(self, role: str = "", light: LightCode | None = None) -> int:
        """Parts in a role, or those whose light is this one."""
        return sum(
            (not role or part.role == role) and (light is None or part.light.code == light) for part in self.parts
        )

    def only(self, role: str) -> Duties:
        """The parts in one role."""
        kept = ((each.plan, [part for part in each.parts if part.role == role]) for each in self.plans)
        return Duties([PlanParts(plan, parts) for plan, parts in kept if parts])


def duties_of(user: User, organisation: Organisation) -> Duties:
    """What a unit leads and supports in the plans that the user may see, the newest plan first; three queries."""
    rows = list(_rows(user, organisation))
    marks = Marks(due_lights(row.task.region_code for row in rows))
    address = addresses("ledger:task")
    leads = _n_leads({row.task_id for row in rows if row.role == Role.LEAD})
    plans = []
    for _plan_id, found in itertools.groupby(rows, key=lambda row: row.plan_id):
        first: dict[int, TaskUnit] = {}
        for row in found:
            first.setdefault(row.task_id, row)  # leads come first: who leads need not be told that it supports
        parts = [
            Part(
                row.task,
                row.role,
                row.is_consolidator and leads.get(row.task_id, 0) > 1,
                marks.lights.of(row.task),
                SafeString(address % row.task_id),
                marks.state(row.task),
                marks.day(row.task),
            )
            for row in first.values()
        ]
        plans.append(PlanParts(next(iter(first.values())).plan, parts))
    return Duties(plans)


def _rows(user: User, organisation: Organisation) -> Iterable[TaskUnit]:
    fields = [f"task__{name}" for name in TASK_COLUMNS]
    return (
        TaskUnit.objects.visible_to(user)
        .filter(organisation=organisation, plan__state=PlanState.CONFIRMED)
        .select_related("task", "plan")
        .only(
            "role", "is_consolidator", "organisation_id", "plan__title", "plan__doc_number", "plan__issued_on", *fields
        )
        .order_by(F("plan__issued_on").desc(nulls_last=True), "-plan_id", "role", "task_position")
    )


def _n_leads(task_ids: Iterable[int]) -> dict[int, int]:
    """How many units lead each task."""
    counts: dict[int, int] = {}
    rows = TaskUnit.objects.filter(task_id__in=list(task_ids), role=Role.LEAD)
    for task_id in rows.values_list("task_id", flat=True):
        counts[task_id] = counts.get(task_id, 0) + 1
    return counts


@dataclass(frozen=True)
class Reported:
    """One period of the unit."""

    report: UnitReport
    light: Light

    @property
    def is_proxy(self) -> bool:
        """Whether the office entered it."""
        return self.report.filing == Filing.PROXY


def reports_of(user: User, organisation: Organisation) -> list[Reported]:
    """Its pages of the last periods that the user may see, the newest first."""
    rows = list(
        UnitReport.objects.visible_to(user)
        .filter(organisation=organisation)
        .select_related("round")
        .order_by("-round__period_end", "-pk")[:MOST_REPORTS]
    )
    lights = due_lights(row.region_code for row in rows)
    return [Reported(row, _report_light(row, lights)) for row in rows]


def _report_light(report: UnitReport, lights: DueLights) -> Light:
    filed = localtime(report.first_filed_at).date() if report.first_filed_at else None
    policy = lights.policies[report.region_code]
    return report_light(report.last_day, report.state, lights.today, policy, filed_on=filed)


def instructions_of(user: User, organisation: Organisation) -> list[Instruction]:
    """What it was asked and has not been closed, the nearest day first."""
    rows = Instruction.objects.visible_to(user).filter(units__organisation=organisation)
    rows = rows.exclude(state=InstructionState.CLOSED).select_related("task").defer("task__spans")
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk"))


def successions_of(
    organisation: Organisation,
) -> tuple[Sequence[OrganisationSuccession], Sequence[OrganisationSuccession]]:
    """What it was before, and what it has become."""
    rows = OrganisationSuccession.objects.select_related("predecessor", "successor").order_by("on", "pk")
    return list(rows.filter(successor=organisation)), list(rows.filter(predecessor=organisation))


def targets_of(user: User, organisation: Organisation, today: date) -> list[tuple[Target, str, Judged]]:
    """The figures that it answers for, those of tasks that it leads, with how each stands."""
    led = TaskUnit.objects.filter(organisation=organisation, role=Role.LEAD).values("task_id")
    rows = list(shown_targets(user).filter(task__in=led).order_by("-plan_id", "position"))
    standing = judged(rows, today)
    return [(row, target_words(row), standing[row.pk]) for row in rows]
