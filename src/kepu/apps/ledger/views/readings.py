"""Enter a figure by hand, and correct one that was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kepu.apps.base import clock
from kepu.apps.base.limits import limited
from kepu.apps.base.periods import period_label
from kepu.apps.files.services import prepare, store
from kepu.apps.ledger import rules
from kepu.apps.ledger.charting import reading_words
from kepu.apps.ledger.judging import counted_in, is_recurring, is_yearly
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.targets import PURPOSE, SUBJECT
from kepu.apps.ledger.target_forms import CorrectionForm, ReadingForm
from kepu.apps.ledger.views.target import found_target
from kepu.apps.ledger.wording import plain, target_words
from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.models import Reading
from kepu.apps.measures.services import correct_reading, state_reading
from kepu.apps.people.http import permission_required, require
from kepu.apps.territory.submitting import submitted
from kepu.core.measures import Period, PeriodKind, parse_period, period_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.files.services import Prepared
    from kepu.apps.ledger.models import Target
    from kepu.apps.ledger.target_forms import SaidForm
    from kepu.apps.people.models import User

LONGEST = 12  # years back
YEAR_ENDS_IN = 12


@permission_required(LedgerPermission.VIEW_PLAN)
@limited("upload")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A figure of a period, by hand; the office's word is accepted at once."""
    user: Any = request.user
    target = found_target(request, pk)
    require(rules.RECORD_READING, user, target)
    today = clock.today()
    periods = periods_of(target, today)
    ended = next((each.code for each in periods if each.last < today), None)
    form = ReadingForm(
        request.POST or None, request.FILES or None, periods=periods, unit=counted_in(target), initial={"period": ended}
    )

    prepared = _prepared(request, form)

    def do() -> str:
        document_id = _kept(prepared, user, target)
        state_reading(
            subject=SUBJECT,
            subject_id=target.pk,
            region_code=target.region_code,
            period=form.cleaned_data["period"],
            said=form.said(form.cleaned_data["origin"], document_id),
            user_id=user.pk,
            state=ReadingState.ACCEPTED,
        )
        return reverse("ledger:target", args=[target.pk])

    if done := submitted(request, form, do):
        return done
    context = {
        "target": target,
        "form": form,
        "words": target_words(target),
        "is_yearly": is_yearly(target),
        "is_recurring": is_recurring(target),
    }
    return render(request, "ledger/reading_add.html", context, status=422 if form.errors else 200)


@permission_required(LedgerPermission.VIEW_PLAN)
@limited("upload")
def correct(request: HttpRequest, pk: int, reading: int) -> HttpResponse:
    """Put another figure in the place of one that was accepted, with the reason."""
    user: Any = request.user
    target = found_target(request, pk)
    require(rules.RECORD_READING, user, target)
    old = get_object_or_404(
        Reading.objects.of(SUBJECT, [target.pk]).select_related("recorded_by"), pk=reading, state=ReadingState.ACCEPTED
    )
    initial = {"standing": old.standing, "value": None if old.value is None else plain(old.value), "source": old.source}
    form = CorrectionForm(
        request.POST or None, request.FILES or None, reading=old, unit=counted_in(target), initial=initial
    )

    prepared = _prepared(request, form)

    def do() -> str:
        said = form.said(old.origin, _kept(prepared, user, target) or old.document_id)
        correct_reading(old.pk, said=said, reason=form.cleaned_data["reason"], user_id=user.pk)
        return reverse("ledger:target", args=[target.pk])

    if done := submitted(request, form, do):
        return done
    context = {
        "target": target,
        "form": form,
        "old": old,
        "old_words": reading_words(old, counted_in(target)),
        "period": period_label(old.period),
    }
    return render(request, "ledger/reading_correct.html", context, status=422 if form.errors else 200)


def _prepared(request: HttpRequest, form: SaidForm) -> Prepared | None:
    """The content of an upload goes to the storage before the transaction."""
    upload = form.cleaned_data["document"] if request.method == "POST" and form.is_valid() else None
    return prepare(upload) if upload else None


def _kept(prepared: Prepared | None, user: User, target: Target) -> UUID | None:
    """The document of a figure; whoever may see the target may see it."""
    if prepared is None:
        return None
    return store(prepared, owner_id=user.pk, purpose=PURPOSE, attach=(PURPOSE, target.pk)).pk


def periods_of(target: Target, today: date) -> list[Period]:
    """The periods that a figure may be entered for, newest first: those of the region's reports, and whole years."""
    cadence = ledger_policies(target.region_code, today).reporting.cadence
    known = [year for year in (target.plan.period_start, target.baseline_year) if year]
    first = max(min([*known, today.year - 2]), today.year - LONGEST)
    found = set()
    for year in range(first, today.year + 1):
        whole = parse_period(str(year))
        found.add(whole)
        for part in whole.children(cadence) if cadence is not PeriodKind.YEAR else ():
            found.add(_yearly(part) if is_yearly(target) else part)
    return sorted((each for each in found if each.first <= today), reverse=True)


def _yearly(part: Period) -> Period:
    """What begins anew every year is stated for the year so far."""
    if part.last.month == YEAR_ENDS_IN:
        return period_of(part.last, PeriodKind.YEAR)
    return period_of(part.last, PeriodKind.YEAR_TO_DATE)
