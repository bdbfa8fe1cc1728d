"""What the reader found, as people decide about it one by one; the reader's own result is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.models import Versioned
from kepu.apps.ledger.enums import CandidateAction, CandidateKind, CandidateState, NameMeaning
from kepu.apps.ledger.models.content import Task
from kepu.apps.ledger.models.plan import Plan

if TYPE_CHECKING:
    from typing import Any


class Decision(models.Model):
    """What somebody did with some findings, with what they were before, so that it can be taken back."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="decisions")
    action = models.CharField(_("动作"), max_length=8, choices=CandidateAction)
    taken = models.JSONField(default=list, help_text="[{id, state, …}] as they were before")
    made = models.JSONField(default=list, help_text="ids of the findings that came out of it")
    n_taken = models.PositiveIntegerField(default=0)
    words = models.CharField(_("内容"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=clock.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("核对记录")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.action}"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Questions about findings."""

    def live(self) -> CandidateQuerySet:
        """Those that were not split, merged or undone."""
        return self.exclude(state=CandidateState.SUPERSEDED)

    def in_order(self) -> CandidateQuerySet:
        """As printed."""
        return self.order_by("kind", "place", "pk")


class Candidate(Versioned):
    """One finding on its way into the ledger: as read, or as a person corrected, split or merged it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="candidates", db_index=False)
    kind = models.CharField(_("种类"), max_length=8, choices=CandidateKind)
    place = models.CharField(max_length=100, help_text="sorts as printed; a part stands behind its whole: 000012.1")
    item = models.PositiveIntegerField(null=True, help_text="its index in the reader's result; none when it was made")
    origins = models.JSONField(default=list, help_text="the indices in the reader's result that it stands for")
    made_from = models.JSONField(default=list, help_text="ids of what it was split or merged from")
    data = models.JSONField(help_text="in the schema of the reader")
    spans = models.JSONField(default=list, help_text="every place where it is printed")
    state = models.CharField(_("状态"), max_length=10, choices=CandidateState, default=CandidateState.OPEN)
    is_doubtful = models.BooleanField(_("存疑"), default=False)
    is_edited = models.BooleanField(_("已修改"), default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    last_decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, related_name="+", null=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("识别条目")
        ordering: ClassVar = ["plan", "kind", "place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "kind", "item"], condition=Q(item__isnull=False), name="ledger_candidate_item"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "kind", "-is_doubtful", "place"], name="ledger_candidate_list"),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def words(self) -> str:
        """What it says, in one line."""
        data: dict[str, Any] = self.data
        return str(data.get("text") or data.get("indicator") or data.get("title") or data.get("name") or "")

    @property
    def key(self) -> str:
        """Its name on the page, in the text and in the list."""
        return f"c{self.pk}"


class UnitChoice(Versioned):
    """What a printed name means in one plan, as a person decided once for all its tasks."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="unit_choices", db_index=False)
    name = models.CharField(_("印发的名称"), max_length=200)
    meaning = models.CharField(_("含义"), max_length=12, choices=NameMeaning)
    organisation = models.ForeignKey(
        "territory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_remembered = models.BooleanField(_("已记为简称"), default=False)
    is_created = models.BooleanField(_("新建的单位"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("单位对应")
        ordering: ClassVar = ["plan", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "name"], name="ledger_unitchoice_once"),
            models.CheckConstraint(
                condition=Q(meaning="organisation", organisation__isnull=False)
                | (~Q(meaning="organisation") & Q(organisation__isnull=True)),
                name="ledger_unitchoice_organisation",
                violation_error_message=_("请选择单位。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_meaning_display()}"


class VersionMatch(models.Model):
    """Which task of the earlier version a task of the new one continues; reports move along it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="version_matches", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    old_task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="+", null=True, help_text="none: a person said that it is new"
    )
    new_task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="+", null=True, help_text="set when the new version is confirmed"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, help_text="none: by likeness"
    )

    class Meta:
        verbose_name = _("新旧任务对应")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "candidate"], name="ledger_versionmatch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.old_task_id} → {self.new_task_id}"
