"""Readings: what a figure was in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.measures.enums import Origin, ReadingState, Standing

if TYPE_CHECKING:
    from collections.abc import Collection

PUBLISHED = Q(origin=Origin.PUBLISHED)


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Questions about readings."""

    def of(self, subject: str, ids: Collection[int]) -> Self:
        """Those of these subjects."""
        return self.filter(subject=subject, subject_id__in=ids)

    def current(self) -> Self:
        """Those that no correction has replaced."""
        return self.filter(superseded_by__isnull=True)


class Reading(models.Model):
    """The figure of one subject, region and period, or that it is missing, or that there is none to be had.

    A correction is a new row that supersedes the old one and says why; so the rows of a period form one chain, and what
    was accepted stays readable as it was. A figure published from above has a chain of its own beside ours.
    """

    subject = models.CharField(_("对象"), max_length=40, help_text="ledger.target; later indicators")
    subject_id = models.BigIntegerField(_("对象编号"))
    region_code = models.CharField(_("地区"), max_length=12)
    period = models.CharField(_("时期"), max_length=12)
    period_end = models.DateField(help_text="the last day of the period, for sorting")
    standing = models.CharField(_("数据情况"), max_length=14, choices=Standing, default=Standing.VALUE)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True)
    state = models.CharField(_("状态"), max_length=8, choices=ReadingState)
    origin = models.CharField(_("来源方式"), max_length=10, choices=Origin)
    source = models.CharField(_("数据来源"), max_length=300, blank=True)
    document = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    reference = models.CharField(max_length=80, blank=True, help_text="what wrote it: ledger.entry:12")
    reason = models.CharField(_("更正原因"), max_length=500, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="superseded_by", null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    recorded_at = models.DateTimeField(_("录入时间"), default=clock.now)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(_("通过时间"), null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标数据")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "region_code", "period"],
                condition=Q(supersedes__isnull=True) & ~PUBLISHED,
                name="measures_reading_one_chain",
                violation_error_message=_("这一期已经有数据。"),
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_id", "region_code", "period"],
                condition=Q(supersedes__isnull=True) & PUBLISHED,
                name="measures_reading_one_published",
                violation_error_message=_("这一期已经有上级公布的数据。"),
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.VALUE, value__isnull=False)
                | (~Q(standing=Standing.VALUE) & Q(value__isnull=True)),
                name="measures_reading_value",
                violation_error_message=_("有数据时才填写数值。"),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="measures_reading_reason",
                violation_error_message=_("更正要写明原因。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReadingState.ACCEPTED) | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="measures_reading_accepted",
                violation_error_message=_("通过的数据要记下由谁、在什么时候通过。"),
            ),
        ]
        indexes = [models.Index(fields=["subject", "subject_id", "period_end"], name="measures_reading_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} {self.period}"

    @property
    def state_tone(self) -> str:
        """The shape and colour of its state."""
        return ReadingState(self.state).tone
