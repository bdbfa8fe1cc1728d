"""Accounts, roles, memberships, and the keys that stand for people."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.models import Versioned
from kepu.apps.people.enums import Identifier, Part
from kepu.apps.territory.models import Organisation, Region

if TYPE_CHECKING:
    from kepu.apps.territory.scopes import Grant

# 138****5678: what stays readable of a telephone number; of a short one too much would.
SHOWN_FIRST, SHOWN_LAST = 3, 4
LONG = 11


def masked(phone: str) -> str:
    """A telephone number as others see it."""
    if len(phone) < LONG:
        return "*" * len(phone)
    hidden = "*" * (len(phone) - SHOWN_FIRST - SHOWN_LAST)
    return f"{phone[:SHOWN_FIRST]}{hidden}{phone[-SHOWN_LAST:]}"


class User(Versioned, AbstractUser):
    """A person with an account; what they may do follows from their memberships."""

    first_name = None  # type: ignore[assignment]  # one name, as Chinese names are written
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=50)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所在区划"),
        help_text=_("由这个区划的管理员管理这个账号。"),
    )
    password_changed_at = models.DateTimeField(
        _("上次更换密码的时间"), null=True, blank=True, editable=False, help_text=_("空：现在的密码是一次性的。")
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = pgettext_lazy("one", "账号")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def masked_phone(self) -> str:
        """The telephone number as others see it."""
        return masked(self.phone)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What today's memberships give; loaded once, with the user."""
        from kepu.apps.people.selectors import grants_of

        return grants_of(self)

    def has_permission(self, code: str) -> bool:
        """Whether any membership of today gives this permission."""
        return any(code in grant.permissions for grant in self.grants)

    @property
    def is_inspector(self) -> bool:
        """Whether this person reads for an inspection today."""
        return any(grant.is_inspection for grant in self.grants)

    @property
    def only_inspects(self) -> bool:
        """Whether this person may read and nothing else."""
        return self.is_inspector and all(grant.is_inspection for grant in self.grants)

    def forget_grants(self) -> None:
        """Load the grants again at the next question."""
        self.__dict__.pop("grants", None)


class Role(Versioned):
    """What a kind of person may do: a row, so that a place can have it otherwise."""

    code = models.SlugField(_("角色代码"), max_length=40, unique=True)
    label = models.CharField(_("角色"), max_length=40)
    description = models.CharField(_("说明"), max_length=200, blank=True)
    part = models.CharField(_("管理员"), max_length=10, choices=Part, default=Part.NONE, blank=True)
    needs_organisation = models.BooleanField(_("须指定单位"), default=False)
    is_inspection = models.BooleanField(
        _("督查"), default=False, help_text=_("只能查看，须有结束日期，打开的每一页都留下记录。")
    )
    permissions = models.JSONField(_("权限"), default=list, blank=True)
    # What the defaults have ever given: a permission that was taken away does not come back at the next migration.
    offered = models.JSONField(default=list, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = _("角色")

    def __str__(self) -> str:
        # In the reader's language, where a place kept the label that the role began with.
        return gettext(self.label) if self.label else ""


class Membership(models.Model):
    """A person holds a role in a region, perhaps for an organisation, for a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("角色授予")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="people_membership_dates",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(
                name="people_membership_once",
                fields=["user", "role", "organisation", "region"],
                condition=Q(until__isnull=True, organisation__isnull=False),
                violation_error_message=_("这个人已经有这项职务。"),
            ),
            models.UniqueConstraint(
                name="people_membership_once_in_region",
                fields=["user", "role", "region"],
                condition=Q(until__isnull=True, organisation__isnull=True),
                violation_error_message=_("这个人已经有这项职务。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role_id}@{self.region_id}"


class PersonKey(models.Model):
    """The key that stands for a person in records; without this row nobody can tell whose it was."""

    kind = models.CharField(max_length=12, choices=Identifier)
    # Keyed digest of the identifier: the identifier itself is stored nowhere.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("个人代号")

    def __str__(self) -> str:
        return self.key
