"""The administrators' pages: accounts (system administrator) and memberships (security administrator)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.people import permissions, rules, services
from kepu.apps.people.forms import ConfirmForm, EndMembershipForm, MembershipForm, PersonForm
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.models import Membership, Role, User
from kepu.apps.territory.models import in_force
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import BaseForm

COLUMNS = (
    Column("name", _("姓名"), sort="name", optional=False),
    Column("username", _("用户名"), sort="username"),
    Column("region", _("所在区划"), sort="region_id"),
    Column("memberships", pgettext_lazy("membership", "职务")),
    Column("state", _("状态"), sort="is_active"),
)
STATES = [("active", _("在用")), ("disabled", _("已停用"))]


def roles() -> list[tuple[str, str]]:
    """Roles to choose from."""
    return [(role.code, str(role)) for role in Role.objects.order_by("position", "code")]


def states() -> list[tuple[str, str]]:
    """States to choose from."""
    return [(value, str(label)) for value, label in STATES]


def holding(code: str) -> Q:
    """People who hold a role today."""
    held = Membership.objects.filter(in_force(clock.today(), since="since", until="until"), role__code=code)
    return Q(pk__in=held.values("user_id"))


@permission_required(permissions.VIEW_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """The accounts of the reader's regions."""
    user: Any = request.user
    held = Membership.objects.filter(in_force(clock.today(), since="since", until="until")).order_by("pk")
    listed: ListPage[User] = ListPage(
        User.objects.filter(rules.VIEW_PEOPLE.visible(user))
        .select_related("region")
        .prefetch_related(Prefetch("memberships", held.select_related("role", "organisation"))),
        request.GET,
        columns=COLUMNS,
        filters=[
            Filter("role", pgettext_lazy("membership", "职务"), roles, holding),
            Filter("state", _("状态"), states, lambda value: Q(is_active=value == "active")),
        ],
        search=lambda text: Q(name__icontains=text) | Q(username__icontains=text),
        order=("region_id", "name"),
    )
    may_add = user.has_permission(permissions.MANAGE_ACCOUNTS)
    return render(request, "people/person_list.html", {"list": listed, "page": listed.page, "may_add": may_add})


def shown_person(request: HttpRequest, pk: int) -> User:
    """An account that this reader may see."""
    user: Any = request.user
    return get_or_404(User.objects.select_related("region"), rules.VIEW_PEOPLE, user, pk=pk)


@permission_required(permissions.VIEW_PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, and what they hold."""
    user: Any = request.user
    shown = shown_person(request, pk)
    context = {
        "person": shown,
        "memberships": shown.memberships.select_related("role", "region", "organisation").order_by("-since", "pk"),
        "may_manage_account": rules.MANAGE_ACCOUNTS.allows(user, shown),
        "may_manage_memberships": rules.MANAGE_MEMBERSHIPS.allows(user, shown) and user.pk != shown.pk,
        "today": clock.today(),
    }
    return render(request, "people/person_detail.html", context)


@permission_required(permissions.MANAGE_ACCOUNTS)
def person_add(request: HttpRequest) -> HttpResponse:
    """A new account; its one-time password is shown by the answer to this request and never again."""
    actor: Any = request.user
    form = PersonForm(request.POST or None, initial={"region": actor.region_id})

    def do() -> tuple[User, str]:
        chosen = {name: form.cleaned_data[name] for name in ("username", "name", "region", "phone", "email")}
        return services.create_user(actor=actor, **chosen)

    if done := with_password(request, form, do):
        return done
    return render(request, "people/person_form.html", {"form": form}, status=422 if form.errors else 200)


def with_password(request: HttpRequest, form: BaseForm, do: Callable[[], tuple[User, str]]) -> HttpResponse | None:
    """Let the form count once and show the password once; the second arrival sees the account without it."""
    made: list[tuple[User, str]] = []

    def remember() -> str:
        made.append(do())
        return reverse("people_person", args=[made[0][0].pk])

    done = submitted(request, form, remember)
    if done is None or not made:
        return done
    owner, password = made[0]
    response = render(request, "people/password_once.html", {"person": owner, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@permission_required(permissions.MANAGE_ACCOUNTS)
def password_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a one-time password."""
    actor: Any = request.user
    shown = shown_person(request, pk)
    require(rules.MANAGE_ACCOUNTS, actor, shown)
    form = ConfirmForm(request.POST or None, initial={"version": shown.version})

    def do() -> tuple[User, str]:
        return shown, services.reset_password(actor=actor, user=shown)

    if done := with_password(request, form, do):
        return done
    context = {
        "person": shown,
        "form": form,
        "title": _("重置密码"),
        "text": _("会产生一个只显示一次的密码，原来的密码和所有登录立即失效。"),
        "label": _("重置密码"),
    }
    return render(request, "people/person_confirm.html", context, status=422 if form.errors else 200)


@permission_required(permissions.MANAGE_ACCOUNTS)
def person_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable an account, or enable it again."""
    actor: Any = request.user
    shown = shown_person(request, pk)
    require(rules.MANAGE_ACCOUNTS, actor, shown)
    form = ConfirmForm(request.POST or None, initial={"version": shown.version})
    active = not shown.is_active
    address = reverse("people_person", args=[shown.pk])

    def do() -> str:
        services.set_active(actor=actor, user=shown, active=active, version=form.cleaned_data["version"])
        return address

    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        form.add_error(None, stale.sentence)
    context = {
        "person": shown,
        "form": form,
        "title": _("启用账号") if active else _("停用账号"),
        "text": _("启用后可以重新登录，职务照旧。") if active else _("停用后立即退出，不能再登录；记录和职务保留。"),
        "label": _("启用") if active else _("停用"),
        "danger": not active,
    }
    return render(request, "people/person_confirm.html", context, status=422 if form.errors else 200)


@permission_required(permissions.MANAGE_MEMBERSHIPS)
def membership_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role."""
    actor: Any = request.user
    shown = shown_person(request, pk)
    require(rules.MANAGE_MEMBERSHIPS, actor, shown)
    form = MembershipForm(request.POST or None, initial={"region": shown.region_id, "since": clock.today()})

    def do() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("role", "region", "organisation", "since", "until")}
        services.add_membership(actor=actor, user=shown, **chosen)
        return reverse("people_person", args=[shown.pk])

    if done := submitted(request, form, do):
        return done
    return render(
        request, "people/membership_form.html", {"person": shown, "form": form}, status=422 if form.errors else 200
    )


@permission_required(permissions.MANAGE_MEMBERSHIPS)
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a membership end."""
    actor: Any = request.user
    membership = get_object_or_404(Membership.objects.select_related("user", "role", "region", "organisation"), pk=pk)
    shown = shown_person(request, membership.user_id)
    require(rules.MANAGE_MEMBERSHIPS, actor, shown)
    if not rules.MANAGE_MEMBERSHIPS.reaches(actor, membership.region_id):
        raise PermissionDenied(_("这项职务属于别的区划，请由那里的安全管理员办理。"))
    form = EndMembershipForm(request.POST or None, initial={"until": clock.today()})

    def do() -> str:
        services.end_membership(actor=actor, membership=membership, until=form.cleaned_data["until"])
        return reverse("people_person", args=[shown.pk])

    if done := submitted(request, form, do):
        return done
    context = {"person": shown, "form": form, "membership": membership}
    return render(request, "people/membership_form.html", context, status=422 if form.errors else 200)
