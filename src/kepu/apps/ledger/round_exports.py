"""A whole round as a workbook: how every unit stands, and every answer under the offices' columns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import Answer, EntryEvent
from kepu.apps.ledger.models import Entry, EntryText, Evidence
from kepu.apps.ledger.round_wording import late_words
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.checking import figure_words, targets_by_entry
from kepu.apps.ledger.selectors.entries import asked_for
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER, OWED, report_rows
from kepu.apps.ledger.wording import quantity_words, target_words
from kepu.core.documents.workbook import Sheet, SheetCell, write_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.ledger.models import Round, Target, UnitReport
    from kepu.apps.ledger.same_figures import Quantity

Value = str | float | None
REPORTED_EVENTS = (EntryEvent.FILED, EntryEvent.ACCEPTED, EntryEvent.IMPORTED)


@dataclass(frozen=True)
class Table:
    """Columns with their widths, and rows; what is equal below each other in the first `merged` columns is one cell."""

    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Value]]
    merged: int = 0


def unit_table(found: Round) -> Table:
    """How every unit stands."""
    columns = [
        (_("序号"), 6.0),
        (_("单位"), 28.0),
        (_("状态"), 10.0),
        (_("截止日期"), 12.0),
        (_("上报时间"), 18.0),
        (_("报送方式"), 12.0),
        (_("逾期"), 14.0),
        (_("任务"), 8.0),
        (_("已填"), 8.0),
        (pgettext("times", "退回"), 8.0),
        (_("核对时间"), 18.0),
    ]
    reports = report_rows(found).order_by(*OFFICIAL_ORDER, "pk")
    return Table(columns, [_unit_row(number, report) for number, report in enumerate(reports, 1)])


def _unit_row(number: int, report: UnitReport) -> list[Value]:
    days = report.days_late
    return [
        number,
        report.organisation.name,
        str(report.get_state_display()),
        report.last_day.isoformat(),
        f"{localtime(report.filed_at):%Y-%m-%d %H:%M}" if report.filed_at else "",
        str(report.get_filing_display()) if report.filed_at else "",
        late_words(days, is_owed=report.state in OWED) if days else "",
        report.n_entries,
        report.n_answered,
        getattr(report, "n_returned", 0),
        f"{localtime(report.checked_at):%Y-%m-%d %H:%M}" if report.checked_at else "",
    ]


def answer_table(found: Round) -> Table:
    """Every answer as it was reported, with what was corrected beside it."""
    columns = [
        (_("序号"), 6.0),
        (_("牵头单位"), 16.0),
        (_("任务来源"), 22.0),
        (_("重点任务"), 40.0),
        (_("责任单位"), 18.0),
        (_("完成时限"), 12.0),
        (_("年度目标"), 24.0),
        (_("本期情况"), 10.0),
        (_("阶段进展"), 46.0),
        (_("完成率（%）"), 9.0),
        (_("指标数据"), 22.0),
        (_("存在问题"), 24.0),
        (_("下步措施"), 24.0),
        (_("佐证材料"), 16.0),
        (_("办理状态"), 10.0),
        (_("核对"), 9.0),
        (_("备注"), 24.0),
    ]
    entries = list(_entries(found))
    targets = targets_by_entry(entries)
    reported, corrected = _reported_texts(entries), _corrections(entries)
    evidence = _evidence(entries)
    rows = [
        _answer_row(
            number,
            entry,
            targets[entry.pk],
            reported.get(entry.pk),
            corrected.get(entry.pk, ""),
            evidence.get(entry.pk, []),
        )
        for number, entry in enumerate(entries, 1)
    ]
    return Table(columns, rows)


def _entries(found: Round) -> Iterable[Entry]:
    rows = Entry.objects.filter(asked_for(""), report__round=found).select_related(
        "report__organisation", "task__plan", "asked_by_request"
    )
    order = [f"report__{name}" for name in OFFICIAL_ORDER]
    hidden = ("text", "tables", "warnings", "based_on")
    return rows.defer("task__spans", *(f"task__plan__{name}" for name in hidden)).order_by(
        *order, "role", "task__plan__issued_on", "task__plan_id", "task__position", "pk"
    )


def _reported_texts(entries: Sequence[Entry]) -> dict[int, EntryText]:
    """What was filed or accepted last: drafts are no report, corrections stand beside it."""
    rows = EntryText.objects.filter(entry__in=entries, event__in=REPORTED_EVENTS).order_by("pk")
    return {text.entry_id: text for text in rows}


def _corrections(entries: Sequence[Entry]) -> dict[int, str]:
    """The reasons of corrections, in order."""
    found: dict[int, str] = {}
    wanted = [entry.pk for entry in entries if entry.corrected_at]
    for text in EntryText.objects.filter(entry__in=wanted, event=EntryEvent.CORRECTED).order_by("pk"):
        words = _("%(day)s更正：%(reason)s") % {"day": f"{localtime(text.at):%Y-%m-%d}", "reason": text.note}
        found[text.entry_id] = "\n".join(part for part in (found.get(text.entry_id, ""), words) if part)
    return found


def _evidence(entries: Sequence[Entry]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in Evidence.objects.filter(entry__in=entries, removed_at=None).select_related("file").order_by("pk"):
        found.setdefault(each.entry_id, []).append(each.file.name)
    return found


def _answer_row(  # noqa: PLR0917  # what a row is made of
    number: int,
    entry: Entry,
    targets: Sequence[Target],
    reported: EntryText | None,
    corrected: str,
    evidence: Sequence[str],
) -> list[Value]:
    task = entry.task
    said: Mapping[str, Any] = reported.content if reported else {}
    answer, figures, percent = said.get("answer"), said.get("figures") or {}, said.get("percent")
    progress = said.get("progress") or said.get("reason") or ""
    notes = [corrected]
    if reported and entry.corrected_at and entry.progress != progress:
        notes.append(_("更正后：%(text)s") % {"text": entry.progress})
    return [
        number,
        entry.report.organisation.name,
        task.plan.doc_number or task.plan.title,
        task.text,
        task.support_names,
        task.due or (task.due_on.isoformat() if task.due_on else ""),
        "\n".join(f"{target.indicator}：{target_words(target)}" for target in targets),
        str(Answer(answer).label) if answer else "",
        progress,
        _short(None if percent in {None, ""} else Decimal(percent)),
        "\n".join(_figure(said, each) for each in quantities(targets, figures) if (said := each.said_in(figures))),
        said.get("problems") or "",
        said.get("next_step") or "",
        "\n".join(evidence),
        str(task.get_state_display()),
        str(entry.get_state_display()),
        "\n".join(note for note in notes if note),
    ]


def _short(percent: Decimal | None) -> float | None:
    """A whole percentage without its point."""
    if percent is None:
        return None
    return int(percent) if percent == int(percent) else float(percent)


def _figure(figure: Mapping[str, Any], quantity: Quantity) -> str:
    unit = quantity.target.unit if figure.get("state") == "value" else ""
    return f"{quantity_words(quantity)}：{figure_words(figure)}{unit}"


def round_workbook(found: Round) -> bytes:
    """Both tables, on A3 lying on its side, the head again on each page."""
    period = period_label(found.period)
    title = _("%(region)s%(period)s工作进展汇总表") % {"region": found.region_name, "period": period}
    return write_sheets(
        [_sheet(_("填报内容"), title, answer_table(found)), _sheet(_("报送情况"), title, unit_table(found))]
    )


def _sheet(name: str, title: str, table: Table) -> Sheet:
    cells = [SheetCell(0, column, words) for column, (words, _width) in enumerate(table.columns)]
    cells += [
        SheetCell(row, column, value) for row, values in enumerate(table.rows, 1) for column, value in enumerate(values)
    ]
    return Sheet(
        name=name,
        cells=cells,
        n_columns=len(table.columns),
        title=title,
        widths=[width for _words, width in table.columns],
        centred=frozenset({0}),
        paper="A3",
    )
