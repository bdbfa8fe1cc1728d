"""Leading groups: who sits in them, in which seat, since when and by which document."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.models import Versioned
from kepu.apps.people.enums import SeatKind
from kepu.apps.territory.models import Organisation, Region, in_force

if TYPE_CHECKING:
    from datetime import date


class LeadingGroup(Versioned):
    """A group that leads the work of a region, set up by a document."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="leading_groups", verbose_name=_("区划"))
    name = models.CharField(_("名称"), max_length=100)
    document = models.CharField(_("成立文件"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("领导小组")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="people_leadinggroup_once",
                violation_error_message=_("这个区划已经有同名的领导小组。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["GroupSeat"]):
    """Seats by day, and in the order of a notice."""

    def current(self, on: date) -> Self:
        """Those taken on a day."""
        return self.filter(in_force(on, since="since", until="until"))

    def printed_order(self) -> Self:
        """As a notice prints them: the head, deputies, members, the office."""
        return self.order_by("kind", "position", "pk")


class GroupSeat(models.Model):
    """Somebody sits in a leading group for a time."""

    group = models.ForeignKey(LeadingGroup, on_delete=models.CASCADE, related_name="seats")
    kind = models.PositiveSmallIntegerField(_("席位"), choices=SeatKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("单位")
    )
    name = models.CharField(_("姓名"), max_length=50, blank=True, help_text=_("“办公室”一席是单位，没有姓名。"))
    job_title = models.CharField(_("职务"), max_length=100, blank=True)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)
    basis = models.CharField(_("依据文件"), max_length=200, blank=True)
    end_basis = models.CharField(_("退出依据"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=1)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("领导小组席位")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="people_groupseat_dates",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "until"], name="people_groupseat_group")]

    def __str__(self) -> str:
        return self.name or (self.organisation.name if self.organisation else "")

    @property
    def office_held(self) -> str:
        """The title as a notice prints it, with its unit; the unit alone where no title was given."""
        return self.job_title or (self.organisation.name if self.organisation else "")

    @property
    def who(self) -> str:
        """Name and title; of the office the unit."""
        return "  ".join(part for part in (self.name, self.office_held) if part)
