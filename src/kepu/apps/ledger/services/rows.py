"""From what was read to the rows of the ledger: one bulk insert per table."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import Comparator, Period, Role, SectionKind, TaskState
from kepu.apps.ledger.models import Section, Target, Task, TaskUnit
from kepu.apps.ledger.pairing import complete_targets
from kepu.apps.ledger.services.dues import due_date, is_standing
from kepu.apps.ledger.wording import task_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kepu.apps.ledger.models import Plan
    from kepu.apps.ledger.services.units import PlannedUnit

    Found = Mapping[str, Any]

BATCH = 500
SHORT, LONG = 20, 300
LARGEST = 1e15


def from_text(found: Found) -> dict[str, Any]:
    """Where an item stands in the text, how sure the reader is, and by which rule."""
    start, end = found.get("span") or (None, None)
    return {
        "span_start": start,
        "span_end": end,
        "spans": found.get("spans") or [],
        "confidence": found.get("confidence", 1.0),
        "rule": str(found.get("rule") or "")[:60],
    }


def words(found: Found, name: str, length: int = LONG) -> str:
    """A printed field, empty where nothing is printed."""
    return str(found.get(name) or "")[:length]


def create_sections(plan: Plan, found: Sequence[Found]) -> list[Section]:
    """Write the outline; parents come before their children in the text, and so in the list."""
    sections = Section.objects.bulk_create(
        [
            Section(
                plan=plan,
                position=position,
                level=each["level"],
                number=words(each, "number", SHORT),
                title=words(each, "title", 500),
                kind=each["kind"] if each["kind"] in SectionKind.values else SectionKind.OTHER,
                **from_text(each),
            )
            for position, each in enumerate(found)
        ],
        BATCH,
    )
    for section, each in zip(sections, found, strict=True):
        if each.get("parent") is not None:
            section.parent = sections[each["parent"]]
    Section.objects.bulk_update([section for section in sections if section.parent_id], ["parent"], BATCH)
    return sections


def create_tasks(plan: Plan, result: Found, sections: Sequence[Section]) -> list[Task]:
    """Write the tasks in their printed order."""
    return Task.objects.bulk_create(
        [
            Task(
                plan=plan,
                section=item_of(sections, each.get("section")),
                region_code=plan.region_code,
                position=position,
                printed_id=each["id"],
                number=words(each, "number", SHORT),
                category_number=words(each, "category_number", SHORT),
                category=words(each, "category"),
                group_number=words(each, "group_number", SHORT),
                group=words(each, "group"),
                text=task_words(each),
                due=words(each, "due", 60),
                due_on=due_date(words(each, "due", 60), plan.period_end),
                state=TaskState.STANDING if is_standing(words(each, "due", 60)) else TaskState.NOT_STARTED,
                lead_names="、".join(each["lead"]),
                support_names="、".join(each["support"]),
                open_ended=bool(each.get("open_ended")),
                **from_text(each),
            )
            for position, each in enumerate(result["tasks"], 1)
        ],
        BATCH,
    )


def create_task_units(
    tasks: Sequence[Task], found: Sequence[Found], units: Mapping[str, PlannedUnit]
) -> list[TaskUnit]:
    """Write who leads and who supports."""
    rows = [row for task, each in zip(tasks, found, strict=True) for row in _task_units(task, each, units)]
    return TaskUnit.objects.bulk_create(rows, BATCH)


def _task_units(task: Task, found: Found, units: Mapping[str, PlannedUnit]) -> Iterator[TaskUnit]:
    seen: set[str] = set()
    for role in Role:
        spans = found.get(f"{role.value}_spans") or [None] * len(found[role.value])
        in_role: set[str] = set()
        for position, (name, span) in enumerate(zip(found[role.value], spans, strict=True)):
            unit = units[name]
            if unit.key in in_role:
                continue  # printed twice in one cell: one part all the same
            in_role.add(unit.key)
            start, end = span or (None, None)
            yield TaskUnit(
                task=task,
                plan_id=task.plan_id,
                region_code=task.region_code,
                role=role,
                position=position,
                name=name[:200],
                organisation=unit.organisation,
                unit_key=unit.key,
                unit_label=unit.label,
                unit_order=unit.order,
                unit_rank=unit.rank,
                task_position=task.position,
                is_first=unit.key not in seen,
                is_consolidator=role == Role.LEAD and not in_role - {unit.key},
                span_start=start,
                span_end=end,
            )
            seen.add(unit.key)


def create_targets(
    plan: Plan, found: Sequence[Found], tasks: Sequence[Task], sections: Sequence[Section]
) -> list[Target]:
    """Write the targets and baselines."""
    by_id = {task.printed_id: task for task in tasks}
    owners = section_owners(tasks)
    targets = [
        Target(
            plan=plan,
            region_code=plan.region_code,
            task=by_id.get(each.get("task_id") or 0) or owner_of(item_of(sections, each.get("section")), owners),
            section=item_of(sections, each.get("section")),
            position=position,
            indicator=words(each, "indicator"),
            quote=each["quote"],
            comparator=each["comparator"] if each["comparator"] in Comparator.values else Comparator.EQUAL,
            value=exact(each["value"]),
            value_high=None if each.get("value_high") is None else exact(each["value_high"]),
            unit=words(each, "unit", 30),
            period=each["period"] if each["period"] in Period.values else Period.BY_END,
            due_year=each.get("due_year"),
            as_of_year=each.get("as_of_year"),
            is_aspiration=bool(each.get("aspiration")),
            is_baseline=bool(each.get("is_baseline")),
            **from_text(each),
        )
        for position, each in enumerate(found)
        if fits(each)
    ]
    complete_targets(targets, plan.period_end)
    return Target.objects.bulk_create(targets, BATCH)


def count_targets(tasks: Sequence[Task], targets: Sequence[Target]) -> None:
    """Write beside each task how many targets it has, baselines left out."""
    counts = Counter(target.task_id for target in targets if not target.is_baseline)
    counted = [task for task in tasks if counts[task.pk]]
    for task in counted:
        task.n_targets = counts[task.pk]
    Task.objects.bulk_update(counted, ["n_targets"], BATCH)


def section_owners(tasks: Sequence[Task]) -> dict[int, Task]:
    """The sections that are one task each: an action whose row of the table repeats its heading."""
    counts = Counter(task.section_id for task in tasks)
    return {task.section_id: task for task in tasks if task.section_id and counts[task.section_id] == 1}


def owner_of(section: Section | None, owners: Mapping[int, Task]) -> Task | None:
    """The task whose section this is, or lies in."""
    while section is not None and section.pk not in owners:
        section = section.parent
    return owners[section.pk] if section else None


def fits(found: Found) -> bool:
    """Whether its figures are figures: a row of a hundred digits is a misprint that no column holds."""
    return all(abs(value) < LARGEST for value in (found["value"], found.get("value_high") or 0))


def exact(value: float) -> Decimal:
    """The printed figure, not its nearest binary fraction."""
    return Decimal(str(value)).quantize(Decimal("0.0001"))


def item_of(items: Sequence[Any], index: int | None) -> Any:
    """The item that an index of the result means, if any."""
    return None if index is None else items[index]
