"""Accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account; what they may do follows from their memberships."""

    first_name = None  # type: ignore[assignment]  # one name, as Chinese names are written
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=50)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    password_changed_at = models.DateTimeField(_("上次更换密码的时间"), null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def has_permission(self, code: str) -> bool:
        """Whether any membership of today gives this permission."""
        return False
