"""One instruction, and the steps that can be taken with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import InstructionStep
from kepu.apps.ledger.instruction_forms import CloseForm, ForwardForm, ReplyForm, ReturnForm
from kepu.apps.ledger.permissions import INSTRUCTION_READERS
from kepu.apps.ledger.selectors.instructions import Sheet, addressed, instruction_rows, sheet_of, units_to_ask
from kepu.apps.ledger.services.instructions import (
    close_instruction,
    forward_instruction,
    reply_to_instruction,
    return_reply,
)
from kepu.apps.ledger.views.doors import any_permission
from kepu.apps.people.http import get_or_404
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import BaseForm
    from kepu.apps.ledger.models import Instruction

CONFLICT, UNPROCESSABLE, OK = 409, 422, 200


@any_permission(*INSTRUCTION_READERS)
def instruction(request: HttpRequest, pk: int, step: str = "") -> HttpResponse:
    """What was asked and answered; under its own address each step, whose form stands in the same page."""
    user: Any = request.user
    row = get_or_404(instruction_rows(user), rules.INSTRUCTION, user, pk=pk)
    sheet = sheet_of(user, row)
    forms = _forms(request, sheet, step)
    form = forms.get(step)
    is_stale = False
    if form is not None:
        try:
            if done := submitted(request, form, lambda: _do(step, user, row, form)):
                messages.success(request, _done_words(step))
                return done
        except Stale:
            is_stale = True
            row = get_or_404(instruction_rows(user), rules.INSTRUCTION, user, pk=pk)
            sheet = sheet_of(user, row)
            renewed(form, row.version)
    elif request.method == "POST":
        raise PermissionDenied(_("您可以看到这一项，但这一步需要另外的权限。"))
    context = {
        "sheet": sheet,
        "row": row,
        "task": row.task,
        "forms": forms,
        "step": step,
        "form": form,
        "is_stale": is_stale,
        "today": clock.today(),
        "may_open_task": row.task is not None and rules.VIEW.allows(user, row.task),
    }
    status = CONFLICT if is_stale else UNPROCESSABLE if form is not None and form.errors else OK
    return render(request, "ledger/instruction_detail.html", context, status=status)


def _forms(request: HttpRequest, sheet: Sheet, step: str) -> dict[str, BaseForm]:
    """The forms of the steps that are this reader's; in which state they may be taken is for the service to say."""
    row = sheet.row

    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and step == name else None

    found: dict[str, BaseForm] = {}
    version = {"version": row.version}
    if sheet.reply_for or sheet.answers_itself:
        found[InstructionStep.REPLY] = ReplyForm(data(InstructionStep.REPLY), units=sheet.reply_for, auto_id="reply_%s")
    if sheet.supervises:
        asked = [unit.organisation_id for unit in sheet.units]
        proposed = asked or ([unit] if row.task and (unit := addressed(row.task)) else [])
        found[InstructionStep.FORWARD] = ForwardForm(
            data(InstructionStep.FORWARD),
            units=units_to_ask(row.region_code, proposed),
            initial={**version, "units": [str(pk) for pk in proposed], "due_on": row.due_on},
            auto_id="forward_%s",
        )
    if sheet.decides:
        found[InstructionStep.RETURN] = ReturnForm(
            data(InstructionStep.RETURN),
            units=sheet.returnable or [unit.organisation for unit in sheet.units],
            initial=version,
            auto_id="return_%s",
        )
        found[InstructionStep.CLOSE] = CloseForm(data(InstructionStep.CLOSE), initial=version, auto_id="close_%s")
    return found


def _do(step: str, user: Any, row: Instruction, form: BaseForm) -> str:
    """Take the step and go back to the page."""
    given = form.cleaned_data
    if step == InstructionStep.REPLY:
        reply_to_instruction(
            user=user, instruction_id=row.pk, organisation_id=given["organisation"] or None, text=given["text"]
        )
    elif step == InstructionStep.FORWARD:
        forward_instruction(
            user=user,
            instruction_id=row.pk,
            version=given["version"],
            organisation_ids=given["units"],
            due_on=given["due_on"],
        )
    elif step == InstructionStep.RETURN:
        return_reply(
            user=user,
            instruction_id=row.pk,
            version=given["version"],
            organisation_id=given["organisation"],
            text=given["text"],
        )
    else:
        close_instruction(user=user, instruction_id=row.pk, version=given["version"], note=given["note"])
    return row.get_absolute_url()


def _done_words(step: str) -> str:
    return {
        InstructionStep.REPLY: _("回复已经保存。"),
        InstructionStep.FORWARD: _("已经转办。"),
        InstructionStep.RETURN: _("已经退回，请单位再回复。"),
        InstructionStep.CLOSE: _("已经办结。"),
    }[InstructionStep(step)]
