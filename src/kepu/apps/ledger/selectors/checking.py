"""What a unit filed, beside what it said the last time."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState
from kepu.apps.ledger.models import Entry, EntryText, Evidence, Target
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.checkers import authors_of
from kepu.apps.ledger.selectors.entries import content_of, is_asked, own_first, previous_texts, targets_of
from kepu.apps.ledger.selectors.targets import HEAVY, OLDEST_PLAN_FIRST, unpaired
from kepu.apps.ledger.wording import plain, quantity_words
from kepu.apps.measures.enums import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.ledger.models import UnitReport
    from kepu.apps.ledger.selectors.entries import Previous
    from kepu.apps.people.models import User

TEXTS = ("progress", "reason", "problems", "next_step")
COMPARED = ("progress", "percent", "problems", "next_step", "reason", "figures")
_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)]*|\n|$)")


@dataclass(frozen=True)
class TextRow:
    """One field of an answer, before and now."""

    name: str
    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        """Whether it was changed."""
        return self.old != self.new


@dataclass(frozen=True)
class FigureRow:
    """One figure, before and now; `goal` is what the plan wants."""

    target: Target | None
    label: str
    unit: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        """Whether it was changed."""
        return self.old != self.new


@dataclass(frozen=True)
class CheckRow:
    """One answer as it is checked."""

    entry: Entry
    previous: Previous | None
    texts: Sequence[TextRow]
    figures: Sequence[FigureRow]
    evidence: Sequence[Evidence]
    is_own: bool
    mended: Sequence[TextRow] = field(default=())

    @property
    def is_waiting(self) -> bool:
        """Whether it waits to be checked."""
        return self.entry.state == EntryState.FILED

    @property
    def is_unchanged(self) -> bool:
        """Whether the unit says the same as the last time."""
        if self.entry.answer == Answer.SAME:
            return True
        if self.previous is None:
            return False
        now = content_of(self.entry)
        return all((now[name] or "") == (self.previous.content.get(name) or "") for name in COMPARED)

    @property
    def key(self) -> str:
        """The answer and the version in which it was shown."""
        return f"{self.entry.pk}:{self.entry.version}"


@dataclass(frozen=True)
class Check:
    """A page of a unit as it is checked."""

    report: UnitReport
    rows: Sequence[CheckRow]
    may_check_own: bool

    @property
    def waiting(self) -> list[CheckRow]:
        """Answers that wait and that this person may check."""
        return [row for row in self.rows if row.is_waiting and (self.may_check_own or not row.is_own)]

    @property
    def unchanged(self) -> list[CheckRow]:
        """Those of them that say the same as the last time."""
        return [row for row in self.waiting if row.is_unchanged]

    @property
    def is_own(self) -> bool:
        """Whether something waits that this person wrote and may not check."""
        return any(row.is_waiting and row.is_own for row in self.rows) and not self.may_check_own


def check_of(report: UnitReport, user: User) -> Check:
    """Every answer of a page beside the last one; the same number of queries for 8 and for 200 of them."""
    entries = report_entries(report)
    previous = previous_texts(report, entries)
    targets = targets_of(report, entries)
    authors = authors_of(report, entries)
    returned = _returned_texts(entries)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for each in Evidence.objects.filter(entry__in=entries, removed_at=None).select_related("file").order_by("pk"):
        evidence[each.entry_id].append(each)
    rows = [
        CheckRow(
            entry=entry,
            previous=previous.get(entry.pk),
            texts=text_rows(_content(previous.get(entry.pk)), content_of(entry)),
            figures=figure_rows(_content(previous.get(entry.pk)), content_of(entry), targets[entry.pk]),
            evidence=evidence[entry.pk],
            is_own=user.pk in authors.get(entry.pk, ()),
            mended=[row for row in text_rows(returned[entry.pk], content_of(entry)) if row.differs]
            if entry.pk in returned
            else (),
        )
        for entry in entries
    ]
    policy = ledger_policies(report.region_code, clock.today()).reporting
    return Check(report, rows, may_check_own=not policy.check_by_other)


def report_entries(report: UnitReport) -> list[Entry]:
    """The entries that a page asks for, in the order of the plans."""
    rows = (
        report.entries.select_related("task__plan", "asked_by_request", "saved_by")
        .defer("task__spans", "task__plan__text", "task__plan__tables", "task__plan__warnings", "task__plan__based_on")
        .order_by("role", "task__plan__issued_on", "task__plan_id", "task__position", "pk")
    )
    return [entry for entry in rows if is_asked(entry)]


def targets_by_entry(entries: Iterable[Entry]) -> dict[int, list[Target]]:
    """The targets of each answer's task, and of tasks that mean the same, whoever gives their figures; one query."""
    found = list(entries)
    links = {entry.task.link_id for entry in found if entry.task.link_id}
    wanted = Q(task_id__in=[entry.task_id for entry in found]) | Q(task__link_id__in=links)
    by_task: dict[int, list[Target]] = defaultdict(list)
    by_link: dict[int, list[Target]] = defaultdict(list)
    rows = unpaired(Target.objects.filter(wanted, is_baseline=False)).order_by(*OLDEST_PLAN_FIRST)
    rows = rows.select_related("task", "plan").defer(*HEAVY, "spans", "task__spans")
    for target, link in ((row, row.task.link_id if row.task else None) for row in rows):
        if target.task_id is not None:
            by_task[target.task_id].append(target)
        if link is not None:
            by_link[link].append(target)
    return {
        entry.pk: own_first(entry, by_link[entry.task.link_id]) if entry.task.link_id else by_task[entry.task_id]
        for entry in found
    }


def text_rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[TextRow]:
    """The texts of an answer, before and now; those that are empty in both are left out."""
    meta: Any = Entry._meta  # noqa: SLF001  # Django's documented name for it
    labels = {name: str(meta.get_field(name).verbose_name) for name in TEXTS}
    rows = [TextRow(name, labels[name], str(old.get(name) or ""), str(new.get(name) or "")) for name in TEXTS]
    return [row for row in rows if row.old or row.new]


def figure_rows(old: Mapping[str, Any], new: Mapping[str, Any], targets: Sequence[Target]) -> list[FigureRow]:
    """The percentage and the figures of an answer, before and now."""
    rows = [FigureRow(None, _("完成率"), "%", _number(old.get("percent")), _number(new.get("percent")))]
    sides = [side.get("figures") or {} for side in (old, new)]
    for each in quantities(targets, *sides):
        values = [figure_words(each.said_in(side)) for side in sides]
        rows.append(FigureRow(each.target, quantity_words(each), each.target.unit, *values))
    return [row for row in rows if row.target is not None or row.old or row.new]


def figure_words(figure: Mapping[str, str] | None) -> str:
    """One figure as people read it: the number, or why there is none."""
    if not figure:
        return ""
    if figure.get("state") == Standing.VALUE:
        return _number(figure.get("value") or None)
    return str(Standing(figure["state"]).label) if figure.get("state") in Standing.values else ""


def sentences(text: str) -> list[str]:
    """The sentences of a text with their ends; white space alone is none."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


def history_of(entry: Entry) -> list[EntryText]:
    """Every text of an entry, the first one first."""
    return list(entry.texts.select_related("by").order_by("pk"))


def _returned_texts(entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
    """What answers said when they were last returned, where they were filed again since."""
    waiting = [entry.pk for entry in entries if entry.state == EntryState.FILED]
    rows = EntryText.objects.filter(entry__in=waiting, event=EntryEvent.RETURNED).order_by("pk")
    return dict(rows.values_list("entry_id", "content"))


def _content(previous: Previous | None) -> Mapping[str, Any]:
    return previous.content if previous else {}


def _number(value: Any) -> str:
    """A number without zeros that say nothing; what is none, as it stands."""
    if value is None:
        return ""
    try:
        return plain(value)
    except InvalidOperation:
        return str(value)
