"""Check a unit's page: beside the last one, accept, return, history, correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kepu.apps.base.errors import Stale
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.checking_forms import AcceptForm, CorrectEntryForm, ReturnForm
from kepu.apps.ledger.enums import EntryState
from kepu.apps.ledger.models import Entry, UnitReport
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.round_wording import history_lines
from kepu.apps.ledger.selectors.checking import TEXTS, check_of, history_of, sentences, targets_by_entry
from kepu.apps.ledger.selectors.entries import targets_of
from kepu.apps.ledger.services.checking import accept_entries, correct_entry, return_entry
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

CONFLICT, UNPROCESSABLE = 409, 422


def visible_report(request: HttpRequest, key: UUID) -> UnitReport:
    """A unit's page, or 404."""
    user: Any = request.user
    rows = UnitReport.objects.select_related("round", "organisation", "filed_by", "checked_by", "source_file")
    return get_or_404(rows, rules.REPORT | rules.CHECK_REPORTS | rules.RUN_ROUNDS, user, key=key)


def visible_entry(request: HttpRequest, pk: int) -> Entry:
    """An answer, or 404; the page it stands on decides."""
    user: Any = request.user
    reports = UnitReport.objects.filter((rules.REPORT | rules.CHECK_REPORTS).visible(user)).values("pk")
    rows = Entry.objects.filter(report__in=reports).select_related(
        "report__round", "report__organisation", "task__plan", "saved_by"
    )
    return get_object_or_404(rows.defer("task__plan__text", "task__plan__tables", "task__plan__warnings"), pk=pk)


@permission_required(LedgerPermission.CHECK_REPORTS)
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every answer beside the last one; POST accepts those that were pressed."""
    user: Any = request.user
    report = visible_report(request, key)
    require(rules.CHECK_REPORTS, user, report)
    form = AcceptForm(request.POST or None)

    def do() -> str:
        number = accept_entries(report_id=report.pk, versions=form.cleaned_data["versions"], user=user)
        messages.success(request, _("已通过 %(n)s 项。") % {"n": number})
        return _next(report)

    if done := submitted(request, form, do):
        return done
    found = check_of(report, user)
    context = {
        "report": report,
        "round": report.round,
        "period": period_label(report.round.period),
        "check": found,
        "form": AcceptForm() if form.errors else form,
        "refusal": form.non_field_errors() if form.is_bound else [],
    }
    return render(request, "ledger/report_check.html", context, status=UNPROCESSABLE if form.errors else 200)


def _next(report: UnitReport) -> str:
    """The same page while something waits on it, otherwise the round."""
    waits = report.entries.filter(state=EntryState.FILED).exists()
    return reverse("ledger:check", args=[report.key]) if waits else report.round.get_absolute_url()


@permission_required(LedgerPermission.CHECK_REPORTS)
def entry_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the sentences to be changed and say how."""
    user: Any = request.user
    entry = visible_entry(request, pk)
    require(rules.CHECK_REPORTS, user, entry.report)
    found = [sentence for name in TEXTS for sentence in sentences(getattr(entry, name))]
    form = ReturnForm(request.POST or None, sentences=found, initial={"version": entry.version})

    def do() -> str:
        given = form.cleaned_data
        return_entry(entry_id=entry.pk, quote=form.quote(), note=given["note"], version=given["version"], user=user)
        messages.success(request, _("已退回这一项，单位打开自己的页面就能看到要改哪一句。"))
        return reverse("ledger:check", args=[entry.report.key])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        _reread(form, stale)
    return _entry_page(request, "ledger/entry_return.html", entry, form)


def _reread(form: ReturnForm, stale: Stale) -> None:
    """Keep what was noted; the sentences on the page are other ones now and have to be chosen again."""
    renewed(form, stale.current.version)
    data: Any = form.data
    data.setlist("quotes", [])
    form.add_error(None, _("您打开这一页之后，这一项又改过、报过。下面是它现在的句子，请重新勾选；写好的意见还在。"))


@require_safe
@permission_required(LedgerPermission.VIEW_PLAN)
def entry_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every text that the answer ever had, with what each changed."""
    user: Any = request.user
    entry = visible_entry(request, pk)
    context = {
        "entry": entry,
        "report": entry.report,
        "period": period_label(entry.report.round.period),
        "lines": history_lines(history_of(entry), targets_by_entry([entry])[entry.pk]),
        "may_check": rules.CHECK_REPORTS.allows(user, entry.report),
    }
    return render(request, "ledger/entry_history.html", context)


@permission_required(LedgerPermission.CHECK_REPORTS)
def entry_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what holds instead of what was accepted, and why."""
    user: Any = request.user
    entry = visible_entry(request, pk)
    require(rules.CHECK_REPORTS, user, entry.report)
    form = CorrectEntryForm(request.POST or None, entry=entry, targets=targets_of(entry.report, [entry])[entry.pk])

    def do() -> str:
        given = form.cleaned_data
        correct_entry(
            entry_id=entry.pk, content=form.content(), reason=given["why"], version=given["version"], user=user
        )
        messages.success(request, _("已更正。原来通过的内容仍在历次文字里。"))
        return reverse("ledger:entry_history", args=[entry.pk])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        renewed(form, stale.current.version)
        form.add_error(None, stale.sentence)
    return _entry_page(request, "ledger/entry_correct.html", entry, form)


def _entry_page(request: HttpRequest, template: str, entry: Entry, form: Any) -> HttpResponse:
    context = {
        "entry": entry,
        "report": entry.report,
        "period": period_label(entry.report.round.period),
        "form": form,
    }
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
