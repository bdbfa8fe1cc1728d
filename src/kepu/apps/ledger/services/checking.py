"""Check what units filed: accept, return with the sentence to be changed, correct what was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit.services import Change, record, record_all
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import EntryEvent, EntryState, Filing, ReportState, RoundState
from kepu.apps.ledger.models import Entry, EntryText, UnitReport
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.checkers import authors_of, checkers_of
from kepu.apps.ledger.selectors.entries import content_of
from kepu.apps.ledger.services.answering import clean_content, content_of_cleaned
from kepu.apps.ledger.services.checked_figures import accept_figures, correct_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.people.models import User

CONFLICT = 409


class Changed(Refused):
    """Answers were changed after the page that checks them was made."""

    status = CONFLICT


@transaction.atomic
def accept_entries(*, report_id: int, versions: Mapping[int, int], user: User) -> int:
    """Accept answers of one page as they were shown (entry: version), all or none; give how many were accepted now."""
    report = _locked(report_id, user)
    entries = list(report.entries.select_for_update().filter(pk__in=versions).order_by("pk"))
    pending = [entry for entry in entries if entry.state != EntryState.ACCEPTED]
    changed = [entry for entry in pending if entry.version != versions[entry.pk]]
    if changed or len(entries) != len(versions):
        raise Changed(LedgerCode.ENTRY_CHANGED, n=len(changed) + len(versions) - len(entries))
    _require_filed(pending)
    own = _require_other(report, pending, user)
    now = clock.now()
    for entry in pending:
        entry.state, entry.version = EntryState.ACCEPTED, entry.version + 1
        entry.return_note, entry.return_quote = "", ""
    Entry.objects.bulk_update(pending, ["state", "version", "return_note", "return_quote"])
    note = _("填写人本人核对。") if own else ""
    EntryText.objects.bulk_create(
        EntryText(
            entry=entry,
            event=EntryEvent.ACCEPTED,
            content=content_of(entry),
            note=note if entry.pk in own else "",
            filing=report.filing,
            by=user,
            at=now,
        )
        for entry in pending
    )
    accept_figures(report, pending, user)
    record_all(Change("ledger.accept_entries", entry, after={"report": str(report.key)}) for entry in pending)
    settle(report, user)
    return len(pending)


@transaction.atomic
def return_entry(*, entry_id: int, quote: str, note: str, version: int, user: User) -> Entry:
    """Give an answer back with the sentence to be changed and how; the unit sees both."""
    report, entry = _locked_entry(entry_id, user)
    _require_filed([entry])
    if report.round.state == RoundState.CLOSED:
        raise Refused(LedgerCode.RETURN_CLOSED)
    _require_other(report, [entry], user)
    entry.state, entry.return_quote, entry.return_note = EntryState.RETURNED, quote, note
    save_version(entry, version, ["state", "return_quote", "return_note"])
    EntryText.objects.create(
        entry=entry,
        event=EntryEvent.RETURNED,
        content=content_of(entry),
        note="\n".join(part for part in (f"“{quote}”" if quote else "", note) if part),
        filing=report.filing,
        by=user,
    )
    record("ledger.return_entry", entry, after={"quote": quote, "note": note})
    settle(report, user)
    return entry


@transaction.atomic
def correct_entry(*, entry_id: int, content: Mapping[str, Any], reason: str, version: int, user: User) -> Entry:
    """Change what was accepted, with a reason: what was accepted stays in its texts, the entry says what holds now."""
    report, entry = _locked_entry(entry_id, user)
    if entry.state != EntryState.ACCEPTED:
        raise Refused(LedgerCode.ENTRY_NOT_ACCEPTED, state=EntryState(entry.state).label)
    if not reason.strip():
        raise Refused(LedgerCode.REASON_MISSING)
    before = content_of(entry)
    cleaned = clean_content(entry, {**before, **content})
    after = content_of_cleaned(cleaned)
    if after == before:
        raise Refused(LedgerCode.NOTHING_CHANGED)
    for name, value in cleaned.items():
        setattr(entry, name, value)
    entry.corrected_at = clock.now()
    save_version(entry, version, [*cleaned, "corrected_at"])
    correct_figures(report, entry, before["figures"], reason, user)
    EntryText.objects.create(
        entry=entry,
        event=EntryEvent.CORRECTED,
        content=content_of(entry),
        note=reason.strip(),
        filing=Filing.PROXY,
        by=user,
    )
    record("ledger.correct_entry", entry, before=before, after={**after, "reason": reason.strip()})
    return entry


def settle(report: UnitReport, user: User) -> ReportState:
    """The state of a page follows from its answers; only what was filed can be accepted or returned as a whole."""
    if report.state in {ReportState.WAITING, ReportState.DRAFT}:
        return ReportState(report.state)
    states = set(report.entries.values_list("state", flat=True))
    if EntryState.RETURNED in states:
        state = ReportState.RETURNED
    elif states & {EntryState.OPEN, EntryState.FILED}:
        state = ReportState.FILED
    else:
        state = ReportState.ACCEPTED
    report.state, report.checked_by, report.checked_at = state, user, clock.now()
    report.version += 1
    report.save(update_fields=["state", "checked_by", "checked_at", "version"])
    return state


def _locked(report_id: int, user: User) -> UnitReport:
    rows = UnitReport.objects.select_for_update(of=("self",)).select_related("round", "organisation")
    report = rows.get(pk=report_id)
    if not rules.CHECK_REPORTS.allows(user, report):
        raise PermissionDenied
    return report


def _locked_entry(entry_id: int, user: User) -> tuple[UnitReport, Entry]:
    """The page first, then the answer: everybody locks in this order."""
    report = _locked(Entry.objects.values_list("report_id", flat=True).get(pk=entry_id), user)
    return report, Entry.objects.select_for_update(of=("self",)).select_related("task").get(pk=entry_id)


def _require_filed(entries: Iterable[Entry]) -> None:
    for entry in entries:
        if entry.state != EntryState.FILED:
            raise Refused(LedgerCode.ENTRY_NOT_FILED, state=EntryState(entry.state).label)


def _require_other(report: UnitReport, entries: Sequence[Entry], user: User) -> set[int]:
    """Refuse to let somebody check what they wrote; where a place allows it, give those entries."""
    own = {pk for pk, authors in authors_of(report, entries).items() if user.pk in authors}
    policy = ledger_policies(report.region_code, clock.today()).reporting
    if not own or policy.may_check(checker_id=user.pk, author_ids=[user.pk]):
        return own
    names = checkers_of(report, other_than=user)
    if not names:
        raise Refused(LedgerCode.CHECK_OWN_ALONE, unit=report.organisation.name)
    raise Refused(LedgerCode.CHECK_OWN, unit=report.organisation.name, who=_("、").join(names))
