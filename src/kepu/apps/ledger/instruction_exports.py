"""The list of instructions as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kepu.core.documents.workbook import write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.ledger.models import InstructionReply
    from kepu.apps.ledger.selectors.instructions import Line


def workbook(lines: Sequence[Line], replies: Mapping[int, Sequence[InstructionReply]]) -> bytes:
    """One row per instruction, everything that was said in one cell, oldest first."""
    columns = [
        _("序号"),
        _("日期"),
        _("类别"),
        _("批示人"),
        _("内容"),
        _("任务"),
        _("承办单位"),
        _("回复期限"),
        _("状态"),
        _("回复和退回"),
        _("办结意见"),
    ]
    rows = [
        (
            number,
            f"{localtime(line.row.created_at):%Y-%m-%d}",
            str(line.row.get_kind_display()),
            line.given_by,
            line.row.text,
            line.row.task.text if line.row.task else "",
            _("、").join(unit.organisation.name for unit in line.units),
            f"{line.row.due_on:%Y-%m-%d}" if line.row.due_on else "",
            f"{line.state_label} {line.light.note}".strip(),
            "\n".join(map(said, replies[line.row.pk])),
            line.row.close_note,
        )
        for number, line in enumerate(lines, start=1)
    ]
    return write_table(_("批示和督办"), columns, rows, widths=[6, 11, 10, 16, 34, 26, 20, 11, 12, 40, 20])


def said(reply: InstructionReply) -> str:
    """One reply or return in one line: when, who, what."""
    who = reply.organisation.name if reply.organisation else _("领导小组办公室")
    note = _("（办公室代录）") if reply.is_proxy else ""
    return f"{localtime(reply.at):%Y-%m-%d} {who} {reply.get_event_display()}{note}：{reply.text}"
