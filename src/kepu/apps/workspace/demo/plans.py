"""Plans of the demonstration: four in the ledger that overlap, one that waits for review, and as many tasks as a test of
size needs.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from kepu.apps.base import clock
from kepu.apps.files.services import attach_to, store
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.selectors.units import match_units
from kepu.apps.ledger.services import confirm_plan, import_plan
from kepu.apps.ledger.services.filling import fill_plan
from kepu.apps.ledger.services.importing import PURPOSE
from kepu.apps.ledger.services.units import printed_names
from kepu.apps.territory.enums import RegionLevel
from kepu.apps.workspace.demo import last_year
from kepu.apps.workspace.demo.context import DISTRICT
from kepu.apps.workspace.demo.synthetic import synthetic_result

if TYPE_CHECKING:
    from kepu.apps.files.models import StoredFile
    from kepu.apps.territory.models import Region
    from kepu.apps.workspace.demo.context import DemoContext

# Document, name as if a person had uploaded it.
FIVE_YEARS = ("five_years.txt", "青禾区实施方案（2022—2026年）.txt")
DEMONSTRATION = ("demonstration_district.html", "全国科普示范区创建任务分工.html")
KEY_POINTS = ("key_points.txt", "2026年工作要点.txt")
WAITING = ("science_day.txt", "科普月活动分工方案.txt")
MANY_PLANS, TASKS_EACH = 100, 1000
BEFORE = timedelta(days=14)


def load_plans(ctx: DemoContext) -> None:
    """Import the documents as the district's office; what is there already stays as it is."""
    with clock.standing_at(_moment(ctx)):
        for name, data in (*map(_document, (FIVE_YEARS, DEMONSTRATION, KEY_POINTS)), _last_year()):
            read = _import(ctx, name, data)
            if read is not None:
                confirm_plan(plan_id=read.pk, user=ctx.office)
        _import(ctx, *_document(WAITING))
        if ctx.size == "100k":
            load_many(ctx)


def load_many(ctx: DemoContext) -> None:
    """Fill the regions with plans of a thousand tasks each, a transaction for each plan."""
    levels = (RegionLevel.COUNTY, RegionLevel.TOWN)
    regions = [region for code, region in sorted(ctx.regions.items()) if region.level in levels]
    stored = None
    for number in range(MANY_PLANS):
        region = regions[number % len(regions)]
        title = f"{region.name}科普工作任务分解（演示第{number + 1}份）"
        if Plan.objects.filter(region_code=region.code, title=title).exists():
            continue
        stored = stored or store(
            ContentFile("演示数据，没有原文件。".encode(), name="演示数据.txt"), owner_id=ctx.office.pk, purpose=PURPOSE
        )
        _fill(ctx, region, title, stored)


def _document(each: tuple[str, str]) -> tuple[str, bytes]:
    path, name = each
    return name, files("kepu.apps.workspace.demo").joinpath("documents", path).read_bytes()


def _last_year() -> tuple[str, bytes]:
    return last_year.NAME, last_year.workbook()


def _import(ctx: DemoContext, name: str, data: bytes) -> Plan | None:
    """Import a document, unless it is there."""
    if Plan.objects.filter(region_code=DISTRICT, sha256=hashlib.sha256(data).hexdigest()).exists():
        return None
    return import_plan(user=ctx.office, region_code=DISTRICT, name=name, data=data)


@transaction.atomic
def _fill(ctx: DemoContext, region: Region, title: str, stored: StoredFile) -> None:
    plan = Plan.objects.create(
        region_code=region.code,
        region_name=region.full_name,
        title=title,
        source_file=stored,
        source_name=stored.name,
        sha256=stored.sha256,
        created_by=ctx.office,
    )
    attach_to(stored, PURPOSE, plan.pk)
    result = synthetic_result(ctx.random(f"plan/{title}"), TASKS_EACH, title=title)
    fill_plan(plan, result, match_units(printed_names(result["tasks"]), region.code, ctx.as_of))
    plan.state, plan.closed_by, plan.closed_at = PlanState.CONFIRMED, ctx.office, clock.now()
    plan.save()


def _moment(ctx: DemoContext) -> datetime:
    """A morning before the first round of reports."""
    return timezone.make_aware(datetime.combine(ctx.periods[0].last - BEFORE, time(9)))
