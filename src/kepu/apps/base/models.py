"""Rows that every app's rows build on."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Versioned(models.Model):
    """A row that people edit: `version` tells a form whether somebody was quicker."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class WriteReceipt(models.Model):
    """What became of one write: the second arrival of the same request is sent to the same place."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    request_id = models.UUIDField()
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "request_id"], name="base_writereceipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} → {self.location}"
