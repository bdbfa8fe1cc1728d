"""Leading groups: who sits in them on a day, how that came about, and the step that adjusts it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock, messages
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.people import permissions, rules, services
from kepu.apps.people.group_forms import AdjustForm, GroupForm
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.models import LeadingGroup
from kepu.apps.people.selectors import groups as selectors
from kepu.apps.people.selectors.posts import units_without_liaison
from kepu.apps.people.services.newcomers import read_newcomers
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permission_required(permissions.VIEW_GROUPS)
def groups(request: HttpRequest) -> HttpResponse:
    """The leading groups of the reader's regions."""
    user: Any = request.user
    rows = LeadingGroup.objects.filter(rules.VIEW_GROUPS.visible(user)).select_related("region")
    context = {
        "groups": rows.order_by("region_id", "name", "pk"),
        "may_add": user.has_permission(permissions.MANAGE_GROUPS),
    }
    return render(request, "people/group_list.html", context)


def shown_group(request: HttpRequest, pk: int) -> LeadingGroup:
    """A group that this reader may see."""
    user: Any = request.user
    return get_or_404(LeadingGroup.objects.select_related("region"), rules.VIEW_GROUPS, user, pk=pk)


def asked_day(request: HttpRequest) -> date:
    """The day in the address; today without one, or when it is none."""
    try:
        return date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return clock.today()


@permission_required(permissions.VIEW_GROUPS)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group on a day, and its changes over time."""
    user: Any = request.user
    shown, day = shown_group(request, pk), asked_day(request)
    context = {
        "group": shown,
        "day": day,
        "is_today": day == clock.today(),
        "composition": selectors.composition(shown, day),
        "text": selectors.as_text(shown, day),
        "changes": selectors.changes(shown),
        "may_manage": rules.MANAGE_GROUPS.allows(user, shown),
    }
    if user.has_permission(permissions.VIEW_POSTS):
        units = selectors.units_of(shown, day).filter(rules.VIEW_POSTS_OF_UNIT.visible(user))
        context["missing"] = units_without_liaison(units, day)
    return render(request, "people/group_detail.html", context)


@permission_required(permissions.VIEW_GROUPS)
def group_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The composition of a day on paper."""
    shown, day = shown_group(request, pk), asked_day(request)
    context = {"group": shown, "day": day, "composition": selectors.composition(shown, day)}
    return render(request, "people/group_print.html", context)


@permission_required(permissions.MANAGE_GROUPS)
def group_add(request: HttpRequest) -> HttpResponse:
    """Set up a group."""
    user: Any = request.user
    low = next((grant.low for grant in user.grants if permissions.MANAGE_GROUPS in grant.permissions), "")
    form = GroupForm(request.POST or None, initial={"region": low})

    def do() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("region", "name", "document")}
        return reverse("people_group_adjust", args=[services.create_group(actor=user, **chosen).pk])

    if done := submitted(request, form, do):
        return done
    return render(request, "people/group_form.html", {"form": form}, status=422 if form.errors else 200)


@permission_required(permissions.MANAGE_GROUPS)
def group_adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Adjust the composition in one step: several leave, several come, with a date and a document."""
    user: Any = request.user
    shown = shown_group(request, pk)
    require(rules.MANAGE_GROUPS, user, shown)
    seats = list(shown.seats.filter(until__isnull=True).select_related("organisation").printed_order())
    initial = {"version": shown.version, "on": clock.today(), "basis": "" if seats else shown.document}
    form = AdjustForm(request.POST or None, initial=initial, seats=seats)
    context: dict[str, Any] = {"form": form, "group": shown}
    newcomers = joining(form, shown) if form.is_bound and form.is_valid() else []

    def do() -> str:
        given = form.cleaned_data
        coming = [*form.successors(), *newcomers]
        chosen = {name: given[name] for name in ("version", "on", "basis")}
        services.adjust_group(actor=user, group=shown, leaving=form.leaving(), coming=coming, **chosen)
        return f"{reverse('people_group', args=[shown.pk])}?as_of={given['on']:%Y-%m-%d}"

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        form.add_error(None, stale.sentence)
        renewed(form, stale.current.version)
        context["is_stale"] = True
    status = 409 if "is_stale" in context else 422 if form.errors else 200
    return render(request, "people/group_adjust.html", context, status=status)


def joining(form: AdjustForm, shown: LeadingGroup) -> list[services.Newcomer]:
    """Those who join beside the successors; everything that is wrong with their rows stands at the field."""
    text = form.cleaned_data["added"]
    if not text.strip():
        return []
    try:
        newcomers, problems = read_newcomers(text, shown.region_id, form.cleaned_data["on"])
    except Refused as refusal:
        form.add_error("added", refusal.sentence)
        return []
    for each in problems:
        sentence = messages.sentence(each.code, dict(each.details))
        form.add_error("added", _("第 %(row)s 行：%(sentence)s") % {"row": each.row, "sentence": sentence})
    return newcomers
