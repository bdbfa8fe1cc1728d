"""Change one task, or several that were chosen on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import PlanState, TaskState
from kepu.apps.ledger.models import Task
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.task import units_of
from kepu.apps.ledger.services.tasks import MOST_AT_ONCE, change_task, change_tasks
from kepu.apps.ledger.task_forms import TaskForm, TasksForm
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import TaskUnit

CONFLICT, UNPROCESSABLE, OK = 409, 422, 200
LONGEST_KEY = 12


def in_ledger() -> QuerySet[Task]:
    """Tasks of confirmed plans, without what no form needs."""
    rows = Task.objects.filter(plan__state=PlanState.CONFIRMED).select_related("plan")
    return rows.defer("spans", "plan__text", "plan__tables", "plan__warnings", "plan__based_on")


@permission_required(LedgerPermission.VIEW_PLAN)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """State, day and consolidating unit; when somebody was quicker, both texts."""
    user: Any = request.user
    task = get_or_404(in_ledger(), rules.VIEW, user, pk=pk)
    require(rules.EDIT_TASK, user, task)
    leads = units_of(task)["lead"]
    form = TaskForm(request.POST or None, task=task, leads=leads)
    context: dict[str, Any] = {"task": task, "plan": task.plan, "form": form}

    def do() -> str:
        version = form.cleaned_data["version"]
        return change_task(task_id=task.pk, user=user, change=form.change(), version=version).get_absolute_url()

    try:
        if done := submitted(request, form, do):
            messages.success(request, _("已保存，历次变更里留有记录。"))
            return done
    except Stale as stale:
        context["stale_rows"] = _compared(form, stale.current, leads)
        renewed(form, stale.current.version)
    status = CONFLICT if "stale_rows" in context else UNPROCESSABLE if form.errors else OK
    return render(request, "ledger/task_change.html", context, status=status)


def _compared(form: TaskForm, current: Task, leads: Sequence[TaskUnit]) -> list[dict[str, Any]]:
    """Mine from the form beside what the task is now."""
    data = form.cleaned_data
    names = {unit.pk: unit.name for unit in leads}
    chosen = next((unit.name for unit in leads if unit.is_consolidator), "")
    pairs = [
        ("state", TaskState(data["state"]).label, TaskState(current.state).label),
        ("basis", data["basis"], current.state_basis),
        ("due_on", data["due_on"], current.due_on),
    ]
    if "consolidator" in form.fields:
        pairs.append(("consolidator", names.get(data["consolidator"], ""), chosen))
    return [
        {"label": form.fields[name].label, "yours": mine, "theirs": theirs, "differs": mine != theirs}
        for name, mine, theirs in pairs
    ]


@permission_required(LedgerPermission.EDIT_TASK)
def change_several(request: HttpRequest) -> HttpResponse:
    """One change for every task that was chosen; all of them or none."""
    user: Any = request.user
    back = _back(request)
    form = TasksForm(request.POST or None)
    keys = list(form.cleaned_data["tasks"]) if request.method == "POST" and form.is_valid() else _chosen(request)
    tasks = list(in_ledger().filter(rules.EDIT_TASK.visible(user), pk__in=keys).order_by("plan_id", "position"))
    if not 1 <= len(tasks) <= MOST_AT_ONCE:
        raise Refused(LedgerCode.NO_TASKS_CHOSEN, most=MOST_AT_ONCE)

    def do() -> str:
        changed = change_tasks(versions=form.cleaned_data["tasks"], user=user, change=form.change())
        sentence = ngettext("已修改 %(count)s 项任务。", "已修改 %(count)s 项任务。", len(changed))
        messages.success(request, sentence % {"count": len(changed)})
        return back

    if done := submitted(request, form, do):
        return done
    context = {
        "tasks": tasks,
        "form": form,
        "back": back,
        "versions": ",".join(f"{task.pk}:{task.version}" for task in tasks),
    }
    return render(request, "ledger/tasks_change.html", context, status=UNPROCESSABLE if form.errors else OK)


def _chosen(request: HttpRequest) -> list[int]:
    """The tasks in the address, or those of the form that came back with errors."""
    sent = request.POST.get("tasks", "")
    found = [part.partition(":")[0] for part in sent.split(",")] if sent else request.GET.getlist("task")
    return [int(key) for key in found[: MOST_AT_ONCE + 1] if key.isdecimal() and len(key) <= LONGEST_KEY]


def _back(request: HttpRequest) -> str:
    """The board from which the tasks were chosen."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}) and asked.startswith("/")
    return asked if is_ours else reverse("ledger:tasks")
