"""Makers of ledgers that came as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from kepu.apps.files.services import prepare, store
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import ColumnReading
from kepu.apps.ledger.services import read_plan, store_parse
from tests.factories.ledger import make_office, make_plan
from tests.factories.territory import make_region

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Plan


def make_column(key: str = "协作分组", **overrides: Any) -> dict[str, Any]:
    """A column as the reader gives it: one that nobody knows."""
    return {
        "sheet": "台账",
        "column": "C",
        "key": key,
        "header": [key],
        "role": "other",
        "period": "",
        "suffix": None,
        "confidence": 0.5,
        "source": "header",
        "values": ["甲组", "乙组"],
        "is_unclear": True,
        **overrides,
    }


def make_column_reading(**overrides: Any) -> ColumnReading:
    """A plan that waits for what its columns hold."""
    columns = overrides.pop(
        "columns", [make_column("重点任务", column="B", role="text", confidence=0.95, is_unclear=False), make_column()]
    )
    plan = make_plan(**{"state": PlanState.COLUMNS, **overrides})
    return ColumnReading.objects.create(plan=plan, signature="s" * 64, columns=columns, year=2025)


def import_workbook(data: bytes, *, name: str = "台账.xlsx", region: Any = None, owner: Any = None) -> Plan:
    """A workbook that was imported and read by a worker."""
    region = region or make_region()
    owner = owner or make_office(region)
    stored = store(prepare(ContentFile(data, name=name)), owner_id=owner.pk, purpose="ledger.plan")
    plan = make_plan(owner=owner, region=region, source_file=stored, source_name=name, title=name, sha256=stored.sha256)
    return store_parse(plan_id=plan.pk, result=read_plan(plan))
