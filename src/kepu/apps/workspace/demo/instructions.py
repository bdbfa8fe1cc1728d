"""What leaders and the office of the demonstration asked for: one open, one replied to, one closed, one overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from kepu.apps.base import clock
from kepu.apps.ledger.enums import InstructionKind
from kepu.apps.ledger.models import Instruction, Task
from kepu.apps.ledger.services.instructions import (
    Demand,
    close_instruction,
    forward_instruction,
    give_instruction,
    reply_to_instruction,
)
from kepu.apps.workspace.demo.context import DISTRICT
from kepu.apps.workspace.demo.reports import liaison

if TYPE_CHECKING:
    from kepu.apps.workspace.demo.context import DemoContext


@dataclass(frozen=True)
class Told:
    """An instruction, and how far it came: days before the day of the demonstration."""

    text: str
    task: str
    unit: str
    given: int
    due: int
    reply: str = ""
    note: str = ""
    kind: InstructionKind = InstructionKind.LEADER


TOLD = (
    Told(
        "新建社区科普馆进度偏慢，请区科协说明原因，提出年底前建成的具体安排。",
        "新建社区科普馆",
        "990102-304",
        given=20,
        due=-4,
        reply="竹桥街道场馆已完工，星湖街道场馆月底进场布展，第三处完成选址，12月20日前全部建成。",
        note="同意，请按时间节点推进。",
    ),
    Told(
        "科学家进校园要覆盖农村学校，请区教委列出还没有覆盖的学校。",
        "科学家进校园",
        "990102-203",
        given=12,
        due=2,
        reply="全区还有6所农村小学没有覆盖，已排入11月下旬和12月的计划。",
    ),
    Told("应急演练要增加养老服务机构，请抓紧安排。", "应急演练", "990102-216", given=9, due=-2),
    Told(
        "请报送生态环境开放日本年度安排和已开展的场次。",
        "环保设施",
        "990102-211",
        given=5,
        due=5,
        kind=InstructionKind.OFFICE,
    ),
)


def load_instructions(ctx: DemoContext) -> None:
    """Make them by the services that people use; what is there stays as it is."""
    if Instruction.objects.filter(region_code=DISTRICT).exists():
        return
    for told in TOLD:
        _tell(ctx, told)


def _tell(ctx: DemoContext, told: Told) -> None:
    leader, unit = ctx.users["leader"], ctx.organisations[told.unit]
    due_on = ctx.as_of + timedelta(days=told.due)
    task = Task.objects.filter(region_code=DISTRICT, text__contains=told.task).order_by("-pk").first()
    by_leader = told.kind == InstructionKind.LEADER
    with clock.standing_at(_before(ctx, told.given)):
        row = give_instruction(
            user=leader if by_leader else ctx.office,
            demand=Demand(
                DISTRICT,
                told.text,
                kind=told.kind,
                task_id=task.pk if task else None,
                organisation_ids=() if by_leader else (unit.pk,),
                due_on=due_on,
            ),
        )
        if by_leader:
            row = forward_instruction(
                user=ctx.office, instruction_id=row.pk, version=row.version, organisation_ids=[unit.pk], due_on=due_on
            )
    if told.reply:
        with clock.standing_at(_before(ctx, told.given - 4)):
            reply_to_instruction(
                user=liaison(ctx, unit), instruction_id=row.pk, organisation_id=unit.pk, text=told.reply
            )
    if told.note:
        with clock.standing_at(_before(ctx, told.given - 6)):
            row.refresh_from_db()
            close_instruction(user=leader, instruction_id=row.pk, version=row.version, note=told.note)


def _before(ctx: DemoContext, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(ctx.as_of - timedelta(days=days), time(11)))
