"""One seat of a leading group: what was written wrongly is corrected or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kepu.apps.base.errors import Stale
from kepu.apps.people import permissions, rules, services
from kepu.apps.people.group_forms import SeatForm
from kepu.apps.people.http import permission_required, require
from kepu.apps.people.views.groups import shown_group
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FIELDS = ("kind", "name", "organisation", "job_title", "since", "until", "basis", "end_basis", "position")


@permission_required(permissions.MANAGE_GROUPS)
def seat(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Correct a seat, or take it out."""
    user: Any = request.user
    group = shown_group(request, pk)
    require(rules.MANAGE_GROUPS, user, group)
    shown = get_object_or_404(group.seats.select_related("organisation", "group"), pk=seat)
    initial = {name: getattr(shown, name) for name in FIELDS} | {"version": group.version}
    initial["organisation"] = shown.organisation.name if shown.organisation else ""
    form = SeatForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "group": group, "seat": shown}

    def do() -> str:
        version = form.cleaned_data["version"]
        if request.POST.get("remove"):
            services.remove_seat(actor=user, seat=shown, version=version)
        else:
            values = {name: form.cleaned_data[name] for name in FIELDS}
            services.correct_seat(actor=user, seat=shown, version=version, **values)
        return reverse("people_group", args=[group.pk])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        form.add_error(None, stale.sentence)
        renewed(form, stale.current.version)
        context["is_stale"] = True
    status = 409 if "is_stale" in context else 422 if form.errors else 200
    return render(request, "people/seat_form.html", context, status=status)
