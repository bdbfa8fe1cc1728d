"""Rounds: which there are, how every unit stands in one, whom to ask for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import EntryState, Filing, PlanState, ReportState
from kepu.apps.ledger.models import ChaseLog, Plan, Round, UnitReport
from kepu.apps.people.selectors import liaisons_of
from kepu.apps.territory.models import OrganisationSuccession, Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.ledger.policies import ReportingPolicy
    from kepu.apps.people.models import Post, User
    from kepu.apps.territory.models import Organisation
    from kepu.core.measures import Period

OWED = (ReportState.WAITING, ReportState.DRAFT)
OFFICIAL_ORDER = ("organisation__sequence", "organisation__position", "organisation__code")
BEFORE = 3


def round_list(user: User) -> QuerySet[Round]:
    """Rounds of the regions whose units this person may follow, the latest first."""
    rows = Round.objects.filter(rules.ROUND.visible(user))
    return rows.annotate(
        n_units=Count("reports"),
        n_owed=Count("reports", filter=Q(reports__state__in=OWED)),
        n_to_check=Count("reports", filter=Q(reports__state=ReportState.FILED)),
        n_returned=Count("reports", filter=Q(reports__state=ReportState.RETURNED)),
        n_accepted=Count("reports", filter=Q(reports__state=ReportState.ACCEPTED)),
    )


def run_regions(user: User) -> list[Region]:
    """Regions with plans in the ledger whose rounds this person runs."""
    plans = Plan.objects.filter(rules.RUN_ROUNDS.visible(user), state=PlanState.CONFIRMED)
    return list(Region.objects.filter(code__in=plans.order_by().values("region_code").distinct()).order_by("code"))


def offered_periods(policy: ReportingPolicy, today: date) -> list[Period]:
    """The periods that a round can be about: the present one, some before it, the next."""
    now = policy.period_on(today)
    found = [now.next(), now]
    for _step in range(BEFORE):
        found.append(found[-1].previous())
    return found[::-1]


def likely_period(periods: Sequence[Period], opened: Iterable[str], today: date) -> Period:
    """The period to offer first: the one that ended last and is not asked about yet, otherwise the present one."""
    known = set(opened)
    ended = [period for period in periods if period.last < today]
    if ended and ended[-1].code not in known:
        return ended[-1]
    return next((period for period in periods if period.contains(today)), periods[-1])


def opened_periods(region_code: str) -> set[str]:
    """The periods of a region that were asked about."""
    return set(Round.objects.filter(region_code=region_code).values_list("period", flat=True))


def is_late(found: Round, today: date) -> Q:
    """Pages that came after their last day, or have not come and the day is over."""
    due = Coalesce(F("due_on"), found.due_on)
    never = (
        Q(first_filed_at=None)
        & ~Q(filing=Filing.IMPORTED)
        & (Q(due_on__lt=today) | (Q(due_on=None) if found.due_on < today else Q(pk__in=())))
    )
    return Q(first_filed_at__date__gt=due) | never


def in_state(value: str) -> Q:
    """Pages in a state; what was begun and not sent is owed like what was not begun."""
    return Q(state__in=OWED) if value == ReportState.WAITING else Q(state=value)


@dataclass(frozen=True)
class Standing:
    """How many units of a round stand how."""

    total: int = 0
    owed: int = 0
    to_check: int = 0
    returned: int = 0
    accepted: int = 0
    late: int = 0
    proxy: int = 0


def standing(found: Round, today: date) -> Standing:
    """Count the units of a round in one query."""
    counted = found.reports.aggregate(
        total=Count("pk"),
        owed=Count("pk", filter=in_state(ReportState.WAITING)),
        to_check=Count("pk", filter=Q(state=ReportState.FILED)),
        returned=Count("pk", filter=Q(state=ReportState.RETURNED)),
        accepted=Count("pk", filter=Q(state=ReportState.ACCEPTED)),
        late=Count("pk", filter=is_late(found, today)),
        proxy=Count("pk", filter=Q(filing=Filing.PROXY, first_filed_at__isnull=False)),
    )
    return Standing(**counted)


def report_rows(found: Round) -> QuerySet[UnitReport]:
    """The pages of a round with what a list of them shows."""
    chased = ChaseLog.objects.filter(report=OuterRef("pk")).order_by("-pk")
    return (
        UnitReport.objects.filter(round=found)
        .select_related("organisation", "filed_by", "checked_by", "source_file", "round")
        .annotate(
            n_returned=Count("entries", filter=Q(entries__state=EntryState.RETURNED)),
            n_accepted=Count("entries", filter=Q(entries__state=EntryState.ACCEPTED)),
            chased_at=Subquery(chased.values("at")[:1]),
        )
    )


@dataclass(frozen=True)
class RoundRow:
    """A unit of a round: its page, whom to ask for, and what became of a unit that is gone."""

    report: UnitReport
    liaisons: Sequence[Post]
    successors: Sequence[Organisation]
    is_gone: bool

    @property
    def days_late(self) -> int:
        """Days after the last day."""
        return self.report.days_late

    @property
    def is_waited_for(self) -> bool:
        """Whether the unit still has to do something."""
        return self.report.state in {*OWED, ReportState.RETURNED}


def round_rows(reports: Iterable[UnitReport]) -> list[RoundRow]:
    """Put liaisons and successors beside pages: two queries for any number of them."""
    found = list(reports)
    today = clock.today()
    liaisons = liaisons_of([report.organisation_id for report in found], today)
    gone = {each.organisation_id for each in found if _is_gone(each.organisation, today)}
    heirs: dict[int, list[Organisation]] = defaultdict(list)
    steps = OrganisationSuccession.objects.filter(predecessor__in=gone).select_related("successor").order_by("on", "pk")
    for step in steps:
        heirs[step.predecessor_id].append(step.successor)
    return [
        RoundRow(
            report,
            liaisons[report.organisation_id],
            heirs[report.organisation_id],
            report.organisation_id in gone,
        )
        for report in found
    ]


def _is_gone(organisation: Organisation, today: date) -> bool:
    return organisation.valid_until is not None and organisation.valid_until < today
