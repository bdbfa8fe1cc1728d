"""Remember that a message went to units that have not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import Change, record_all
from kepu.apps.ledger import rules
from kepu.apps.ledger.models import ChaseLog, Round

if TYPE_CHECKING:
    from collections.abc import Collection

    from kepu.apps.people.models import User


@transaction.atomic
def log_chase(*, round_id: int, report_ids: Collection[int], user: User) -> int:
    """Write down who reminded which units, and when; give how many."""
    found = Round.objects.get(pk=round_id)
    if not rules.RUN_ROUNDS.allows(user, found):
        raise PermissionDenied
    reports = list(found.reports.filter(pk__in=report_ids))
    ChaseLog.objects.bulk_create(ChaseLog(report=report, by=user) for report in reports)
    record_all(Change("ledger.chase_report", report) for report in reports)
    return len(reports)
