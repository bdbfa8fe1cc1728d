"""A unit's page is filed: checked, written into the history, receipted. What was filed changes only after it is returned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, Filing, ReportState, Role
from kepu.apps.ledger.models import Entry, EntryText, Evidence, UnitReport
from kepu.apps.ledger.same_figures import for_every_plan
from kepu.apps.ledger.selectors.entries import (
    EDITABLE,
    TAKEN_OVER,
    content_of,
    is_asked,
    previous_texts,
    targets_of,
)
from kepu.apps.ledger.services.answering import require_editable, require_fill
from kepu.apps.ledger.services.asking import recount
from kepu.apps.ledger.services.figures import report_figures
from kepu.core.measures import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kepu.apps.files.models import StoredFile
    from kepu.apps.ledger.selectors.entries import Previous
    from kepu.apps.people.models import User

WRITTEN = ("answer", "progress", "percent", "problems", "next_step", "reason", "figures", "state", "filing", "version")


@dataclass(frozen=True)
class Gap:
    """What an entry still needs before it can be filed."""

    entry: Entry
    field: str
    sentence: str


@transaction.atomic
def file_report(
    report: UnitReport,
    user: User,
    filing: str = Filing.OWN,
    source_file: StoredFile | None = None,
    *,
    seen: str = "",
) -> UnitReport:
    """File everything on a page that waits: open entries, and returned ones.

    `seen` is the `fingerprint` of what the person looked at; when a colleague changed something since, `Stale`.
    """
    current = _locked(report.pk)
    require_fill(user, current, filing)
    entries = waiting_entries(current)
    if not entries and current.state in {ReportState.FILED, ReportState.ACCEPTED}:
        who = current.filed_by.name if current.filed_by else ""
        raise Refused(LedgerCode.ALREADY_FILED, who=who)
    if seen and seen != fingerprint(entries):
        raise Stale(current)
    previous = previous_texts(current, entries)
    if gaps := gaps_of(entries, previous):
        raise Refused(LedgerCode.REPORT_INCOMPLETE, n=len({gap.entry.pk for gap in gaps}))
    _write(current, entries, previous, user, filing)
    _close(current, user, filing, source_file)
    record(
        "ledger.file_report",
        current,
        after={
            "round": current.round.period,
            "unit": current.organisation.name,
            "entries": len(entries),
            "filing": filing,
        },
    )
    return current


@transaction.atomic
def file_support(entry: Entry, user: User, filing: str = Filing.OWN) -> Entry:
    """Give one supporting answer to those who asked, without waiting for the rest of the page."""
    current = _locked(entry.report_id)
    require_fill(user, current, filing)
    wanted = next(
        (each for each in waiting_entries(current) if each.pk == entry.pk and each.role == Role.SUPPORT), None
    )
    if wanted is None:
        require_editable(Entry.objects.get(pk=entry.pk))
        raise Refused(LedgerCode.NOT_A_SUPPORT, name=current.organisation.name)
    previous = previous_texts(current, [wanted])
    if gaps_of([wanted], previous):
        raise Refused(LedgerCode.REPORT_INCOMPLETE, n=1)
    _write(current, [wanted], previous, user, filing)
    if waiting_entries(current):
        recount(UnitReport.objects.filter(pk=current.pk))
    else:
        _close(current, user, filing, None)
    record("ledger.file_support", wanted, after={"unit": current.organisation.name, "task": wanted.task_id})
    return wanted


def _locked(report_id: int) -> UnitReport:
    """The page; its round is read once the lock is there, as it may have been closed by who held it."""
    return (
        UnitReport.objects.select_for_update(of=("self",)).select_related("organisation", "filed_by").get(pk=report_id)
    )


def waiting_entries(report: UnitReport) -> list[Entry]:
    """Entries that are asked for and not filed, or returned."""
    rows = report.entries.filter(state__in=EDITABLE).select_related("task", "asked_by_request").order_by("pk")
    return [entry for entry in rows if is_asked(entry)]


def fingerprint(entries: Iterable[Entry]) -> str:
    """Which versions of the entries somebody looked at."""
    seen = ",".join(f"{entry.pk}:{entry.version}" for entry in sorted(entries, key=lambda each: each.pk))
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


def gaps_of(entries: Iterable[Entry], previous: Mapping[int, Previous]) -> list[Gap]:
    """What is missing, in the order of the entries."""
    return [gap for entry in entries for gap in [_gap(entry, previous)] if gap]


def _gap(entry: Entry, previous: Mapping[int, Previous]) -> Gap | None:
    if not entry.answer:
        return Gap(entry, "answer", _("还没有答复"))
    if entry.answer == Answer.PROGRESS and not entry.progress.strip():
        return Gap(entry, "progress", _("选了“有进展”，还没有写进展"))
    if entry.answer == Answer.NONE and not entry.reason.strip():
        return Gap(entry, "reason", _("选了“本期无进展”，还没有写原因"))
    if entry.answer == Answer.SAME and entry.pk not in previous:
        return Gap(entry, "answer", _("选了“与上期相同”，但以前没有报过"))
    return None


def filed_content(entry: Entry, previous: Mapping[int, Previous]) -> dict[str, Any]:
    """What is filed: 「与上期相同」 becomes the text of the last time, so that no history is a mere pointer."""
    content = content_of(entry)
    if entry.answer == Answer.SAME:
        last = previous[entry.pk]
        taken = {name: last.content.get(name) or content[name] for name in TAKEN_OVER}
        # A figure of the year so far is not that of another year.
        same_year = parse_period(last.period).year == entry.period_end.year
        figures = content["figures"] or (last.content.get("figures") if same_year else None) or {}
        return {**content, **taken, "figures": figures}
    return content


def _write(report: UnitReport, entries: list[Entry], previous: Mapping[int, Previous], user: User, filing: str) -> None:
    evidence, targets = _evidence_names(entries), targets_of(report, entries)
    texts = []
    for entry in entries:
        content = filed_content(entry, previous)
        # Drafts, and what is taken over from the last time, may be older than the link of their tasks.
        content["figures"] = for_every_plan(content["figures"], targets[entry.pk])
        for name in TAKEN_OVER:
            setattr(entry, name, content[name])
        entry.state, entry.filing, entry.version = EntryState.FILED, filing, entry.version + 1
        content = {**content, "evidence": evidence.get(entry.pk, [])}
        texts.append(EntryText(entry=entry, event=EntryEvent.FILED, content=content, filing=filing, by=user))
    Entry.objects.bulk_update(entries, WRITTEN, 200)
    EntryText.objects.bulk_create(texts, 500)
    report_figures(entries, user)


def _evidence_names(entries: list[Entry]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    rows = Evidence.objects.filter(entry__in=entries, removed_at=None).select_related("file").order_by("pk")
    for each in rows:
        found.setdefault(each.entry_id, []).append({"file": str(each.file_id), "name": each.file.name})
    return found


def _close(report: UnitReport, user: User, filing: str, source_file: StoredFile | None) -> None:
    now = clock.now()
    report.state, report.filing = ReportState.FILED, filing
    report.filed_by, report.filed_at = user, now
    report.first_filed_at = report.first_filed_at or now
    report.source_file = source_file or report.source_file
    report.version += 1
    report.save(update_fields=["state", "filing", "filed_by", "filed_at", "first_filed_at", "source_file", "version"])
    recount(UnitReport.objects.filter(pk=report.pk))
