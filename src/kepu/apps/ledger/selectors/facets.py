"""What a board offers to be narrowed by, with the numbers that were counted at confirmation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Min, Sum
from django.utils.translation import gettext as _

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import FacetKind, PlanState, Role
from kepu.apps.ledger.models import Facet, Plan
from kepu.apps.ledger.selectors.dues import due_lights

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from kepu.apps.ledger.selectors.dues import DueLights
    from kepu.apps.people.models import User

MOST_PLANS = 500
REMEMBERED = 128


class Choice(NamedTuple):
    """One value of a filter."""

    value: str
    label: str
    n_tasks: int
    n_lead: int
    n_support: int

    def count(self, role: str = "") -> int:
        """Parts of the unit in tasks, in one role or in both."""
        return {Role.LEAD.value: self.n_lead, Role.SUPPORT.value: self.n_support}.get(
            role, self.n_lead + self.n_support
        )


@dataclass(frozen=True)
class Offer:
    """The choices of a board and the plans behind it."""

    choices: dict[str, dict[str, Choice]]
    plans: list[tuple[int, str]] = field(default_factory=list)
    regions: tuple[str, ...] = ()
    changed_at: datetime | None = None

    @property
    def n_tasks(self) -> int:
        """All tasks: each either has a target or has none."""
        return sum(choice.n_tasks for choice in self.choices.get(FacetKind.TARGET, {}).values())

    def n_duties(self, unit: str = "", role: str = "") -> int:
        """Parts of units in tasks: of one unit or of all, in one role or in both."""
        units = self.choices.get(FacetKind.UNIT, {})
        return sum(choice.count(role) for choice in ([units[unit]] if unit else units.values()))

    def of(self, kind: str, value: str) -> int:
        """Tasks behind one choice; none for a choice that is offered but met by nothing."""
        found = self.choices.get(kind, {}).get(value)
        return found.n_tasks if found else 0

    def labels(self, kind: str, *, duties: bool = False) -> list[tuple[str, str]]:
        """Value and label of each choice, with its number."""
        words = _("%(label)s（%(count)s）")  # asked for once: there may be a thousand choices
        return [
            (
                choice.value,
                words % {"label": choice.label, "count": choice.count() if duties else choice.n_tasks},
            )
            for choice in self.choices.get(kind, {}).values()
        ]

    @cached_property
    def lights(self) -> DueLights:
        """The lights of today in the regions of these plans, asked for once."""
        return due_lights(self.regions)

    def titles(self, plan_ids: set[int]) -> dict[int, str]:
        """Titles of plans; those beyond the choices are asked for."""
        known = dict(self.plans)
        missing = plan_ids - known.keys()
        return known | dict(Plan.objects.filter(pk__in=missing).values_list("pk", "title")) if missing else known

    @property
    def key(self) -> str:
        """Which tasks stand behind this offer, and when one of them last changed."""
        return ",".join([*(str(pk) for pk, _ in self.plans), str(self.changed_at or "")])


def plan_offer(plan: Plan) -> Offer:
    """What the board of one plan offers, in printed and official order."""
    choices = _choices_of(plan.pk, plan.closed_at)
    return Offer(choices, [(plan.pk, plan.title)], (plan.region_code,), plan.tasks_changed_at)


@lru_cache(maxsize=REMEMBERED)
def _choices_of(plan_id: int, _confirmed_at: datetime | None) -> dict[str, dict[str, Choice]]:
    """The choices of a confirmed plan never change, so each process asks for them once."""
    return _by_kind(_of_plan(plan_id))


def offer_across(user: User, plan_id: int | None) -> Offer:
    """What the board over all visible plans offers; categories and groups only inside a chosen plan."""
    plans = list(
        Plan.objects.filter(rules.VIEW.visible(user), state=PlanState.CONFIRMED)
        .order_by("region_code", "pk")
        .values_list("pk", "title", "region_code", "closed_at", "tasks_changed_at")[:MOST_PLANS]
    )
    closed = {pk: closed_at for pk, _title, _region, closed_at, _changed in plans}
    if plan_id is None:
        choices = _by_kind(_across(user)) if len(plans) == MOST_PLANS else _choices_across(tuple(closed.items()))
    else:
        choices = _choices_of(plan_id, closed[plan_id]) if plan_id in closed else {}
    return Offer(
        choices,
        [(pk, title) for pk, title, *_rest in plans],
        tuple(dict.fromkeys(region for _pk, _title, region, *_rest in plans)),
        max((changed for *_rest, changed in plans if changed), default=None),
    )


def _of_plan(plan_id: int) -> Iterable[tuple[str, str, str, int, int, int]]:
    return (
        Facet.objects.filter(plan_id=plan_id)
        .order_by("kind", "rank")
        .values_list("kind", "value", "label", "n_tasks", "n_lead", "n_support")
    )


@lru_cache(maxsize=REMEMBERED)
def _choices_across(plans: tuple[tuple[int, datetime | None], ...]) -> dict[str, dict[str, Choice]]:
    """Those of several confirmed plans: asked for again only when another plan is confirmed, replaced or seen."""
    return _by_kind(_summed(Facet.objects.filter(plan_id__in=[pk for pk, _closed_at in plans])))


def _across(user: User) -> Iterable[tuple[str, str, str, int, int, int]]:
    return _summed(Facet.objects.visible_to(user).filter(plan__state=PlanState.CONFIRMED))


def _summed(rows: QuerySet[Facet]) -> Iterable[tuple[str, str, str, int, int, int]]:
    return (
        rows.filter(kind__in=[FacetKind.UNIT, FacetKind.TARGET])
        .values("kind", "value")
        .annotate(
            name=Min("label"), tasks=Sum("n_tasks"), leads=Sum("n_lead"), supports=Sum("n_support"), first=Min("order")
        )
        .order_by("kind", "first", "value")
        .values_list("kind", "value", "name", "tasks", "leads", "supports")
    )


def _by_kind(rows: Iterable[tuple[str, str, str, int, int, int]]) -> dict[str, dict[str, Choice]]:
    found: dict[str, dict[str, Choice]] = defaultdict(dict)
    for kind, value, label, n_tasks, n_lead, n_support in rows:
        found[kind][value] = Choice(value, label, n_tasks, n_lead, n_support)
    return dict(found)
