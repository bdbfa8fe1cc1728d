"""What each role may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from kepu.apps.base.errors import Stale
from kepu.apps.people import permissions, registry, services
from kepu.apps.people.forms import RoleForm
from kepu.apps.people.http import permission_required
from kepu.apps.people.models import Role
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(permissions.MANAGE_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with its permissions."""
    labels = registry.permissions()
    rows = [
        (role, [labels.get(code, code) for code in role.permissions])
        for role in Role.objects.order_by("position", "code")
    ]
    return render(request, "people/role_list.html", {"rows": rows})


@permission_required(permissions.MANAGE_ROLES)
def role_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a role."""
    actor: Any = request.user
    role = get_object_or_404(Role, code=code)
    initial = {
        "label": role.label,
        "description": role.description,
        "held": role.permissions,
        "version": role.version,
    }
    form = RoleForm(request.POST or None, initial=initial, role=role)
    context: dict[str, Any] = {"role": role, "form": form}

    def do() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("label", "description", "held", "version")}
        services.save_role(actor=actor, role=role, **chosen)
        return reverse("people_roles")

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = role_rows(form, stale.current)
        renewed(form, stale.current.version)
    status = 409 if "stale_rows" in context else 422 if form.errors else 200
    return render(request, "people/role_form.html", context, status=status)


def role_rows(form: RoleForm, current: Role) -> list[dict[str, Any]]:
    """Both versions of a role, permissions by their labels."""
    labels = registry.permissions()
    mine, theirs = sorted(form.cleaned_data["held"]), sorted(current.permissions)
    held = {
        "label": form.fields["held"].label,
        "yours": gettext("、").join(str(labels[code]) for code in mine),
        "theirs": gettext("、").join(str(labels.get(code, code)) for code in theirs),
        "differs": mine != theirs,
    }
    return [*compared(form, current, ("label", "description")), held]
