"""Background jobs: the row is the only truth."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock, messages
from kepu.apps.base.reach import within
from kepu.apps.jobs.enums import LIVE, JobState
from kepu.apps.jobs.permissions import JobsPermission

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MAX_ATTEMPTS = 5
LONG_WAIT = timedelta(minutes=2)
PERIODIC = "periodic:"  # begins the keys of jobs that the clock queued


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by what one wants to do with them."""

    def visible_to(self, user: Any) -> JobQuerySet:
        """One's own jobs; with the permission those of the people of one's region, and the system's."""
        seen = Q(owner_id=user.pk)
        if user.has_permission(JobsPermission.VIEW_ALL):
            nobodys = Q(owner__isnull=True) | Q(owner__region__isnull=True)
            seen |= nobodys | within(user, JobsPermission.VIEW_ALL, "owner__region")
        return self.filter(seen)

    def live(self) -> JobQuerySet:
        """Jobs that have not ended."""
        return self.filter(state__in=LIVE)

    def due(self, names: Iterable[str], now: datetime) -> JobQuerySet:
        """Jobs that a worker who knows `names` may take: waiting ones, and those whose worker is gone."""
        waiting = Q(state=JobState.QUEUED, run_after__lte=now)
        abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.live().filter(waiting | abandoned, name__in=list(names)).order_by("run_after", "created_at", "pk")


class Job(models.Model):
    """One piece of work that a worker does later, at least once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("任务种类"), max_length=100)
    title = models.CharField(_("任务"), max_length=200, blank=True)
    ids = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发起人"), null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    state = models.CharField(_("状态"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(default=0)
    sentence = models.CharField(_("进展"), max_length=500, blank=True)
    cursor = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    result = models.CharField(max_length=500, blank=True)
    error_code = models.CharField(max_length=100, blank=True)
    error_details = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=MAX_ATTEMPTS)
    run_after = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    created_at = models.DateTimeField(_("发起时间"), default=clock.now)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = pgettext_lazy("one", "后台任务")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["queued", "running"]) & ~Q(key=""), name="jobs_job_live_key"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run_after"], condition=Q(state__in=["queued", "running"]), name="jobs_job_live"),
            models.Index(fields=["owner", "-created_at"], name="jobs_job_owner"),
            models.Index(fields=["-created_at"], name="jobs_job_newest"),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        """The page that shows its progress."""
        return reverse("jobs:detail", args=[self.pk])

    @property
    def label(self) -> str:
        """What people read: its title, or what its task is called."""
        from kepu.apps.jobs.registry import label_of

        return self.title or label_of(self.name)

    @property
    def last_words(self) -> str:
        """What it last said; in the reader's language unless figures or names stand in it."""
        return gettext(self.sentence) if self.sentence else ""

    @property
    def problem(self) -> str:
        """Why it failed, in the reader's language."""
        return messages.sentence(self.error_code, self.error_details) if self.error_code else ""

    @property
    def waits_long(self) -> bool:
        """Whether it should have begun by now: perhaps no worker runs."""
        return self.state == JobState.QUEUED and clock.now() - self.run_after > LONG_WAIT

    @property
    def is_live(self) -> bool:
        """Whether it has not ended."""
        return self.state in LIVE


class Schedule(models.Model):
    """When a periodic task was last queued."""

    name = models.CharField(primary_key=True, max_length=100)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
