"""What waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.apps.jobs.enums import LIVE, JobState
from kepu.apps.jobs.models import Job
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan

if TYPE_CHECKING:
    from kepu.apps.people.models import User

MOST = 10
RECENT = 5


@dataclass(frozen=True)
class Desk:
    """One person's work of today."""

    waiting: list[Plan]
    jobs: list[Job]
    recent: list[Plan]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been begun yet."""
        return not (self.waiting or self.jobs or self.recent)


def desk_of(user: User) -> Desk:
    """Plans to decide about, jobs that run or stopped, plans that were confirmed last: three queries."""
    asked = [PlanState.COLUMNS, PlanState.REVIEW]  # both wait for a person
    undecided = Plan.objects.light().filter(rules.CONFIRM.visible(user), state__in=asked)
    confirmed = Plan.objects.light().filter(rules.visible_plans(user), state=PlanState.CONFIRMED)
    jobs = Job.objects.filter(owner_id=user.pk, state__in=[*LIVE, JobState.FAILED])
    return Desk(
        waiting=list(undecided.select_related("created_by").order_by("created_at", "pk")[:MOST]),
        jobs=list(jobs.order_by("-created_at", "pk")[:MOST]),
        recent=list(confirmed.select_related("closed_by").order_by("-closed_at", "-pk")[:RECENT]),
    )
