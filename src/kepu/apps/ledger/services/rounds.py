"""Open a round, compare its list again, move its due date, close it, open it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import EntryState, ReportState, Role, RoundChange, RoundState
from kepu.apps.ledger.models import Entry, Round, RoundEvent, UnitReport
from kepu.apps.ledger.selectors.chasing import REMINDED
from kepu.apps.ledger.selectors.entries import asked_for
from kepu.apps.ledger.services.asking import Asked, ask

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kepu.apps.people.models import User
    from kepu.apps.territory.models import Region
    from kepu.core.measures import Period


@dataclass(frozen=True)
class Opened:
    """The round of a region and period, and whether it was opened just now."""

    round: Round
    is_new: bool
    asked: Asked | None = None


@transaction.atomic
def open_round(*, region: Region, period: Period, opens_on: date, due_on: date, note: str, user: User) -> Opened:
    """Ask every unit of a region about a period; a period that was opened before gives its round."""
    if not rules.RUN_ROUNDS.reaches(user, region.code):
        raise PermissionDenied
    if due_on < opens_on:
        raise Refused(LedgerCode.ROUND_DATES)
    values = {
        "region_name": region.full_name,
        "period_end": period.last,
        "opens_on": opens_on,
        "due_on": due_on,
        "note": note,
        "created_by": user,
    }
    found, is_new = Round.objects.get_or_create(region_code=region.code, period=period.code, defaults=values)
    if not is_new:
        return Opened(found, is_new=False)
    asked = ask(found)
    if not UnitReport.objects.filter(round=found).exists():
        raise Refused(LedgerCode.NOBODY_TO_ASK)
    details = {**_numbers(asked), "due_on": due_on.isoformat()}
    _happened(found, RoundChange.OPENED, user, details)
    record("ledger.open_round", found, after={"period": period.code, **details})
    return Opened(found, is_new=True, asked=asked)


@transaction.atomic
def compare_list(*, round_id: int, user: User) -> Asked:
    """Ask about tasks that were confirmed, and units that came, after the round was opened; take back what nobody owes."""
    found = _locked(round_id, user)
    asked = ask(found)
    _reopen_pages(found)
    if asked.n_reports or asked.n_entries or asked.n_withdrawn:
        _happened(found, RoundChange.CHECKED, user, _numbers(asked))
        record("ledger.compare_round", found, after=_numbers(asked))
    return asked


@transaction.atomic
def extend_round(*, round_id: int, due_on: date, reason: str, user: User, report_ids: Collection[int] = ()) -> int:
    """Move the due date of some units, or of all; give how many units it concerns."""
    found = _locked(round_id, user)
    if found.state != RoundState.OPEN:
        raise Refused(LedgerCode.ROUND_CLOSED)
    if due_on < max(found.opens_on, clock.today()):
        raise Refused(LedgerCode.DUE_TOO_EARLY)
    if report_ids:
        return _extend_units(found, due_on, reason, user, report_ids)
    before = found.due_on
    if due_on == before:
        return 0  # the same form again, under another request
    found.due_on, found.version = due_on, found.version + 1
    found.save(update_fields=["due_on", "version"])
    # An extension of one unit that ends earlier than everybody's is none any more.
    UnitReport.objects.filter(round=found, due_on__lte=due_on).update(due_on=None)
    _happened(found, RoundChange.EXTENDED, user, {"from": before.isoformat(), "to": due_on.isoformat()}, reason)
    after = {"due_on": due_on.isoformat(), "reason": reason}
    record("ledger.extend_round", found, before={"due_on": before.isoformat()}, after=after)
    return found.reports.count()


def _extend_units(found: Round, due_on: date, reason: str, user: User, report_ids: Collection[int]) -> int:
    chosen = found.reports.select_for_update().filter(pk__in=report_ids)
    reports = [report for report in chosen if (report.due_on or found.due_on) != due_on]
    for report in reports:
        before = report.due_on or found.due_on
        report.due_on = due_on
        report.save(update_fields=["due_on"])
        details = {"from": before.isoformat(), "to": due_on.isoformat()}
        _happened(found, RoundChange.EXTENDED, user, details, reason, report)
        after = {"due_on": due_on.isoformat(), "reason": reason}
        record("ledger.extend_report", report, before={"due_on": before.isoformat()}, after=after)
    return len(reports)


@transaction.atomic
def close_round(*, round_id: int, user: User) -> Round:
    """End a round; who has not reported stays so, and it is written down how many those are."""
    found = _locked(round_id, user)
    if found.state == RoundState.CLOSED:
        return found
    # Whoever files a page at this moment comes before this, and is counted, or is told that the round is closed.
    list(found.reports.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    found.state, found.closed_by, found.closed_at = RoundState.CLOSED, user, clock.now()
    found.version += 1
    found.save(update_fields=["state", "closed_by", "closed_at", "version"])
    details = {"n_reports": found.reports.count(), "n_owed": found.reports.filter(state__in=REMINDED).count()}
    _happened(found, RoundChange.CLOSED, user, details)
    record("ledger.close_round", found, after=details)
    return found


@transaction.atomic
def reopen_round(*, round_id: int, reason: str, user: User) -> Round:
    """Let units file again; the reason stands on the page of the round."""
    found = _locked(round_id, user)
    if found.state == RoundState.OPEN:
        return found
    found.state, found.closed_by, found.closed_at = RoundState.OPEN, None, None
    found.version += 1
    found.save(update_fields=["state", "closed_by", "closed_at", "version"])
    _happened(found, RoundChange.REOPENED, user, {}, reason)
    record("ledger.reopen_round", found, after={"reason": reason})
    return found


def _locked(round_id: int, user: User) -> Round:
    """The round, not its key: whoever commits a page looks that up, and must not wait for who waits for the page."""
    found = Round.objects.select_for_update(no_key=True).get(pk=round_id)
    if not rules.RUN_ROUNDS.allows(user, found):
        raise PermissionDenied
    return found


def _reopen_pages(found: Round) -> None:
    """A page that was filed and is asked about more is not complete any more."""
    waiting = Entry.objects.filter(asked_for(""), report__round=found, role=Role.LEAD, state=EntryState.OPEN)
    done = found.reports.filter(state__in=[ReportState.FILED, ReportState.ACCEPTED])
    done.filter(pk__in=waiting.values("report_id")).update(state=ReportState.DRAFT)


def _numbers(asked: Asked) -> dict[str, Any]:
    return {**asdict(asked), "unknown_names": list(asked.unknown_names)}


def _happened(  # noqa: PLR0917  # the columns of the row
    found: Round,
    change: RoundChange,
    user: User,
    details: dict[str, Any],
    reason: str = "",
    report: UnitReport | None = None,
) -> None:
    RoundEvent.objects.create(round=found, change=change, by=user, details=details, reason=reason, report=report)
