"""A returned workbook becomes answers: after its preview was confirmed, all of it in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base.errors import Refused
from kepu.apps.files.services import store
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Filing, RoundState
from kepu.apps.ledger.models import UnitReport
from kepu.apps.ledger.services.answering import save_answers
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.workbooks import compare, read_returned

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kepu.apps.files.models import StoredFile
    from kepu.apps.files.services import Prepared
    from kepu.apps.people.models import User

PURPOSE = "ledger.workbook"
TARGET = "ledger.workbook"
CONFLICT = 409


@dataclass(frozen=True)
class HandedIn:
    """What became of a workbook."""

    n_saved: int
    is_filed: bool


class PreviewOld(Refused):
    """The page was changed after the preview was made."""

    status = CONFLICT


def filing_of(user: User, report: UnitReport) -> Filing:
    """Whether somebody hands in for their own unit, or the office for it."""
    if rules.FILL_REPORT.allows(user, report):
        return Filing.OWN
    if rules.RUN_ROUNDS.allows(user, report):
        return Filing.PROXY
    raise PermissionDenied


def keep_workbook(*, report: UnitReport, upload: Prepared, user: User) -> StoredFile:
    """Keep the file as it came, whatever becomes of it; the page and its checkers can open it."""
    filing_of(user, report)
    if report.round.state != RoundState.OPEN:
        raise Refused(LedgerCode.ROUND_CLOSED)
    with transaction.atomic():
        return store(upload, owner_id=user.pk, purpose=PURPOSE, attach=(TARGET, report.pk))


@transaction.atomic
def hand_in(
    *,
    report_id: int,
    stored: StoredFile,
    taken: Collection[int],
    placed: Mapping[int, int],
    seen: str,
    file_it: bool,
    user: User,
) -> HandedIn:
    """Write the rows that were ticked (by entry); file the page when that was asked for."""
    report = UnitReport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report_id)
    filing = filing_of(user, report)
    with stored.open() as content:
        intake = compare(report, read_returned(content.read()), placed)
    if intake.refusals:
        first = intake.refusals[0]
        raise Refused(first.code, **first.details)
    if intake.fingerprint != seen:
        raise PreviewOld(LedgerCode.SHEET_PREVIEW_OLD)
    chosen = [plan for plan in intake.ready if plan.entry.pk in taken]
    if not chosen and not file_it:
        raise Refused(LedgerCode.SHEET_NOTHING)
    save_answers(report, {plan.entry.pk: plan.said.content for plan in chosen}, user, filing)
    UnitReport.objects.filter(pk=report.pk).update(source_file=stored)
    record(
        "ledger.read_workbook",
        report,
        after={"file": str(stored.pk), "sha256": stored.sha256, "saved": len(chosen), "filing": filing.value},
    )
    if file_it:
        file_report(report, user, filing, stored)
    return HandedIn(len(chosen), file_it)
