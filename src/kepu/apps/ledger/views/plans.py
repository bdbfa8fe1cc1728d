"""All plans, and one whose reading is not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.base.messages import sentence
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.plans import is_state, plan_list, plan_words
from kepu.apps.people.http import get_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COLUMNS = (
    Column("title", _("方案"), "title", optional=False),
    Column("region", _("地区"), "region_code"),
    Column("period", _("规划期"), "period_end"),
    Column("tasks", _("任务"), "n_tasks"),
    Column("created", _("导入时间"), "created_at"),
)
STATE = Filter("state", _("状态"), lambda: [(state.value, str(state.label)) for state in PlanState], is_state)


@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """Plans, newest first."""
    rows = ListPage(
        plan_list(request.user),
        request.GET,
        columns=COLUMNS,
        filters=[STATE],
        search=plan_words,
        order=("-created_at",),
    )
    may_import = request.user.has_permission(LedgerPermission.IMPORT_PLAN)
    return render(request, "ledger/plan_list.html", {"list": rows, "page": rows.page, "may_import": may_import})


@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan that is being read, could not be read, or was put aside."""
    plan = get_or_404(Plan.objects.light().select_related("closed_by"), rules.PLAN, request.user, pk=pk)
    if plan.state in {PlanState.REVIEW, PlanState.CONFIRMED}:
        return redirect(plan)
    job = Job.objects.filter(pk=plan.job_id).first() if plan.job_id else None
    failure = plan.failure or {}
    stopped = job is not None and job.state in {JobState.FAILED, JobState.CANCELLED}
    return render(
        request,
        "ledger/plan_progress.html",
        {
            "plan": plan,
            "job": job,
            "stopped": stopped,
            "sentence": sentence(failure["code"], failure["details"]) if failure else "",
            "may_decide": rules.CONFIRM.allows(request.user, plan),
        },
    )
