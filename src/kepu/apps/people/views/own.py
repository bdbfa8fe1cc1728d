"""One's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.people import services
from kepu.apps.people.forms import OwnDetailsForm
from kepu.apps.people.models import User
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def me(request: HttpRequest) -> HttpResponse:
    """What one may do here, and how one can be reached."""
    reader: Any = request.user
    user = User.objects.get(pk=reader.pk)  # a row of one's own: the request's user is a lazy stand-in
    initial = {"phone": user.phone, "email": user.email, "version": user.version}
    form = OwnDetailsForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "today": clock.today()}

    def do() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("phone", "email", "version")}
        services.update_own_details(user=user, **chosen)
        return reverse("people_me")

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = compared(form, stale.current, ("phone", "email"))
        renewed(form, stale.current.version)
    context["memberships"] = user.memberships.select_related("role", "region", "organisation").order_by("-since", "pk")
    status = 409 if "stale_rows" in context else 422 if form.errors else 200
    return render(request, "people/me.html", context, status=status)
