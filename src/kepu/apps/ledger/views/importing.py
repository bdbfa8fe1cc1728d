"""Bring a plan in: paste its text or give its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base.limits import limited
from kepu.apps.base.models import WriteReceipt
from kepu.apps.base.services import once
from kepu.apps.files.models import StoredFile
from kepu.apps.files.services import Prepared, store
from kepu.apps.ledger.forms import ImportForm
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.plans import earlier_import
from kepu.apps.ledger.selectors.regions import import_regions
from kepu.apps.ledger.services.importing import PURPOSE, create_plan
from kepu.apps.ledger.views.wizard import IMPORT, steps
from kepu.apps.people.http import permission_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import Plan

UNPROCESSABLE = 422


@permission_required(LedgerPermission.IMPORT_PLAN)
@limited("upload")
def import_page(request: HttpRequest) -> HttpResponse:
    """The form; then the progress of the reading, or the question whether the same document is meant again."""
    user: Any = request.user
    regions = import_regions(user)
    if not regions:
        raise PermissionDenied(_("您的职务没有对应的地区，不能导入方案。请联系安全管理员。"))
    form = ImportForm(request.POST or None, request.FILES or None, user=user, regions=regions)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "steps": steps(None, IMPORT)}
        return render(request, "ledger/plan_import.html", context, status=UNPROCESSABLE if form.errors else 200)
    given = form.cleaned_data
    receipt = WriteReceipt.objects.filter(user=user, request_id=given["request_id"]).first()
    if receipt is not None:  # the same request again is not the same document again
        return redirect(receipt.location)
    earlier = None if given.get("stored") else _earlier(user, given)
    if earlier is not None:
        return _ask_again(request, form, earlier)

    def do() -> str:
        plan = create_plan(
            user=user,
            region=given["region"],
            document=given["document"],
            is_pasted=given["is_pasted"],
            kind=given.get("kind", ""),
        )
        return reverse("ledger:progress", args=[plan.pk])

    return redirect(once(user.pk, given["request_id"], do))


def _earlier(user: Any, given: dict[str, Any]) -> Plan | None:
    document = given["document"]
    sha256 = document.inspected.sha256 if isinstance(document, Prepared) else document.sha256
    return earlier_import(user, sha256=sha256, region_code=given["region"].code)


def _ask_again(request: HttpRequest, form: ImportForm, earlier: Plan) -> HttpResponse:
    """Keep the document, so that nobody has to give it twice, and ask."""
    given = form.cleaned_data
    document = given["document"]
    stored = document if isinstance(document, StoredFile) else store(document, owner_id=form.user.pk, purpose=PURPOSE)
    context = {"form": form, "earlier": earlier, "stored": stored, "region": given["region"]}
    return render(request, "ledger/plan_same.html", context)
