"""Makers of rounds, pages of units and instructions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import InstructionKind, Role
from kepu.apps.ledger.models import Entry, Instruction, InstructionUnit, Round, TaskUnit, UnitReport
from tests.factories.ledger import make_confirmed_plan
from tests.factories.people import make_user
from tests.factories.territory import make_organisation, make_region

if TYPE_CHECKING:
    from kepu.apps.territory.models import Organisation


def make_round(region: Any = None, **overrides: Any) -> Round:
    """A round that is open: the third quarter of 2026."""
    region = region or make_region()
    values = {
        "region_code": region.code,
        "region_name": region.full_name,
        "period": "2026Q3",
        "period_end": date(2026, 9, 30),
        "opens_on": date(2026, 9, 20),
        "due_on": date(2026, 10, 10),
    }
    found = Round.objects.filter(region_code=region.code, period=overrides.get("period", "2026Q3")).first()
    if found is not None:
        return found
    creator = overrides.pop("created_by", None) or make_user(region=region)
    return Round.objects.create(**{**values, "created_by": creator, **overrides})


def make_unit_report(region: Any = None, organisation: Organisation | None = None, **overrides: Any) -> UnitReport:
    """A unit's page in an open round."""
    region = region or (organisation.region if organisation else make_region())
    values = {"region_code": region.code, **overrides}
    return UnitReport.objects.get_or_create(
        round=values.pop("round", None) or make_round(region),
        organisation=organisation or make_organisation(region=region),
        defaults=values,
    )[0]


def make_entry(report: UnitReport | None = None, task: Any = None, **overrides: Any) -> Entry:
    """What the page asks about one task, which the unit leads."""
    report = report or make_unit_report()
    task = task or make_confirmed_plan(region=report.organisation.region).tasks.first()
    return Entry.objects.create(
        **{
            "report": report,
            "task": task,
            "role": Role.LEAD,
            "region_code": report.region_code,
            "period_end": report.round.period_end,
            **overrides,
        }
    )


def give_task(task: Any, organisation: Organisation, role: Role = Role.LEAD, **overrides: Any) -> TaskUnit:
    """Make an organisation do a task, after the units that it has."""
    position = task.units.filter(role=role).count()
    return TaskUnit.objects.create(
        **{
            "task": task,
            "plan_id": task.plan_id,
            "region_code": task.region_code,
            "role": role,
            "position": position,
            "name": organisation.name,
            "organisation": organisation,
            "unit_key": f"o{organisation.pk}",
            "unit_label": organisation.name,
            "unit_order": f"0{organisation.sequence}{organisation.position:010}{organisation.code}",
            "unit_rank": 1,
            "task_position": task.position,
            "is_first": not task.units.filter(organisation=organisation).exists(),
            "is_consolidator": role == Role.LEAD and position == 0,
            **overrides,
        }
    )


def make_instruction(region: Any = None, organisation: Organisation | None = None, **overrides: Any) -> Instruction:
    """A leader's instruction that one unit has to reply to."""
    region = region or (organisation.region if organisation else make_region())
    creator = overrides.pop("created_by", None) or make_user(region=region)
    values = {"region_code": region.code, "kind": InstructionKind.LEADER, "text": "请抓紧推进。"}
    made = Instruction.objects.create(**{**values, "created_by": creator, **overrides})
    InstructionUnit.objects.create(instruction=made, organisation=organisation or make_organisation(region=region))
    return made
