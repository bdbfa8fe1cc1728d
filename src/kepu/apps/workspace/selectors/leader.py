"""What a leader looks at: what is behind, and why in the units' own words; what was asked and answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Answer, EntryState, PlanState, ReportState, Role, RoundState, TaskState
from kepu.apps.ledger.judging import judge
from kepu.apps.ledger.lights import NOTHING, LightCode, due_light, report_light
from kepu.apps.ledger.models import Entry, Round, Task, TaskUnit, UnitReport
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.dues import DUE_STATES
from kepu.apps.ledger.selectors.instructions import instruction_rows, lines, pressing, replies_of
from kepu.apps.ledger.selectors.ledger_rows import HEAVY
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER, OWED
from kepu.apps.ledger.selectors.targets import SUBJECT, shown_targets
from kepu.apps.measures.selectors import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.ledger.judging import Judged
    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import InstructionReply, Target
    from kepu.apps.ledger.policies import LedgerPolicies
    from kepu.apps.ledger.selectors.instructions import Line
    from kepu.apps.people.models import User
    from kepu.apps.workspace.selectors.homes import Home

MOST, ROUNDS, DAYS = 100, 2, 7
SAID = (EntryState.FILED, EntryState.ACCEPTED)
BY_PLAN, BY_UNIT = "plan", "unit"
BEHIND = (LightCode.OVERDUE, LightCode.FAR_BEHIND, LightCode.BEHIND)


@dataclass
class Behind:
    """One task that is behind, or about which a unit reports a problem."""

    task: Task
    light: Light = NOTHING
    entry: Entry | None = None
    unit: TaskUnit | None = None

    @property
    def unit_label(self) -> str:
        """Who answers for it."""
        return self.unit.unit_label if self.unit else _("没有写明牵头单位")

    @property
    def unit_order(self) -> str:
        """The official order of units; it says nothing about how they do."""
        return self.unit.unit_order if self.unit else "~"

    @property
    def is_without_progress(self) -> bool:
        """Whether the unit says that nothing was done."""
        return self.entry is not None and self.entry.answer == Answer.NONE

    @property
    def urgency(self) -> int:
        """Overdue before without progress before with a problem."""
        return 0 if self.light.code is LightCode.OVERDUE else 1 if self.is_without_progress else 2

    @property
    def words(self) -> list[tuple[str, str]]:
        """The unit's own words."""
        if self.entry is None:
            return []
        said = [
            (_("无进展的原因"), self.entry.reason if self.is_without_progress else ""),
            (_("存在问题"), self.entry.problems),
            (_("下步措施"), self.entry.next_step),
        ]
        return [(label, text) for label, text in said if text]

    @property
    def period(self) -> str:
        """Of when the words are."""
        return period_label(self.entry.report.round.period) if self.entry else ""


@dataclass(frozen=True)
class Group:
    """Lines of one plan or of one unit."""

    title: str
    lines: list[Behind]


@dataclass(frozen=True)
class LeaderDesk:
    """Everything on a leader's home."""

    today: date
    by: str
    groups: list[Group]
    n_behind: int
    is_cut: bool
    owed: list[tuple[UnitReport, Light, str]]
    targets: list[tuple[Target, Judged]]
    others: list[tuple[Target, Judged]]
    n_targets: int
    counts: dict[str, int]
    reported: dict[str, int]
    instructions: list[tuple[Line, list[InstructionReply]]] = field(default_factory=list)


def leader_desk(user: User, home: Home, by: str = BY_PLAN) -> LeaderDesk:
    """The home of a leader; the number of queries does not depend on how much there is."""
    today = clock.today()
    policies = ledger_policies(home.region_code, today)
    tasks = _tasks(user, home)
    late = list(tasks.filter(state__in=DUE_STATES, due_on__lt=today).order_by("due_on", "pk")[: MOST + 1])
    troubled = _troubled(user, home)
    found = {task.pk: Behind(task, due_light(task.due_on, task.state, today, policies.lights)) for task in late[:MOST]}
    for entry in troubled[:MOST]:
        task = entry.task
        light = pressing(due_light(task.due_on, task.state, today, policies.lights))
        found.setdefault(task.pk, Behind(task, light)).entry = entry
    _add_words(found)
    _add_units(found)
    targets = list(shown_targets(user).filter(region_code=home.region_code).defer("spans", "task__spans"))
    readings = readings_of(SUBJECT, [each.pk for each in targets])
    figures = {each.pk: judge(each, readings[each.pk], policies.lights, today) for each in targets}
    behind = [(each, figures[each.pk]) for each in targets if figures[each.pk].light.code in BEHIND]
    reports = _reports(user, home)
    owed = [each for each in reports if each.state in OWED and each.last_day < today]
    states = Counter(each.state for each in reports)
    return LeaderDesk(
        today=today,
        by=by,
        groups=_grouped(found.values(), by),
        n_behind=len(found),
        is_cut=len(late) > MOST or len(troubled) > MOST,
        owed=[(each, report_light(each.last_day, each.state, today, policies.lights), _label(each)) for each in owed],
        targets=behind,
        others=[(each, figures[each.pk]) for each in targets if figures[each.pk].light.code not in BEHIND][:MOST],
        n_targets=len(targets),
        counts=_counts(tasks),
        reported={state.value: states[state.value] for state in ReportState},
        instructions=_instructions(user, home, policies),
    )


def _tasks(user: User, home: Home) -> QuerySet[Task]:
    rows = Task.objects.filter(rules.visible_tasks(user), region_code=home.region_code, plan__state=PlanState.CONFIRMED)
    return rows.select_related("plan").defer(*HEAVY)


def _troubled(user: User, home: Home) -> list[Entry]:
    """What units said in the last rounds: nothing was done, or there is a problem; per task the latest."""
    rounds = Round.objects.filter(rules.ROUND.visible(user), region_code=home.region_code)
    latest = list(rounds.order_by("-period_end").values_list("pk", flat=True)[:ROUNDS])
    said = Entry.objects.filter(role=Role.LEAD, state__in=SAID)
    # A later answer without a problem settles an earlier one.
    newest = said.filter(task=OuterRef("task")).order_by("-period_end", "-pk").values("pk")[:1]
    rows = (
        said.filter(Q(answer=Answer.NONE) | ~Q(problems=""), report__round_id__in=latest, pk=Subquery(newest))
        .exclude(task__state__in=(TaskState.DONE, TaskState.DROPPED, TaskState.ARCHIVED))
        .select_related("task", "task__plan", "report__round")
        .defer(*(f"task__{name}" for name in HEAVY))
    )
    return list(rows.order_by("task__plan_id", "task__position", "pk")[: MOST + 1])


def _add_words(found: dict[int, Behind]) -> None:
    """Overdue tasks get the last thing that was said about them."""
    silent = [pk for pk, each in found.items() if each.entry is None]
    rows = Entry.objects.filter(task_id__in=silent, role=Role.LEAD, state__in=SAID).select_related("report__round")
    for entry in rows.order_by("period_end", "pk"):
        found[entry.task_id].entry = entry


def _add_units(found: dict[int, Behind]) -> None:
    rows = TaskUnit.objects.filter(task_id__in=found, role=Role.LEAD).order_by("is_consolidator", "-position")
    for unit in rows:
        found[unit.task_id].unit = unit  # the one that consolidates comes last


def _grouped(found: Iterable[Behind], by: str) -> list[Group]:
    """By plan, or by unit in official order, which is no order of merit; what is overdue first."""
    if by == BY_UNIT:
        rows = sorted(found, key=lambda each: (each.unit_order, each.urgency, each.task.plan_id, each.task.position))
        return [Group(title, list(lines_)) for title, lines_ in groupby(rows, key=lambda each: each.unit_label)]
    rows = sorted(found, key=lambda each: (each.task.plan_id, each.urgency, each.task.position))
    return [Group(title, list(lines_)) for title, lines_ in groupby(rows, key=lambda each: each.task.plan.title)]


def _label(report: UnitReport) -> str:
    return period_label(report.round.period)


def _reports(user: User, home: Home) -> list[UnitReport]:
    """Pages of open rounds, in official order of their units."""
    rows = UnitReport.objects.filter(
        rules.ROUND.visible(user), region_code=home.region_code, round__state=RoundState.OPEN
    ).select_related("round", "organisation")
    return list(rows.order_by(*OFFICIAL_ORDER, "pk"))


def _counts(tasks: QuerySet[Task]) -> dict[str, int]:
    """Tasks by state."""
    rows = tasks.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n")
    counted = dict(rows)
    return {state.value: counted.get(state.value, 0) for state in TaskState}


def _instructions(user: User, home: Home, policies: LedgerPolicies) -> list[tuple[Line, list[InstructionReply]]]:
    """What was given or answered in the last week."""
    since = clock.now() - timedelta(days=DAYS)
    fresh = Q(created_at__gte=since) | Q(closed_at__gte=since) | Q(units__replied_at__gte=since)
    rows = instruction_rows(user).filter(fresh, region_code=home.region_code).distinct()
    found = lines(user, rows.order_by(F("created_at").desc(), "-pk")[:20], {home.region_code: policies})
    replies = replies_of(user, [line.row for line in found])
    return [(line, replies[line.row.pk]) for line in found]
