"""Pages of the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kepu.apps.audit import selectors
from kepu.apps.audit.models import AuditRow
from kepu.apps.audit.permissions import AuditPermission
from kepu.apps.base.forms import BaseForm
from kepu.apps.base.services import once
from kepu.apps.jobs.services import enqueue

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


@login_required
@require_GET
def row_list(request: HttpRequest) -> HttpResponse:
    """The log and the state of its chain."""
    _require(request.user)
    return _list(request, BaseForm())


@login_required
@require_GET
def row_detail(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """One row, whole, with its place in the chain."""
    _require(request.user)
    row = get_object_or_404(AuditRow.objects.visible_to(request.user), pk=row_id)
    seal = selectors.seal_of(row.pk)
    context = {"line": selectors.lines([row])[0], "seal": seal, "is_sound": selectors.is_sound(row, seal)}
    return render(request, "audit/row_detail.html", context)


@login_required
def check(request: HttpRequest) -> HttpResponse:
    """Verify the whole chain in the background."""
    user: Any = request.user
    _require(user)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = BaseForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=UNPROCESSABLE)

    def do() -> str:
        return enqueue("audit.check_chain", owner_id=user.pk, key=f"audit.check_chain:{user.pk}").get_absolute_url()

    return redirect(once(user.pk, form.cleaned_data["request_id"], do))


def _require(user: Any) -> None:
    if not user.has_permission(AuditPermission.VIEW):
        raise PermissionDenied(_("只有审计管理员可以查看审计记录。"))


def _list(request: HttpRequest, form: BaseForm, *, status: int = 200) -> HttpResponse:
    rows = selectors.row_list(request.user, request.GET)
    context = {"list": rows, "lines": selectors.lines(rows.page), "chain": selectors.chain_state(), "form": form}
    return render(request, "audit/row_list.html", context, status=status)
