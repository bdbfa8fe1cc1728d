"""What a returned workbook would change on its page: row by row, with what is wrong cell by cell. Nothing is written."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer
from kepu.apps.ledger.models import UnitReport
from kepu.apps.ledger.selectors.checking import figure_rows, report_entries, text_rows
from kepu.apps.ledger.selectors.entries import EDITABLE, content_of, previous_texts, targets_of
from kepu.apps.ledger.services.filing import fingerprint, gaps_of
from kepu.apps.ledger.workbooks.answers import Said, said_in
from kepu.apps.ledger.workbooks.cells import Problem
from kepu.apps.ledger.workbooks.layout import KEY
from kepu.apps.ledger.workbooks.reading import VALUE_HEAD, WRITTEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kepu.apps.ledger.models import Entry, Target
    from kepu.apps.ledger.selectors.checking import FigureRow, TextRow
    from kepu.apps.ledger.selectors.entries import Previous
    from kepu.apps.ledger.workbooks.reading import Returned, ReturnedRow

MOST_UNPLACED = 50  # rows on one page


@dataclass(frozen=True)
class RowPlan:
    """What one row would change in one entry."""

    entry: Entry
    row: ReturnedRow
    said: Said
    problems: Sequence[Problem]
    targets: Sequence[Target]
    is_conflict: bool

    @property
    def errors(self) -> list[Problem]:
        """What keeps the row out."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def is_settled(self) -> bool:
        """Whether the entry was filed meanwhile and can no longer be written."""
        return self.entry.state not in EDITABLE

    @property
    def is_change(self) -> bool:
        """Whether the page says something else."""
        now = content_of(self.entry)
        return any(_plain(now[name]) != _plain(value) for name, value in self.said.content.items())

    @property
    def is_ready(self) -> bool:
        """Whether it can be written."""
        return not self.errors and not self.is_settled and not self.said.is_blank and self.is_change

    @property
    def texts(self) -> list[TextRow]:
        """The texts, as the page has them and as the row has them."""
        return text_rows(content_of(self.entry), {**content_of(self.entry), **self.said.content})

    @property
    def figures(self) -> list[FigureRow]:
        """The figures, in the same way."""
        return figure_rows(content_of(self.entry), {**content_of(self.entry), **self.said.content}, self.targets)

    @property
    def answer(self) -> str:
        """What the row says of the period, in words."""
        return str(dict(Answer.choices).get(self.said.content.get("answer", ""), ""))


@dataclass(frozen=True)
class Unplaced:
    """A row of which nobody knows whose it is."""

    row: ReturnedRow
    problem: Problem | None

    @property
    def words(self) -> list[str]:
        """What stands in it."""
        return [cell.text for name, cell in self.row.cells.items() if name != KEY and cell.text]


@dataclass(frozen=True)
class Intake:
    """A returned workbook beside its page."""

    report: UnitReport
    refusals: Sequence[Problem]
    notes: Sequence[Problem] = ()
    plans: Sequence[RowPlan] = ()
    unplaced: Sequence[Unplaced] = ()
    missing: Sequence[Entry] = ()
    other: UnitReport | None = None
    previous: Mapping[int, Previous] = field(default_factory=dict)

    @property
    def asked_about(self) -> Sequence[Unplaced]:
        """The rows that a person is asked about now; placed ones make room for the next."""
        return self.unplaced[:MOST_UNPLACED]

    @property
    def n_not_asked(self) -> int:
        """How many such rows are not shown."""
        return len(self.unplaced) - len(self.asked_about)

    @property
    def ready(self) -> list[RowPlan]:
        """Rows that can be written."""
        return [plan for plan in self.plans if plan.is_ready]

    @property
    def faulty(self) -> list[RowPlan]:
        """Rows with something wrong."""
        return [plan for plan in self.plans if plan.errors and not plan.is_settled]

    @property
    def n_problems(self) -> int:
        """How many errors there are."""
        return sum(len(plan.errors) for plan in self.faulty)

    @property
    def settled(self) -> list[RowPlan]:
        """Rows about what was filed before and that say something else."""
        return [plan for plan in self.plans if plan.is_settled and not plan.said.is_blank and plan.is_change]

    @property
    def is_editable(self) -> bool:
        """Whether anything of the page can still be written."""
        return any(entry.state in EDITABLE for entry in [*(plan.entry for plan in self.plans), *self.missing])

    @property
    def is_complete(self) -> bool:
        """Whether the page can be filed when every ready row is taken."""
        return self.would_be_complete([plan.entry.pk for plan in self.ready])

    def would_be_complete(self, taken: Collection[int]) -> bool:
        """Whether the page can be filed when these rows are taken."""
        written = []
        contents = {plan.entry.pk: plan.said.content for plan in self.ready if plan.entry.pk in taken}
        for entry in [plan.entry for plan in self.plans] + list(self.missing):
            if entry.state in EDITABLE:
                draft = copy.copy(entry)
                for name, value in contents.get(entry.pk, {}).items():
                    setattr(draft, name, value)
                written.append(draft)
        return bool(written) and not gaps_of(written, self.previous)

    @property
    def fingerprint(self) -> str:
        """The versions of the page that the person saw."""
        return fingerprint([plan.entry for plan in self.plans] + list(self.missing))


def compare(report: UnitReport, returned: Returned, placed: Mapping[int, int] | None = None) -> Intake:
    """Put every row beside its entry; `placed` says of which entry a row (by its number) is that nothing else tells."""
    refusals, other = _refusals(report, returned)
    if refusals:
        return Intake(report, refusals, other=other)
    entries = {entry.pk: entry for entry in report_entries(report)}
    asked = list(entries.values())
    previous, targets = previous_texts(report, asked), targets_of(report, asked)
    rows, unplaced = _placed(entries, returned, placed or {})
    plans = [
        _plan(entry, rows[pk], returned, targets[pk], previous.get(pk)) for pk, entry in entries.items() if pk in rows
    ]
    return Intake(
        report=report,
        refusals=(),
        notes=_notes(returned),
        plans=plans,
        unplaced=unplaced,
        missing=[entry for pk, entry in entries.items() if pk not in rows],
        previous=previous,
    )


def _refusals(report: UnitReport, returned: Returned) -> tuple[list[Problem], UnitReport | None]:
    """What makes the whole workbook useless for this page."""
    if not returned.has_head:
        return [Problem("", LedgerCode.SHEET_NO_HEAD, {})], None
    mark = returned.mark
    if mark is None or mark.report == report.key:
        return [], None
    other = UnitReport.objects.select_related("organisation", "round").filter(key=mark.report).first()
    own = {"unit": report.organisation.name, "period": period_label(report.round.period)}
    if other is not None and other.organisation_id != report.organisation_id:
        return [Problem("", LedgerCode.SHEET_OTHER_UNIT, own)], other
    return [Problem("", LedgerCode.SHEET_OTHER_PERIOD, {**own, "found": period_label(mark.period)})], other


def _notes(returned: Returned) -> list[Problem]:
    notes = []
    if returned.mark is None:
        notes.append(Problem("", LedgerCode.SHEET_NO_MARK, {}, is_error=False))
    if returned.other_sheets:
        names = _("、").join(returned.other_sheets)
        notes.append(Problem("", LedgerCode.SHEET_OTHER_SHEETS, {"names": names}, is_error=False))
    return notes


Rows = dict[int, "list[ReturnedRow]"]


def _placed(entries: Mapping[int, Entry], returned: Returned, placed: Mapping[int, int]) -> tuple[Rows, list[Unplaced]]:
    """The rows of each entry: by key, by hand, by the words of the task; the others are kept."""
    rows: Rows = {}
    rest: list[Unplaced] = []
    by_words = _entries_by_words(entries)
    for row in returned.rows:
        if row.key is not None and row.key.entry in entries:
            rows.setdefault(row.key.entry, []).append(row)
        elif placed.get(row.number) in entries:
            rows.setdefault(placed[row.number], []).append(row)
        elif row.key is None and (found := by_words.get(_tidy(row.task_words))):
            rows.setdefault(found, []).append(row)
        elif not row.is_blank:
            code = LedgerCode.SHEET_FOREIGN_ROW if row.key else LedgerCode.SHEET_NO_KEY
            rest.append(Unplaced(row, Problem(row.row_place, code, {}, is_error=False)))
    return rows, rest


def _entries_by_words(entries: Mapping[int, Entry]) -> dict[str, int]:
    """Entries by the words of their task, where only one has them."""
    found: dict[str, list[int]] = {}
    for pk, entry in entries.items():
        for words in (entry.task.text, f"{entry.task.number}. {entry.task.text}"):
            found.setdefault(_tidy(words), []).append(pk)
    return {words: pks[0] for words, pks in found.items() if len(set(pks)) == 1}


def _plan(
    entry: Entry,
    rows: Sequence[ReturnedRow],
    returned: Returned,
    targets: Sequence[Target],
    previous: Previous | None,
) -> RowPlan:
    row = next((each for each in rows if not each.is_blank), rows[0])
    said = said_in(row, entry, returned.columns, targets, previous)
    problems = list(said.problems)
    for other in rows:
        if other is not row and not other.is_blank and _written(other) != _written(row):
            details = {"one": row.row_place, "other": other.row_place}
            problems.append(Problem(other.row_place, LedgerCode.SHEET_TWICE, details))
    is_old = row.key is not None and row.key.version != entry.version
    plan = RowPlan(entry, row, said, problems, targets, is_conflict=False)
    if is_old and plan.is_ready:
        who = entry.saved_by.name if entry.saved_by else ""
        problems.append(Problem(row.row_place, LedgerCode.SHEET_CHANGED_SINCE, {"who": who}, is_error=False))
        return RowPlan(entry, row, said, problems, targets, is_conflict=True)
    return plan


def _written(row: ReturnedRow) -> dict[str, str]:
    return {name: cell.text for name, cell in row.cells.items() if name in WRITTEN or VALUE_HEAD.fullmatch(name)}


def _tidy(words: str) -> str:
    return "".join(words.split())


def _plain(value: Any) -> Any:
    """Values as they are compared: nothing is nothing, numbers without trailing zeros, texts without their edges."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return {key: (each.get("state"), _plain_number(each.get("value"))) for key, each in value.items()}
    text = str(value).strip()
    return _plain_number(text)


def _plain_number(value: Any) -> str:
    text = str(value or "").strip()
    if text.replace(".", "", 1).replace("-", "", 1).isdigit() and "." in text:
        return text.rstrip("0").rstrip(".")
    return text
