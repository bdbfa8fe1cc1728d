"""The audit log: what was done, the seals that chain it, what waits to be sealed, and the salts of personal values."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.audit.enums import CheckState
from kepu.apps.audit.ids import new_row_id
from kepu.apps.audit.permissions import AuditPermission
from kepu.apps.base import clock
from kepu.apps.base.reach import within

HEX = 64


class AuditRowQuerySet(models.QuerySet["AuditRow"]):
    """Rows by who may read them."""

    def visible_to(self, user: Any) -> AuditRowQuerySet:
        """Rows about the regions one audits, and rows about no region by the people of those regions or of none."""
        people = get_user_model()._default_manager  # noqa: SLF001  # Django's documented name
        placed = people.filter(region__isnull=False)
        elsewhere = placed.exclude(within(user, AuditPermission.VIEW, "region"))
        here = within(user, AuditPermission.VIEW, "region_code")
        return self.filter(
            here | (Q(region_code="") & (Q(actor_id__isnull=True) | ~Q(actor_id__in=elsewhere.values("pk"))))
        )


class AuditRow(models.Model):
    """One thing that somebody did. Append-only; `mac` is keyed over every other field."""

    id = models.UUIDField(primary_key=True, default=new_row_id, editable=False)
    at = models.DateTimeField(_("时间"), default=clock.now)
    # Numbers and names, not foreign keys: a row outlives what it speaks of.
    actor_id = models.BigIntegerField(_("操作人"), null=True)
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)
    job_id = models.CharField(_("任务编号"), max_length=64, blank=True)
    action = models.CharField(_("操作"), max_length=100)
    app = models.CharField(_("模块"), max_length=40, blank=True)
    model = models.CharField(_("对象类型"), max_length=60, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    region_code = models.CharField(_("区划"), max_length=12, blank=True)
    # Canonical JSON as text: the code is computed over exactly these characters, which jsonb would not keep.
    changes = models.TextField(_("内容"), blank=True)
    mac = models.CharField(max_length=HEX)

    objects = AuditRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        indexes: ClassVar = [
            models.Index(fields=["-at", "id"], name="audit_row_newest"),
            models.Index(fields=["actor_id", "-at"], name="audit_row_actor"),
            models.Index(fields=["action", "-at"], name="audit_row_action"),
            models.Index(fields=["app", "model", "object_id"], name="audit_row_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.model}:{self.object_id}"


class Pending(models.Model):
    """A row that no seal covers yet; written with the row, deleted with the seal, so sealing never reads history."""

    row = models.OneToOneField(AuditRow, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False)

    def __str__(self) -> str:
        return str(self.row_id)


class Seal(models.Model):
    """One link of the chain: the digest covers the digest before it and the row's code. Append-only."""

    position = models.BigIntegerField(primary_key=True)
    row_id = models.UUIDField(unique=True)
    row_mac = models.CharField(max_length=HEX)
    digest = models.CharField(max_length=HEX)
    sealed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.position} {self.digest[:12]}"


class PersonalSalt(models.Model):
    """What makes the digests of one row's personal values comparable; deleting it forgets the person."""

    row_id = models.UUIDField(primary_key=True)
    model = models.CharField(max_length=101)
    object_id = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=16)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["model", "object_id"], name="audit_salt_object")]

    def __str__(self) -> str:
        return f"{self.model}:{self.object_id}"


class Check(models.Model):
    """One verification of the whole chain by the site itself."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    state = models.CharField(max_length=10, choices=CheckState)
    rows = models.BigIntegerField()
    position = models.BigIntegerField()
    problems = models.JSONField(default=list, blank=True)  # the first of them
    problem_count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.at} {self.state}"
