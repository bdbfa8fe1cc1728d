"""A person says what the columns of a workbook hold: it is read again, and remembered for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import ColumnMapping, ColumnReading
from kepu.apps.ledger.services.closing import discard_plan
from kepu.apps.ledger.services.importing import create_plan, queue_reading
from kepu.apps.ledger.services.states import locked, move
from kepu.apps.territory.models import Region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Plan
    from kepu.apps.people.models import User

    Said = Mapping[str, Mapping[str, str]]


@transaction.atomic
def answer_columns(*, plan_id: int, user: User, columns: Said, year: int | None) -> Plan:
    """Keep what a person says about the columns of a plan and read its workbook again.

    A plan that is being checked already is put aside; a new one begins from the same file, so that no decision is lost
    silently: the old one with its decisions stays where discarded plans are.
    """
    plan = locked(plan_id)
    if not rules.IMPORT.allows(user, plan):
        raise PermissionDenied
    reading = plan.column_reading
    said = {key: dict(each) for key, each in columns.items()}
    choices: dict[str, Any] = {"columns": said, "year": year}
    _remember(plan, user, reading.signature, said)
    if plan.state == PlanState.REVIEW:
        return _again(plan, user, reading, choices)
    move(plan, PlanState.IMPORTING)
    reading.choices = choices
    reading.save(update_fields=["choices"])
    queue_reading(plan, user)
    plan.save(update_fields=["state", "job_id"])
    return plan


def _again(plan: Plan, user: User, reading: ColumnReading, choices: Mapping[str, Any]) -> Plan:
    discard_plan(plan_id=plan.pk, user=user)
    region = Region.objects.get(code=plan.region_code)
    new = create_plan(user=user, region=region, document=plan.source_file, kind=plan.kind)
    ColumnReading.objects.create(
        plan=new,
        signature=reading.signature,
        columns=reading.columns,
        year=reading.year,
        is_year_missing=reading.is_year_missing,
        choices=choices,
    )
    return new


def _remember(plan: Plan, user: User, signature: str, columns: Said) -> None:
    mapping = ColumnMapping.objects.filter(region_code=plan.region_code, signature=signature).first()
    before = dict(mapping.columns) if mapping else {}
    if before == columns:
        return
    if mapping is None:
        mapping = ColumnMapping(region_code=plan.region_code, signature=signature)
    mapping.columns, mapping.made_by, mapping.made_at = columns, user, clock.now()
    mapping.save()
    record("ledger.map_columns", plan, before={"columns": before}, after={"columns": columns})
