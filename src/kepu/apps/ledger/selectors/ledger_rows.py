"""The rows of a working ledger: each task with what was reported about it, period by period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState, Role
from kepu.apps.ledger.models import Entry, EntryText, Evidence, Round, Target, Task, TaskUnit
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.answers import SAID
from kepu.apps.ledger.selectors.dues import due_lights
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from kepu.apps.people.rules import VIEW_POSTS
from kepu.core.measures import Period, PeriodKind, parse_period

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from kepu.apps.ledger.lights import Light
    from kepu.apps.people.models import User

PIECE = 500
HEAVY = ("spans", "plan__text", "plan__tables", "plan__warnings", "plan__based_on")


@dataclass
class Reported:
    """What the lead units said about one task in one period, the consolidating one first."""

    progress: str = ""
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    evidence: str = ""


@dataclass
class LedgerRow:
    """One task and everything that stands beside it."""

    task: Task
    light: Light
    targets: list[Target] = field(default_factory=list)
    persons: str = ""
    reported: dict[str, Reported] = field(default_factory=dict)


def ledger_year(region_codes: Collection[str], today: date) -> int:
    """The year of the last round in these regions, else that of today."""
    last = Round.objects.filter(region_code__in=region_codes).order_by("-period_end").first()
    return last.period_end.year if last else today.year


def ledger_periods(region_code: str, year: int) -> list[Period]:
    """The periods of a year in which units report; the four quarters where they report every month."""
    cadence = ledger_policies(region_code, clock.today()).reporting.cadence
    kind = cadence if cadence in {PeriodKind.QUARTER, PeriodKind.HALF} else PeriodKind.QUARTER
    return list(parse_period(str(year)).children(kind))


def ledger_rows(user: User, tasks: Sequence[Task], periods: Sequence[Period]) -> list[LedgerRow]:
    """Rows for some tasks; the same number of queries for any number of them."""
    lights = due_lights(task.region_code for task in tasks)
    rows = {task.pk: LedgerRow(task, lights.of(task)) for task in tasks}
    for target in Target.objects.filter(task_id__in=rows, is_baseline=False).order_by("position"):
        rows[target.task_id or 0].targets.append(target)
    leads = _leads(rows)
    persons = _persons(
        user, {unit.organisation_id for units in leads.values() for unit in units if unit.organisation_id}
    )
    for pk, row in rows.items():
        names = [persons[unit.organisation_id or 0] for unit in leads[pk] if persons.get(unit.organisation_id or 0)]
        row.persons = "、".join(dict.fromkeys(names))
    _report(user, rows, leads, periods)
    return list(rows.values())


def _leads(task_ids: Collection[int]) -> dict[int, list[TaskUnit]]:
    """Lead units by task, the consolidating one first."""
    found: dict[int, list[TaskUnit]] = defaultdict(list)
    rows = TaskUnit.objects.filter(task_id__in=task_ids, role=Role.LEAD)
    for unit in rows.order_by("task_id", "-is_consolidator", "position"):
        found[unit.task_id].append(unit)
    return found


def _persons(user: User, organisation_ids: Collection[int]) -> dict[int, str]:
    """Who is in charge of each unit: its head of section, else its leader; names only."""
    held = Post.objects.current(clock.today()).filter(VIEW_POSTS.visible(user), organisation_id__in=organisation_ids)
    found: dict[int, str] = {}
    for post in held.filter(kind__in=[PostKind.SECTION_HEAD, PostKind.LEADER]).order_by("-kind", "position", "pk"):
        found.setdefault(post.organisation_id, post.name)
    return found


def _report(
    user: User, rows: dict[int, LedgerRow], leads: dict[int, list[TaskUnit]], periods: Sequence[Period]
) -> None:
    """Write beside each task what was filed; linked tasks share one answer."""
    by_link: dict[int, list[int]] = defaultdict(list)
    for pk, row in rows.items():
        if row.task.link_id:
            by_link[row.task.link_id].append(pk)
    for entry in _entries(user, rows, by_link, periods):
        same = by_link.get(entry.task.link_id or 0) or [entry.task_id]
        for pk in same:
            several = len(leads[pk]) > 1
            _add(rows[pk].reported.setdefault(entry.report.round.period, Reported()), entry, several=several)


def _entries(user: User, rows: Collection[int], by_link: Collection[int], periods: Sequence[Period]) -> list[Any]:
    """Filed answers of lead units; the first that filed for a task stands first unless another consolidates."""
    if not periods:
        return []
    texts = EntryText.objects.filter(event__in=SAID).order_by("pk")
    files = Evidence.objects.filter(removed_at=None).select_related("file").order_by("pk")
    answers = Entry.objects.filter(rules.ANSWER.visible(user), role=Role.LEAD, texts__event__in=SAID).filter(
        report__round__period__in=[period.code for period in periods]
    )
    mine = answers.filter(task_id__in=rows) | answers.filter(task__link_id__in=by_link)
    found = (
        mine.distinct()
        .select_related("task", "report__round", "report__organisation")
        .defer("task__spans", "task__text")
        .prefetch_related(Prefetch("texts", texts, to_attr="said"), Prefetch("evidence", files, to_attr="shown"))
        .order_by("period_end", "report__organisation__sequence", "report__organisation__position", "pk")
    )
    return list(found)


def _add(reported: Reported, entry: Any, *, several: bool) -> None:
    """One unit's answer below the others'; with its name where several lead."""
    content = entry.said[-1].content
    name = entry.report.organisation.name if several else ""
    said = content.get("progress") or content.get("reason") or ""
    reported.progress = _below(reported.progress, said, name)
    reported.problems = _below(reported.problems, content.get("problems") or "", name)
    reported.next_step = _below(reported.next_step, content.get("next_step") or "", name)
    reported.evidence = _below(reported.evidence, "、".join(each.file.name for each in entry.shown), "")
    percent = content.get("percent")
    if percent not in (None, "") and reported.percent is None:
        reported.percent = float(percent)


def _below(before: str, words: str, name: str) -> str:
    if not words:
        return before
    line = f"{name}：{words}" if name else words
    return f"{before}\n{line}" if before else line


def export_tasks(user: User, task_ids: Collection[int]) -> list[Task]:
    """Tasks of some keys that the user may export, with their plans, in the order of the keys."""
    rows = Task.objects.filter(rules.EXPORT.visible(user), plan__state=PlanState.CONFIRMED, pk__in=task_ids)
    found = {task.pk: task for task in rows.select_related("plan").defer(*HEAVY)}
    return [found[pk] for pk in task_ids if pk in found]
