"""Answers as people read them: compared, in a receipt, on paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kepu.apps.ledger.enums import Answer
from kepu.apps.ledger.lights import late_note
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.entries import EDITABLE, FIELDS, content_of
from kepu.apps.ledger.services.answering import label_of
from kepu.apps.ledger.services.filing import filed_content
from kepu.apps.ledger.wording import quantity_words
from kepu.apps.measures.enums import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kepu.apps.ledger.models import Entry, UnitReport
    from kepu.apps.ledger.selectors.unit_report import Row, UnitPage


def clock_words(moment: datetime) -> str:
    """14:03."""
    return timezone.localtime(moment).strftime("%H:%M")


def moment_words(moment: datetime) -> str:
    """A day and a time."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def compared(row: Row, mine: Mapping[str, Any], current: Entry) -> list[dict[str, Any]]:
    """Rows for the component that shows both texts."""
    theirs = content_of(current)
    rows = []
    for name in FIELDS:
        if name not in mine:
            continue
        yours, now = (_words(row, name, content[name]) for content in (mine, theirs))
        if yours or now:
            rows.append({"label": label_of(name), "yours": yours, "theirs": now, "differs": yours != now})
    return rows


def _words(row: Row, name: str, value: Any) -> str:
    if name == "answer":
        return str(Answer(value).label) if value in Answer.values else ""
    if name == "figures":
        return _("；").join(f"{line.label} {line.text}" for line in _figure_lines(row, value or {}))
    return str(value or "").replace("\r\n", "\n").strip()


def _figure_lines(row: Row, figures: Mapping[str, Any]) -> list[Line]:
    """Each quantity that has a figure, once."""
    found = quantities(row.targets, figures)
    said = [(quantity_words(each), value_words(each.said_in(figures), each.target.unit)) for each in found]
    return [Line(label, words) for label, words in said if words]


def value_words(figure: Mapping[str, str], unit: str = "") -> str:
    """The number with its unit, or why there is none."""
    if figure.get("state") in {Standing.MISSING, Standing.NOT_APPLICABLE}:
        return str(Standing(figure["state"]).label)
    return f"{figure.get('value', '')}{unit}" if figure.get("value") else ""


@dataclass(frozen=True)
class Line:
    """One part of an answer on paper."""

    label: str
    text: str


def answer_lines(row: Row) -> list[Line]:
    """What an answer says: of 与上期相同 the text that is taken over."""
    content = row.content
    if content["answer"] == Answer.SAME and row.is_editable and row.previous:
        content = filed_content(row.entry, {row.entry.pk: row.previous})
    wanted = {
        Answer.PROGRESS: ("progress", "percent", "problems", "next_step"),
        Answer.SAME: ("progress", "percent", "problems", "next_step", "reason"),
        Answer.NONE: ("reason", "problems", "next_step"),
        Answer.NOT_APPLICABLE: ("reason",),
    }.get(content["answer"], ())
    lines = [Line(label_of(name), _said(name, content[name])) for name in wanted if content.get(name)]
    return lines + _figure_lines(row, content["figures"] or {})


def _said(name: str, value: Any) -> str:
    return f"{value}%" if name == "percent" else str(value).strip()


@dataclass(frozen=True)
class Receipt:
    """What a unit can forward as proof that it reported."""

    number: str
    facts: list[Line]
    address: str

    @classmethod
    def of(cls, page: UnitPage, address: str) -> Receipt:
        """The receipt of a filed page."""
        report = page.report
        assert report.filed_at is not None
        who = report.filed_by.name if report.filed_by else ""
        counts = Counter(row.content["answer"] for row in page.asked if row.entry.state not in EDITABLE)
        answers = _("，").join(
            _("%(answer)s %(n)s 项") % {"answer": answer.label, "n": counts[answer]}
            for answer in Answer
            if counts[answer]
        )
        late = report.days_late
        facts = [
            Line(_("回执编号"), receipt_number(report)),
            Line(_("单位"), _("、").join(page.names)),
            Line(_("报送期"), page.period),
            Line(_("上报时间"), moment_words(report.filed_at)),
            Line(_("上报人"), _("%(who)s（%(how)s）") % {"who": who, "how": report.get_filing_display()}),
            Line(_("答复任务"), _("%(n)s 项：%(answers)s") % {"n": counts.total(), "answers": answers}),
            Line(
                _("是否按时"),
                late_note(late) if late else _("按时"),
            ),
        ]
        return cls(receipt_number(report), facts, address)

    @property
    def text(self) -> str:
        """The same as a message."""
        lines = [_("【报送回执】"), *(_line(fact) for fact in self.facts), self.address]
        return "\n".join(lines)


def _line(fact: Line) -> str:
    return _("%(label)s：%(value)s") % {"label": fact.label, "value": fact.text}


def receipt_number(report: UnitReport) -> str:
    """Period, region and page: unique on the site, short enough to read out."""
    return f"{report.round.period}-{report.region_code[:6]}-{report.pk:05}"
