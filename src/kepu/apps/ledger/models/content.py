"""What stands in a confirmed plan: sections, tasks, who does them, targets. Each keeps the span it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.models import Versioned
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Comparator, Period, Role, ScheduleKind, SectionKind, TaskState
from kepu.apps.ledger.models.plan import Plan

if TYPE_CHECKING:
    from kepu.apps.people.models import User


# Foreign keys without an index of their own (db_index=False) begin a composite one.
class FromText(models.Model):
    """A row that was read in the text: where, how surely, by which rule."""

    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    spans = models.JSONField(default=list, help_text="every place, when it is printed more than once")
    confidence = models.FloatField(_("把握"), default=1.0)
    rule = models.CharField(_("识别依据"), max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def span(self) -> tuple[int, int] | None:
        """The first place where it is printed."""
        return None if self.span_start is None or self.span_end is None else (self.span_start, self.span_end)


class Section(FromText):
    """A heading of the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, related_name="children", null=True)
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    number = models.CharField(_("序号"), max_length=20, blank=True)
    title = models.CharField(_("标题"), max_length=500)
    kind = models.CharField(_("性质"), max_length=12, choices=SectionKind)

    class Meta:
        verbose_name = _("章节")
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="ledger_section_position"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskLink(models.Model):
    """Tasks of different plans that mean the same: one answer serves all of them."""

    region_code = models.CharField(max_length=12)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("同一件事")

    def __str__(self) -> str:
        return f"{self.pk}"


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def visible_to(self, user: User) -> TaskQuerySet:
        """Tasks of the regions that the user may read."""
        return self.filter(rules.visible_tasks(user))


class Task(Versioned, FromText):
    """One row of the table of duties, or one sentence that gives work to units.

    Region, names of units and the number of targets are written beside it, so that a board reads one table.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, related_name="tasks", null=True)
    region_code = models.CharField(max_length=12)
    position = models.PositiveIntegerField(help_text="1, 2, 3 … without gaps")
    printed_id = models.PositiveIntegerField(help_text="the id in the reader's result")
    number = models.CharField(_("序号"), max_length=20, blank=True)
    category_number = models.CharField(max_length=20, blank=True)
    category = models.CharField(_("类别"), max_length=300, blank=True)
    group_number = models.CharField(max_length=20, blank=True)
    group = models.CharField(_("行动（工程）"), max_length=300, blank=True)
    text = models.TextField(_("任务"))
    due = models.CharField(_("完成时限"), max_length=60, blank=True)
    lead_names = models.TextField(_("牵头单位"), blank=True)
    support_names = models.TextField(_("责任（配合）单位"), blank=True)
    open_ended = models.BooleanField(default=False, help_text="“等单位” is printed")
    n_targets = models.PositiveSmallIntegerField(_("指标"), default=0)
    state = models.CharField(_("办理状态"), max_length=12, choices=TaskState, default=TaskState.NOT_STARTED)
    state_basis = models.CharField(_("依据"), max_length=200, blank=True, help_text=_("谁决定的，哪一份文件。"))
    state_before = models.CharField(
        max_length=12, choices=TaskState, blank=True, default="", help_text="of an archived task: what comes back"
    )
    basis_before = models.CharField(max_length=200, blank=True, default="", help_text="the basis of that state")
    due_on = models.DateField(_("截止日期"), null=True, blank=True)
    link = models.ForeignKey(TaskLink, on_delete=models.SET_NULL, related_name="tasks", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务")
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="ledger_task_position"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region_code", "plan", "position"], name="ledger_task_region"),
            models.Index(fields=["plan", "category", "position"], name="ledger_task_category"),
            models.Index(fields=["plan", "group", "position"], name="ledger_task_group"),
            models.Index(fields=["plan", "state", "position"], name="ledger_task_state"),
            models.Index(fields=["plan", "due_on", "position", "state"], name="ledger_task_due"),
            models.Index(fields=["region_code", "due_on", "state"], name="ledger_task_region_due"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("ledger:task", args=[self.pk])

    @property
    def open_state(self) -> tuple[str, str]:
        """State and basis without regard to whether its plan was archived."""
        if self.state == TaskState.ARCHIVED:
            return self.state_before, self.basis_before
        return self.state, self.state_basis


class TaskUnitQuerySet(models.QuerySet["TaskUnit"]):
    """Questions about who does what."""

    def visible_to(self, user: User) -> TaskUnitQuerySet:
        """Duties of the regions that the user may read."""
        return self.filter(rules.visible_tasks(user))


class TaskUnit(models.Model):
    """One unit's part in one task, by the name that is printed; known organisations are linked."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="units", db_index=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    role = models.CharField(_("角色"), max_length=8, choices=Role)
    position = models.PositiveSmallIntegerField(help_text="place in the printed cell")
    name = models.CharField(_("印发的名称"), max_length=200)
    organisation = models.ForeignKey(
        "territory.Organisation", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    unit_key = models.CharField(max_length=210)
    unit_label = models.CharField(_("单位"), max_length=200)
    unit_order = models.CharField(max_length=240, help_text="official order; names without an organisation last")
    unit_rank = models.PositiveIntegerField(help_text="the same order inside the plan")
    task_position = models.PositiveIntegerField()
    is_first = models.BooleanField(help_text="the first mention of the unit in its task")
    is_consolidator = models.BooleanField(_("总牵头"), default=False, help_text="one lead per task gathers the others")
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)

    objects = TaskUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务分工")
        ordering: ClassVar = ["task", "role", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "role", "position"], name="ledger_taskunit_position"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "unit_rank", "task_position", "role"], name="ledger_taskunit_rank"),
            models.Index(fields=["plan", "unit_key", "task_position", "role", "is_first"], name="ledger_taskunit_unit"),
            models.Index(fields=["unit_order", "plan", "task_position", "role"], name="ledger_taskunit_order"),
            models.Index(
                fields=["unit_key", "region_code", "plan", "task_position", "role", "is_first"],
                name="ledger_taskunit_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.name}"

    @property
    def span(self) -> tuple[int, int] | None:
        """Where its name is printed in the cell or sentence of the task."""
        return None if self.span_start is None or self.span_end is None else (self.span_start, self.span_end)


class TargetQuerySet(models.QuerySet["Target"]):
    """Questions about targets."""

    def visible_to(self, user: User) -> TargetQuerySet:
        """Targets of the regions that the user may read."""
        return self.filter(rules.visible_tasks(user))


class Target(Versioned, FromText):
    """A figure that the plan sets, or (a baseline) reports."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, related_name="targets", null=True)
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, related_name="targets", null=True)
    region_code = models.CharField(max_length=12, default="", db_index=True)
    position = models.PositiveIntegerField()
    indicator = models.CharField(_("指标"), max_length=300)
    quote = models.TextField(_("原文"))
    comparator = models.CharField(_("比较"), max_length=8, choices=Comparator)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)
    value_high = models.DecimalField(_("上限"), max_digits=20, decimal_places=4, null=True)
    unit = models.CharField(_("单位"), max_length=30, blank=True)
    period = models.CharField(_("期限"), max_length=12, choices=Period)
    due_year = models.PositiveSmallIntegerField(_("年份"), null=True)
    as_of_year = models.PositiveSmallIntegerField(_("基准年"), null=True)
    is_aspiration = models.BooleanField(_("力争"), default=False)
    is_baseline = models.BooleanField(_("基数"), default=False)
    stretch_value = models.DecimalField(_("力争值"), max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_value = models.DecimalField(_("基数"), max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("基数年份"), null=True, blank=True)
    due_on = models.DateField(_("截止日期"), null=True, blank=True)
    schedule = models.CharField(
        _("进度安排"), max_length=10, choices=ScheduleKind, default=ScheduleKind.NONE, blank=True
    )
    counted_as = models.CharField(
        _("同一指标"), max_length=16, blank=True, default="", help_text="targets with one mark are one; empty: by name"
    )
    schedule_points = models.JSONField(_("节点"), default=list, blank=True, help_text='[["2026-12-31", "5"], …]')

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标")
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="ledger_target_position"),
        ]

    def __str__(self) -> str:
        return self.indicator

    def get_absolute_url(self) -> str:
        return reverse("ledger:target", args=[self.pk])
