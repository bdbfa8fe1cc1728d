"""Where telephone numbers are shown: on a page, on paper, in a workbook; always asked for by POST, always recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kepu.apps.audit import services as audit
from kepu.apps.base import clock
from kepu.apps.base.downloads import download
from kepu.apps.people import exports, permissions, rules, services
from kepu.apps.people.enums import Purpose
from kepu.apps.people.http import permission_required, require
from kepu.apps.people.lists import contact_list
from kepu.apps.people.views.posts import post_page, shown_post

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.people.models import Post

NO_STORE = "no-store"


@permission_required(permissions.SHOW_NUMBERS)
@require_POST
def post_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person's numbers: inside the page that asked, or on the page of the post without script."""
    user: Any = request.user
    shown = shown_post(request, pk)
    require(rules.SHOW_NUMBERS, user, shown)
    services.show_numbers(actor=user, posts=[shown], purpose=Purpose.PAGE)
    htmx: Any = request
    if htmx.htmx:
        response = render(request, "people/_numbers_shown.html", {"post": shown})
    else:
        response = post_page(request, shown, with_numbers=True)
    response["Cache-Control"] = NO_STORE
    return response


@permission_required(permissions.VIEW_POSTS)
def posts_print(request: HttpRequest) -> HttpResponse:
    """The list on paper in official order: masked when opened, with numbers when asked for."""
    posts, with_numbers = asked_for(request, Purpose.PRINT)
    user: Any = request.user
    context = {
        "posts": posts,
        "with_numbers": with_numbers,
        "may_show": user.has_permission(permissions.SHOW_NUMBERS),
        "today": clock.today(),
    }
    response = render(request, "people/post_print.html", context)
    if with_numbers:
        response["Cache-Control"] = NO_STORE
    return response


@permission_required(permissions.VIEW_POSTS)
def posts_export(request: HttpRequest) -> HttpResponse:
    """The list as a workbook: masked when opened, with numbers when asked for."""
    with transaction.atomic():
        posts, with_numbers = asked_for(request, Purpose.EXPORT)
        audit.record("people.contacts_exported", after={"rows": len(posts), "with_numbers": with_numbers})
    title = _("通讯录")
    content = exports.contact_table(posts, with_numbers=with_numbers)
    response = download(content, f"{title} {clock.today():%Y%m%d}.xlsx")
    response["Cache-Control"] = NO_STORE
    return response


def asked_for(request: HttpRequest, purpose: Purpose) -> tuple[list[Post], bool]:
    """The posts that the filters leave, and whether with numbers: those are then recorded, one row each."""
    user: Any = request.user
    rows = contact_list(user, request.GET, clock.today()).queryset.official_order()  # type: ignore[attr-defined]  # Post's queryset
    if request.method != "POST":
        return list(rows), False
    if not user.has_permission(permissions.SHOW_NUMBERS):
        raise PermissionDenied(_("您的账号不能显示电话号码。"))
    posts = rows.filter(rules.SHOW_NUMBERS.visible(user))
    return services.show_numbers(actor=user, posts=posts, purpose=purpose), True
