"""Pages of background jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kepu.apps.base.forms import BaseForm
from kepu.apps.base.services import once
from kepu.apps.jobs import rules, selectors, services
from kepu.apps.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

UNPROCESSABLE = 422


@login_required
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """One's jobs, newest first."""
    return render(request, "jobs/job_list.html", {"list": selectors.job_list(request.user, request.GET)})


@login_required
@never_cache
@require_GET
def job_detail(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far a job is; what came of it."""
    return _detail(request, _seen(request, job_id), BaseForm())


@login_required
@never_cache
@require_GET
def job_progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The part of the page that asks again; at the end it leads on to the result."""
    job = _seen(request, job_id)
    if job.is_live:
        return render(request, "jobs/_progress.html", {"job": job})
    response = HttpResponse()
    if job.result:
        response["HX-Redirect"] = job.result
    else:
        response["HX-Refresh"] = "true"
    return response


@login_required
def job_retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Queue a job again that failed or was cancelled."""
    return _change(request, job_id, services.retry, _("只有发起人可以重试这个任务。"))


@login_required
def job_cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Stop a job; what it has written stays."""
    return _change(request, job_id, services.cancel, _("只有发起人可以取消这个任务。"))


def _change(request: HttpRequest, job_id: UUID, service: Callable[[UUID], Any], reason: str) -> HttpResponse:
    user: Any = request.user
    job = _seen(request, job_id)
    if not rules.can_change_job(user, job):
        raise PermissionDenied(reason)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = BaseForm(request.POST)
    if not form.is_valid():
        return _detail(request, job, form, status=UNPROCESSABLE)
    address = reverse("jobs:detail", args=[job.pk])

    def do() -> str:
        service(job.pk)
        return address

    return redirect(once(user.pk, form.cleaned_data["request_id"], do))


def _seen(request: HttpRequest, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("owner"), pk=job_id)


def _detail(request: HttpRequest, job: Job, form: BaseForm, *, status: int = 200) -> HttpResponse:
    context = {"job": job, "form": form, "can_change": rules.can_change_job(request.user, job)}
    return render(request, "jobs/job_detail.html", context, status=status)
