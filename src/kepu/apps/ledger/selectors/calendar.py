"""What falls on the days of a month: tasks, targets, reports, replies to instructions, phases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import InstructionState, PlanState, TaskState
from kepu.apps.ledger.models import Instruction, Plan, Round, Task
from kepu.apps.ledger.selectors.dues import FILTERED, due_lights, light_words
from kepu.apps.ledger.selectors.phases import Phase, phases_of
from kepu.apps.ledger.selectors.targets import shown_targets
from kepu.apps.ledger.wording import target_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.ledger.models import Target
    from kepu.apps.people.models import User
    from kepu.core.measures import Period

DECEMBER, DAYS_OF_WEEK = 12, 7
MOST_TASKS = 300  # beyond these a day says how many, with the way to the board
IN_A_CELL = 6
TOGETHER = 4  # tasks of one plan on one day that are said in one line


class Item(NamedTuple):
    """One thing on a day."""

    kind: str
    label: str
    title: str
    url: str
    tone: str = ""
    note: str = ""


@dataclass
class Day:
    """One day and what falls on it."""

    day: date
    in_month: bool = True
    is_today: bool = False
    items: list[Item] = field(default_factory=list)

    @property
    def first_items(self) -> list[Item]:
        """What a cell of the grid has room for."""
        return self.items if len(self.items) <= IN_A_CELL else self.items[: IN_A_CELL - 1]

    @property
    def n_more(self) -> int:
        """What only the list shows."""
        return len(self.items) - len(self.first_items)


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday, the days with something on them, and the phases that go on in it."""

    period: Period
    weeks: list[list[Day]]
    phases: list[tuple[Phase, str]]

    @property
    def busy(self) -> list[Day]:
        """Days of the month on which something falls."""
        return [day for week in self.weeks for day in week if day.in_month and day.items]


def month_of_work(user: User, period: Period, today: date) -> Month:
    """Everything that a user may see in a month; the same number of queries whatever falls in it."""
    items: dict[date, list[Item]] = defaultdict(list)
    plans = dict(
        Plan.objects.visible_to(user).filter(state=PlanState.CONFIRMED).order_by("pk").values_list("pk", "title")
    )
    for source in (_reports, _instructions, _tasks, _targets):
        for day, item in source(user, period):
            items[day].append(item)
    phases = [each for each in phases_of(user, plans) if each.touches(period.first, period.last)]
    for phase in phases:
        for day, words in ((phase.first, _("阶段开始")), (phase.last, _("阶段结束"))):
            if period.contains(day):
                url = reverse("ledger:outline", args=[phase.plan_id])
                items[day].append(Item("phase", words, phase.words, url, note=plans[phase.plan_id]))
    first = period.first - timedelta(days=period.first.weekday())
    n_weeks = ((period.last - first).days // DAYS_OF_WEEK) + 1
    days = [first + timedelta(days=number) for number in range(DAYS_OF_WEEK * n_weeks)]
    made = [Day(day, period.contains(day), day == today, items.get(day, [])) for day in days]
    weeks = [made[start : start + DAYS_OF_WEEK] for start in range(0, len(made), DAYS_OF_WEEK)]
    return Month(period, weeks, [(phase, plans[phase.plan_id]) for phase in phases])


def _reports(user: User, period: Period) -> Iterator[tuple[date, Item]]:
    rows = Round.objects.visible_to(user).filter(due_on__range=(period.first, period.last), is_imported=False)
    for row in rows.order_by("due_on", "region_code"):
        title = _("%(period)s报送截止") % {"period": period_label(row.period)}
        # Who reports without following the others finds the page to fill in at home.
        url = row.get_absolute_url() if rules.ROUND.allows(user, row) else reverse("home")
        yield row.due_on, Item("report", _("报送"), title, url, "info", row.region_name)


def _instructions(user: User, period: Period) -> Iterator[tuple[date, Item]]:
    rows = Instruction.objects.visible_to(user).filter(due_on__range=(period.first, period.last))
    for row in rows.exclude(state=InstructionState.CLOSED).order_by("due_on", "pk"):
        assert row.due_on is not None
        title = _("回复：%(text)s") % {"text": row.text[:60]}
        tone = InstructionState(row.state).tone
        yield row.due_on, Item("instruction", _("批示"), title, row.get_absolute_url(), tone)


def _tasks(user: User, period: Period) -> Iterator[tuple[date, Item]]:
    """Tasks one by one while they are few; many of one plan on one day in one line."""
    rows = Task.objects.visible_to(user).filter(
        plan__state=PlanState.CONFIRMED, due_on__range=(period.first, period.last)
    )
    rows = rows.exclude(state=TaskState.DROPPED)
    groups = list(rows.values("due_on", "plan_id", "plan__title").annotate(n=Count("pk")).order_by("due_on", "plan_id"))
    few = sum(group["n"] for group in groups) <= MOST_TASKS
    together = {(group["due_on"], group["plan_id"]) for group in groups if not few or group["n"] > TOGETHER}
    for group in groups:
        day = group["due_on"]
        if day is not None and (day, group["plan_id"]) in together:
            words = ngettext("%(count)s 项任务到期", "%(count)s 项任务到期", group["n"]) % {"count": group["n"]}
            url = f"{reverse('ledger:plan', args=[group['plan_id']])}?due={day}"
            yield day, Item("task", _("任务"), words, url, note=group["plan__title"])
    singles = rows.only("region_code", "plan_id", "text", "state", "due_on", "position").order_by(
        "due_on", "plan_id", "position"
    )
    found = [task for task in singles[: MOST_TASKS if few else 0] if (task.due_on, task.plan_id) not in together]
    lights = due_lights(task.region_code for task in found)
    for task in found:
        light = lights.of(task)
        assert task.due_on is not None
        state = TaskState(task.state)
        tone, note = (light.tone, light_words(light)) if light.code in FILTERED else (state.tone, str(state.label))
        yield task.due_on, Item("task", _("任务"), task.text, task.get_absolute_url(), tone, note)


def _targets(user: User, period: Period) -> Iterator[tuple[date, Item]]:
    """Targets by their day; a printed year without a day ends with it."""
    due = Q(due_on__range=(period.first, period.last))
    if period.last.month == DECEMBER:
        due |= Q(due_on=None, due_year=period.last.year)
    by_day: dict[tuple[date, int], list[Target]] = defaultdict(list)
    for target in shown_targets(user).filter(due).order_by("due_on", "plan_id", "position"):
        by_day[target.due_on or period.last, target.plan_id].append(target)
    for (day, plan_id), found in by_day.items():
        if len(found) > TOGETHER:
            words = ngettext("%(count)s 个指标到期", "%(count)s 个指标到期", len(found)) % {"count": len(found)}
            url = f"{reverse('ledger:targets')}?plan={plan_id}"
            yield day, Item("target", _("指标"), words, url, note=found[0].plan.title)
            continue
        for target in found:
            title = f"{target.indicator} {target_words(target)}"
            yield day, Item("target", _("指标"), title, target.get_absolute_url(), note=target.plan.title)
