"""Count once, at confirmation, what a board can be narrowed by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kepu.apps.ledger.enums import FacetKind, Role
from kepu.apps.ledger.models import Facet
from kepu.apps.ledger.services.rows import BATCH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kepu.apps.ledger.models import Plan, Task, TaskUnit
    from kepu.apps.ledger.services.units import PlannedUnit

WITH, WITHOUT = "yes", "no"


def create_facets(
    plan: Plan, tasks: Sequence[Task], duties: Sequence[TaskUnit], units: Mapping[str, PlannedUnit]
) -> list[Facet]:
    """Write every choice that the board of this plan offers, with the number of tasks behind it."""
    rows = [*_printed(plan, tasks), *_units(plan, duties, units)]
    return Facet.objects.bulk_create(rows, BATCH)


def _printed(plan: Plan, tasks: Sequence[Task]) -> Iterator[Facet]:
    found = {
        FacetKind.CATEGORY: Counter(task.category for task in tasks if task.category),
        FacetKind.GROUP: Counter(task.group for task in tasks if task.group),
        FacetKind.TARGET: Counter(WITH if task.n_targets else WITHOUT for task in tasks),
    }
    for kind, counts in found.items():
        for rank, (value, n_tasks) in enumerate(counts.items(), 1):  # a Counter keeps the printed order
            yield Facet(
                plan=plan,
                region_code=plan.region_code,
                kind=kind,
                value=value,
                label=value,
                rank=rank,
                order=value,
                n_tasks=n_tasks,
            )


def _units(plan: Plan, duties: Sequence[TaskUnit], units: Mapping[str, PlannedUnit]) -> Iterator[Facet]:
    n_tasks = Counter(duty.unit_key for duty in duties if duty.is_first)
    n_role = Counter((duty.unit_key, duty.role) for duty in duties)
    for unit in {unit.key: unit for unit in units.values()}.values():
        yield Facet(
            plan=plan,
            region_code=plan.region_code,
            kind=FacetKind.UNIT,
            value=unit.key,
            label=unit.label,
            rank=unit.rank,
            order=unit.order,
            n_tasks=n_tasks[unit.key],
            n_lead=n_role[unit.key, Role.LEAD],
            n_support=n_role[unit.key, Role.SUPPORT],
        )
