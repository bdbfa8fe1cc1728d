"""What leaders and the office ask of units between rounds: each is replied to and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.models import Versioned
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import InstructionKind, InstructionState, ReplyEvent
from kepu.apps.ledger.models.content import Task

if TYPE_CHECKING:
    from kepu.apps.people.models import User


class InstructionQuerySet(models.QuerySet["Instruction"]):
    """Questions about instructions."""

    def visible_to(self, user: User) -> InstructionQuerySet:
        """Those of the region for office and leaders; a unit sees the ones it has to reply to."""
        return self.filter(rules.visible_instructions(user))


class Instruction(Versioned):
    """One demand, about a task or by itself."""

    region_code = models.CharField(max_length=12)
    kind = models.CharField(_("类别"), max_length=8, choices=InstructionKind)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="instructions", null=True, blank=True)
    text = models.TextField(_("内容"))
    given_by_words = models.CharField(_("批示人"), max_length=60, blank=True, help_text=_("代为录入时写明是谁的批示。"))
    due_on = models.DateField(_("回复期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=InstructionState, default=InstructionState.OPEN)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    close_note = models.TextField(_("办结意见"), blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("批示和督办")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["region_code", "state", "due_on"], name="ledger_instruction_state")]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("ledger:instruction", args=[self.pk])


class InstructionUnit(models.Model):
    """A unit that has to reply."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="units", db_index=False)
    organisation = models.ForeignKey("territory.Organisation", on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("承办单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instruction", "organisation"], name="ledger_instructionunit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} → {self.organisation_id}"


class InstructionReply(models.Model):
    """What a unit (or the office for it) answered, or why the answer went back; rows are only added."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey("territory.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    event = models.CharField(_("动作"), max_length=8, choices=ReplyEvent, default=ReplyEvent.REPLIED)
    text = models.TextField(_("回复"))
    is_proxy = models.BooleanField(_("办公室代录"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("回复")
        ordering: ClassVar = ["instruction", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
