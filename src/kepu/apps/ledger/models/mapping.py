"""What the columns of a workbook hold: as read for one plan, and as a person said, remembered for the next workbook."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.models import Versioned
from kepu.apps.ledger.models.plan import Plan


class ColumnMapping(Versioned):
    """What a person said about the columns of workbooks with these headers; used again in the same region."""

    region_code = models.CharField(max_length=12)
    signature = models.CharField(max_length=64, help_text="of the headers, whatever their order and year")
    columns = models.JSONField(help_text="{key of the header: {role, period}}")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("列的含义")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region_code", "signature"], name="ledger_columnmapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code}: {self.signature[:8]}"


class ColumnReading(models.Model):
    """How the columns of one workbook were understood, and what a person said about them."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="column_reading")
    signature = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=list, help_text="as the reader gives them")
    year = models.PositiveSmallIntegerField(_("年份"), null=True)
    is_year_missing = models.BooleanField(default=False)
    periods = models.JSONField(default=list, help_text="codes of the periods that it reports about")
    n_reports = models.PositiveIntegerField(default=0)
    choices = models.JSONField(null=True, help_text="{columns, year} as a person said for this workbook")
    left_out = models.JSONField(default=list, help_text="[{code, details}]: history that could not be written, and why")
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("列的识别")

    def __str__(self) -> str:
        return f"{self.plan_id}"
