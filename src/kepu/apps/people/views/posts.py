"""The list of contacts, a unit's page in it, and the forms by which posts change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.people import permissions, rules, services
from kepu.apps.people.forms import ConfirmForm
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.lists import contact_list, without_liaison
from kepu.apps.people.models import GroupSeat, Post
from kepu.apps.people.models.posts import NUMBERS
from kepu.apps.people.post_forms import ChangePostForm, EndPostForm, PostForm, TakeOverForm
from kepu.apps.people.rules import Scope
from kepu.apps.people.selectors.posts import former_posts_of, missing_kinds, posts_of
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.models import Organisation, Region
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import VersionedForm
    from kepu.apps.people.models import User

COMPARED = ("kind", "name", "job_title", "since", "position")


@permission_required(permissions.VIEW_POSTS)
def posts(request: HttpRequest) -> HttpResponse:
    """Who answers for which unit, numbers masked."""
    user: Any = request.user
    today = clock.today()
    listed = contact_list(user, request.GET, today)
    context = {
        "list": listed,
        "page": listed.page,
        "missing": without_liaison(user, today),
        "may_add": user.has_permission(permissions.MANAGE_POSTS),
        "may_show": user.has_permission(permissions.SHOW_NUMBERS),
        "showable": showable(user, listed.page),
        "may_see_groups": user.has_permission(permissions.VIEW_GROUPS),
        "today": today,
    }
    return render(request, "people/post_list.html", context)


@permission_required(permissions.VIEW_POSTS)
def unit_posts(request: HttpRequest, code: str) -> HttpResponse:
    """Who answers for one unit, who did before, and what is missing."""
    user: Any = request.user
    today = clock.today()
    unit = get_or_404(Organisation.objects.select_related("region"), rules.VIEW_POSTS_OF_UNIT, user, code=code)
    seats = GroupSeat.objects.current(today).filter(organisation=unit)
    held = posts_of(unit.pk, today)
    context = {
        "unit": unit,
        "posts": held,
        "former": former_posts_of(unit.pk, today),
        "coming": Post.objects.filter(organisation=unit, since__gt=today).official_order(),
        "missing": missing_kinds([unit.pk], today)[unit.pk],
        "seats": seats.select_related("group").printed_order(),
        "may_manage": rules.MANAGE_POSTS_OF_UNIT.allows(user, unit),
        "showable": showable(user, held),
        "may_see_groups": user.has_permission(permissions.VIEW_GROUPS),
    }
    return render(request, "people/unit_posts.html", context)


def showable(user: User, rows: Iterable[Post]) -> set[int]:
    """The posts among these whose numbers this reader may ask for."""
    return {row.pk for row in rows if rules.SHOW_NUMBERS.allows(user, row)}


@permission_required(permissions.VIEW_POSTS)
def region_posts(request: HttpRequest, code: str) -> HttpResponse:
    """The contacts of one region and what lies in it: the list, narrowed to it."""
    user: Any = request.user
    within = get_or_404(Region.objects.all(), Scope(permissions.VIEW_POSTS, region="code"), user, code=code)
    return redirect(f"{reverse('people_posts')}?region={within.code}&state=current")


def shown_post(request: HttpRequest, pk: int) -> Post:
    """A post that this reader may see."""
    user: Any = request.user
    return get_or_404(Post.objects.select_related("organisation", "user"), rules.VIEW_POSTS, user, pk=pk)


@permission_required(permissions.VIEW_POSTS)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post with masked numbers, and everybody who held the same before and after."""
    return post_page(request, shown_post(request, pk))


def post_page(request: HttpRequest, shown: Post, *, with_numbers: bool = False) -> HttpResponse:
    """The page of a post; with numbers only as the answer to a request that was recorded."""
    user: Any = request.user
    same = Post.objects.filter(organisation_id=shown.organisation_id, kind=shown.kind)
    context = {
        "post": shown,
        "holders": same.order_by("-since", "-pk"),
        "may_manage": rules.MANAGE_POSTS.allows(user, shown),
        "may_show": rules.SHOW_NUMBERS.allows(user, shown),
        "with_numbers": with_numbers,
        "today": clock.today(),
    }
    return render(request, "people/post_detail.html", context)


@permission_required(permissions.MANAGE_POSTS)
def post_add(request: HttpRequest) -> HttpResponse:
    """Somebody new in a post; `?unit=` and `?kind=` fill the form."""
    user: Any = request.user
    own = next((grant.organisation_id for grant in user.grants if grant.organisation_id), None)
    code = request.GET.get("unit", "")[:40]
    unit = Organisation.objects.filter(rules.MANAGE_POSTS_OF_UNIT.visible(user))
    given = unit.filter(code=code).first() if code else unit.filter(pk=own).first() if own else None
    initial = {"organisation": given.name if given else "", "since": clock.today()}
    if request.GET.get("kind", "").isdecimal():
        initial["kind"] = request.GET["kind"]
    form = PostForm(request.POST or None, initial=initial)

    def do() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("organisation", "kind", "since", "position")}
        if not rules.MANAGE_POSTS_OF_UNIT.allows(user, chosen["organisation"]):
            raise PermissionDenied(_("这家单位的通讯录由它自己和办公室维护。"))
        made = services.add_post(actor=user, **chosen, **form.details())
        return reverse("people_post", args=[made.pk])

    if done := submitted(request, form, do):
        return done
    return render(request, "people/post_form.html", {"form": form, "unit": given}, status=422 if form.errors else 200)


def managed(request: HttpRequest, pk: int) -> Post:
    """A post that this reader may change."""
    user: Any = request.user
    shown = shown_post(request, pk)
    require(rules.MANAGE_POSTS, user, shown)
    return shown


@permission_required(permissions.MANAGE_POSTS)
def post_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a post; both texts are shown to who comes second."""
    user: Any = request.user
    shown = managed(request, pk)
    initial = {name: getattr(shown, name) for name in (*COMPARED, "version")}
    initial["username"] = shown.user.username if shown.user else ""
    form = ChangePostForm(request.POST or None, initial=initial, post=shown)
    context: dict[str, Any] = {"form": form, "post": shown}

    def do() -> str:
        services.change_post(actor=user, post=shown, version=form.cleaned_data["version"], **form.values())
        return reverse("people_post", args=[shown.pk])

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = [*compared(form, stale.current, COMPARED), *compared_numbers(form, stale.current)]
        renewed(form, stale.current.version)
    return render(request, "people/post_change.html", context, status=status_of(form, context))


def compared_numbers(form: ChangePostForm, current: Post) -> list[dict[str, Any]]:
    """Numbers side by side, both masked; where none was typed the stored one stays."""
    typed = Post(**{name: form.cleaned_data[name] for name in NUMBERS})
    rows = []
    for name in NUMBERS:
        differs = bool(form.cleaned_data[name]) and form.cleaned_data[name] != getattr(current, name)
        theirs = getattr(current, f"masked_{name}")
        mine = getattr(typed, f"masked_{name}") if form.cleaned_data[name] else theirs
        rows.append({"label": form.fields[name].label, "yours": mine, "theirs": theirs, "differs": differs})
    return rows


def status_of(form: VersionedForm, context: dict[str, Any]) -> int:
    """409 beside another's text, 422 with mistakes, else 200."""
    return 409 if "stale_rows" in context else 422 if form.errors else 200


@permission_required(permissions.MANAGE_POSTS)
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves a post, and nobody follows yet."""
    shown = managed(request, pk)
    user: Any = request.user
    form = EndPostForm(request.POST or None, initial={"version": shown.version, "until": clock.today()})

    def do() -> None:
        chosen = {name: form.cleaned_data[name] for name in ("until", "version")}
        services.end_post(actor=user, post=shown, **chosen)

    return leaving(request, shown, form, do, "people/post_end.html")


@permission_required(permissions.MANAGE_POSTS)
def post_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves a post and another takes over, in one form."""
    shown = managed(request, pk)
    user: Any = request.user
    initial = {"version": shown.version, "on": clock.today()}
    form = TakeOverForm(request.POST or None, initial=initial, organisation=shown.organisation)

    def do() -> None:
        chosen = {name: form.cleaned_data[name] for name in ("on", "version")}
        services.replace_post(actor=user, post=shown, **chosen, **form.details())

    return leaving(request, shown, form, do, "people/post_take_over.html")


@permission_required(permissions.MANAGE_POSTS)
def post_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry that was a mistake."""
    shown = managed(request, pk)
    user: Any = request.user
    form = ConfirmForm(request.POST or None, initial={"version": shown.version})

    def do() -> None:
        services.remove_post(actor=user, post=shown, version=form.cleaned_data["version"])

    return leaving(request, shown, form, do, "people/post_remove.html")


def leaving(
    request: HttpRequest, shown: Post, form: VersionedForm, do: Callable[[], None], template: str
) -> HttpResponse:
    """The form, or the unit's page after it has counted; who comes second is told and keeps what they wrote."""

    def and_back() -> str:
        do()
        return reverse("people_unit_posts", args=[shown.organisation.code])

    context: dict[str, Any] = {"form": form, "post": shown}
    try:
        if done := submitted(request, form, and_back):
            return done
    except Stale as stale:
        form.add_error(None, stale.sentence)
        renewed(form, stale.current.version)
        context["current"] = stale.current
    status = 409 if "current" in context else 422 if form.errors else 200
    return render(request, template, context, status=status)
