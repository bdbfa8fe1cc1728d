"""How allauth behaves here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.people import accounts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kepu.apps.people.models import User


class LockedOut:
    """The sentence for a locked account, with the minutes of the settings."""

    def __str__(self) -> str:
        return _("连续登录失败次数过多，已暂停登录。请 %(minutes)s 分钟后再试，或联系管理员。") % {
            "minutes": settings.KEPU.lock_out_minutes
        }


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator; nobody signs up."""

    error_messages = {  # noqa: RUF012  # allauth reads it from the class
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": lazystr(LockedOut()),
        "username_password_mismatch": gettext_lazy("用户名或密码不正确。"),
        "incorrect_password": gettext_lazy("密码不正确。"),
        "enter_current_password": gettext_lazy("请输入现在的密码。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Closed."""
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Refuse the password that is being replaced."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("新密码不能与现在的密码相同。"), code="password_unchanged")
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> None:
        """Store a password that its owner chose; sessions elsewhere end with the old one."""
        accounts.change_password(user, password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002  # allauth's
        """Leave a trace of a failed sign-in, if it was aimed at an account."""
        name = credentials.get("username", "")
        user = get_user_model().objects.filter(username__iexact=name).first()
        if user is not None:
            accounts.note_failed_sign_in(user)
