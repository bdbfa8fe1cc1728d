"""What the settings ask of accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from kepu.apps.base import clock

if TYPE_CHECKING:
    from kepu.apps.people.models import User

EVERYBODY = "*"


def password_due(user: User) -> str:
    """Why the password has to be changed now; empty if it need not be."""
    if user.password_changed_at is None:
        return _("这是一次性密码，请先换成自己的密码。")
    days: int = settings.KEPU.password_days
    if days and clock.now() - user.password_changed_at > timedelta(days=days):
        return _("密码已经使用超过 %(days)s 天，请更换后继续。") % {"days": days}
    return ""


def second_factor_due(user: User) -> bool:
    """Whether a role of this person asks for a second factor that is not set up."""
    wanted = set(settings.KEPU.require_totp)
    if not wanted or (EVERYBODY not in wanted and wanted.isdisjoint(grant.role for grant in user.grants)):
        return False
    return not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
