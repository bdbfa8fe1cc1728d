"""What the level above sees: the same figures for each region below, in the order of codes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState, ReportState, RoundState, TaskState
from kepu.apps.ledger.models import Plan, Task, UnitReport
from kepu.apps.ledger.selectors.dues import DUE_STATES
from kepu.apps.territory.models import Region
from kepu.apps.territory.selectors import children
from kepu.core.divisions import subtree_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.people.models import User
    from kepu.apps.workspace.selectors.homes import Home


NOTHING = Q(pk__in=())


@dataclass
class Row:
    """One region: plans, tasks by state, pages of open rounds by state."""

    region: Region
    plans: int = 0
    overdue: int = 0
    tasks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TaskState.values, 0))
    reports: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ReportState.values, 0))

    @property
    def n_tasks(self) -> int:
        """All tasks."""
        return sum(self.tasks.values())

    @property
    def n_reports(self) -> int:
        """All pages that were asked for."""
        return sum(self.reports.values())

    @property
    def cells(self) -> list[int]:
        """The figures in the order of the columns."""
        owed = self.reports[ReportState.WAITING] + self.reports[ReportState.DRAFT]
        return [
            self.plans,
            self.n_tasks,
            self.tasks[TaskState.NOT_STARTED],
            self.tasks[TaskState.UNDER_WAY],
            self.tasks[TaskState.DONE],
            self.overdue,
            self.n_reports,
            owed,
            self.reports[ReportState.FILED],
            self.reports[ReportState.RETURNED],
            self.reports[ReportState.ACCEPTED],
        ]


@dataclass(frozen=True)
class AboveDesk:
    """A region and what lies below it."""

    region: Region | None
    rows: list[Row]


def above_desk(user: User, home: Home) -> AboveDesk:
    """Seven queries, however many regions there are."""
    today = clock.today()
    region = Region.objects.filter(pk=home.region_code).first()
    if region is None:
        return AboveDesk(None, [])
    rows = [Row(each) for each in (region, *children(region, today))]
    low, high = subtree_range(region.code)
    inside = Q(region_code__gte=low, region_code__lt=high)
    tasks = Task.objects.filter(rules.visible_tasks(user), inside, plan__state=PlanState.CONFIRMED)
    for code, state, n, overdue in _by_region(tasks, Q(state__in=DUE_STATES, due_on__lt=today)):
        row = _row_of(rows, code)
        row.tasks[state] += n
        row.overdue += overdue
    reports = UnitReport.objects.filter(rules.ROUND.visible(user), inside, round__state=RoundState.OPEN)
    for code, state, n, _none in _by_region(reports):
        _row_of(rows, code).reports[state] += n
    plans = Plan.objects.filter(rules.visible_plans(user), inside, state=PlanState.CONFIRMED)
    for code, _state, n, _none in _by_region(plans):
        _row_of(rows, code).plans += n
    return AboveDesk(region, rows)


def _by_region(rows: Any, extra: Q = NOTHING) -> Iterable[tuple[str, str, int, int]]:
    """Counted per region and state."""
    found: Iterable[tuple[str, str, int, int]] = (
        rows.order_by()
        .values("region_code", "state")
        .annotate(n=Count("pk"), more=Count("pk", filter=extra))
        .values_list("region_code", "state", "n", "more")
    )
    return found


def _row_of(rows: list[Row], code: str) -> Row:
    """The region itself, or the one below it in which a code lies: rows are in the order of codes."""
    return rows[bisect_right(rows, code, key=lambda row: row.region.code) - 1]
