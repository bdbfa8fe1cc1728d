"""A list of contacts is pasted: first what each row would do, then, in one step, it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock, messages
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.people import permissions
from kepu.apps.people.enums import PostKind
from kepu.apps.people.http import permission_required
from kepu.apps.people.post_forms import ContactsForm
from kepu.apps.people.services.contacts import ContactList, PlannedRow, plan_contacts, write_contacts
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.people.models import User


@permission_required(permissions.MANAGE_POSTS)
def posts_import(request: HttpRequest) -> HttpResponse:
    """Paste, look, write."""
    user: Any = request.user
    low = next((grant.low for grant in user.grants if permissions.MANAGE_POSTS in grant.permissions), "")
    form = ContactsForm(request.POST or None, initial={"region": low, "since": clock.today()})
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context["rows"] = planned = plan(user, form)
        context["n_problems"] = sum(len(row.problems) for row in planned)
        is_ready = bool(planned) and not context["n_problems"]
        if is_ready and request.POST.get("write"):

            def do() -> str:
                write_contacts(user, chosen(form), planned)
                return reverse("people_posts")

            try:
                if done := submitted(request, form, do):
                    return done
            except Stale as stale:
                form.add_error(None, stale.sentence)
                context["is_stale"] = True
        context["is_ready"] = is_ready
    context["lines"] = [(row, sentences(row)) for row in context.get("rows", ())]
    # A look that finds problems has done what was asked; only a write that cannot be done has failed.
    failed = form.errors or (context.get("n_problems") and request.POST.get("write"))
    status = 409 if "is_stale" in context else 422 if failed else 200
    return render(request, "people/post_import.html", context, status=status)


def plan(user: User, form: ContactsForm) -> list[PlannedRow]:
    """What the rows would do; what is wrong with all of them stands in the form."""
    try:
        return plan_contacts(user, chosen(form))
    except Refused as refusal:
        form.add_error("text", refusal.sentence)
        return []


def chosen(form: ContactsForm) -> ContactList:
    """The form's answers."""
    given = form.cleaned_data
    return ContactList(given["text"], given["region"], given["since"], PostKind(given["kind"]), given["takes_over"])


def sentences(row: PlannedRow) -> list[str]:
    """What is wrong with a row, for its author."""
    found = []
    for each in row.problems:
        sentence = messages.sentence(each.code, dict(each.details))
        told = _("%(column)s：%(sentence)s") % {"column": each.column, "sentence": sentence}
        found.append(told if each.column else sentence)
    return found
