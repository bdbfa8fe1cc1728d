"""What pages say of a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Answer, ReportState, RoundChange, RoundState
from kepu.apps.ledger.selectors.checking import figure_rows, text_rows
from kepu.apps.ledger.selectors.entries import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kepu.apps.ledger.models import EntryText, Round, RoundEvent, Target
    from kepu.apps.ledger.selectors.checking import FigureRow, TextRow
    from kepu.apps.ledger.selectors.rounds import Standing
    from kepu.apps.ledger.services.asking import Asked


@dataclass(frozen=True)
class EventLine:
    """What happened to a round, in words."""

    at: datetime
    who: str
    label: str
    sentence: str
    reason: str


def standing_words(found: Round, counted: Standing) -> str:
    """How far the round is, in one sentence."""
    done = counted.total - counted.owed
    days = (found.due_on - clock.today()).days
    words = {"done": done, "total": counted.total, "days": abs(days)}
    if found.state == RoundState.CLOSED:
        return _("应报 %(total)s 个单位，已报 %(done)s 个，已截止汇总。") % words
    if days < 0:
        return _("应报 %(total)s 个单位，已报 %(done)s 个；截止日期已过 %(days)s 天。") % words
    if days == 0:
        return _("应报 %(total)s 个单位，已报 %(done)s 个；今天截止。") % words
    return _("应报 %(total)s 个单位，已报 %(done)s 个；还有 %(days)s 天截止。") % words


def figures(found: Round, counted: Standing) -> list[dict[str, Any]]:
    """The strip of numbers; each leads to its units."""
    here = found.get_absolute_url()
    rows = (
        (_("应报"), counted.total, "", "", ""),
        (_("未报"), counted.owed, ReportState.WAITING.value, "warn" if counted.owed else "", ""),
        (_("待核对"), counted.to_check, ReportState.FILED.value, "", ""),
        (_("已退回"), counted.returned, ReportState.RETURNED.value, "warn" if counted.returned else "", ""),
        (_("已通过"), counted.accepted, ReportState.ACCEPTED.value, "", ""),
        (_("逾期"), counted.late, "late", "bad" if counted.late else "", _("含迟报")),
    )
    return [
        {
            "label": label,
            "value": value,
            "url": f"{here}?state={state}#units" if state else f"{here}#units",
            "tone": tone,
            "note": note,
        }
        for label, value, state, tone, note in rows
    ]


def strip(counted: Standing) -> list[tuple[str, int, int]]:
    """The parts of the strip that shows how far the round is: kind, where it begins, how wide it is."""
    parts, start = [], 0
    for kind, number in (
        ("accepted", counted.accepted),
        ("filed", counted.to_check),
        ("returned", counted.returned),
        ("owed", counted.owed),
    ):
        if number:
            parts.append((kind, start, number))
        start += number
    return parts


def compared_words(asked: Asked) -> str:
    """What comparing the list again changed."""
    if not (asked.n_reports or asked.n_entries or asked.n_withdrawn):
        return _("名单没有变化：没有新的单位和任务。")
    return _asked_words(asked.n_reports, asked.n_entries, asked.n_withdrawn)


def _asked_words(n_reports: int, n_entries: int, n_withdrawn: int) -> str:
    parts = []
    if n_reports:
        parts.append(ngettext("新增 %(n)s 个单位", "新增 %(n)s 个单位", n_reports) % {"n": n_reports})
    if n_entries:
        parts.append(ngettext("新增 %(n)s 项任务", "新增 %(n)s 项任务", n_entries) % {"n": n_entries})
    if n_withdrawn:
        parts.append(
            ngettext("撤回 %(n)s 项没人填过的任务", "撤回 %(n)s 项没人填过的任务", n_withdrawn) % {"n": n_withdrawn}
        )
    return _("，").join(parts) + _("。")


def event_lines(found: Round) -> list[EventLine]:
    """What was decided about a round, the latest first; one query."""
    rows = found.events.select_related("by", "report__organisation")
    return [
        EventLine(event.at, event.by.name, event.get_change_display(), _event_words(event), event.reason)
        for event in rows
    ]


def _event_words(event: RoundEvent) -> str:
    details = event.details
    if event.change == RoundChange.EXTENDED:
        unit = event.report.organisation.name if event.report else _("全部单位")
        return _("%(unit)s：截止日期由 %(old)s 改为 %(new)s。") % {
            "unit": unit,
            "old": details["from"],
            "new": details["to"],
        }
    if event.change == RoundChange.CLOSED:
        return _("应报 %(total)s 个单位，其中 %(owed)s 个没有报送或退回未改。") % {
            "total": details["n_reports"],
            "owed": details["n_owed"],
        }
    if event.change in {RoundChange.OPENED, RoundChange.CHECKED}:
        words = _asked_words(details["n_reports"], details["n_entries"], details["n_withdrawn"])
        unknown = details.get("unknown_names") or []
        if unknown:
            words += _("名录里没有这些牵头单位，没有向它们发起：%(names)s。") % {"names": _("、").join(unknown)}
        return words
    return ""


def late_words(days: int, *, is_owed: bool) -> str:
    """How late a page is."""
    if not is_owed:
        return ngettext("迟报%(n)s天", "迟报%(n)s天", days) % {"n": days}
    return ngettext("逾期%(n)s天未报", "逾期%(n)s天未报", days) % {"n": days}


@dataclass(frozen=True)
class HistoryLine:
    """One text of an answer beside the one before it."""

    text: EntryText
    answer: str
    texts: Sequence[TextRow]
    figures: Sequence[FigureRow]
    is_same: bool


def history_lines(texts: Sequence[EntryText], targets: Sequence[Target]) -> list[HistoryLine]:
    """Every text with what it changed, the latest first."""
    lines = []
    before: dict[str, Any] = {}
    for text in texts:
        content = text.content
        lines.append(
            HistoryLine(
                text=text,
                answer=str(dict(Answer.choices).get(content.get("answer"), "")),
                texts=text_rows(before, content),
                figures=[row for row in figure_rows(before, content, targets) if row.old or row.new],
                is_same=bool(before) and all(content.get(name) == before.get(name) for name in FIELDS),
            )
        )
        before = content
    return lines[::-1]
