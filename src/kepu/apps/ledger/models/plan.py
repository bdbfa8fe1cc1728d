"""A plan document on its way into the ledger, and what was read in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kepu.apps.base import clock
from kepu.apps.base.models import Versioned
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import AfterEnd, DocumentStatus, PlanKind, PlanState

if TYPE_CHECKING:
    from kepu.apps.people.models import User

HEAVY = ("text", "tables", "warnings", "based_on")  # what no list needs


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions about plans."""

    def visible_to(self, user: User) -> PlanQuerySet:
        """Confirmed plans for every reader of the region; the others for those who work on them."""
        return self.filter(rules.visible_plans(user))

    def light(self) -> PlanQuerySet:
        """Leave out what no list needs."""
        return self.defer(*HEAVY)


class Plan(Versioned):
    """One document: imported, read, checked by a person, confirmed."""

    state = models.CharField(_("状态"), max_length=16, choices=PlanState, default=PlanState.IMPORTING)
    region_code = models.CharField(_("地区代码"), max_length=12)
    region_name = models.CharField(_("地区"), max_length=100)

    title = models.CharField(_("标题"), max_length=300)
    doc_number = models.CharField(_("文号"), max_length=100, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    period_start = models.PositiveSmallIntegerField(_("起始年"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("终止年"), null=True, blank=True)
    status = models.CharField(_("文件性质"), max_length=8, choices=DocumentStatus, blank=True)

    after_end = models.CharField(_("期限已过"), max_length=8, choices=AfterEnd, blank=True, default="")
    kind = models.CharField(_("方案类别"), max_length=16, choices=PlanKind, blank=True, default="")
    implements = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="implemented_by", null=True, blank=True, verbose_name=_("落实")
    )
    earlier_version = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="later_versions",
        null=True,
        blank=True,
        verbose_name=_("上一版本"),
    )
    is_described = models.BooleanField(
        default=False, help_text="a person has saved what it is, what it implements and what it replaces"
    )

    lead_label = models.CharField(max_length=30, blank=True, help_text="how the printed table calls who leads")
    support_label = models.CharField(max_length=30, blank=True, help_text="how it calls who supports")
    n_sections = models.PositiveIntegerField(default=0)
    n_tasks = models.PositiveIntegerField(default=0)
    n_targets = models.PositiveIntegerField(default=0)
    n_units = models.PositiveIntegerField(default=0)

    source_file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(_("来源"), max_length=200)
    sha256 = models.CharField(max_length=64)
    is_pasted = models.BooleanField(default=False)
    job_id = models.UUIDField(null=True, blank=True)
    failure = models.JSONField(null=True, blank=True)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("导入时间"), default=clock.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(_("确认或放弃的时间"), null=True)
    tasks_changed_at = models.DateTimeField(null=True, help_text="counts of its tasks are remembered until it moves")

    # Last: a row is read column by column, and what stands behind a long text is reached only through it.
    text = models.TextField(_("正文"), blank=True)
    tables = models.JSONField(_("印发的分工表"), default=list)
    based_on = models.JSONField(_("依据"), default=list)
    warnings = models.JSONField(_("提示"), default=list)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("one", "方案")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_end=None) | Q(period_start__lte=models.F("period_end")),
                name="ledger_plan_period",
                violation_error_message=_("起始年不能晚于终止年。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "discarded", "replaced"])
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="ledger_plan_closed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["earlier_version"],
                condition=Q(state__in=["confirmed", "replaced"]),
                name="ledger_plan_replaced_once",
                violation_error_message=_("那一份已经被另一个版本替代。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region_code", "state", "-created_at"], name="ledger_plan_region"),
            models.Index(fields=["sha256", "region_code"], name="ledger_plan_same"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The board when confirmed, otherwise wherever the plan now stands."""
        return reverse("ledger:plan", args=[self.pk])

    @property
    def state_label(self) -> str:
        """The word of its state."""
        return str(PlanState(self.state).label)

    @property
    def tone(self) -> str:
        """The shape and colour of its state."""
        return PlanState(self.state).tone

    @property
    def period(self) -> str:
        """The years it is for, as printed in titles."""
        years = [str(year) for year in (self.period_start, self.period_end) if year]
        return "—".join(dict.fromkeys(years))

    @property
    def is_over(self) -> bool:
        """Whether its last year has ended."""
        return self.period_end is not None and self.period_end < clock.today().year

    @property
    def is_archived(self) -> bool:
        """Whether somebody said that with its years its tasks are over, too."""
        return self.after_end == AfterEnd.ARCHIVED


class Parse(models.Model):
    """What the reader found, as it found it; never changed, whatever people correct later."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="parse")
    result = models.JSONField()
    # Null, not blank: SQLite then adds the column in place and keeps the table's triggers.
    reader = models.CharField(max_length=40, null=True, help_text="the version that read it; none before it was kept")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("识别结果")

    def __str__(self) -> str:
        return f"{self.plan_id}"
