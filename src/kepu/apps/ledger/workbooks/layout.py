"""The workbook of a unit's page: its columns, its mark, the keys of its rows. Always in Chinese, whoever downloads it."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import translation

from kepu.apps.base import secrets
from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import Answer
from kepu.apps.ledger.judging import counted_how
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.checking import figure_words, report_entries
from kepu.apps.ledger.selectors.entries import EDITABLE, previous_texts, targets_of
from kepu.apps.ledger.wording import quantity_words, target_words
from kepu.core.documents import FormColumn, FormSheet, write_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.ledger.models import Entry, UnitReport
    from kepu.apps.ledger.same_figures import Quantity
    from kepu.apps.ledger.selectors.entries import Previous

SHEET = "报送表"
KEY, NUMBER, PLAN, TASK, ROLE, LAST = "编号（请勿改动）", "序号", "任务来源", "任务", "角色", "上期进展"
ANSWER, PROGRESS, PERCENT, REASON = "本期情况", "工作进展", "完成率（%）", "无进展的原因"
PROBLEMS, NEXT_STEP = "存在问题", "下步措施"
FIGURE, VALUE = "指标{n}", "指标{n}本期数值"
TEXT_COLUMNS = {PROGRESS: "progress", REASON: "reason", PROBLEMS: "problems", NEXT_STEP: "next_step"}
ANSWERS = {
    Answer.PROGRESS: "有进展",
    Answer.SAME: "与上期相同",
    Answer.NONE: "本期无进展",
    Answer.NOT_APPLICABLE: "不涉及",
}
LINES = (
    "一、每行一项任务：在“本期情况”里选一项；选“有进展”写工作进展，选“本期无进展”写原因，与上期相同的不用再写。",
    "二、只填白色的格子，灰色的是已有内容。百分数填数字，例如 85 表示 85%；没有数据就空着。",
    "三、请不要删除表头和隐藏的编号列；行可以移动、排序。填好存成 .xlsx 发回办公室，或者在系统里自己上传。",
)
MARK = re.compile(r"kepu1:([0-9a-f-]{36}):([0-9A-Z/-]{4,12}):([0-9a-f]{16})")
ROW_KEY = re.compile(r"T(\d{1,12})-v(\d{1,9})((?:-g\d{1,12})*)")


@dataclass(frozen=True)
class Mark:
    """Which page a workbook is of."""

    report: UUID
    period: str


@dataclass(frozen=True)
class RowKey:
    """Which entry a row is of, in which version it was written, and whose figures its columns are."""

    entry: int
    version: int
    targets: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"T{self.entry}-v{self.version}" + "".join(f"-g{target}" for target in self.targets)


def mark_of(report: UnitReport) -> str:
    """The mark of a page: its key and period, and a code that nobody else can make."""
    said = f"{report.key}:{report.round.period}"
    return f"kepu1:{said}:{_code(said)}"


def read_mark(text: str) -> Mark | None:
    """The page that a mark names, when it is ours."""
    found = MARK.search(text)
    if found is None or not hmac.compare_digest(_code(f"{found[1]}:{found[2]}"), found[3]):
        return None
    try:
        return Mark(UUID(found[1]), found[2])
    except ValueError:
        return None


def read_key(text: str) -> RowKey | None:
    """The entry that a row's key names."""
    found = ROW_KEY.fullmatch(text.strip())
    if found is None:
        return None
    targets = tuple(int(each) for each in re.findall(r"-g(\d+)", found[3]))
    return RowKey(int(found[1]), int(found[2]), targets)


def unit_workbook(report: UnitReport) -> bytes:
    """The page as a workbook: what is asked, what was said the last time, what is written so far."""
    entries = report_entries(report)
    previous, targets = previous_texts(report, entries), targets_of(report, entries)
    asked = {entry.pk: quantities(targets[entry.pk], entry.figures) for entry in entries}
    n_figures = max((len(each) for each in asked.values()), default=0)
    with translation.override("zh-hans"):
        period = period_label(report.round.period)
        sheet = FormSheet(
            name=SHEET,
            title=f"{report.organisation.name} {period}工作进展报送表（{report.last_day.isoformat()} 前报送）",
            lines=LINES,
            mark=mark_of(report),
            columns=_columns(n_figures),
            rows=[
                _row(number, entry, previous.get(entry.pk), asked[entry.pk], n_figures)
                for number, entry in enumerate(entries, 1)
            ],
        )
    return write_form(sheet)


def _columns(n_figures: int) -> list[FormColumn]:
    figures = [
        column
        for number in range(1, n_figures + 1)
        for column in (
            FormColumn(FIGURE.format(n=number), 20),
            FormColumn(VALUE.format(n=number), 11, "number"),
        )
    ]
    return [
        FormColumn(KEY, 0),
        FormColumn(NUMBER, 6),
        FormColumn(PLAN, 20),
        FormColumn(TASK, 38),
        FormColumn(ROLE, 7),
        FormColumn(LAST, 34),
        FormColumn(ANSWER, 13, "choice", tuple(ANSWERS.values())),
        FormColumn(PROGRESS, 46, "write"),
        FormColumn(PERCENT, 10, "number"),
        *figures,
        FormColumn(PROBLEMS, 24, "write"),
        FormColumn(NEXT_STEP, 24, "write"),
        FormColumn(REASON, 20, "write"),
    ]


def _row(
    number: int, entry: Entry, previous: Previous | None, asked: Sequence[Quantity], n_figures: int
) -> list[str | float | None]:
    last = previous.content if previous else {}
    # What was filed already is shown and cannot be written in.
    is_open = entry.state in EDITABLE
    figures: list[str | float | None] = []
    for each in asked:
        words = f"{quantity_words(each)}：{target_words(each.target)}；{counted_how(each.target)}"
        figures += [words, _figure(each.said_in(entry.figures))]
    figures += [None] * (2 * n_figures - len(figures))
    key = RowKey(entry.pk, entry.version, tuple(each.target.pk for each in asked))
    texts = [entry.problems, entry.next_step, entry.reason]
    return [
        str(key),
        number,
        f"{entry.task.plan.title}{f'（{entry.task.plan.doc_number}）' if entry.task.plan.doc_number else ''}",
        f"{f'{entry.task.number}. ' if entry.task.number else ''}{entry.task.text}",
        str(entry.get_role_display()),
        _last_words(last),
        ANSWERS[Answer(entry.answer)] if entry.answer else "",
        entry.progress,
        _percent(entry, asked, is_open=is_open),
        *figures,
        *texts,
    ]


def _last_words(last: Mapping[str, object]) -> str:
    parts = [str(last.get("progress") or last.get("reason") or "")]
    if last.get("percent") is not None:
        parts.append(f"完成率 {last['percent']}%")
    return "\n".join(part for part in parts if part)


def _percent(entry: Entry, asked: Sequence[Quantity], *, is_open: bool) -> float | str | None:
    """A percentage is asked only where the task has a figure."""
    if entry.percent is not None:
        return float(entry.percent)
    return "" if asked and is_open else None


def _figure(figure: Mapping[str, str] | None) -> float | str:
    if figure and figure.get("state") == "value":
        try:
            return float(figure["value"])
        except ValueError:
            return figure["value"]
    return figure_words(figure)


def _code(said: str) -> str:
    return hmac.new(secrets.key("workbook"), said.encode(), hashlib.sha256).hexdigest()[:16]
