"""What units report: a round per period, a page per unit, an answer per task, every text that was ever filed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.models import Versioned
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, Filing, ReportState, Role, RoundState
from kepu.apps.ledger.models.content import Task

if TYPE_CHECKING:
    from datetime import date

    from kepu.apps.people.models import User


class RoundQuerySet(models.QuerySet["Round"]):
    """Questions about rounds."""

    def visible_to(self, user: User) -> RoundQuerySet:
        """Rounds of the regions that the user may read."""
        return self.filter(rules.visible_tasks(user))


class Round(Versioned):
    """The units of a region report about one period, over all plans."""

    region_code = models.CharField(max_length=12)
    region_name = models.CharField(_("地区"), max_length=100)
    period = models.CharField(_("报送期"), max_length=12, help_text="a period code: 2026Q3")
    period_end = models.DateField(help_text="the last day of the period, for sorting")
    opens_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("截止日期"))
    state = models.CharField(_("状态"), max_length=8, choices=RoundState, default=RoundState.OPEN)
    note = models.TextField(_("填报要求"), blank=True)
    is_imported = models.BooleanField(default=False, help_text="history that came with a ledger")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送期")
        ordering: ClassVar = ["-period_end", "region_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region_code", "period"],
                name="ledger_round_once",
                violation_error_message=_("这一期已经发起过报送。"),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("opens_on")),
                name="ledger_round_dates",
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.period

    def get_absolute_url(self) -> str:
        return reverse("ledger:round", args=[self.pk])


class UnitReportQuerySet(models.QuerySet["UnitReport"]):
    """Questions about the pages of units."""

    def visible_to(self, user: User) -> UnitReportQuerySet:
        """The own unit's pages; all of the region for those who run the rounds or read everything."""
        return self.filter(rules.visible_reports(user))


class UnitReport(Versioned):
    """One page: everything that one unit reports about one period. Its address is sent in a message."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports", db_index=False)
    region_code = models.CharField(max_length=12)
    organisation = models.ForeignKey(
        "territory.Organisation", on_delete=models.PROTECT, related_name="ledger_reports", verbose_name=_("单位")
    )
    state = models.CharField(_("状态"), max_length=8, choices=ReportState, default=ReportState.WAITING)
    filing = models.CharField(_("报送方式"), max_length=8, choices=Filing, default=Filing.OWN)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    filed_at = models.DateTimeField(_("上报时间"), null=True)
    first_filed_at = models.DateTimeField(_("首次上报时间"), null=True, help_text="late or not is judged by this")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField(_("核对时间"), null=True)
    source_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, help_text="returned workbook"
    )
    due_on = models.DateField(
        _("本单位截止日期"), null=True, blank=True, help_text="an extension for this unit; empty: the round's"
    )
    n_entries = models.PositiveIntegerField(default=0)
    n_answered = models.PositiveIntegerField(default=0)

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位报送")
        ordering: ClassVar = ["round", "organisation"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "organisation"], name="ledger_unitreport_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region_code", "state"], name="ledger_unitreport_state"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}@{self.round_id}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:report", args=[self.key])

    @property
    def tone(self) -> str:
        """The shape and colour of its state."""
        return ReportState(self.state).tone

    @property
    def last_day(self) -> date:
        """The last day on which this unit is in time."""
        return self.due_on or self.round.due_on

    @property
    def days_late(self) -> int:
        """How many days after its last day it was first filed, or is not filed until today; 0 in time."""
        if self.first_filed_at is None and self.filing == Filing.IMPORTED:
            return 0  # nobody knows when the unit sent what an old ledger holds
        day = localdate(self.first_filed_at) if self.first_filed_at else clock.today()
        return max(0, (day - self.last_day).days)


class Entry(Versioned):
    """What a unit says about one task in one period (linked tasks that it leads share one entry)."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="entries", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="entries")
    role = models.CharField(_("角色"), max_length=8, choices=Role, default=Role.LEAD)
    region_code = models.CharField(max_length=12)
    period_end = models.DateField(help_text="of the round, so that the last one before is found in one query")
    state = models.CharField(_("状态"), max_length=8, choices=EntryState, default=EntryState.OPEN)
    answer = models.CharField(_("本期情况"), max_length=14, choices=Answer, blank=True)
    progress = models.TextField(_("工作进展"), blank=True)
    percent = models.DecimalField(_("完成率"), max_digits=6, decimal_places=2, null=True, blank=True)
    problems = models.TextField(_("存在问题"), blank=True)
    next_step = models.TextField(_("下步措施"), blank=True)
    reason = models.TextField(_("无进展的原因"), blank=True)
    figures = models.JSONField(
        _("指标数"), default=dict, blank=True, help_text="by target: state, and the value as typed"
    )
    return_note = models.TextField(_("退回意见"), blank=True, help_text="the sentence to be changed, and how")
    return_quote = models.TextField(_("请修改的句子"), blank=True)
    asked_by_request = models.ForeignKey(
        "ledger.SupportRequest", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    saved_at = models.DateTimeField(null=True)
    filing = models.CharField(_("填写方式"), max_length=8, choices=Filing, default=Filing.OWN)
    saved_request = models.UUIDField(null=True, editable=False, help_text="tells a writer its own earlier write")
    corrected_at = models.DateTimeField(
        null=True, help_text="changed after it was accepted; what was accepted stands in its texts"
    )

    class Meta:
        verbose_name = _("任务填报")
        ordering: ClassVar = ["report", "task__plan", "task__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "task", "role"], name="ledger_entry_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["task", "-period_end"], name="ledger_entry_task"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.task_id}"

    @property
    def tone(self) -> str:
        """The shape and colour of its state."""
        return EntryState(self.state).tone


class EntryText(models.Model):
    """What an entry said when something happened to it; rows are only added."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="texts")
    event = models.CharField(_("动作"), max_length=9, choices=EntryEvent)
    content = models.JSONField(help_text="answer, progress, percent, problems, next_step, reason, figures")
    note = models.TextField(_("说明"), blank=True, help_text="return note, or the reason of a correction")
    filing = models.CharField(max_length=8, choices=Filing, default=Filing.OWN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("填报的历次文字")
        ordering: ClassVar = ["entry", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.event}"


class Evidence(models.Model):
    """A file that shows what an entry says; optional unless the task asks for it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("佐证材料")
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "file"], name="ledger_evidence_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.file_id}"


class SupportRequest(models.Model):
    """The lead unit, or the office, asks a supporting unit about a task; otherwise it is not asked."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="support_requests", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="support_requests")
    region_code = models.CharField(max_length=12)
    organisation = models.ForeignKey("territory.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("请对方提供什么"), blank=True)
    due_on = models.DateField(_("截止日期"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(
        "territory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, help_text="empty: the office"
    )
    asked_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("请配合单位提供情况")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "task", "organisation"], name="ledger_supportrequest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.organisation_id}"


class ChaseLog(models.Model):
    """Somebody copied or sent the message to a unit that has not reported."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="chases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("催报")

    def __str__(self) -> str:
        return f"{self.report_id}"
