"""Ask supporting units about a task, take a question back, answer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Role
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.models import SupportRequest, UnitReport
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.report_forms import SupportForm
from kepu.apps.ledger.selectors.entries import supporting_units
from kepu.apps.ledger.selectors.unit_report import one_row
from kepu.apps.ledger.services.filing import file_support
from kepu.apps.ledger.services.supporting import ask_support, withdraw_support
from kepu.apps.ledger.views.report_opening import Opened, open_report, pressed
from kepu.apps.territory.submitting import submitted
from kepu.core.measures import parse_period

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.selectors.unit_report import Row


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Whom to ask, for what, by when. The office asks from here too."""
    opened = open_report(request, key)
    if not opened.filing and not opened.may_enter:
        raise PermissionDenied
    row = _row(opened, pk, Role.LEAD)
    units = [
        unit for unit in supporting_units(opened.report.round, row.task) if unit.pk != opened.report.organisation_id
    ]
    form = SupportForm(request.POST or None, units=units, initial={"due_on": _due_on(opened)})
    back = f"{opened.address()}#e{pk}"

    def do() -> str:
        given = form.cleaned_data
        made = ask_support(
            report=opened.report,
            task=row.task,
            organisation_ids=given["units"],
            words=given["words"],
            due_on=given["due_on"],
            user=opened.user,
        )
        said = ngettext("已请 %(n)s 个单位提供情况。", "已请 %(n)s 个单位提供情况。", len(made)) % {"n": len(made)}
        messages.success(request, said)
        return opened.address("entry_support", pk=pk)

    if done := submitted(request, form, do):
        return done
    asked = SupportRequest.objects.filter(round=opened.report.round, task=row.task, withdrawn_at=None)
    context: dict[str, Any] = {
        "row": row,
        "opened": opened,
        "units": units,
        "form": form,
        "back_url": back,
        "asked": [
            (each, _message(request, opened, each))
            for each in asked.select_related("organisation", "task").order_by("pk")
        ],
        "decide": DecideForm(),
    }
    return render(request, "ledger/entry_support.html", context, status=422 if form.errors else 200)


def _message(request: HttpRequest, opened: Opened, asked: SupportRequest) -> str:
    """What can be sent to the unit that was asked, with the address of its page."""
    page = UnitReport.objects.get(round_id=asked.round_id, organisation_id=asked.organisation_id)
    return _("%(asking)s请%(unit)s提供“%(task)s”的情况：%(words)s。请于 %(day)s 前填写：%(address)s") % {
        "asking": opened.report.organisation.name,
        "unit": asked.organisation.name,
        "task": str(asked.task),
        "words": asked.words.rstrip("。") or _("与这项任务有关的情况"),
        "day": asked.due_on or opened.report.last_day,
        "address": request.build_absolute_uri(page.get_absolute_url()),
    }


def _row(opened: Opened, pk: int, role: Role) -> Row:
    row = one_row(opened.report, pk)
    if row is None or row.entry.role != role:
        raise Http404
    return row


def _due_on(opened: Opened) -> date:
    """By the policy of the place, not before today and not after the page itself is due."""
    policy = ledger_policies(opened.report.region_code, clock.today()).reporting
    wanted = policy.support_due_on(parse_period(opened.report.round.period))
    return max(min(wanted, opened.report.last_day), clock.today())


@require_POST
def withdraw(request: HttpRequest, key: UUID, pk: int, request_pk: int) -> HttpResponse:
    """Take a question back."""
    opened = open_report(request, key)
    row = _row(opened, pk, Role.LEAD)
    asked = SupportRequest.objects.filter(pk=request_pk, round=opened.report.round, task=row.task).select_related(
        "round", "organisation", "asked_for"
    )
    found = asked.first()
    if found is None:
        raise Http404
    back = opened.address("entry_support", pk=pk)

    def do() -> str:
        withdraw_support(found, opened.user)
        return back

    return pressed(request, do, back)


@require_POST
def answer(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Give one supporting answer to those who asked, before the rest of the page."""
    opened = open_report(request, key)
    opened.require_fill()
    row = _row(opened, pk, Role.SUPPORT)
    back = f"{opened.address()}#e{pk}"

    def do() -> str:
        file_support(row.entry, opened.user, opened.filing)
        messages.success(request, _("已答复。牵头单位现在可以看到并引用。"))
        return back

    return pressed(request, do, back)
