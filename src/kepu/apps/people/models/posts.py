"""Who answers for a unit: its leader in charge, its head of section, its liaison officer, and how to reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.models import Versioned
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models.accounts import masked
from kepu.apps.territory.models import Organisation, in_force

if TYPE_CHECKING:
    from datetime import date

# What is never shown without a trace of who asked.
NUMBERS = ("mobile", "office_phone", "email")


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by day, and in the order of documents."""

    def current(self, on: date) -> Self:
        """Those held on a day."""
        return self.filter(in_force(on, since="since", until="until"))

    def official_order(self) -> Self:
        """Units in official order, in each the leader first."""
        return self.order_by(*OFFICIAL_ORDER, "pk")


OFFICIAL_ORDER = (
    "organisation__region_id",
    "organisation__sequence",
    "organisation__position",
    "organisation__code",
    "kind",
    "position",
)


class Post(Versioned):
    """A person holds a post in a unit for a time."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name=_("单位")
    )
    kind = models.PositiveSmallIntegerField(_("岗位"), choices=PostKind)
    name = models.CharField(_("姓名"), max_length=50)
    job_title = models.CharField(_("职务"), max_length=100, blank=True)
    mobile = models.CharField(_("手机"), max_length=20, blank=True)
    office_phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("账号"),
    )
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=1)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="people_post_dates",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "kind", "until"], name="people_post_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def region_code(self) -> str:
        """The region of the unit: where the audit log files it."""
        return self.organisation.region_id

    @property
    def masked_mobile(self) -> str:
        """The mobile number as everybody sees it."""
        return masked(self.mobile)

    @property
    def masked_office_phone(self) -> str:
        """The office's number as everybody sees it."""
        return masked(self.office_phone)

    @property
    def masked_email(self) -> str:
        """The address with its first character and its house."""
        name, at, house = self.email.partition("@")
        return f"{name[:1]}***{at}{house}" if self.email else ""

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to show."""
        return any(getattr(self, name) for name in NUMBERS)
