"""What happens to a form that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.base.services import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import BaseForm


def submitted(request: HttpRequest, form: BaseForm, do: Callable[[], str]) -> HttpResponse | None:
    """Let a valid form count once and go on; None shows the form (again), a refusal stands in it.

    `Stale` is left to the view, which knows what both texts are.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    user: Any = request.user
    try:
        return redirect(once(user.pk, form.cleaned_data["request_id"], do))
    except Stale:
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None


def renewed(form: BaseForm, version: int) -> None:
    """Let the next submission of this form overwrite the version that was shown to its author."""
    data: Any = form.data
    form.data = data = data.copy()
    data["version"] = str(version)
