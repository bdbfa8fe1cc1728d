"""The policy of accounts, at every request."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kepu.apps.audit import services as audit
from kepu.apps.base import clock, context
from kepu.apps.people import policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

# Reachable without an account, beside the views that say so themselves.
PUBLIC = {"set_language", "account_login", "account_logout", "account_inactive", "mfa_authenticate"}
# What remains reachable while a new password or a second factor is due.
PLUMBING = {
    *PUBLIC,
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
SEEN = "seen"
# What an inspector may send: only what concerns the own account.
OWN = {"people_me", "mfa_deactivate_totp"}
SAFE = ("GET", "HEAD", "OPTIONS")
# Saving the session at every request would cost a write each.
REFRESH = timedelta(minutes=1)


class enforce_policy:  # noqa: N801  # reads like the other middleware in settings
    """Ask guests to sign in, end idle sessions, ask for a new password or a second factor where the policy wants one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *rest: Any) -> HttpResponseBase | None:  # noqa: ARG002  # Django's signature
        """Stop the request before its view when the policy asks for something first."""
        name = request.resolver_match.url_name if request.resolver_match else None
        user: Any = request.user
        if not user.is_authenticated:
            public = name in PUBLIC or not getattr(view, "login_required", True)
            return None if public else to_sign_in(request)
        if is_idle(request):
            logout(request)
            messages.info(request, _("您有一段时间没有操作，为了安全已经退出，请重新登录。"))
            return to_sign_in(request)
        if name in PLUMBING:
            return None
        if sentence := policy.password_due(user):
            messages.warning(request, sentence)
            return away(request, "account_change_password")
        if policy.second_factor_due(user):
            messages.warning(request, _("您的职务要求启用动态口令。请按下面的步骤设置。"))
            return away(request, "mfa_activate_totp")
        if request.method not in SAFE and name not in OWN and user.only_inspects:
            raise PermissionDenied(_("督查人员只能查看，不能改动任何内容。"))
        return None


def record_reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: each page that an inspector opens leaves a row, before it is sent."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if request.method not in SAFE or not user.is_authenticated or is_poll(request) or not user.is_inspector:
            return get_response(request)
        with context.watching() as opened:
            response = get_response(request)
        if HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES:
            audit.record("people.page_read", opened[0] if opened else None, after={"address": address_of(request)})
        return response

    return middleware


def address_of(request: HttpRequest) -> str:
    """The address without what was searched for, which may be a name."""
    query = request.GET.copy()
    query.pop("q", None)
    return (f"{request.path}?{query.urlencode()}" if query else request.path)[:500]


def is_idle(request: HttpRequest) -> bool:
    """Whether the session has been left alone for too long; note that it is in use."""
    now = clock.now()
    stamp = request.session.get(SEEN)
    seen = datetime.fromisoformat(stamp) if stamp else None
    if seen and now - seen > timedelta(minutes=settings.KEPU.idle_minutes):
        return True
    if (seen is None or now - seen > REFRESH) and not is_poll(request):
        request.session[SEEN] = now.isoformat()
    return False


def is_poll(request: HttpRequest) -> bool:
    """Whether the page asks by itself for progress: nobody is sitting in front of it for certain."""
    return bool(getattr(request, "htmx", False)) and request.method == "GET" and request.path_info.startswith("/jobs/")


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page, and back to the page that was being read afterwards."""
    htmx: Any = getattr(request, "htmx", None)
    if htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect_to_login(htmx.current_url_abs_path or "/")["Location"]
        return response
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    return redirect("account_login")


def away(request: HttpRequest, url_name: str) -> HttpResponseBase:
    """Send to another page, the whole page also when only a part was asked for."""
    response = redirect(url_name)
    if getattr(request, "htmx", False):
        whole = HttpResponse(status=204)
        whole["HX-Redirect"] = response["Location"]
        return whole
    return response
