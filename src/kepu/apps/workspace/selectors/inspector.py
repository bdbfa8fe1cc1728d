"""What an inspector reads: reports as they were filed, plans, and tasks drawn by a seed that anybody can draw again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Answer, PlanState
from kepu.apps.ledger.models import Entry, EntryText, Plan, Round, Target, Task, UnitReport
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.checking import figure_words
from kepu.apps.ledger.selectors.ledger_rows import HEAVY
from kepu.apps.ledger.wording import quantity_words
from kepu.apps.people.models import Membership
from kepu.apps.territory.models import in_force

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from kepu.apps.people.models import User
    from kepu.apps.workspace.selectors.homes import Home

SAID = ("answer", "progress", "percent", "problems", "next_step", "reason")
MOST_ROUNDS, MOST_PLANS, MOST_DRAWN = 8, 30, 200
DRAWN = 10


@dataclass(frozen=True)
class InspectorDesk:
    """What there is to read, and until when."""

    until: date | None
    region_name: str
    rounds: list[tuple[Round, str]]
    plans: list[Plan]


def inspector_desk(user: User, home: Home) -> InspectorDesk:
    """The home of an inspector: three queries."""
    held = Membership.objects.filter(
        in_force(clock.today(), since="since", until="until"),
        user_id=user.pk,
        role__is_inspection=True,
        region_id=home.region_code,
    ).select_related("region")
    membership = held.order_by("-until").first()
    rounds = Round.objects.filter(rules.ROUND.visible(user), region_code=home.region_code).order_by("-period_end")
    plans = Plan.objects.light().filter(
        rules.visible_plans(user), state=PlanState.CONFIRMED, region_code=home.region_code
    )
    return InspectorDesk(
        until=membership.until if membership else None,
        region_name=membership.region.full_name if membership else "",
        rounds=[(each, period_label(each.period)) for each in rounds[:MOST_ROUNDS]],
        plans=list(plans.order_by("-closed_at", "-pk")[:MOST_PLANS]),
    )


@dataclass(frozen=True)
class Sample:
    """Tasks that were drawn: the same seed draws the same ones as long as the ledger has the same tasks."""

    seed: int
    n: int
    total: int
    tasks: list[Task]


def sample_tasks(user: User, region_code: str, *, n: int, seed: int) -> Sample:
    """Draw tasks of confirmed plans without replacement, in two queries; they stand in printed order."""
    rows = Task.objects.filter(
        rules.visible_tasks(user), region_code=region_code, plan__state=PlanState.CONFIRMED
    ).order_by("plan_id", "position")
    keys = list(rows.values_list("pk", flat=True))
    draw = random.Random(seed)  # noqa: S311  # to be drawn again by anybody, not to be kept secret
    chosen = draw.sample(keys, min(n, len(keys), MOST_DRAWN))
    light = rows.filter(pk__in=chosen).select_related("plan").defer(*HEAVY)
    return Sample(seed, len(chosen), len(keys), list(light))


def all_filed(user: User) -> QuerySet[UnitReport]:
    """Pages that were filed, wherever this person reads all reports."""
    rows = UnitReport.objects.filter(rules.ROUND.visible(user), first_filed_at__isnull=False)
    return rows.select_related("round", "organisation", "filed_by")


def periods_of(rows: QuerySet[UnitReport]) -> list[tuple[str, str]]:
    """The periods of these pages, the latest first."""
    found = rows.order_by("-round__period_end").values_list("round__period", "round__period_end").distinct()
    return list({period: period_label(period) for period, _end in found}.items())


def of_period(value: str) -> Q:
    """Pages of a period."""
    return Q(round__period=value)


def of_unit(text: str) -> Q:
    """Pages of units that are called so."""
    return Q(organisation__name__icontains=text)


@dataclass(frozen=True)
class Said:
    """One text that was filed, with what happened to it."""

    row: EntryText
    parts: list[tuple[str, str]]


def as_filed(report: UnitReport) -> list[tuple[Entry, list[Said]]]:
    """Every task of a page with everything that was ever filed about it, as it was: three queries."""
    texts = EntryText.objects.select_related("by").order_by("pk")
    rows = Entry.objects.filter(report=report).select_related("task", "task__plan")
    light = rows.defer(*(f"task__{name}" for name in HEAVY))
    found = list(light.prefetch_related(Prefetch("texts", texts)).order_by("task__plan_id", "task__position", "pk"))
    said = {entry.pk: list(entry.texts.all()) for entry in found}
    keys = {int(key) for each in said.values() for row in each for key in (row.content.get("figures") or {})}
    targets = Target.objects.select_related("plan").defer(*HEAVY).in_bulk(keys)
    return [(entry, [Said(row, _parts(row.content, targets)) for row in said[entry.pk]]) for entry in found]


def _parts(content: Mapping[str, Any], targets: Mapping[int, Target]) -> list[tuple[str, str]]:
    """What a stored text says, under the labels of its fields; then its figures and the names of its files."""
    meta: Any = Entry._meta  # noqa: SLF001  # Django's documented name for it
    labels = {name: str(meta.get_field(name).verbose_name) for name in SAID}
    answers = {value: str(label) for value, label in Answer.choices}
    said = [(labels[name], str(content.get(name) or "")) for name in SAID]
    said = [(label, answers.get(text, text)) for label, text in said if text]
    figures = content.get("figures") or {}
    known = [targets[int(key)] for key in figures if int(key) in targets]
    said += [(quantity_words(each), figure_words(each.said_in(figures))) for each in quantities(known, figures)]
    said += [(key, figure_words(figure)) for key, figure in figures.items() if int(key) not in targets]
    files = _("、").join(str(each.get("name", "")) for each in content.get("evidence") or [])
    return [*said, (_("佐证材料"), files)] if files else said
