"""One task, with its sentence lit in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render

from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Task
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.answers import answers_about
from kepu.apps.ledger.selectors.dues import due_lights
from kepu.apps.ledger.selectors.history import history_of
from kepu.apps.ledger.selectors.links import linked_targets, linked_tasks, own_quantities
from kepu.apps.ledger.selectors.targets import HEAVY, judged
from kepu.apps.ledger.selectors.task import (
    consolidator_of,
    excerpt,
    instructions_about,
    later_task,
    neighbours,
    units_of,
)
from kepu.apps.ledger.services.versions import continued_by
from kepu.apps.ledger.wording import target_words
from kepu.apps.people.http import get_or_404, permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.VIEW_PLAN)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done, by whom, to which figure, and where the plan says so."""
    user: Any = request.user
    rows = Task.objects.filter(plan__state__in=rules.IN_LEDGER).select_related("plan", "section", "link__created_by")
    try:
        found = get_or_404(rows.defer("plan__tables", "plan__warnings", "plan__based_on"), rules.VIEW, user, pk=pk)
    except Http404:
        later = continued_by(pk)  # a task of a version that was replaced goes on in the new one
        if later is None or not rules.VIEW.allows(user, later):
            raise
        return redirect(later)
    units = units_of(found)
    targets = list(found.targets.select_related("plan").defer(*HEAVY))
    before, after = neighbours(found)
    standing = judged([target for target in targets if not target.is_baseline], clock.today())
    linked = linked_tasks(found)
    context = {
        "task": found,
        "plan": found.plan,
        "units": units,
        "consolidator": consolidator_of(units["lead"]),
        "light": due_lights([found.region_code]).of(found),
        "targets": [(target, target_words(target), standing.get(target.pk)) for target in targets],
        "excerpt": excerpt(found, [unit for role in units.values() for unit in role], targets),
        "before": before,
        "after": after,
        "linked": linked,
        "quantities": own_quantities(found, linked_targets(found)) if linked else [],
        "answers": answers_about(user, found),
        "instructions": instructions_about(user, [found, *linked]),
        "history": history_of(found),
        "may_edit": found.plan.state == PlanState.CONFIRMED and rules.EDIT_TASK.allows(user, found),
        "is_replaced": found.plan.state == PlanState.REPLACED,
        "later": later_task(found) if found.plan.state == PlanState.REPLACED else None,
    }
    return render(request, "ledger/task_detail.html", context)
