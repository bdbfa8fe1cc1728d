"""Everything that was read becomes rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.services import rows
from kepu.apps.ledger.services.facets import create_facets
from kepu.apps.ledger.services.units import planned_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Plan
    from kepu.apps.territory.models import Organisation

COUNTS = ("n_sections", "n_tasks", "n_targets", "n_units", "n_duties")
CONTENT = ("text", "tables", "based_on", "warnings")


def fill_plan(plan: Plan, result: Mapping[str, Any], organisations: Mapping[str, Organisation | None]) -> None:
    """Write the rows of a plan and set its text and counters; the caller saves the plan, in the same transaction."""
    units = planned_units(result, organisations)
    sections = rows.create_sections(plan, result["sections"])
    tasks = rows.create_tasks(plan, result, sections)
    duties = rows.create_task_units(tasks, result["tasks"], units)
    targets = rows.create_targets(plan, result["targets"], tasks, sections)
    create_facets(plan, tasks, duties, units)
    plan.text, plan.warnings = result["text"], result["warnings"]
    plan.tables, plan.based_on = result.get("tables") or [], result["document"].get("based_on") or []
    plan.n_sections, plan.n_tasks, plan.n_targets = len(sections), len(tasks), len(targets)
    plan.n_units, plan.n_duties = len({unit.key for unit in units.values()}), len(duties)
