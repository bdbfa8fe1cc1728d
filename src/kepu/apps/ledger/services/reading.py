"""Read a document and keep what was found, for a person to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from kepu import __version__
from kepu.apps.files.enums import Kind
from kepu.apps.files.office import modern
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Parse
from kepu.apps.ledger.selectors.regions import division_names
from kepu.apps.ledger.services.candidates import begin_review
from kepu.apps.ledger.services.states import locked, move
from kepu.apps.ledger.services.workbooks import keep_reading, read_workbook_plan
from kepu.core.plans import parse_plan, read_document, to_dict

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Plan
    from kepu.core.errors import KepuError


def read_plan(plan: Plan) -> dict[str, Any]:
    """Read the document of a plan; slow, so never inside a transaction."""
    with plan.source_file.open() as file:
        data = file.read()
    if plan.source_file.kind in {Kind.XLSX, Kind.XLS}:
        return read_workbook_plan(plan, data)
    name = plan.source_file.name
    return to_dict(parse_plan(read_document(modern(data, name), name), division_names()))


@transaction.atomic
def store_parse(*, plan_id: int, result: dict[str, Any]) -> Plan:
    """Keep what was found and ask for a person, first about columns that nobody knows; again it changes nothing."""
    plan = locked(plan_id)
    if plan.state != PlanState.IMPORTING:
        return plan
    if "columns" in result:
        keep_reading(plan, result)
        if not result["is_clear"]:
            return _ask_columns(plan)
    move(plan, PlanState.REVIEW)
    Parse.objects.create(plan=plan, result=result, reader=__version__)
    plan.save(update_fields=["state", *begin_review(plan, result)])
    return plan


def _ask_columns(plan: Plan) -> Plan:
    move(plan, PlanState.COLUMNS)
    plan.save(update_fields=["state"])
    return plan


@transaction.atomic
def fail_plan(*, plan_id: int, error: KepuError) -> Plan:
    """Keep why a document could not be read."""
    plan = locked(plan_id)
    if plan.state == PlanState.IMPORTING:
        move(plan, PlanState.FAILED)
        plan.failure = {"code": str(error.code), "details": error.details}
        plan.save(update_fields=["state", "failure"])
    return plan
