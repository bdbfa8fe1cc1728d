"""The message to units that have not reported: made here, changed by the office, copied into the chat group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from kepu.apps.base.periods import period_label
from kepu.apps.base.services import once
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.round_forms import ChaseForm
from kepu.apps.ledger.selectors.chasing import chase_of, chase_text, may_show_numbers
from kepu.apps.ledger.services.chasing import log_chase
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.ledger.views.round_page import ask_to_tick_again, chosen_reports, own_round
from kepu.apps.people.enums import Purpose
from kepu.apps.people.http import permission_required
from kepu.apps.people.services.numbers import show_numbers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Round
    from kepu.apps.ledger.selectors.chasing import Chase

NUMBERS = "numbers"


@never_cache
@permission_required(LedgerPermission.RUN_ROUNDS)
def round_chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the message; POST shows the numbers in it, or writes down that it was copied."""
    user: Any = request.user
    found = own_round(request, pk)
    chosen = chosen_reports(request, found)
    if chosen is None:
        return ask_to_tick_again(request, found)
    chase = chase_of(found, chosen)
    may_show = may_show_numbers(user, chase)
    with_numbers = request.method == "POST" and NUMBERS in request.POST
    if with_numbers:
        show_numbers(actor=user, posts=[post for post in chase.posts if post.has_numbers], purpose=Purpose.MESSAGE)
    text = chase_text(found, chase, request.build_absolute_uri, with_numbers=with_numbers)
    form = ChaseForm(initial={"text": text})
    logged = ""
    if request.method == "POST" and not with_numbers:
        form = ChaseForm(request.POST)
        if form.is_valid():
            logged = _log(request, found, chase, form)
    context = {
        "round": found,
        "period": period_label(found.period),
        "chase": chase,
        "form": form,
        "text": form["text"].value(),
        "may_show": may_show and not with_numbers,
        "with_numbers": with_numbers,
        "logged": logged,
    }
    template = "ledger/_chase_logged.html" if wants_part(request) else "ledger/round_chase.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _log(request: HttpRequest, found: Round, chase: Chase, form: ChaseForm) -> str:
    user: Any = request.user

    def do() -> str:
        log_chase(round_id=found.pk, report_ids=chase.report_ids, user=user)
        return found.get_absolute_url()

    once(user.pk, form.cleaned_data["request_id"], do)
    number = len(chase.rows)
    sentence = ngettext("已记下催报 %(n)s 个单位。", "已记下催报 %(n)s 个单位。", number) % {"n": number}
    if not wants_part(request):
        messages.success(request, sentence)
    return sentence
