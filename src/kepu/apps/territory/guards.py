"""What a view asks before it answers: hidden is 404, seen but forbidden is 403 with a sentence."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext as _

from kepu.apps.base import context

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.territory.scopes import Granted, Rule

Row = TypeVar("Row", bound=Model)


def get_or_404(queryset: QuerySet[Row], scope: Rule, user: Granted, **lookup: Any) -> Row:
    """Give the row if this user may see it; one they may not see does not exist."""
    row = queryset.filter(scope.visible(user)).filter(**lookup).first()
    if row is None:
        raise Http404
    context.note_opened(row)
    return row


def require(scope: Rule, user: Granted, obj: Any, sentence: str = "") -> None:
    """Refuse with a sentence what this user may not do with a row they see."""
    if not scope.allows(user, obj):
        raise PermissionDenied(sentence or _("您可以看到这一项，但这一步需要另外的权限。"))


def permission_required(code: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view answer only people with a permission, wherever they hold it; guests go to the sign-in page."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user: Any = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not user.has_permission(code):
                raise PermissionDenied(_("您的账号没有这一项工作的权限。"))
            return view(request, *args, **kwargs)

        return inner

    return decorate
