"""Who may do what with a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kepu.apps.jobs.models import Job


def can_change_job(user: Any, job: Job) -> bool:
    """Only who began it may retry or cancel it."""
    return job.owner_id is not None and job.owner_id == user.pk
