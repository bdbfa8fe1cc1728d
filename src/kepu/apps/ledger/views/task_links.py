"""Say that tasks of two plans mean the same, or that they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from kepu.apps.base.errors import Stale
from kepu.apps.base.lists import LONGEST_SEARCH
from kepu.apps.ledger import rules
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.links import linked_tasks, proposals
from kepu.apps.ledger.services.linking import link_tasks, unlink_task
from kepu.apps.ledger.task_forms import LinkForm, UnlinkForm
from kepu.apps.ledger.views.task_change import CONFLICT, OK, UNPROCESSABLE, in_ledger
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.VIEW_PLAN)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """What might mean the same, the likest first; search for what is worded otherwise."""
    user: Any = request.user
    task = get_or_404(in_ledger(), rules.VIEW, user, pk=pk)
    require(rules.EDIT_TASK, user, task)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found = proposals(user, task, text=text)
    form = LinkForm(request.POST or None, offered=[each.task for each in found], initial={"version": task.version})
    stale = False

    def do() -> str:
        data = form.cleaned_data
        link_tasks(task_id=task.pk, other_ids=data["tasks"], user=user, version=data["version"])
        return task.get_absolute_url()

    try:
        if done := submitted(request, form, do):
            messages.success(request, _("已关联。各份方案里印的文字没有改动。"))
            return done
    except Stale:
        stale = True
        form = LinkForm(offered=[each.task for each in found], initial={"version": in_ledger().get(pk=pk).version})
    picked = {str(key) for key in request.POST.getlist("tasks")}
    context = {
        "task": task,
        "plan": task.plan,
        "form": form,
        "text": text,
        "rows": [(each, str(each.task.pk) in picked) for each in found],
        "linked": linked_tasks(task),
        "is_stale": stale,
    }
    return render(
        request, "ledger/task_link.html", context, status=CONFLICT if stale else UNPROCESSABLE if form.errors else OK
    )


@permission_required(LedgerPermission.VIEW_PLAN)
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the task out of its group."""
    user: Any = request.user
    task = get_or_404(in_ledger(), rules.VIEW, user, pk=pk)
    require(rules.EDIT_TASK, user, task)
    form = UnlinkForm(request.POST or None, initial={"version": task.version})

    def do() -> str:
        unlink_task(task_id=task.pk, user=user, version=form.cleaned_data["version"])
        return task.get_absolute_url()

    stale = False
    try:
        if done := submitted(request, form, do):
            messages.success(request, _("已取消关联，以后分别填报。"))
            return done
    except Stale:
        stale = True
        form = UnlinkForm(initial={"version": in_ledger().get(pk=pk).version})
    context = {"task": task, "plan": task.plan, "form": form, "linked": linked_tasks(task), "is_stale": stale}
    return render(
        request, "ledger/task_unlink.html", context, status=CONFLICT if stale else UNPROCESSABLE if form.errors else OK
    )
