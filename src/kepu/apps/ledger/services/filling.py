"""Everything that was read becomes rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import Role
from kepu.apps.ledger.services import rows
from kepu.apps.ledger.services.facets import create_facets
from kepu.apps.ledger.services.units import planned_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.ledger.models import Plan
    from kepu.apps.territory.models import Organisation

COUNTS = ("n_sections", "n_tasks", "n_targets", "n_units")
CONTENT = ("text", "tables", "based_on", "warnings", "lead_label", "support_label")


def printed_label(tables: Sequence[Mapping[str, Any]], role: str) -> str:
    """The words over the first column of a role, such as 「责任部门」; empty when duties are written in sentences."""
    found = (
        name for table in tables for name, each in zip(table["header"], table["roles"], strict=True) if each == role
    )
    return "".join(next(found, "").split())[:30]


def fill_plan(plan: Plan, result: Mapping[str, Any], organisations: Mapping[str, Organisation | None]) -> None:
    """Write the rows of a plan and set its text and counters; the caller saves the plan, in the same transaction."""
    units = planned_units(result, organisations)
    sections = rows.create_sections(plan, result["sections"])
    tasks = rows.create_tasks(plan, result, sections)
    targets = rows.create_targets(plan, result["targets"], tasks, sections)
    rows.count_targets(tasks, targets)
    duties = rows.create_task_units(tasks, result["tasks"], units)
    create_facets(plan, tasks, duties, units)
    plan.text, plan.warnings = result["text"], result["warnings"]
    plan.tables, plan.based_on = result.get("tables") or [], result["document"].get("based_on") or []
    plan.lead_label, plan.support_label = (printed_label(plan.tables, role) for role in Role)
    plan.n_sections, plan.n_tasks, plan.n_targets = len(sections), len(tasks), len(targets)
    plan.n_units = len({unit.key for unit in units.values()})
