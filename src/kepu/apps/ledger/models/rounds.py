"""What was decided about a round, and about whom: shown on its page, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.ledger.enums import RoundChange
from kepu.apps.ledger.models.reporting import Round, UnitReport


class RoundEvent(models.Model):
    """A round was opened, its list compared again, its due date moved, closed or opened again; rows are only added."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="events")
    report = models.ForeignKey(
        UnitReport, on_delete=models.PROTECT, related_name="+", null=True, help_text="empty: the whole round"
    )
    change = models.CharField(_("动作"), max_length=8, choices=RoundChange)
    details = models.JSONField(default=dict, help_text="the numbers and dates that its sentence says")
    reason = models.TextField(_("原因"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("报送期的变动")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.change}"
