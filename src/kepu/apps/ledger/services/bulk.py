"""One press for everything that did not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Answer, Filing, ReportState
from kepu.apps.ledger.models import Entry, UnitReport
from kepu.apps.ledger.selectors.entries import previous_texts
from kepu.apps.ledger.services.answering import require_fill
from kepu.apps.ledger.services.asking import recount
from kepu.apps.ledger.services.filing import waiting_entries

if TYPE_CHECKING:
    from kepu.apps.people.models import User


@transaction.atomic
def answer_rest_as_before(report: UnitReport, user: User, filing: str = Filing.OWN) -> int:
    """Answer every entry without an answer with 与上期相同 where there was one; give their number."""
    current = UnitReport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
    require_fill(user, current, filing)
    open_ones = [entry for entry in waiting_entries(current) if not entry.answer]
    previous = previous_texts(current, open_ones)
    chosen = [entry for entry in open_ones if entry.pk in previous]
    for entry in chosen:
        entry.answer, entry.filing, entry.version = Answer.SAME, filing, entry.version + 1
        entry.saved_by, entry.saved_at, entry.saved_request = user, clock.now(), None
    Entry.objects.bulk_update(
        chosen, ["answer", "filing", "version", "saved_by", "saved_at", "saved_request"], batch_size=200
    )
    if chosen:
        UnitReport.objects.filter(pk=current.pk, state=ReportState.WAITING).update(state=ReportState.DRAFT)
    recount(UnitReport.objects.filter(pk=current.pk))
    return len(chosen)
