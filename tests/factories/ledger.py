"""Makers of plans: what the reader would have found, and plans in every state."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from kepu.apps.base import clock
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Parse, Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.filling import fill_plan
from kepu.apps.ledger.services.units import printed_names
from tests.factories.files import make_stored_file
from tests.factories.people import make_user
from tests.factories.territory import make_region

if TYPE_CHECKING:
    from collections.abc import Sequence

numbers = count(1)
HEADER = ("序号", "行动", "任务内容", "牵头部门", "责任部门")
ROLES = ("number", "category", "text", "lead", "support")
OFFICE = tuple(LedgerPermission)
READER = (LedgerPermission.VIEW_PLAN,)
PLAN_TEXT = """青禾区人民政府办公室
关于印发青禾区科普工作实施方案（2026—2030年）的通知
青禾府办发〔2026〕5号

青禾区科普工作实施方案（2026—2030年）

一、工作目标
到2030年，全区公民具备科学素质的比例达到20%以上，建成科普基地12个。

二、重点任务
（一）青少年科学素质提升行动
每年组织科学家进校园活动不少于20场。（牵头单位：区教委；责任单位：区科协、团区委）
（二）科普基础设施工程
新建社区科普馆5个。（牵头单位：区科协；责任单位：区财政局、各镇街）
"""


def make_office(region: Any = None, **overrides: Any) -> Any:
    """Somebody of the leading group's office: may do everything with the plans of a region."""
    return make_user(region=region or make_region(), permissions=OFFICE, **overrides)


def make_reader(region: Any = None, **overrides: Any) -> Any:
    """Somebody who may only read."""
    return make_user(region=region or make_region(), permissions=READER, **overrides)


def make_task(**overrides: Any) -> dict[str, Any]:
    """A task as the reader gives it."""
    number = overrides.pop("id", next(numbers))
    return {
        "id": number,
        "number": str(number),
        "category": "重点行动",
        "group": "青少年行动",
        "text": f"第{number}项：组织科普活动。",
        "lead": ["区科协"],
        "support": ["区教委", "各镇街"],
        "section": None,
        "open_ended": False,
        "due": None,
        "span": None,
        "confidence": 0.95,
        "rule": "table",
        **overrides,
    }


def make_target(**overrides: Any) -> dict[str, Any]:
    """A target as the reader gives it."""
    return {
        "indicator": "公民具备科学素质的比例",
        "quote": "比例达到20%以上",
        "comparator": ">=",
        "value": 20,
        "value_high": None,
        "unit": "%",
        "period": "by_date",
        "due_year": 2030,
        "aspiration": False,
        "is_baseline": False,
        "as_of_year": None,
        "task_id": None,
        "section": None,
        "span": None,
        "confidence": 0.9,
        "rule": "figure",
        **overrides,
    }


def make_section(title: str = "重点任务", **overrides: Any) -> dict[str, Any]:
    """A heading as the reader gives it."""
    return {
        "number": "一",
        "level": 1,
        "title": title,
        "parent": None,
        "kind": "action",
        "span": None,
        "confidence": 1.0,
        "rule": "numbered",
        **overrides,
    }


def make_result(tasks: Sequence[dict[str, Any]] | int = 1, **overrides: Any) -> dict[str, Any]:
    """The result of the reader: a printed table with these tasks, each in a line of the text."""
    rows = [make_task(id=number) for number in range(1, tasks + 1)] if isinstance(tasks, int) else list(tasks)
    title = overrides.pop("title", "青禾区科普工作实施方案（2026—2030年）")
    text = f"{title}\n\n"
    for row in rows:
        start = len(text)
        text += f"{row['text']}\t{'、'.join(row['lead'])}\t{'、'.join(row['support'])}\n"
        row["span"] = [start, start + len(row["text"])]
    return {
        "document": {"title": title, "spans": {}, "based_on": [], "status": "issued"},
        "sections": [],
        "tasks": rows,
        "targets": [],
        "units": [{"name": n, "canonical": n, "kind": "government", "span": None} for n in printed_names(rows)],
        "warnings": [],
        "tables": [make_table(rows)],
        "text": text,
        **overrides,
    }


def make_table(tasks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A printed table: equal groups that follow each other are one merged cell."""
    cells = [_cell(0, column, words) for column, words in enumerate(HEADER)]
    for row, task in enumerate(tasks, 1):
        values = (task["number"], None, task["text"], "、".join(task["lead"]), "、".join(task["support"]))
        cells += [_cell(row, column, value) for column, value in enumerate(values) if value is not None]
        if row == 1 or tasks[row - 2]["group"] != task["group"]:
            height = next(
                (i for i, each in enumerate(tasks[row:], 1) if each["group"] != task["group"]), len(tasks) - row + 1
            )
            cells.append(_cell(row, 1, task["group"], rows=height))
    return {
        "title": None,
        "header": list(HEADER),
        "roles": list(ROLES),
        "header_rows": 1,
        "n_rows": len(tasks) + 1,
        "n_columns": len(HEADER),
        "cells": cells,
        "tasks": [0, *(task["id"] for task in tasks)],
    }


def _cell(row: int, column: int, text: str, rows: int = 1) -> dict[str, Any]:
    return {"row": row, "column": column, "rows": rows, "columns": 1, "text": text, "span": None}


def make_plan(*, owner: Any = None, region: Any = None, **overrides: Any) -> Plan:
    """A plan that is being read."""
    region = region or make_region()
    owner = owner or make_office(region)
    title = overrides.pop("title", f"实施方案{next(numbers)}")
    values = {
        "region_code": region.code,
        "region_name": region.full_name,
        "title": title,
        "source_name": "方案.txt",
        "sha256": f"{next(numbers):064}",
        "created_by": owner,
    }
    if "source_file" not in overrides:
        overrides["source_file"] = make_stored_file(owner=owner)
    plan = Plan.objects.create(**{**values, **overrides})
    from kepu.apps.files.services import attach_to

    attach_to(plan.source_file, "ledger.plan", plan.pk)
    return plan


def make_review_plan(result: dict[str, Any] | None = None, **overrides: Any) -> Plan:
    """A plan that waits for a person."""
    plan = make_plan(**{"state": PlanState.REVIEW, **overrides})
    Parse.objects.create(plan=plan, result=result or make_result(title=plan.title))
    return plan


def make_confirmed_plan(result: dict[str, Any] | int | None = None, **overrides: Any) -> Plan:
    """A plan in the ledger, with its tasks; a number gives so many."""
    plan = make_plan(**overrides)
    if not isinstance(result, dict):
        result = make_result(result or 1, title=plan.title)
    organisations = overrides.pop("organisations", {})
    fill_plan(plan, result, organisations)
    plan.state, plan.closed_by, plan.closed_at = PlanState.CONFIRMED, plan.created_by, clock.now()
    plan.save()
    return plan
