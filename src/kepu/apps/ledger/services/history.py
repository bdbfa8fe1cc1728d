"""What a ledger reported before it came here: rounds, pages and entries of the past, as they were printed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, Filing, ReportState, Role, RoundState
from kepu.apps.ledger.models import ColumnReading, Entry, EntryText, Round, TaskUnit, UnitReport
from kepu.apps.ledger.services.asking import recount
from kepu.apps.ledger.services.historic_states import set_states
from kepu.core.measures import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.ledger.models import Plan, Task
    from kepu.apps.people.models import User

    Found = Mapping[str, Any]

BATCH = 500
TEXTS = ("progress", "problems", "next_step")
KEPT = ("state_word", "light", "evidence")
LARGEST = Decimal("9999.99")
Place = tuple[str, int, int, str]  # period, organisation, task, role


@dataclass
class History:
    """What was written, and what could not be."""

    n_entries: int = 0
    periods: list[str] = field(default_factory=list)
    in_open_round: Counter[str] = field(default_factory=Counter)
    without_unit: list[Task] = field(default_factory=list)
    own_answer: Counter[str] = field(default_factory=Counter)


def write_history(plan: Plan, user: User, result: Found) -> History:
    """Write the history of a ledger whose tasks have just been written; the caller holds the transaction.

    A text goes to the unit that its row names, else to the unit that consolidates the task. Nothing that a unit itself
    answered is changed. What cannot be placed is told beside the columns of the workbook, and stays in its text.
    """
    done = History()
    tasks = {task.printed_id: task for task in plan.tasks.all()}
    placed = _placed(plan, result, tasks, done)
    rounds = _rounds(plan, user, {period for period, *_rest in placed})
    wanted = {place: content for place, content in placed.items() if place[0] in rounds}
    for place in placed:
        done.in_open_round[place[0]] += place[0] not in rounds
    reports = _reports(rounds, {(period, unit) for period, unit, *_rest in wanted})
    _entries(wanted, reports, rounds, user, done)
    recount(UnitReport.objects.filter(pk__in=[report.pk for report in reports.values()]))
    set_states(_by_task(result, tasks))
    done.periods = sorted(rounds)
    ColumnReading.objects.filter(plan=plan).update(left_out=_left_out(done))
    record("ledger.write_history", plan, after={"n_entries": done.n_entries, "periods": done.periods})
    return done


def heir(result: Found, task_id: int, tasks: Mapping[int, Task]) -> Task | None:
    """The task that a row became; the first part of one that was split, none for one that was rejected."""
    heirs = result.get("heirs")
    ids = [task_id] if heirs is None else heirs.get(task_id, ())
    return next((tasks[each] for each in ids if each in tasks), None)


def _placed(plan: Plan, result: Found, tasks: Mapping[int, Task], done: History) -> dict[Place, dict[str, Any]]:
    """Give each report its unit; rows that meet in one place, as those of two tasks that were merged, are put together."""
    duties: dict[int, list[TaskUnit]] = defaultdict(list)
    known = TaskUnit.objects.filter(plan=plan, organisation__isnull=False).order_by(
        "-is_consolidator", "role", "position"
    )
    for duty in known:
        duties[duty.task_id].append(duty)
    placed: dict[Place, dict[str, Any]] = {}
    for found in result["history"]:
        task = heir(result, found["task_id"], tasks)
        if task is None:
            continue
        units = _units(duties[task.pk], found.get("units") or ())
        if not units:
            done.without_unit.append(task)
        for duty in units:
            assert duty.organisation_id is not None
            place = (found["period"], duty.organisation_id, task.pk, duty.role)
            placed[place] = _together(placed.get(place), _content(found))
    return placed


def _units(duties: Sequence[TaskUnit], named: Sequence[str]) -> list[TaskUnit]:
    if named:
        by_name = {duty.name: duty for duty in reversed(duties)}
        return list({by_name[name].pk: by_name[name] for name in named if name in by_name}.values())
    return [duty for duty in duties if duty.role == Role.LEAD][:1]


def _content(found: Found) -> dict[str, Any]:
    percent = found.get("percent")
    says = bool(found.get("progress")) or percent is not None
    return {
        "answer": Answer.PROGRESS.value if says else "",
        "percent": None if percent is None else f"{Decimal(str(percent)).normalize():f}",
        "reason": "",
        "figures": {},
        **{name: str(found.get(name) or "") for name in (*TEXTS, *KEPT)},
        "cells": dict(found.get("cells") or {}),
    }


def _together(first: dict[str, Any] | None, second: dict[str, Any]) -> dict[str, Any]:
    if first is None:
        return second
    words = {
        name: "\n".join(dict.fromkeys(part for part in (first[name], second[name]) if part)) for name in (*TEXTS, *KEPT)
    }
    # Two percentages of one thing contradict each other: neither is taken.
    percents = {each["percent"] for each in (first, second) if each["percent"] is not None}
    cells = {
        name: "、".join(dict.fromkeys(each["cells"][name] for each in (first, second) if name in each["cells"]))
        for name in (*first["cells"], *second["cells"])
    }
    percent = percents.pop() if len(percents) == 1 else None
    return {**second, **words, "answer": first["answer"] or second["answer"], "percent": percent, "cells": cells}


def _rounds(plan: Plan, user: User, periods: Iterable[str]) -> dict[str, Round]:
    """Give for each period its round; one that units are answering now is left to them."""
    known = {each.period: each for each in Round.objects.filter(region_code=plan.region_code, period__in=list(periods))}
    rounds = {}
    for code in sorted(periods):
        period = parse_period(code)
        found = known.get(code) or Round.objects.create(
            region_code=plan.region_code,
            region_name=plan.region_name,
            period=code,
            period_end=period.last,
            opens_on=period.first,
            due_on=period.last,
            state=RoundState.CLOSED,
            is_imported=True,
            created_by=user,
        )
        if found.state == RoundState.CLOSED:
            rounds[code] = found
    return rounds


def _reports(rounds: Mapping[str, Round], wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], UnitReport]:
    periods = {found.pk: period for period, found in rounds.items()}
    rows = UnitReport.objects.filter(round__in=periods)
    reports = {(periods[row.round_id], row.organisation_id): row for row in rows}
    missing = [
        UnitReport(
            round=rounds[period],
            region_code=rounds[period].region_code,
            organisation_id=unit,
            state=ReportState.ACCEPTED,
            filing=Filing.IMPORTED,
        )
        for period, unit in sorted(set(wanted) - set(reports))
    ]
    for row in UnitReport.objects.bulk_create(missing, BATCH):
        reports[periods[row.round_id], row.organisation_id] = row
    return reports


def _entries(
    wanted: Mapping[Place, dict[str, Any]],
    reports: Mapping[tuple[str, int], UnitReport],
    rounds: Mapping[str, Round],
    user: User,
    done: History,
) -> None:
    known = {
        (entry.report_id, entry.task_id, entry.role): entry
        for entry in Entry.objects.filter(report__round__in=[each.pk for each in rounds.values()])
    }
    now = clock.now()
    fresh, changed, texts = [], [], []
    for (period, unit, task_id, role), content in wanted.items():
        report = reports[period, unit]
        entry = known.get((report.pk, task_id, role))
        if entry is None:
            entry = Entry(report=report, task_id=task_id, role=role, region_code=report.region_code)
            entry.period_end = rounds[period].period_end
            fresh.append(entry)
        elif entry.filing != Filing.IMPORTED and (entry.answer or entry.state != EntryState.OPEN):
            done.own_answer[period] += 1
            continue
        elif all(getattr(entry, name) == content[name] for name in TEXTS) and entry.percent == _percent(content):
            continue  # the same workbook again
        else:
            changed.append(entry)
        _fill(entry, content)
        entry.saved_by, entry.saved_at = user, now
        texts.append((entry, content))
    Entry.objects.bulk_create(fresh, BATCH)
    Entry.objects.bulk_update(changed, [*TEXTS, "answer", "percent", "state", "filing", "saved_by", "saved_at"], BATCH)
    EntryText.objects.bulk_create(
        [
            EntryText(entry=entry, event=EntryEvent.IMPORTED, content=content, filing=Filing.IMPORTED, by=user, at=now)
            for entry, content in texts
        ],
        BATCH,
    )
    done.n_entries = len(texts)


def _fill(entry: Entry, content: Mapping[str, Any]) -> None:
    for name in TEXTS:
        setattr(entry, name, content[name])
    entry.answer, entry.percent = content["answer"], _percent(content)
    entry.state, entry.filing = EntryState.ACCEPTED, Filing.IMPORTED


def _percent(content: Mapping[str, Any]) -> Decimal | None:
    """A percentage that a column holds; a misprint of many digits stays in the text only."""
    value = None if content["percent"] is None else Decimal(content["percent"]).quantize(Decimal("0.01"))
    return value if value is not None and value <= LARGEST else None


def _by_task(result: Found, tasks: Mapping[int, Task]) -> dict[int, tuple[Task, list[Found]]]:
    """The reports about each task, the latest last."""
    found: dict[int, tuple[Task, list[Found]]] = {}
    for each in sorted(result["history"], key=lambda report: parse_period(report["period"])):
        task = heir(result, each["task_id"], tasks)
        if task is not None:
            found.setdefault(task.pk, (task, []))[1].append(each)
    return found


def _left_out(done: History) -> list[dict[str, Any]]:
    """Say what was not written, and why."""
    told: list[tuple[LedgerCode, dict[str, Any]]] = [
        (LedgerCode.HISTORY_IN_OPEN_ROUND, {"period": period, "n": n}) for period, n in done.in_open_round.items() if n
    ]
    told += [(LedgerCode.HISTORY_OWN_ANSWER, {"period": period, "n": n}) for period, n in done.own_answer.items()]
    left = list({task.pk: task for task in done.without_unit}.values())
    if left:
        names = "、".join(task.number or task.text[:12] for task in left[:10]) + ("……" if len(left) > 10 else "")  # noqa: PLR2004
        told.append((LedgerCode.HISTORY_WITHOUT_UNIT, {"n": len(left), "tasks": names}))
    return [{"code": code.value, "details": details} for code, details in told]
