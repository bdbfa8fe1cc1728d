"""Ask a supporting unit about a task; without being asked it reports nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Filing, Role, RoundState
from kepu.apps.ledger.models import Entry, Round, SupportRequest, UnitReport
from kepu.apps.ledger.selectors.entries import supporting_units
from kepu.apps.ledger.services.answering import clean_text, may_fill
from kepu.apps.ledger.services.asking import recount, untouched

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kepu.apps.ledger.models import Task
    from kepu.apps.people.models import User


@transaction.atomic
def ask_support(
    *,
    report: UnitReport,
    task: Task,
    organisation_ids: Collection[int],
    words: str,
    due_on: date | None,
    user: User,
) -> list[SupportRequest]:
    """Ask supporting units of a task, for the unit of a page or as the office; who was asked before gets the new words."""
    own = may_fill(user, report)
    if not own and not rules.RUN_ROUNDS.allows(user, report):
        raise PermissionDenied
    if report.round.state != RoundState.OPEN:
        raise Refused(LedgerCode.ROUND_CLOSED)
    if own and not report.entries.filter(task=task, role=Role.LEAD).exists():
        raise PermissionDenied
    units = {unit.pk: unit for unit in supporting_units(report.round, task)}
    said = {
        "region_code": report.round.region_code,
        "words": clean_text(words, _("请对方提供什么")),
        "due_on": due_on,
        "asked_by": user,
        "asked_for": report.organisation if own else None,
        "asked_at": clock.now(),
        "withdrawn_at": None,
    }
    made = []
    for organisation_id in organisation_ids:
        unit = units.get(organisation_id)
        if unit is None:
            raise Refused(LedgerCode.NOT_A_SUPPORT, name=str(organisation_id))
        request, is_new = SupportRequest.objects.update_or_create(
            round=report.round, task=task, organisation=unit, defaults=said
        )
        record("ledger.ask_support", request, after={"unit": unit.name, "words": said["words"], "is_new": is_new})
        _entry(report.round, request)
        made.append(request)
    return made


def _entry(asked: Round, request: SupportRequest) -> None:
    report, _made = UnitReport.objects.get_or_create(
        round=asked, organisation=request.organisation, defaults={"region_code": asked.region_code}
    )
    Entry.objects.get_or_create(
        report=report,
        task=request.task,
        role=Role.SUPPORT,
        defaults={
            "region_code": asked.region_code,
            "period_end": asked.period_end,
            "asked_by_request": request,
            "filing": Filing.OWN,
        },
    )
    recount(UnitReport.objects.filter(pk=report.pk))


@transaction.atomic
def withdraw_support(request: SupportRequest, user: User) -> None:
    """Take a question back; what was answered stays."""
    report = UnitReport.objects.filter(round=request.round, organisation=request.asked_for).first()
    own = report is not None and may_fill(user, report)
    if not own and not rules.RUN_ROUNDS.allows(user, request):
        raise PermissionDenied
    asked = UnitReport.objects.filter(round=request.round, organisation=request.organisation)
    # Under the lock of the page that was asked: an answer that is being written there stays.
    list(asked.select_for_update().values_list("pk", flat=True))
    if Round.objects.get(pk=request.round_id).state != RoundState.OPEN:
        raise Refused(LedgerCode.ROUND_CLOSED)
    request.withdrawn_at = clock.now()
    request.save(update_fields=["withdrawn_at"])
    record("ledger.withdraw_support", request, after={"unit": request.organisation.name})
    untouched(Entry.objects.filter(asked_by_request=request)).delete()
    recount(asked)
