"""One task, with its sentence lit in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from kepu.apps.ledger import rules
from kepu.apps.ledger.models import Task
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.task import excerpt, neighbours, units_of
from kepu.apps.ledger.wording import target_words
from kepu.apps.people.http import get_or_404, permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(LedgerPermission.VIEW_PLAN)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done, by whom, to which figure, and where the plan says so."""
    user: Any = request.user
    rows = Task.objects.select_related("plan", "section").defer("plan__tables", "plan__warnings", "plan__based_on")
    found = get_or_404(rows, rules.VIEW, user, pk=pk)
    units = units_of(found)
    targets = list(found.targets.all())
    before, after = neighbours(found)
    context = {
        "task": found,
        "plan": found.plan,
        "units": units,
        "targets": [(target, target_words(target)) for target in targets],
        "excerpt": excerpt(found, [unit for role in units.values() for unit in role], targets),
        "before": before,
        "after": after,
    }
    return render(request, "ledger/task_detail.html", context)
