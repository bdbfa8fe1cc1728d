"""What was uploaded, and what it is attached to."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.files.enums import Kind, ScanState

if TYPE_CHECKING:
    from django.core.files import File


class StoredFile(models.Model):
    """One uploaded file; its content never changes. `sha256` is of what is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(_("校验值"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("大小"))
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    content_type = models.CharField(max_length=100)
    name = models.CharField(_("文件名"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    purpose = models.CharField(_("用途"), max_length=64, db_index=True)
    path = models.CharField(max_length=200, unique=True, editable=False)
    scan = models.CharField(_("查毒"), max_length=16, choices=ScanState, default=ScanState.NOT_ASKED)
    created_at = models.DateTimeField(_("上传时间"), default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "pk"]
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:file", args=[self.pk])

    def open(self) -> File[bytes]:
        """Open the content for reading; the caller closes it."""
        return default_storage.open(self.path, "rb")


class Attachment(models.Model):
    """One thing that uses a file: who may see the thing may see the file."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="attachments")
    target = models.CharField(max_length=64, help_text="app.type")
    object_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "target", "object_id"], name="files_attachment_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "object_id"], name="files_attachment_of")]

    def __str__(self) -> str:
        return f"{self.target} {self.object_id}"
