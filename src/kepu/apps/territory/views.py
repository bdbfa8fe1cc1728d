"""Pages about organisations and regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.territory import links, permissions, rules, selectors, services
from kepu.apps.territory.enums import OrganisationKind
from kepu.apps.territory.forms import AliasForm, EndAliasForm
from kepu.apps.territory.guards import get_or_404, permission_required, require
from kepu.apps.territory.models import Alias, Organisation, Region, in_force
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import VersionedForm

COLUMNS = (
    Column("name", _("单位"), sort="name", optional=False),
    Column("kind", _("类别")),
    Column("aliases", _("简称")),
    Column("region", _("区划"), sort="region_id"),
)


def kinds() -> list[tuple[str, str]]:
    """Kinds of organisations to choose from."""
    return [(kind.value, str(kind.label)) for kind in OrganisationKind]


def matches(text: str) -> Q:
    """Organisations by name, short form or code."""
    by_alias = Alias.objects.filter(name__icontains=text).values("organisation_id")
    return Q(name__icontains=text) | Q(code__iexact=text) | Q(pk__in=by_alias)


@permission_required(permissions.VIEW)
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations of the reader's regions in official order."""
    user: Any = request.user
    today = clock.today()
    listed: ListPage[Organisation] = ListPage(
        Organisation.objects.filter(rules.VIEW_ORGANISATIONS.visible(user))
        .current(today)
        .select_related("region")
        .prefetch_related(Prefetch("aliases", Alias.objects.filter(in_force(today)).order_by("pk"))),
        request.GET,
        columns=COLUMNS,
        filters=[Filter("kind", _("类别"), kinds, lambda value: Q(kind=value))],
        search=matches,
        order=("region_id", "sequence", "position", "code"),
    )
    return render(request, "territory/organisation_list.html", {"list": listed, "page": listed.page})


@permission_required(permissions.VIEW)
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: what it is called, what it came from, what it belongs to."""
    user: Any = request.user
    shown = get_or_404(Organisation.objects.select_related("region"), rules.VIEW_ORGANISATIONS, user, code=code)
    context = {
        "organisation": shown,
        "aliases": shown.aliases.order_by("valid_until", "name"),
        "predecessors": shown.succeeds.select_related("predecessor").order_by("on"),
        "successors": shown.succeeded_by.select_related("successor").order_by("on"),
        "collectives": shown.collectives.filter(in_force(clock.today())).select_related("collective"),
        "may_manage": rules.MANAGE_ORGANISATIONS.allows(user, shown),
        "links": links.of_organisation(user, shown.code),
        "today": clock.today(),
    }
    return render(request, "territory/organisation_detail.html", context)


def managed(request: HttpRequest, code: str) -> Organisation:
    """An organisation whose names this reader may change."""
    user: Any = request.user
    shown = get_or_404(Organisation.objects.all(), rules.VIEW_ORGANISATIONS, user, code=code)
    require(rules.MANAGE_ORGANISATIONS, user, shown)
    return shown


@permission_required(permissions.VIEW)
def alias_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a short form."""
    owner = managed(request, code)
    form = AliasForm(request.POST or None, initial={"version": owner.version})

    def do() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("name", "valid_from", "valid_until", "version")}
        services.add_alias(owner, **chosen)
        return reverse("territory:organisation", args=[owner.code])

    return alias_page(request, owner, form, do)


@permission_required(permissions.VIEW)
def alias_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a short form."""
    owner = managed(request, code)
    alias = get_object_or_404(owner.aliases.select_related("organisation"), pk=pk)
    form = EndAliasForm(request.POST or None, initial={"version": owner.version, "on": clock.today()})

    def do() -> str:
        services.end_alias(alias, on=form.cleaned_data["on"], version=form.cleaned_data["version"])
        return reverse("territory:organisation", args=[owner.code])

    return alias_page(request, owner, form, do, alias=alias)


def alias_page(
    request: HttpRequest, owner: Organisation, form: VersionedForm, do: Callable[[], str], alias: Alias | None = None
) -> HttpResponse:
    """The form, or the way back after it has counted."""
    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        form.add_error(None, stale.sentence)
        renewed(form, stale.current.version)
    context = {"organisation": owner, "form": form, "alias": alias}
    return render(request, "territory/alias_form.html", context, status=422 if form.errors else 200)


@permission_required(permissions.VIEW)
def regions(request: HttpRequest) -> HttpResponse:
    """Where the reader's regions begin."""
    user: Any = request.user
    tops = {grant.low for grant in rules.VIEW_REGIONS.grants(user)}
    rows = list(Region.objects.filter(code__in=tops).order_by("code"))
    if len(rows) == 1:
        return redirect("territory:region", code=rows[0].code)
    return render(request, "territory/region_list.html", {"regions": rows})


@permission_required(permissions.VIEW)
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: what it lies in, what lies in it, how many people live there."""
    user: Any = request.user
    shown = get_or_404(Region.objects.all(), rules.VIEW_REGIONS, user, code=code)
    above = selectors.chain(shown)
    context = {
        "region": shown,
        "chain": [(each, rules.VIEW_REGIONS.allows(user, each)) for each in above],
        "children": selectors.children(shown, clock.today()),
        "population": shown.population.order_by("-year", "audience", "sex", "age_low")[:50],
        "predecessors": shown.succeeds.select_related("predecessor").order_by("on"),
        "successors": shown.succeeded_by.select_related("successor").order_by("on"),
        "links": links.of_region(user, shown.code),
        "organisation_count": Organisation.objects.subtree(shown.code).current(clock.today()).count(),
    }
    return render(request, "territory/region_detail.html", context)
