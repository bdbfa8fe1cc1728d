"""Read a workbook as a task table or a ledger, with what a person said about its columns, now or for an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.models import ColumnMapping, ColumnReading
from kepu.apps.ledger.selectors.regions import division_names
from kepu.core.plans import parse_plan, read_document, to_dict
from kepu.core.plans.ledgers import AS_PRINTED, Choice, Choices, ledger_dict, read_ledger
from kepu.core.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Plan
    from kepu.core.plans.ledgers import Ledger

    Found = Mapping[str, Any]


def read_workbook_plan(plan: Plan, data: bytes) -> dict[str, Any]:
    """Read the workbook of a plan; a ledger gives its history and columns too. Slow, so never inside a transaction."""
    name = plan.source_file.name
    source = read_document(data, name)  # refuses what is no workbook
    given = ColumnReading.objects.filter(plan=plan).first()
    book, divisions = read_workbook(data), division_names()
    ledger = read_ledger(book, name, choices_of(given.choices if given else None), divisions)
    if ledger is None:
        return to_dict(parse_plan(source, divisions))
    said = given is not None and given.choices is not None
    mapping = None if said else remembered(plan.region_code, ledger)
    if mapping is not None:
        ledger = read_ledger(book, name, choices_of({"columns": mapping.columns}), divisions) or ledger
    return {**ledger_dict(ledger), "mapping": mapping.pk if mapping else None, "is_clear": said or ledger.is_clear}


def remembered(region_code: str, ledger: Ledger) -> ColumnMapping | None:
    """What somebody of the region said about a workbook with the same headers."""
    return ColumnMapping.objects.filter(region_code=region_code, signature=ledger.signature).first()


def choices_of(said: Found | None) -> Choices:
    """What a person said, as the reader takes it."""
    if not said:
        return Choices()
    columns = {
        key: Choice(each["role"], each.get("period") or AS_PRINTED) for key, each in said.get("columns", {}).items()
    }
    return Choices(columns=columns, year=said.get("year"))


def keep_reading(plan: Plan, result: Found) -> ColumnReading:
    """Keep how the columns were understood; what a person said for this workbook stays."""
    history = result.get("history", ())
    facts = {
        "signature": result["signature"],
        "columns": result["columns"],
        "year": result["year"],
        "is_year_missing": result["is_year_missing"],
        "periods": sorted({report["period"] for report in history}),
        "n_reports": len(history),
        "mapping_id": result.get("mapping"),
    }
    reading, _is_new = ColumnReading.objects.update_or_create(plan=plan, defaults=facts)
    return reading
