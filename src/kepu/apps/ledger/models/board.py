"""What a board can be narrowed by, counted once when the plan is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import FacetKind
from kepu.apps.ledger.models.plan import Plan

if TYPE_CHECKING:
    from kepu.apps.people.models import User


class FacetQuerySet(models.QuerySet["Facet"]):
    """Questions about what a board offers."""

    def visible_to(self, user: User) -> FacetQuerySet:
        """Choices from the regions that the user may read."""
        return self.filter(rules.visible_tasks(user))


class Facet(models.Model):
    """One choice of a filter with the number of tasks behind it: tasks of a confirmed plan do not change."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="facets", db_index=False)
    region_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=FacetKind)
    value = models.CharField(max_length=300)
    label = models.CharField(max_length=300)
    rank = models.PositiveIntegerField()
    order = models.CharField(max_length=320, help_text="order across plans")
    n_tasks = models.PositiveIntegerField(_("任务数"))
    n_lead = models.PositiveIntegerField(_("牵头任务数"), default=0)
    n_support = models.PositiveIntegerField(_("配合任务数"), default=0)

    objects = FacetQuerySet.as_manager()

    class Meta:
        verbose_name = _("筛选项")
        ordering: ClassVar = ["plan", "kind", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "kind", "value"], name="ledger_facet_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region_code", "kind"], name="ledger_facet_region"),
        ]

    def __str__(self) -> str:
        return self.label
